// Shows the buttons that print: without a script they could do nothing, so they are hidden until now.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
