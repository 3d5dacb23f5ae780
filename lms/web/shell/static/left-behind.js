// The result of an attempt: what this browser still holds of it and the site does not is told, and can be copied. It came too
// late to count; nothing is sent from here.
import { heldOf, weigh } from "./left-answers.js";
import { fill } from "./sending.js";
import { Unsent } from "./unsent.js";

const box = document.querySelector("[data-left-behind]");
const unsent = new Unsent();
const scope = `attempt ${box.dataset.leftBehind}`;

function entryOf(question, fields) {
  const { number, written } = document.querySelector(`[data-map="${CSS.escape(question)}"]`).dataset;
  const words = written === undefined ? "" : Object.values(fields).flat().join(" ").trim();
  const entry = document.createElement("li");
  entry.className = "written";
  entry.textContent = fill(words ? box.dataset.textSaid : box.dataset.textQuestion, { number, words });
  return entry;
}

const left = [];
for (const found of await unsent.find((each) => each === scope)) {
  const verdict = weigh(found, heldOf(document, found.value.question), null);
  if (verdict === "known") unsent.forget(scope, found.slot, found.seq);
  else if (verdict !== "unasked") left.push(found);
}
const newest = new Map(left.map((found) => [found.value.question, found])); // the oldest comes first
for (const { value } of newest.values()) box.querySelector("ul").append(entryOf(value.question, value.fields));
box.hidden = !newest.size;
box.querySelector("button").addEventListener("click", () => {
  for (const found of left) unsent.forget(scope, found.slot, found.seq);
  box.hidden = true;
});
