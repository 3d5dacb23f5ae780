// Dragging as an extra for orders and pairs, for a mouse, a finger or a pen. The lists to choose from stay what counts: what is
// dropped is chosen in them, and they tell it as if a person had. Handles and copies are for the eye alone; nothing that is
// read aloud or reached by keys is added or moved, but what somebody has dragged themselves.
const DRAGGED = "dragged"; // in this tab somebody drags: orders are shown as they were left
const EDGE = 72; // pixels from the edge of the window within which the page moves along
const STEP = 10;
const SETTLING = 160; // milliseconds

const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.setAttribute("aria-hidden", "true");
  element.textContent = text;
  return element;
}

/** Choose in several lists at once, and say it of each that has changed. */
function chooseIn(wanted) {
  const changed = [...wanted].filter(([select, value]) => select.value !== value);
  for (const [select, value] of changed) select.value = value;
  for (const [select] of changed) for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
}

/**
 * Let a thing follow the pointer from the moment at which its handle is pressed, to wherever in `list`. `begin` is called
 * first, `over` hears where it is; `drop` is called where it is let go, `back` where it was not: by Escape, or because the
 * browser took the pointer away.
 */
function follow(thing, pressed, list, { begin, over, drop, back }) {
  const handle = pressed.target;
  const grabbed = { x: pressed.clientX - thing.getBoundingClientRect().left, y: pressed.clientY - thing.getBoundingClientRect().top };
  const last = { x: pressed.clientX, y: pressed.clientY };
  const ended = new AbortController();
  const listen = (target, name, does) => target.addEventListener(name, does, { signal: ended.signal });

  const place = () => {
    thing.style.translate = "none";
    const [box, room] = [thing.getBoundingClientRect(), list.getBoundingClientRect()];
    const [x, y] = [last.x - grabbed.x - box.left, last.y - grabbed.y - box.top];
    const isLine = thing.parentElement === list; // which does not leave its list
    const within = Math.min(Math.max(y, room.top - box.top), room.bottom - box.bottom);
    const across = Math.min(Math.max(x, -box.left), document.documentElement.clientWidth - box.right); // the page gets no wider
    thing.style.translate = isLine ? `0 ${within}px` : `${across}px ${y}px`;
  };
  const go = () => {
    over(last);
    place();
  };
  const end = (how) => {
    ended.abort();
    clearInterval(moving);
    thing.classList.remove("is-dragged");
    thing.style.translate = "";
    how(last);
  };
  const moving = setInterval(() => {
    const { top, bottom } = list.getBoundingClientRect();
    const [isAbove, isBelow] = [last.y < EDGE && top < EDGE, last.y > innerHeight - EDGE && bottom > innerHeight - EDGE];
    const by = isAbove ? -STEP : isBelow ? STEP : 0;
    if (by) scrollBy({ top: by, behavior: "instant" });
  }, 16);

  begin?.();
  handle.setPointerCapture(pressed.pointerId);
  thing.classList.add("is-dragged");
  listen(handle, "pointermove", (event) => {
    [last.x, last.y] = [event.clientX, event.clientY];
    go();
  });
  listen(handle, "pointerup", () => end(drop));
  for (const name of ["pointercancel", "lostpointercapture"]) listen(handle, name, () => end(back));
  listen(window, "keydown", (event) => event.key === "Escape" && end(back));
  listen(window, "scroll", go);
  go();
}

/** Remember, as long as this tab is open, that somebody drags; or tell whether they do. */
function remembered(isNew = false) {
  try {
    if (isNew) sessionStorage.setItem(DRAGGED, "yes");
    return Boolean(sessionStorage.getItem(DRAGGED));
  } catch {
    return false; // storage is switched off
  }
}

const isFirst = (event) => event.isPrimary && event.button === 0;

