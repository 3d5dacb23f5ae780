// Saves each changed answer in the background. "Saved 10:42:07" is painted only from the server's own reply; all
// else is said in words. Without this script the form's own buttons do the same.
const form = document.querySelector("form[data-save-url]");
const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds before the next try; the last one is repeated
const TYPING_RESTS = 900; // milliseconds without a key before a typed answer is sent
const LONGEST_WAIT = 20000; // milliseconds for one reply
const OVER = [404, 409, 410]; // the attempt is closed or gone
const UNKNOWN = [400, 401, 403]; // signed out, or signed in anew so that the page's token is an old one

const client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const waiting = new Map(); // question -> {seq, fields} of its newest change; the order is that of sending
const typing = new Map(); // question -> timer
let seq = 0;
let sending = false;
let leaving = false; // the form itself is on its way, and carries every answer
let closed = false;
let knownToSave = Boolean(form?.querySelector(".is-answered")); // it has been said that answers are saved: no need to say it each time
let underway = new AbortController(); // ends the wait for a reply

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const place = (question) => form.querySelector(`[data-question="${CSS.escape(question)}"]`);
const token = () => form.querySelector("[name=csrf_token]");

/** The fields of one question as the form itself would send them: name -> list of values. */
function fieldsOf(question) {
  const fields = {};
  for (const control of place(question).querySelectorAll("input[name], select[name], textarea[name]")) {
    if (control.disabled || (control.matches("[type=radio], [type=checkbox]") && !control.checked)) continue;
    (fields[control.name] ??= []).push(control.value);
  }
  return fields;
}

/** Write how a question stands beneath it, and say it where screen readers listen if that is asked for. */
function paint(question, words, { alarm = false, aloud = "" } = {}) {
  const line = place(question).querySelector("[data-saved]");
  if (!line || line.textContent === words) return;
  line.textContent = words;
  line.classList.toggle("is-alarm", alarm);
  if (!aloud) return;
  const number = place(question).dataset.number;
  form.querySelector("[data-voice]").textContent = fill(aloud, { number, words });
}

/** Say every failure. */
function paintFailure(question, words, aloud = true) {
  paint(question, words, { alarm: true, aloud: aloud ? form.dataset.textSaid : "" });
  knownToSave = false;
}

/** Write every save, but say only the first one of an attempt, and the first one after a failure. */
function paintSave(question, words) {
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

/** Put a changed question at the end of the line: one event for it, and the newest. */
function lineUp(question) {
  clearTimeout(typing.get(question));
  typing.delete(question);
  waiting.delete(question);
  waiting.set(question, { seq: ++seq, fields: fieldsOf(question) });
}

function changed(question) {
  if (closed) return;
  leaving = false;
  lineUp(question);
  paint(question, form.dataset.textSaving);
  send();
}

function ask(address, more) {
  underway = new AbortController();
  setTimeout((late) => late.abort(), LONGEST_WAIT, underway);
  return fetch(address, { credentials: "same-origin", redirect: "manual", signal: underway.signal, ...more });
}

const post = (question, event) =>
  ask(form.dataset.saveUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token().value },
    body: JSON.stringify({ client, seq: event.seq, question, fields: event.fields }),
  });

/** Take the token of a fresh copy of this page, as after signing in again in another tab; false if there is none. */
async function renewToken() {
  const page = await ask(location.pathname + location.search);
  const field = page.ok ? (await page.text()).match(/<input[^>]*name="csrf_token"[^>]*>/) : null;
  const value = field?.[0].match(/value="([^"]+)"/)?.[1];
  if (value) token().value = value;
  return Boolean(value);
}

/** Try once. The answer says what came of it: saved (a time), again (words, try later) or never (words). */
async function save(question, event) {
  try {
    let response = await post(question, event);
    if (UNKNOWN.includes(response.status)) {
      if (!(await renewToken())) return { again: form.dataset.textSignedOut };
      response = await post(question, event);
    }
    const reply = await response.json().catch(() => ({}));
    if (response.ok && reply.seq === event.seq && reply.saved) return { saved: reply.saved, shown: reply.shown };
    if (response.type === "opaqueredirect") return { again: form.dataset.textSignedOut };
    const forGood = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status);
    if (!forGood) return { again: form.dataset.textOffline };
    const never = reply.detail ? fill(form.dataset.textRefused, { reason: reply.detail }) : form.dataset.textClosed;
    return { never, closed: OVER.includes(response.status) };
  } catch {
    return { again: form.dataset.textOffline }; // no network, or no reply in time
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

/** Tell the form which answer it holds of a question that is stored already; without a sign it is stored anew. */
function noteShown(question, sign = "") {
  form.querySelector(`[data-shown="${CSS.escape(question)}"]`).value = `${question}:${sign}`;
}

/** The form is sent: it has the newest of every answer, under numbers higher than whatever is still on its way. */
function leave() {
  leaving = true;
  [...typing.keys()].forEach(lineUp);
  for (const question of waiting.keys()) noteShown(question);
  form.elements.client.value = client;
  form.elements.seq.value = seq + 1;
  seq += form.querySelectorAll("[data-shown]").length;
  underway.abort();
}

/** Somebody is here again, as with the browser's own "back": what still waits is sent. */
function comeBack() {
  leaving = false;
  send();
}

/** Send what waits, one after the other, until nothing does or the form is sent. */
async function send() {
  if (sending) return;
  sending = true;
  let failures = 0;
  while (waiting.size && !leaving) {
    const [question, event] = waiting.entries().next().value;
    const outcome = await save(question, event);
    if (leaving) break;
    if (outcome.again) {
      for (const each of waiting.keys()) paintFailure(each, outcome.again, each === question);
      await pause(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      continue;
    }
    failures = 0;
    closed ||= Boolean(outcome.closed);
    if (outcome.never) paintFailure(question, outcome.never);
    const newest = waiting.get(question) === event;
    if (newest) waiting.delete(question);
    if (outcome.saved && newest && !typing.has(question)) {
      noteShown(question, outcome.shown);
      paintSave(question, fill(form.dataset.textSaved, { time: outcome.saved }));
      paintMap(question, event.fields);
    }
  }
  sending = false;
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
    if (!question || !isTyped(event)) return;
    clearTimeout(typing.get(question));
    typing.set(question, setTimeout(() => changed(question), TYPING_RESTS));
  });
  form.addEventListener("focusin", (event) => {
    const question = questionOf(event);
    if (question) keepPlace(question);
  });
  form.addEventListener("submit", leave);
  window.addEventListener("pageshow", comeBack);
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (waiting.size || typing.size)) event.preventDefault();
  });
}

if (form) listen();
