// Shows a name on the certificate while it is typed. Without this script the button "See how it looks" does.
const field = document.querySelector("[data-name]");
const shown = document.querySelector("[data-name-shown]");

if (field && shown) {
  field.addEventListener("input", () => {
    shown.textContent = field.value.trim().replace(/\s+/g, " ");
  });
}
