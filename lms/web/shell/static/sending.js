// What scripts that save in the background have in common: how they ask, how long they wait, and that nobody signs out
// over what is not saved.
export const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds before the next try; the last one is repeated
export const UNKNOWN = [400, 401, 403]; // signed out, or signed in anew so that the page's token is an old one
const LONGEST_WAIT = 20000; // milliseconds for one reply

/** Who this window is to the site, for as long as it is open; it counts its changes by itself. */
export const client = hex(16);

export function hex(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function ask(address, { over = new AbortController(), ...more } = {}) {
  setTimeout(() => over.abort(), LONGEST_WAIT);
  return fetch(address, { credentials: "same-origin", redirect: "manual", signal: over.signal, ...more });
}

export const asJson = (token, event, more = {}) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
  body: JSON.stringify(event),
  ...more,
});

/** Return the token of a fresh copy of this page in which a sign stands, as after signing in again in another tab; else "". */
export async function freshToken(sign) {
  const page = await ask(location.pathname + location.search);
  const text = page.ok ? await page.text() : ""; // which is read and never made into elements: the site's headers forbid that
  const field = text.includes(sign) ? text.match(/<input[^>]*name="csrf_token"[^>]*>/) : null;
  return field?.[0].match(/value="([^"]+)"/)?.[1] ?? "";
}

/** Wait, but no longer than until the network or the reader is back, or somebody is in a hurry. */
export function pause(seconds) {
  const over = new AbortController();
  return new Promise((resume) => {
    setTimeout(resume, seconds * 1000);
    for (const event of ["online", "focus", "hurry"]) window.addEventListener(event, resume, { signal: over.signal });
  }).finally(() => over.abort());
}

export const hurry = () => window.dispatchEvent(new Event("hurry"));

/**
 * Before somebody signs out the site gets what they wrote here, if it can be reached; who signs out once more nonetheless
 * gives it up. `holds` says whether anything is not saved, `send` tries once, `warn` says it, `forget` takes it away.
 */
export function atSignOut({ holds, send, warn, forget }) {
  const signOut = document.querySelector("form.account");
  let warned = false;
  signOut?.addEventListener("submit", async (event) => {
    if (warned || !holds()) {
      forget();
      return;
    }
    event.preventDefault();
    await send();
    warned = true;
    if (holds()) warn();
    else signOut.requestSubmit();
  });
}
