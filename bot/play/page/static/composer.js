// A message box: Enter sends, Shift+Enter breaks the line; commands, people and channels complete themselves.

import { byId } from "./html.js";

export class Composer {
  #box;
  #list;
  #usage;
  #offer;
  #choices = [];
  #at = 0;

  constructor({ form, box, list, usage, offer, send, commands = true }) {
    this.#box = byId(box);
    this.#list = byId(list);
    this.#usage = byId(usage);
    this.#offer = commands ? offer : { ...offer, commands: [] };
    byId(form).addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#box.value.trim();
      if (text) send(text, () => this.fill(""));
    });
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("blur", () => this.#close());
    this.#list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.#pick(Number(option.dataset.at));
    });
  }

  fill(text, { focus = true } = {}) {
    this.#box.value = text;
    this.#changed();
    this.#close();
    if (focus) this.#box.focus();
  }

  get isEmpty() {
    return !this.#box.value;
  }

  set placeholder(text) {
    this.#box.placeholder = text;
  }

  set isReady(ready) {
    this.#box.toggleAttribute("aria-disabled", !ready);
  }

  #changed() {
    this.#box.style.height = "";
    this.#box.style.height = `${Math.min(this.#box.scrollHeight + 2, 200)}px`;
    const command = this.#offer.commands.find((each) => this.#box.value.startsWith(`${each.name} `));
    this.#usage.textContent = command ? `${command.name} ${command.hint}` : "";
    this.#choices = this.#found();
    this.#at = 0;
    this.#show();
  }

  // What could stand where the caret is: [what is put in, what it means].
  #found() {
    const before = this.#box.value.slice(0, this.#box.selectionStart);
    if (/^\/\S*$/.test(before)) {
      return this.#offer.commands
        .filter((each) => each.name.startsWith(before))
        .map((each) => ({ from: 0, put: `${each.name} `, shown: each.name, means: each.description, hint: each.hint }));
    }
    const name = /(?:^|\s)([@#])([\w.-]*)$/.exec(before);
    if (!name) return [];
    const [, sign, typed] = name;
    const from = before.length - typed.length - 1;
    return (sign === "@" ? this.#offer.people : this.#offer.channels)
      .filter((each) => each.startsWith(typed.toLowerCase()))
      .map((each) => ({ from, put: `${sign}${each} `, shown: `${sign}${each}`, means: "", hint: "" }));
  }

  #show() {
    this.#list.hidden = this.#choices.length === 0;
    this.#list.replaceChildren(...this.#choices.map((choice, at) => this.#option(choice, at)));
    if (this.#list.hidden) this.#box.removeAttribute("aria-activedescendant");
    else this.#box.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#at}`);
  }

  #option(choice, at) {
    const option = document.createElement("div");
    option.id = `${this.#list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(at === this.#at));
    option.dataset.at = at;
    for (const [tag, text] of [["b", choice.shown], ["span", choice.hint], ["span", choice.means]]) {
      if (text) option.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    }
    return option;
  }

  #key(event) {
    if (event.isComposing) return;
    const isOpen = this.#choices.length > 0 && !this.#list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (isOpen && step) {
      this.#at = (this.#at + step + this.#choices.length) % this.#choices.length;
      this.#show();
    } else if (isOpen && event.key === "Escape") this.#close();
    else if (isOpen && (event.key === "Tab" || (event.key === "Enter" && !this.#isTyped))) this.#pick(this.#at);
    else if (event.key === "Enter" && !event.shiftKey) this.#box.form.requestSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Whether what would be put in stands there already: then Enter sends.
  get #isTyped() {
    const { from, shown } = this.#choices[this.#at];
    return this.#box.value.slice(from, this.#box.selectionStart) === shown;
  }

  #pick(at) {
    const { from, put } = this.#choices[at];
    const after = this.#box.value.slice(this.#box.selectionStart);
    this.#box.value = this.#box.value.slice(0, from) + put + after;
    this.#box.setSelectionRange(from + put.length, from + put.length);
    this.#changed();
  }

  #close() {
    this.#choices = [];
    this.#show();
  }
}
