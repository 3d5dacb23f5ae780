// Keeps the signs "come back to this question" at once. Without this script the form's own buttons do it.
const boxes = document.querySelectorAll("[data-flag]");

function paint(box) {
  const entry = document.querySelector(`[data-map="${CSS.escape(box.value)}"]`);
  if (!entry) return;
  entry.classList.toggle("is-flagged", box.checked);
  entry.querySelector("[data-flagged-word]").hidden = !box.checked;
}

async function keep(box) {
  const flagged = box.checked;
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": box.form.querySelector("[name=csrf_token]").value };
  const body = JSON.stringify({ question: box.value, flagged });
  try {
    await fetch(box.dataset.flag, { method: "POST", credentials: "same-origin", redirect: "manual", headers, body });
  } catch {
    // the form carries it too, and is sent before the answers are
  }
}

for (const box of boxes) {
  for (const name of ["input", "change"]) box.addEventListener(name, (event) => event.stopPropagation()); // it is no answer
  box.addEventListener("change", () => {
    paint(box);
    keep(box);
  });
}
