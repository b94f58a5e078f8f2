// Windows: those of the app, and the page's own questions.

import { byId, put } from "./html.js";
import { valuesIn } from "./inputs.js";

const modal = byId("modal");
let opener = "";
let shown = "";
let wrong = {};

// Shows the window as the server has it, or closes it; what was typed into inputs that stay is kept.
export function showModal(html) {
  if (!html) {
    shown = "";
    wrong = {};
    if (modal.open) modal.close();
    modal.replaceChildren();
    byId(opener)?.focus();
    opener = "";
    return;
  }
  if (!modal.open) opener = document.activeElement?.id ?? "";
  const typed = new Map([...modal.querySelectorAll("input, textarea, select")].map((each) => [each.id, each]));
  put(modal, html);
  const view = modal.querySelector("form").dataset.view;
  if (view === shown) keep(typed);
  else wrong = {};
  mark();
  if (!modal.open) modal.showModal();
  if (view !== shown) firstOf(modal)?.focus();
  shown = view;
}

function keep(typed) {
  for (const now of modal.querySelectorAll("input, textarea, select")) {
    const before = typed.get(now.id);
    if (!before) continue;
    if (before.type === "checkbox" || before.type === "radio") {
      if (before.checked !== before.defaultChecked) now.checked = before.checked;
    } else if (before.tagName === "SELECT" || before.value !== before.defaultValue) now.value = before.value;
  }
}

const firstOf = (element) =>
  element.querySelector("[autofocus]") ??
  element.querySelector(".body :is(input, textarea, select, button, summary)") ??
  element.querySelector(".body");

export function onModal({ submit, close }) {
  modal.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(shown);
  });
  modal.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close(shown);
  });
  modal.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(shown, valuesIn(modal));
  });
}

// Says what is wrong, beside the input it is about where there is one, and puts the focus there.
export function showErrors({ errors = {}, trouble = "" }) {
  wrong = trouble ? { ...errors, "": trouble } : errors;
  mark()?.focus();
}

// Marks what is wrong, also in a window that was drawn anew; gives the first input that is.
function mark() {
  if (!modal.querySelector("form")) return null;
  for (const each of modal.querySelectorAll("[data-error]")) each.textContent = "";
  for (const each of modal.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
  const general = [];
  let first = null;
  for (const [block, said] of Object.entries(wrong)) {
    const found = block && modal.querySelector(`.input[data-block="${CSS.escape(block)}"]`);
    if (!found) {
      general.push(said);
      continue;
    }
    found.querySelector("[data-error]").textContent = said;
    const input = found.querySelector("input, textarea, select, summary");
    input?.setAttribute("aria-invalid", "true");
    first ??= input;
  }
  byId("modal-error").textContent = general.join(" ");
  return first;
}

// Asks the person something: whether to go on, or, with `text`, for another text. Null for “no”.
export function ask({ title, said = "", text, confirm = "OK", deny = "Cancel", style = "" }) {
  const dialog = byId("ask");
  const before = document.activeElement;
  const make = (tag, more = {}) => Object.assign(document.createElement(tag), more);
  const form = make("form", { method: "dialog", className: "modal" });
  const header = make("header");
  header.append(make("h2", { id: "ask-title", textContent: title }));
  const body = make("div", { className: "body" });
  if (said) body.append(make("p", { textContent: said }));
  const box = text === undefined ? null : make("textarea", { id: "ask-text", rows: 4, value: text });
  if (box) {
    box.setAttribute("aria-labelledby", "ask-title");
    body.append(box);
  }
  const footer = make("footer");
  footer.append(
    make("button", { type: "submit", value: "no", className: "button", textContent: deny, formNoValidate: true }),
    make("button", { type: "submit", value: "yes", className: `button ${style || "primary"}`, textContent: confirm }),
  );
  form.append(header, body, footer);
  dialog.replaceChildren(form);
  dialog.returnValue = "no";
  dialog.showModal();
  (box ?? footer.lastElementChild).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const value = box ? box.value : "";
      const isYes = dialog.returnValue === "yes";
      dialog.replaceChildren();
      if (before?.isConnected) before.focus();
      resolve(isYes ? value : null);
    }, { once: true });
  });
}
