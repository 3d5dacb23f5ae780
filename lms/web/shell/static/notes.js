// Saves notes while they are written. "Saved 10:42" is painted only from the server's reply to that very text. What has
// not been saved is kept in this browser too, under whose it is, and sent when the page is opened again. Without this
// script the button below each note does it.
const forms = [...document.querySelectorAll("form[data-note]")];
const voice = document.querySelector("[data-voice]");
const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds before the next try; the last one is repeated
const REST = 1200; // milliseconds without a key before a note is sent
const LONGEST_WAIT = 20000; // milliseconds for one reply
const UNKNOWN = [400, 401, 403]; // signed out, or signed in anew so that the page's token is an old one
const PREFIX = "note ";
const BETWEEN = "\n\n———\n\n"; // as the site joins two texts

const client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
let seq = 0;
let saidOnce = false; // that notes are saved is said once, then only what goes wrong

function say(words, alarm) {
  if (!alarm && saidOnce) return;
  saidOnce = !alarm;
  voice.textContent = words;
}

/** A browser in which nobody is known may be anybody's: what is typed there lasts no longer than its tab. */
const storeOf = (person) => (person ? localStorage : sessionStorage);

/** What this browser keeps of notes that the site has not acknowledged: one text for each note and window. */
const drafts = {
  of(note) {
    const found = [];
    for (const key of drafts.keys(note.prefix, note.person)) {
      try {
        const draft = JSON.parse(storeOf(note.person).getItem(key));
        if (typeof draft.body === "string") found.push({ ...draft, key });
      } catch {
        // not one of ours
      }
    }
    return found.sort((one, other) => one.at - other.at);
  },
  keys(prefix, person) {
    try {
      return Object.keys(storeOf(person)).filter((key) => key.startsWith(prefix));
    } catch {
      return []; // storage is switched off: what is on the page is all there is
    }
  },
  keep(note, event) {
    try {
      storeOf(note.person).setItem(event.key, JSON.stringify({ client: event.client, seq: event.seq, base: event.base, body: event.body, at: event.at }));
      note.isKept = true;
    } catch {
      note.isKept = false;
    }
  },
  forget(note, event) {
    try {
      const store = storeOf(note.person);
      const kept = JSON.parse(store.getItem(event.key));
      if (kept && kept.seq <= event.seq) store.removeItem(event.key);
    } catch {
      // nothing was kept
    }
  },
  forgetAll(person) {
    for (const key of drafts.keys(`${PREFIX}${person} `, person)) storeOf(person).removeItem(key);
  },
};

class Note {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("textarea");
    this.line = form.querySelector("[data-saved]");
    this.person = form.dataset.person;
    this.prefix = `${PREFIX}${this.person} ${form.getAttribute("action")} `;
    this.base = Number(form.dataset.version);
    this.earlier = drafts.of(this); // from windows that were closed before the site had them
    this.waiting = null; // the newest text that the site has not acknowledged
    this.timer = 0;
    this.sending = false;
    this.isKept = true;
    this.isRefused = false; // what is on the page cannot be saved as it is
    this.listen();
    if (this.earlier.length) this.bringBack();
  }

  get unsaved() {
    return Boolean(this.waiting || this.earlier.length);
  }

  listen() {
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("change", () => this.send());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.changed();
      this.send();
    });
  }

  /** Show what this browser kept of the note, and send it: the site puts it together with what it has. */
  bringBack() {
    this.area.value = this.earlier.at(-1).body;
    this.mirror();
    this.paint(voice.dataset.textSaving);
    this.send();
  }

  changed() {
    this.isRefused = false;
    this.waiting = { key: this.prefix + client, client, seq: ++seq, base: this.base, body: this.area.value, at: Date.now() };
    drafts.keep(this, this.waiting);
    this.mirror();
    this.paint(voice.dataset.textSaving);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), REST);
  }

  /** What is printed, and what the notebook shows, is the text as it stands here. */
  mirror() {
    for (const text of document.querySelectorAll(`[data-note-text="${CSS.escape(this.form.dataset.note)}"]`)) text.textContent = this.area.value;
  }

  paint(words, { alarm = false, aloud = false } = {}) {
    const told = this.line.textContent === words;
    this.line.textContent = words;
    this.line.classList.toggle("is-alarm", alarm);
    if (aloud && !(alarm && told)) say(words, alarm);
  }

  post(event, more = {}) {
    return ask(this.form.getAttribute("action"), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.form.querySelector("[name=csrf_token]").value },
      body: JSON.stringify({ person: this.person, client: event.client, seq: event.seq, base: event.base, body: event.body }),
      ...more,
    });
  }

  /** Send what waits, the oldest first, until nothing does. */
  async send() {
    clearTimeout(this.timer);
    if (this.sending) return;
    this.sending = true;
    let failures = 0;
    while (this.unsaved) {
      const outcome = await this.sendOnce();
      if (outcome.again) await pause(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      else failures = 0;
    }
    this.sending = false;
  }

  async sendOnce() {
    const event = this.earlier[0] ?? this.waiting;
    const outcome = await save(this, event);
    if (outcome.again) this.paint(outcome.again, { alarm: true, aloud: true });
    else this.settle(event, outcome);
    return outcome;
  }

  settle(event, outcome) {
    if (this.earlier[0] === event) this.earlier.shift();
    if (this.waiting === event) this.waiting = null;
    if (outcome.never) {
      this.isRefused = true;
      this.paint(outcome.never, { alarm: true, aloud: true });
      return; // the text stays on the page and in this browser
    }
    const { reply } = outcome;
    this.isRefused = false;
    drafts.forget(this, event);
    if (!this.earlier.length) {
      this.base = reply.version;
      this.form.elements.base.value = reply.version;
      if (reply.joined) this.takeOver(event, reply.body);
      else if (this.waiting) this.waiting.base = reply.version; // it was written on what has just been saved
    }
    if (this.unsaved) return;
    if (reply.joined) this.paint(voice.dataset.textJoined, { alarm: true, aloud: true });
    else this.paint(fill(voice.dataset.textSaved, { time: reply.saved }), { aloud: true });
  }

  /** Put what the site joined to what was sent on the page too, and go on with whatever was typed since. */
  takeOver(event, body) {
    const { selectionStart, selectionEnd, value } = this.area;
    const added = body.endsWith(event.body) ? body.slice(0, body.length - event.body.length) : `${body}${BETWEEN}`;
    this.area.value = this.waiting ? added + value : body;
    this.area.setSelectionRange(selectionStart + added.length, selectionEnd + added.length);
    this.mirror();
    if (this.waiting) this.changed();
  }
}

