// Shows how much time is left in a test, and says it aloud at five minutes and at one. The site keeps the time: this clock
// only shows what the page was told, and when it is over the page is asked for anew.
const clock = document.querySelector("[data-clock]");
const HIDDEN = "clock hidden"; // whoever does not want to see it need not hide it again on the next page
const LAST_SAVE = 3; // seconds before the end at which what is being typed is saved as it is
const AFTER = 1500; // milliseconds after the end, so that the site is over it too

const told = new Map([[300, "textFive"], [60, "textOne"]]);

function start() {
  const [time, button] = [clock.querySelector("[data-clock-time]"), clock.querySelector("[data-clock-switch]")];
  const voice = document.querySelector("[data-clock-voice]");
  const began = Date.now();
  let before = Number(clock.dataset.clock);
  let isOver = false;

  const left = () => Math.max(0, Number(clock.dataset.clock) - (Date.now() - began) / 1000);
  const shown = () => sessionStorage.getItem(HIDDEN) === null;

  function paint() {
    const seconds = Math.ceil(left());
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
    const parts = hours ? [hours, String(minutes).padStart(2, "0")] : [minutes];
    time.textContent = `${clock.dataset.textLeft} ${[...parts, String(seconds % 60).padStart(2, "0")].join(":")}`;
    time.hidden = !shown();
    button.textContent = shown() ? clock.dataset.textHide : clock.dataset.textShow;
  }

  function tick() {
    const now = left();
    for (const [mark, words] of told) if (before > mark && now <= mark) voice.textContent = clock.dataset[words];
    if (before > LAST_SAVE && now <= LAST_SAVE) document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));
    before = now;
    paint();
    if (now > 0 || isOver) return;
    isOver = true;
    setTimeout(() => location.assign(clock.dataset.to), AFTER);
  }

  button.addEventListener("click", () => {
    if (shown()) sessionStorage.setItem(HIDDEN, "yes");
    else sessionStorage.removeItem(HIDDEN);
    paint();
  });
  clock.hidden = false;
  paint();
  setInterval(tick, 500);
}

// The time is over: what has been saved is sent in at once, and the result comes up.
const over = document.querySelector("form[data-send-now]");

if (clock) start();
if (over) over.requestSubmit();