/** Let a thing that made room glide from where it was. */
function glide(thing, before) {
  const by = before - thing.getBoundingClientRect().top;
  if (by && !isCalm.matches) thing.animate([{ translate: `0 ${by}px` }, { translate: "none" }], { duration: SETTLING, easing: "ease-out" });
}

const selectOf = (item) => item.querySelector("select");

/** Show an order as its places say, if all of them are given. */
function arrange(list) {
  const items = [...list.children];
  const places = items.map((item) => Number(selectOf(item).value));
  if (new Set(places).size < items.length || places.includes(0)) return;
  list.append(...items.sort((one, other) => selectOf(one).value - selectOf(other).value));
}

/** An order: its lines are moved by their handles, and each gets the place at which it stands. */
function orderByHand(list) {
  if (remembered()) arrange(list);
  for (const item of list.children) {
    const handle = made("span", "grip");
    item.prepend(handle);
    handle.addEventListener("pointerdown", (pressed) => {
      if (!isFirst(pressed)) return;
      pressed.preventDefault();
      const before = [...list.children];
      follow(item, pressed, list, {
        begin: () => arrange(list),
        over: ({ y }) => makeRoom(item, y),
        drop: () => {
          remembered(true);
          chooseIn(new Map([...list.children].map((each, place) => [selectOf(each), String(place + 1)])));
        },
        back: () => list.append(...before),
      });
    });
  }
}

/** Put the lines that an item has passed on its other side; the item itself stays, as what is moved loses the pointer. */
function makeRoom(item, y) {
  const list = item.parentElement;
  const middle = (line) => list.getBoundingClientRect().top + line.offsetTop - list.offsetTop + line.offsetHeight / 2; // glides aside
  for (let next = item.nextElementSibling; next && y > middle(next); next = item.nextElementSibling) {
    const top = next.getBoundingClientRect().top;
    item.before(next);
    glide(next, top);
  }
  for (let previous = item.previousElementSibling; previous && y < middle(previous); previous = item.previousElementSibling) {
    const top = previous.getBoundingClientRect().top;
    item.after(previous);
    glide(previous, top);
  }
}

/** Pairs: copies of the right sides lie above them, and are dragged to the lines in which they are to be chosen. */
function pairByHand(list) {
  const rights = [...selectOf(list.children[0]).options].filter((option) => option.value);
  const tray = made("ul", "tray");
  const chips = rights.map((option) => chipOf(option, list));
  tray.append(...chips);
  list.before(made("p", "hint drag-hint", list.dataset.textDrag), tray);
  const paint = () => chips.forEach((chip) => chip.classList.toggle("is-used", [...list.children].some((line) => selectOf(line).value === chip.dataset.value)));
  list.addEventListener("change", paint);
  paint();
}

function chipOf(option, list) {
  const lines = [...list.children];
  const chip = made("li", "chip");
  chip.dataset.value = option.value;
  chip.lang = option.lang;
  chip.append(made("span", "grip"), option.textContent.trim());
  const lineAt = ({ x, y }) => lines.find((line) => line.contains(document.elementFromPoint(x, y)));
  const light = (here) => lines.forEach((line) => line.classList.toggle("is-aimed-at", line === here));
  chip.addEventListener("pointerdown", (pressed) => {
    if (!isFirst(pressed) || (pressed.pointerType !== "mouse" && !pressed.target.matches(".grip"))) return; // a finger scrolls
    pressed.preventDefault();
    follow(chip, pressed, list, {
      over: (at) => light(lineAt(at)),
      drop: (at) => {
        const line = lineAt(at);
        light(null);
        if (line) chooseIn(new Map([[selectOf(line), option.value]]));
      },
      back: () => light(null),
    });
  });
  return chip;
}

for (const list of document.querySelectorAll("fieldset:not(:disabled) .order-items")) {
  list.before(made("p", "hint drag-hint", list.dataset.textDrag));
  orderByHand(list);
}
for (const list of document.querySelectorAll("fieldset:not(:disabled) .pairs")) pairByHand(list);
