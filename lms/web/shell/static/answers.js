// Saves each changed answer in the background. "Saved 10:42:07" is painted only from the server's own reply to that very
// number; all else is said in words. What is not acknowledged is kept in this browser (unsent.js), and is sent under the
// number that it had when the page is opened again. Without this script the form's own buttons do the same.
import { Controls } from "./controls.js";
import { heldOf, offer, weigh } from "./left-answers.js";
import { Saving, scopeOf } from "./saving.js";
import { PAUSES, atSignOut, client, fill, hurry, pause } from "./sending.js";
import { Unsent } from "./unsent.js";

const form = document.querySelector("form[data-save-url]");
const TYPING_RESTS = 900; // milliseconds without a key before a typed answer is sent
const LONGEST_FLUSH = 3000; // milliseconds for which a button waits until what was typed is saved

const waiting = new Map(); // question -> its newest change; the order is that of sending
const typing = new Map(); // question -> {timer, event}
const refused = new Map(); // question -> changes that the site does not take
const signs = new Map(); // question -> the sign of the answer that the site is known to hold
const undecided = new Set(); // numbers of questions on other pages with an answer here and another one at the site
let earlier = []; // changes that a window has left which was closed before the site had them, on whichever page
let seq = 0;
let sending = false;
let leaving = false; // the form itself is on its way, and carries every answer
let insists = false; // a button was pressed while the site could not be reached: the next time it counts
let failing = false;
let signedOut = false;
let closed = false;
let knownToSave = Boolean(form?.querySelector(".is-answered")); // it has been said that answers are saved: no need to say it each time
let tries = []; // who waits to hear what comes of the next try

const unsent = form && new Unsent();
const saving = form && new Saving(form);
const scope = form && scopeOf(form.dataset.saveUrl);
const place = (question) => form.querySelector(`[data-question="${CSS.escape(question)}"]`);
const controls = (question) => new Controls(place(question));
const shown = (question) => form.querySelector(`[data-shown="${CSS.escape(question)}"]`);
const slotOf = (event) => `${event.client} ${event.question}`;
const voice = (words) => (form.querySelector("[data-voice]").textContent = words);

/** Write how a question stands beneath it, and say it where screen readers listen if that is asked for. */
function paint(question, words, { alarm = false, aloud = "" } = {}) {
  const line = place(question)?.querySelector("[data-saved]");
  if (!line || line.textContent === words) return;
  line.textContent = words;
  line.classList.toggle("is-alarm", alarm);
  if (aloud) voice(fill(aloud, { number: place(question).dataset.number, words }));
}

/** Say every failure. */
function paintFailure(question, words, aloud = true) {
  paint(question, words, { alarm: true, aloud: aloud ? form.dataset.textSaid : "" });
  knownToSave = false;
}

/** Write every save, but say only the first one of an attempt, and the first one after a failure. */
function paintSave(question, words) {
  if (!place(question)) return;
  paint(question, words, { aloud: knownToSave ? "" : form.dataset.textSaidOnce });
  knownToSave = true;
}

function paintMap(question, fields) {
  const link = form.querySelector(`[data-map="${CSS.escape(question)}"]`);
  if (!link) return;
  const answered = Object.values(fields).flat().some((value) => value.trim() !== "");
  link.classList.toggle("is-answered", answered);
  link.querySelector("[data-answered-word]").hidden = !answered;
  const done = form.querySelectorAll("[data-map].is-answered").length;
  const total = form.querySelectorAll("[data-map]").length;
  form.querySelector("[data-answered]").textContent = fill(form.dataset.textAnswered, { done, total });
}

/** Say in one line how many answers wait and what becomes of them: when a try has failed, and when that number changes. */
function tell() {
  const line = form.querySelector("[data-waiting]");
  const count = new Set([...waiting.keys(), ...typing.keys(), ...earlier.map((event) => event.question)]).size;
  const told = form.dataset;
  let words = "";
  if (closed) words = told.textOver;
  else if (unsent.isRefused) words = told.textNotKept;
  else if (failing && count) words = count === 1 ? told.textWaitsOne : fill(told.textWaits, { count });
  else if (failing) words = told.textAllSaved;
  if (!closed) words = [words, ...[...undecided].map((number) => fill(told.textUndecided, { number }))].filter(Boolean).join(" ");
  failing &&= count > 0;
  const text = line.querySelector("span");
  if (text.textContent !== words) text.textContent = words;
  line.querySelector("a").hidden = !(signedOut && count && !closed);
}

