// One try to save an answer of an attempt, and what came of it. The form of the page has the address, the token and the
// sentences (templates/learner/_saving.html); "saved" is true only by the site's own reply to that very number.
import { UNKNOWN, ask, asJson, fill, freshToken } from "./sending.js";

const GONE = 404; // nobody's, or somebody else's than is signed in now
const OVER = ["already-submitted", "time-is-up"]; // why an attempt takes no answer any more

/** Name the attempt to which an address belongs, as what waits of it is kept in this browser. */
export const scopeOf = (address) => `attempt ${new URL(address, location).pathname.split("/").at(-2)}`;

export class Saving {
  constructor(form) {
    this.form = form;
    this.underway = new AbortController(); // ends the wait for a reply
  }

  get token() {
    return this.form.querySelector("[name=csrf_token]");
  }

  post(event, more = {}) {
    const said = { client: event.client, seq: event.seq, question: event.question, fields: event.fields };
    return ask(this.form.dataset.saveUrl, asJson(this.token.value, said, more));
  }

  /** Take the token of a fresh copy of this page, as after signing in again in another tab; false if there is none. */
  async renewToken() {
    const fresh = await freshToken("data-save-url=");
    if (fresh) this.token.value = fresh;
    return Boolean(fresh);
  }

  /** Try once. The answer says what came of it: saved (a time), again (words, try later) or never (words). */
  async save(event) {
    const told = this.form.dataset;
    try {
      this.underway = new AbortController();
      let response = await this.post(event, { over: this.underway });
      if (UNKNOWN.includes(response.status)) {
        if (!(await this.renewToken())) return { again: told.textSignedOut, signedOut: true };
        response = await this.post(event, { over: this.underway });
      }
      const reply = await response.json().catch(() => ({}));
      if (response.ok && reply.seq === event.seq && reply.saved) return { saved: reply.saved, shown: reply.shown };
      if (response.type === "opaqueredirect") return { again: told.textSignedOut, signedOut: true };
      if (response.status === GONE) return { again: told.textElsewhere };
      const forGood = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status);
      if (!forGood) return { again: told.textOffline };
      const never = reply.detail ? fill(told.textRefused, { reason: reply.detail }) : told.textClosed;
      return { never, closed: response.status === 410 || OVER.includes(reply.reason) };
    } catch {
      return { again: told.textOffline }; // no network, or no reply in time
    }
  }

  /** Wait for the reply no longer. */
  letGo() {
    this.underway.abort();
  }
}
