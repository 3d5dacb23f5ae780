// Remembers, for this visit, which modules of a course's outline are open. The module of the page itself always opens.
const outline = document.querySelector("[data-remember]");

function remembered(key) {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(key) ?? "[]"));
  } catch {
    return new Set(); // storage is switched off or holds something else: the outline works all the same
  }
}

function remember(key, open) {
  try {
    sessionStorage.setItem(key, JSON.stringify([...open]));
  } catch {
    // nothing is lost but a convenience
  }
}

// On a shared computer nobody is told which modules somebody else has read.
document.querySelector("form.account")?.addEventListener("submit", () => {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("outline ")) sessionStorage.removeItem(key);
  } catch {
    // nothing was remembered
  }
});

if (outline) {
  const key = `outline ${outline.dataset.remember}`;
  const open = remembered(key);
  for (const module of outline.querySelectorAll("details")) {
    if (open.has(module.dataset.key)) module.open = true;
    module.addEventListener("toggle", () => {
      if (module.open) open.add(module.dataset.key);
      else open.delete(module.dataset.key);
      remember(key, open);
    });
  }
}
