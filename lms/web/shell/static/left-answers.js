// What becomes of an answer that a window has left behind: whether the site knows it, and how it is offered.
import { Controls } from "./controls.js";
import { fill } from "./sending.js";

/**
 * What the site holds of a question when it made this page: the sign of that answer and who sent it. Of a question on this
 * page the form says it, of one on another page the overview of the attempt. Null where the attempt does not ask it.
 */
export function heldOf(page, question) {
  const name = CSS.escape(question);
  const field = page.querySelector(`[data-shown="${name}"]`);
  if (field) return { sign: field.value.slice(question.length + 1), from: field.dataset.from ?? "" };
  const entry = page.querySelector(`[data-map="${name}"][data-sign]`);
  return entry && { sign: entry.dataset.sign, from: entry.dataset.from ?? "" };
}

/** Say how something left stands to what the site holds: known (it has it, or a newer one of that window), new, or other. */
export function weigh(left, held, controls) {
  if (!held) return "unasked";
  const { client, base, fields } = left.value;
  const { sign, from } = held;
  const [by, number] = from.split(" ");
  const [carrier, carried] = left.by.split(" ");
  if (by && by === client) return Number(number) >= left.seq ? "known" : "new";
  if (by && by === carrier && Number(number) >= Number(carried)) return "known"; // a form has brought it
  return base === sign || controls?.holds(fields) ? "new" : "other";
}

function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

/** Show beneath a question an answer that was not sent, with two buttons; return what is said. */
export function offer(place, told, words, { use, leave }) {
  const box = document.createElement("div");
  box.className = "notice left-answer";
  const line = document.createElement("p");
  line.textContent = fill(told.textLeft, { answer: words || told.textNoAnswer });
  const done = (how) => () => {
    box.remove();
    how();
    new Controls(place).focus();
  };
  const buttons = document.createElement("p");
  buttons.className = "actions";
  buttons.append(button(told.textUseIt, done(use)), " ", button(told.textLeaveIt, done(leave)));
  box.append(line, buttons);
  place.append(box);
  return line.textContent;
}
