// The page before the answers of an attempt are sent in. What a page of this attempt has left in this browser is saved from
// here as well; then this page is read anew, so that it says what the site has. As long as something waits it is said how many
// answers do, and whoever sends in nonetheless has been told that these are not among them.
import { heldOf, weigh } from "./left-answers.js";
import { Saving, scopeOf } from "./saving.js";
import { PAUSES, atSignOut, fill, hurry, pause } from "./sending.js";
import { Unsent } from "./unsent.js";

const LONGEST_FLUSH = 3000; // milliseconds for which the button waits until what was left is saved

const form = document.querySelector("form[data-save-url]");
const told = form.dataset;
const line = document.querySelector("[data-waiting]");
const unsent = new Unsent();
const saving = new Saving(form);
const scope = scopeOf(told.saveUrl);
const numberOf = (question) => document.querySelector(`[data-map="${CSS.escape(question)}"]`).dataset.number;

let waiting = []; // what was left and is to be saved, the oldest first
const asides = new Set(); // what is said of answers that are not saved from here: another one is there, or they were refused
let isLooking = true;
let failing = false;
let signedOut = false;
let insists = false; // it was said that something will be missing: the next time the button counts
let leaving = false;
let tries = []; // who waits to hear what comes of the next try

function tell() {
  const count = new Set(waiting.map((event) => event.question)).size;
  const words = [...asides];
  if ((failing || insists) && count) words.unshift(count === 1 ? told.textWaitsOne : fill(told.textWaits, { count }));
  if (insists && words.length) words.push(told.textMissing);
  const text = line.querySelector("span");
  if (text.textContent !== words.join(" ")) text.textContent = words.join(" ");
  line.querySelector("a").hidden = !(signedOut && count);
}

const heard = (isSaved) => tries.splice(0).forEach((hear) => hear(isSaved));

async function look() {
  for (const left of await unsent.find((each) => each === scope)) {
    const { question } = left.value;
    const verdict = weigh(left, heldOf(document, question), null);
    if (verdict === "known") unsent.forget(scope, left.slot, left.seq);
    else if (verdict === "new") waiting.push({ ...left.value, slot: left.slot });
    else if (verdict === "other") asides.add(fill(told.textUndecided, { number: numberOf(question) }));
  }
  isLooking = false;
  tell();
}

/** Save what was left, one after the other, as long as it takes. */
async function send() {
  let failures = 0;
  let isNews = false;
  while (waiting.length && !leaving) {
    const [event] = waiting;
    const outcome = await saving.save(event);
    if (leaving) return;
    if (outcome.again) {
      [failing, signedOut] = [true, Boolean(outcome.signedOut)];
      tell();
      heard(false);
      await pause(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      continue;
    }
    failures = 0;
    waiting.shift();
    if (outcome.never) asides.add(fill(told.textSaid, { number: numberOf(event.question), words: outcome.never }));
    else unsent.forget(scope, event.slot, event.seq);
    isNews ||= outcome.closed || !outcome.never;
  }
  tell();
  const isAwaited = tries.length > 0;
  heard(true);
  if (isNews && !isAwaited && !leaving) location.reload();
}

/** Tell whether all is saved now; false if it cannot be, or takes too long. */
function flush() {
  if (!isLooking && !waiting.length) return true;
  const outcome = new Promise((hear) => {
    tries.push(hear);
    setTimeout(() => hear(false), LONGEST_FLUSH);
  });
  hurry();
  return outcome;
}

async function submit(event) {
  if (leaving || insists || !(isLooking || waiting.length || asides.size)) {
    leaving = true;
    saving.letGo();
    return;
  }
  event.preventDefault();
  if (tries.length) return; // pressed twice
  if ((await flush()) && !asides.size) {
    leaving = true;
    form.requestSubmit(event.submitter);
    return;
  }
  insists = true;
  tell();
}

form.addEventListener("submit", submit);
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
atSignOut({ holds: () => waiting.length > 0, send: flush, warn: () => (line.querySelector("span").textContent = told.textLeaving), forget: () => waiting.forEach((event) => unsent.forget(scope, event.slot, event.seq)) });
look().then(send);