/** Return a change as it is kept, at once and before it is sent: with the sign of the answer that it takes the place of. */
function compose(question) {
  const base = (waiting.get(question) ?? typing.get(question)?.event)?.base ?? signs.get(question) ?? "";
  const event = { client, seq: ++seq, question, fields: controls(question).fields, base };
  event.kept = unsent.keep(scope, slotOf(event), event.seq, event).then(() => unsent.isRefused && tell());
  return event;
}

/** Put a changed question at the end of the line: one event for it, and the newest. */
function lineUp(question) {
  const event = compose(question);
  clearTimeout(typing.get(question)?.timer);
  typing.delete(question);
  waiting.delete(question);
  waiting.set(question, event);
}

function changed(question) {
  if (closed) return;
  leaving = insists = false;
  lineUp(question);
  paint(question, form.dataset.textSaving);
  if (failing) tell();
  send();
}

/** Keep each key at once, and send when the keys rest. */
function typed(question) {
  if (closed) return;
  clearTimeout(typing.get(question)?.timer);
  typing.set(question, { event: compose(question), timer: setTimeout(() => changed(question), TYPING_RESTS) });
}

/** Tell the form which answer it holds of a question that is stored already; without a sign it is stored anew. */
function noteShown(question, sign = "") {
  if (sign) signs.set(question, sign);
  if (shown(question)) shown(question).value = `${question}:${sign}`;
}

/** The form is sent: it has the newest of every answer, under numbers higher than whatever is still on its way. */
function leave() {
  leaving = true;
  [...typing.keys()].forEach(lineUp);
  for (const event of [...waiting.values(), ...earlier]) {
    noteShown(event.question);
    unsent.note(scope, slotOf(event), `${client} ${seq + 1}`);
  }
  form.elements.client.value = client;
  form.elements.seq.value = seq + 1;
  seq += form.querySelectorAll("[data-shown]").length;
  saving.letGo();
}

/** Somebody is here again, as with the browser's own "back": what still waits is sent. */
function comeBack() {
  leaving = false;
  send();
}

/** The site takes no answer any more: what was typed stays to be read and copied, and is not changed in vain. */
function close() {
  closed = true;
  for (const control of form.querySelectorAll("textarea, input:not([type=radio], [type=checkbox], [type=hidden])")) control.readOnly = true;
}

/** Do what came of a try: paint it, and forget what the site has. */
function settle(event, outcome) {
  const { question } = event;
  const isNewest = waiting.get(question) === event;
  if (isNewest) waiting.delete(question);
  earlier = earlier.filter((each) => each !== event);
  if (outcome.closed) close();
  if (outcome.never) {
    refused.set(question, [...(refused.get(question) ?? []), event]);
    paintFailure(question, outcome.never);
    return; // it stays on the page and in this browser
  }
  for (const each of [event, ...(refused.get(question) ?? [])]) unsent.forget(scope, slotOf(each), each.seq);
  refused.delete(question);
  if (waiting.has(question) || typing.has(question) || earlier.some((each) => each.question === question)) {
    signs.set(question, outcome.shown);
    return;
  }
  noteShown(question, outcome.shown);
  paintSave(question, fill(form.dataset.textSaved, { time: outcome.saved }));
  paintMap(question, event.fields);
}

const heard = (isSaved) => tries.splice(0).forEach((tell) => tell(isSaved));

