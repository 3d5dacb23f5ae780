// Keeps what is typed into a long form (<form data-keep>) in this browser until the site has taken it, and brings it back
// after a crash, a lost network or an expired session. A form that is sent carries the name under which it is kept; the
// page that follows a form that was taken says that name, and it is forgotten. Passwords and files are never kept.
import { Controls } from "./controls.js";
import { Unsent, forgetNamed } from "./unsent.js";

const NEVER = "[type=hidden], [type=password], [type=file]";
const FIELD = "kept_as";

const scopeOf = (form) => `form ${new URL(form.action).pathname}`;

class KeptForm {
  constructor(form, unsent) {
    this.form = form;
    this.unsent = unsent;
    this.scope = scopeOf(form);
    this.seq = 0;
    this.isTouched = false;
    this.leaving = false;
    for (const event of ["input", "change"]) form.addEventListener(event, () => this.changed());
    form.addEventListener("submit", () => this.send());
    window.addEventListener("pageshow", () => (this.leaving = false));
    window.addEventListener("beforeunload", (event) => {
      if (unsent.isRefused && !this.leaving) event.preventDefault();
    });
  }

  get controls() {
    return new Controls(this.form, NEVER);
  }

  async changed() {
    this.isTouched = true;
    await this.looked; // what was left here goes on under its name
    const isKept = await this.unsent.keep(this.scope, "", ++this.seq, this.controls.fields);
    if (!isKept) this.say(this.form.dataset.textNotKept);
  }

  /** The form goes its way, with the name under which it is kept. */
  send() {
    this.leaving = true;
    this.form.querySelector(`[name=${FIELD}]`)?.remove();
    if (!this.seq) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: FIELD, value: this.unsent.nameOf(this.scope, "") });
    this.form.append(field);
  }

  look() {
    this.looked = this.bringBack();
  }

  /** Bring back what was typed here before and not sent, unless the site has put the same into the form. */
  async bringBack() {
    const left = (await this.unsent.find((scope) => scope === this.scope)).at(-1);
    if (!left) return;
    this.seq = left.seq;
    if (this.isTouched || this.controls.holds(left.value)) return;
    this.controls.fillIn(left.value);
    this.say(this.form.dataset.textKept, this.form.dataset.textDiscard);
  }

  say(words, discard = "") {
    if (this.form.querySelector("[data-kept]")?.textContent.startsWith(words)) return;
    const line = document.createElement("p");
    line.className = "notice";
    line.dataset.kept = "";
    line.setAttribute("role", "status");
    this.form.prepend(line);
    line.append(words);
    if (!discard) return;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "as-link", textContent: discard });
    button.addEventListener("click", () => {
      this.form.reset();
      this.unsent.forget(this.scope, "");
      line.remove();
      this.controls.focus();
    });
    line.append(" ", button);
  }
}

const { accepted } = document.body.dataset;
if (accepted) forgetNamed(accepted);

const forms = [...document.querySelectorAll("form[data-keep]")];
const unsent = forms.length ? new Unsent() : null;
for (const form of forms) new KeptForm(form, unsent).look();
// What is not sealed does not outlast whoever signs out.
document.querySelector("form.account")?.addEventListener("submit", () => {
  if (!unsent?.isSealed) for (const form of forms) unsent.forget(scopeOf(form), "");
});
