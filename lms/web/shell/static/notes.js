// Saves notes while they are written. "Saved 10:42" is painted only from the server's reply to that very text. What has not
// been saved is kept in this browser too (unsent.js), and sent when the page is opened again. Without this script the button
// below each note does it.
import { PAUSES, UNKNOWN, ask, asJson, atSignOut, client, fill, freshToken, pause } from "./sending.js";
import { Unsent } from "./unsent.js";

const forms = [...document.querySelectorAll("form[data-note]")];
const voice = document.querySelector("[data-voice]");
const REST = 1200; // milliseconds without a key before a note is sent
const BETWEEN = "\n\n———\n\n"; // as the site joins two texts

const unsent = forms.length ? new Unsent() : null;
let seq = 0;
let saidOnce = false; // that notes are saved is said once, then only what goes wrong

function say(words, alarm) {
  if (!alarm && saidOnce) return;
  saidOnce = !alarm;
  voice.textContent = words;
}

class Note {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("textarea");
    this.line = form.querySelector("[data-saved]");
    this.person = form.dataset.person;
    this.scope = `note ${form.getAttribute("action")}`;
    this.base = Number(form.dataset.version);
    this.earlier = []; // from windows that were closed before the site had them
    this.waiting = null; // the newest text that the site has not acknowledged
    this.timer = 0;
    this.sending = false;
    this.isRefused = false; // what is on the page cannot be saved as it is
    this.listen();
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
  bringBack(events) {
    this.earlier = events;
    if (!this.waiting) {
      this.area.value = events.at(-1).body;
      this.mirror();
      this.paint(voice.dataset.textSaving);
    }
    this.send();
  }

  changed() {
    this.isRefused = false;
    this.waiting = { client, seq: ++seq, base: this.base, body: this.area.value };
    this.kept = unsent.keep(this.scope, client, seq, this.waiting).then((isKept) => isKept || this.paint(voice.dataset.textNotKept, { alarm: true, aloud: true }));
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
    const said = { person: this.person, client: event.client, seq: event.seq, base: event.base, body: event.body };
    return ask(this.form.getAttribute("action"), asJson(this.form.querySelector("[name=csrf_token]").value, said, more));
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
    await this.kept;
    const event = this.earlier[0] ?? this.waiting;
    if (!event) return {}; // it has just been saved
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
    unsent.forget(this.scope, event.client, event.seq);
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

/** Take the token of a fresh copy of this page, if it is still the same person who is here. */
async function renewToken(note) {
  const same = await freshToken(`data-person="${note.person}"`);
  if (same) for (const form of forms) form.querySelector("[name=csrf_token]").value = same;
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

/** Take up what windows have left that were closed before the site had it. */
async function takeUp(notes) {
  const left = await unsent.find((scope) => notes.some((note) => note.scope === scope));
  for (const note of notes) {
    const events = left.filter((each) => each.scope === note.scope && each.slot !== client).map((each) => each.value);
    if (events.length) note.bringBack(events);
  }
}

function start() {
  const notes = forms.map((form) => new Note(form));
  const looked = takeUp(notes);
  const leave = () => {
    for (const note of notes) if (note.waiting) note.post(note.waiting, { keepalive: true }).catch(() => {}); // the copy here stays until it is acknowledged
  };
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pageshow", () => notes.forEach((note) => note.unsaved && note.send()));
  window.addEventListener("beforeunload", (event) => {
    if (unsent.isRefused && notes.some((note) => note.unsaved)) event.preventDefault();
  });
  const holding = () => notes.filter((note) => note.unsaved || note.isRefused);
  atSignOut({
    holds: () => holding().length > 0,
    send: async () => {
      await looked;
      for (const note of notes) {
        let outcome = {};
        while (note.unsaved && !outcome.again) outcome = await note.sendOnce();
      }
    },
    warn: () => holding()[0].paint(voice.dataset.textLeaving, { alarm: true, aloud: true }),
    forget: () => notes.forEach((note) => [...note.earlier, { client }].forEach((each) => unsent.forget(note.scope, each.client))),
  });
}

if (forms.length && voice) start();