/** Send what waits, one after the other, what was left first, until nothing does or the form is sent. */
async function send() {
  if (sending) return;
  sending = true;
  let failures = 0;
  while ((earlier.length || waiting.size) && !leaving && !closed) {
    const event = earlier[0] ?? waiting.values().next().value;
    await event.kept;
    const outcome = await saving.save(event);
    if (leaving) break;
    if (outcome.again) {
      failing = true;
      const questions = new Set([event.question, ...waiting.keys(), ...earlier.map((each) => each.question)]);
      for (const each of questions) paintFailure(each, outcome.again, each === event.question);
      signedOut = Boolean(outcome.signedOut);
      tell();
      heard(outcome.signedOut ? "signed out" : false);
      await pause(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      continue;
    }
    failures = 0;
    settle(event, outcome);
    if (failing || closed) tell();
  }
  if (closed) for (const question of [...waiting.keys()]) settle(waiting.get(question), { never: form.dataset.textClosed, closed });
  sending = false;
  heard(!waiting.size);
}

/** Have everything saved now, and tell whether it is: true, false or "signed out"; false if that takes too long. */
function flush() {
  [...typing.keys()].forEach(lineUp);
  if (closed || !(waiting.size || earlier.length)) return true;
  const outcome = new Promise((tell) => {
    tries.push(tell);
    setTimeout(() => tell("late"), LONGEST_FLUSH);
  });
  hurry();
  send();
  return outcome;
}

/** A button was pressed: answers are saved first, so that nothing is left in the browser; then the form goes its way. */
async function submit(event) {
  const { submitter } = event;
  if (leaving || !(waiting.size || typing.size || earlier.length)) return leave();
  event.preventDefault();
  if (tries.length) return; // pressed twice
  const isSaved = await flush();
  if (isSaved === false && !insists && !closed) {
    insists = true; // nobody is led to a page that cannot be reached; who presses once more is
    return;
  }
  leave();
  form.requestSubmit(submitter);
}

/**
 * Take up what a window has left that was closed, reloaded or broke down before the site had it: on this page of the
 * attempt, or on another one, which nobody may ever open again.
 */
async function takeUp() {
  for (const left of await unsent.find((each) => each === scope)) {
    const event = { ...left.value, kept: Promise.resolve() };
    const { question } = event;
    if (event.client === client) continue; // typed while we looked
    const here = place(question) && controls(question);
    const verdict = weigh(left, heldOf(form, question), here);
    if (verdict === "known") unsent.forget(scope, left.slot, left.seq);
    else if (verdict === "new") {
      if (here && !waiting.has(question) && !typing.has(question)) here.fillIn(event.fields);
      earlier.push(event);
      paint(question, form.dataset.textSaving);
    } else if (verdict === "other" && here) propose(event, left);
    else if (verdict === "other") undecided.add(form.querySelector(`[data-map="${CSS.escape(question)}"]`).dataset.number);
  }
  if (undecided.size) tell();
  send();
}

/** Something else was answered since: nothing is overwritten before somebody says so. */
function propose(event, left) {
  const { question } = event;
  const answer = {
    use: () => {
      voice("");
      controls(question).fillIn(event.fields);
      changed(question);
      waiting.get(question)?.kept.then(() => unsent.forget(scope, left.slot, left.seq));
    },
    leave: () => {
      voice("");
      unsent.forget(scope, left.slot, left.seq);
    },
  };
  const words = offer(place(question), form.dataset, controls(question).inWords(event.fields), answer);
  voice(fill(form.dataset.textSaid, { number: place(question).dataset.number, words }));
}

/** Let the page come up at this question in another language too. */
function keepPlace(question) {
  for (const button of document.querySelectorAll(".languages button")) button.formAction = `${form.dataset.saveUrl}#question-${question}`;
}

function listen() {
  const questionOf = (event) => event.target.closest("[data-question]")?.dataset.question;
  const isTyped = (event) => event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
  form.addEventListener("change", (event) => {
    const question = questionOf(event);
    if (question && (!isTyped(event) || typing.has(question))) changed(question);
  });
  form.addEventListener("input", (event) => {
    const question = questionOf(event);
    if (question && isTyped(event)) typed(question);
  });
  form.addEventListener("focusin", (event) => {
    const question = questionOf(event);
    if (question) keepPlace(question);
  });
  form.addEventListener("submit", submit);
  window.addEventListener("pageshow", comeBack);
  window.addEventListener("pagehide", () => {
    if (leaving) return;
    for (const { event } of typing.values()) saving.post(event, { keepalive: true }).catch(() => {}); // what is kept here stays
    for (const event of waiting.values()) saving.post(event, { keepalive: true }).catch(() => {});
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsent.isRefused && (waiting.size || typing.size)) event.preventDefault();
  });
  atSignOut({
    holds: () => Boolean(waiting.size || typing.size || earlier.length || refused.size),
    send: flush,
    warn: () => voice(form.dataset.textLeaving) && (form.querySelector("[data-waiting] span").textContent = form.dataset.textLeaving),
    forget: () => [...waiting.values(), ...[...typing.values()].map((each) => each.event), ...earlier, ...[...refused.values()].flat()].forEach((each) => unsent.forget(scope, slotOf(each), each.seq)),
  });
}

if (form) {
  for (const field of form.querySelectorAll("[data-shown]")) signs.set(field.dataset.shown, field.value.slice(field.dataset.shown.length + 1));
  listen();
  takeUp();
}
