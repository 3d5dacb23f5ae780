// What people typed and the site has not acknowledged yet, kept in this browser until it has. It is sealed with a key that
// the page brings along for its reader alone, under a name that says nothing: on a shared computer nobody else can tell whose
// texts wait here, or read them. Where nobody is known, or the browser seals nothing (plain http), it lasts no longer than
// its tab. Whether it was kept is always said: no script of ours may count on it.
import { hex } from "./sending.js";

const OURS = "unsent";
const LONGEST = 90 * 24 * 3600 * 1000; // milliseconds for which something waits for its writer to come back

const bytesOf = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
const packed = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const unpacked = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** Return what a place holds and can be read as ours: `{seq, at, by?, ...}`; null where it is something else. */
function parsed(text) {
  try {
    const envelope = JSON.parse(text);
    return envelope && Number.isInteger(envelope.seq) ? envelope : null;
  } catch {
    return null;
  }
}

/** Forget, whoever's it is, what is kept under one random name. */
export function forgetNamed(name) {
  for (const store of [() => localStorage, () => sessionStorage]) {
    try {
      for (const place of Object.keys(store())) if (place.startsWith(`${OURS} `) && place.endsWith(` ${name}`)) store().removeItem(place);
    } catch {
      // storage is switched off
    }
  }
}

export class Unsent {
  constructor() {
    const { unsent = "", unsentKey = "" } = document.body.dataset;
    this.prefix = `${OURS} ${unsent} `;
    this.isSealed = Boolean(unsentKey && crypto.subtle);
    this.key = this.isSealed ? crypto.subtle.importKey("raw", bytesOf(unsentKey), "AES-GCM", false, ["encrypt", "decrypt"]) : null;
    this.entries = new Map(); // "scope slot" -> what is known of it here
    this.forgetTheOld();
  }

  get store() {
    return this.isSealed ? localStorage : sessionStorage;
  }

  /** Name the places of this person; none where the browser refuses to tell. */
  get places() {
    try {
      return Object.keys(this.store).filter((place) => place.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  /** Tell whether the browser would not keep something that still waits. */
  get isRefused() {
    return [...this.entries.values()].some((entry) => entry.isRefused);
  }

  entry(scope, slot) {
    const name = `${scope} ${slot}`;
    const place = this.prefix + hex(16);
    if (!this.entries.has(name)) this.entries.set(name, { place, top: 0, forgotten: -1, next: null, work: null, isRefused: false });
    return this.entries.get(name);
  }

  /** Keep a value in place of an older one; tell in the end whether the newest is kept. `slot` is one window's one thing. */
  keep(scope, slot, seq, value) {
    const entry = this.entry(scope, slot);
    entry.top = seq;
    entry.next = { seq, at: Date.now(), content: { scope, slot, value } };
    entry.work ??= this.write(entry).finally(() => (entry.work = null));
    return entry.work;
  }

  async write(entry) {
    while (entry.next) {
      const { seq, at, content } = entry.next;
      entry.next = null;
      try {
        const text = JSON.stringify({ seq, at, ...(await this.seal(entry.place, content)) });
        if (seq > entry.forgotten) this.store.setItem(entry.place, text);
        entry.isRefused = false;
      } catch {
        entry.isRefused = seq > entry.forgotten;
      }
    }
    return !entry.isRefused;
  }

  /** Return the random name under which a slot is kept. */
  nameOf(scope, slot) {
    return this.entry(scope, slot).place.slice(this.prefix.length);
  }

  /** Forget what a slot holds, up to a number: whatever was kept there since stays. */
  forget(scope, slot, seq = this.entry(scope, slot).top) {
    const entry = this.entry(scope, slot);
    entry.forgotten = Math.max(entry.forgotten, seq);
    if (seq >= entry.top) entry.isRefused = false;
    if (entry.next && entry.next.seq <= seq) entry.next = null;
    this.change(entry.place, (kept) => (kept.seq <= seq ? null : kept));
  }

  /** Note, at once, under which number of which window a form that is on its way carries the same. */
  note(scope, slot, by) {
    this.change(this.entry(scope, slot).place, (kept) => ({ ...kept, by }));
  }

  change(place, how) {
    try {
      const kept = parsed(this.store.getItem(place));
      const now = kept && how(kept);
      if (now) this.store.setItem(place, JSON.stringify(now));
      else if (kept) this.store.removeItem(place);
    } catch {
      // nothing was kept
    }
  }

  /** Return what is kept under a scope that is wanted, the oldest first: `{scope, slot, seq, at, by, value}`. */
  async find(isWanted) {
    const found = [];
    for (const place of this.places) {
      const kept = parsed(this.store.getItem(place));
      const content = kept && (await this.open(place, kept));
      if (!content || !isWanted(content.scope)) continue;
      Object.assign(this.entry(content.scope, content.slot), { place, top: kept.seq });
      found.push({ ...content, seq: kept.seq, at: kept.at, by: kept.by ?? "", place });
    }
    return found.sort((one, other) => one.at - other.at);
  }

  async seal(place, content) {
    if (!this.isSealed) return { content };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const rule = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
    const sealed = await crypto.subtle.encrypt(rule, await this.key, new TextEncoder().encode(JSON.stringify(content)));
    return { iv: packed(iv), sealed: packed(new Uint8Array(sealed)) };
  }

  async open(place, { content = null, iv, sealed }) {
    if (!this.isSealed) return content;
    try {
      const rule = { name: "AES-GCM", iv: unpacked(iv), additionalData: new TextEncoder().encode(place) };
      const bytes = await crypto.subtle.decrypt(rule, await this.key, unpacked(sealed));
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return null; // it was sealed with another key of the site, or is not ours
    }
  }

  /** What nobody came back to for so long, whoever they were, waits no more. */
  forgetTheOld() {
    try {
      for (const place of Object.keys(localStorage)) {
        if (!place.startsWith(`${OURS} `)) continue;
        const kept = parsed(localStorage.getItem(place));
        if (!kept || Date.now() - kept.at > LONGEST) localStorage.removeItem(place);
      }
    } catch {
      // storage is switched off
    }
  }
}
