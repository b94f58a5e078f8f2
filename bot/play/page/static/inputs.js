// What the inputs of blocks hold, in the form that Slack's side takes: a value, null, or a list of values.

export function valueOf(control) {
  if ("many" in control.dataset) return [...control.querySelectorAll("input:checked")].map((each) => each.value);
  if (control.matches("input, textarea, select")) return plain(control);
  return control.querySelector("input:checked")?.value ?? null;
}

function plain(input) {
  if (input.type === "datetime-local") return input.value ? Math.floor(new Date(input.value).getTime() / 1000) : null;
  return input.value || null;
}

export function valuesIn(element) {
  const controls = [...element.querySelectorAll("[data-input]")];
  return Object.fromEntries(controls.map((each) => [each.dataset.block, valueOf(each)]));
}