function ask(address, more) {
  const over = new AbortController();
  setTimeout(() => over.abort(), LONGEST_WAIT);
  return fetch(address, { credentials: "same-origin", redirect: "manual", signal: over.signal, ...more });
}

/** Take the token of a fresh copy of this page, if it is still the same person who is here. */
async function renewToken(note) {
  const page = await ask(location.pathname + location.search);
  const copy = page.ok ? new DOMParser().parseFromString(await page.text(), "text/html") : null;
  const same = copy?.querySelector(`form[data-note][data-person="${CSS.escape(note.person)}"] [name=csrf_token]`);
  if (same) for (const form of forms) form.querySelector("[name=csrf_token]").value = same.value;
  return Boolean(same);
}

/** Try once. The answer says what came of it: a reply, again (words, try later) or never (words). */
async function save(note, event) {
  const told = voice.dataset;
  try {
    let response = await note.post(event);
    if (UNKNOWN.includes(response.status)) {
      if (!(await renewToken(note))) return { again: told.textSignedOut };
      response = await note.post(event);
    }
    const reply = await response.json().catch(() => ({}));
    if (response.ok && reply.seq === event.seq && reply.saved) return { reply };
    if (response.type === "opaqueredirect" || UNKNOWN.includes(response.status)) return { again: told.textSignedOut };
    if (response.status < 400 || response.status >= 500 || [408, 429].includes(response.status)) return { again: told.textOffline };
    return { never: reply.detail && response.status !== 404 ? fill(told.textRefused, { reason: reply.detail }) : told.textGone };
  } catch {
    return { again: told.textOffline }; // no network, or no reply in time
  }
}

/** Wait, but no longer than until the network or the reader is back. */
function pause(seconds) {
  const over = new AbortController();
  return new Promise((resume) => {
    setTimeout(resume, seconds * 1000);
    for (const event of ["online", "focus"]) window.addEventListener(event, resume, { signal: over.signal });
  }).finally(() => over.abort());
}

function start() {
  const notes = forms.map((form) => new Note(form));
  const leave = () => {
    for (const note of notes) if (note.waiting) note.post(note.waiting, { keepalive: true }).catch(() => {}); // the copy here stays until it is acknowledged
  };
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pageshow", () => notes.forEach((note) => note.unsaved && note.send()));
  window.addEventListener("beforeunload", (event) => {
    if (notes.some((note) => note.unsaved && !note.isKept)) event.preventDefault();
  });
  const signOut = document.querySelector("form.account");
  if (signOut) signOut.addEventListener("submit", (event) => leaveForGood(event, signOut, notes));
}

let warned = false;

/** Signing out takes what this browser keeps of somebody's notes away; so the site gets them first, if it can be reached. */
async function leaveForGood(event, signOut, notes) {
  const holds = (note) => note.unsaved || note.isRefused;
  if (warned || !notes.some(holds)) {
    drafts.forgetAll(notes[0].person);
    return;
  }
  event.preventDefault();
  for (const note of notes) {
    let outcome = {};
    while (note.unsaved && !outcome.again) outcome = await note.sendOnce();
  }
  const left = notes.find(holds);
  warned = true;
  if (left) left.paint(voice.dataset.textLeaving, { alarm: true, aloud: true });
  else signOut.requestSubmit();
}

if (forms.length && voice) start();
