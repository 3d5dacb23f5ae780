// The controls of one question on the page, or of a form: what they hold, as the form itself would send it, put in and
// said in words.
const CONTROLS = "input[name], select[name], textarea[name]";
const CHOICES = "[type=radio], [type=checkbox]";

export class Controls {
  constructor(place, but = "[disabled], [data-flag]") {
    this.all = [...place.querySelectorAll(CONTROLS)].filter((control) => !control.disabled && !control.matches(but));
  }

  /** The fields as the form itself would send them: name -> list of values. */
  get fields() {
    const fields = {};
    for (const control of this.all) {
      if (control.matches(CHOICES) && !control.checked) continue;
      (fields[control.name] ??= []).push(control.value);
    }
    return fields;
  }

  /** Put fields that were kept into the controls. */
  fillIn(fields) {
    const rest = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]]));
    for (const control of this.all) {
      if (control.matches(CHOICES)) control.checked = (fields[control.name] ?? []).includes(control.value);
      else control.value = rest[control.name]?.shift() ?? "";
    }
  }

  holds(fields) {
    const parts = (each) => JSON.stringify(Object.entries(each).filter(([, values]) => values.some((value) => value !== "")).sort());
    return parts(this.fields) === parts(fields);
  }

  /** What fields say, in the words that stand beside the controls. */
  inWords(fields) {
    const said = [];
    for (const control of this.all) {
      const values = fields[control.name] ?? [];
      if (control.matches(CHOICES)) {
        if (values.includes(control.value)) said.push(control.closest("li, p")?.querySelector("label, .choice-text")?.textContent.trim() ?? control.value);
      } else if (control.matches("select")) {
        const option = [...control.options].find((each) => each.value && values.includes(each.value));
        if (option) said.push(option.textContent.trim());
      } else if (values.join("")) said.push(values.join(" "));
    }
    return said.join("; ");
  }

  focus() {
    this.all[0]?.focus();
  }
}
