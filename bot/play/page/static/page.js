// The page: shows what the stream brings, and sends what the person does.

import { Composer } from "./composer.js";
import { ask, onModal, showErrors, showModal } from "./dialogs.js";
import { byId, put, putPieces } from "./html.js";
import { valueOf } from "./inputs.js";
import "./menus.js";
import { act, look } from "./wire.js";

const offer = JSON.parse(document.body.dataset.offer);
const viewer = { me: offer.me, place: location.hash.slice(1) || offer.place, thread: "" };
let isReady = false;

const composer = new Composer({
  form: "composer-form", box: "composer", list: "completion", usage: "usage", offer, send: (text, done) => say(text, "", done),
});
const reply = new Composer({
  form: "reply-form", box: "reply", list: "reply-completion", usage: "reply-usage", offer, commands: false,
  send: (text, done) => say(text, viewer.thread, done),
});

reply.placeholder = "Reply …";

// What the stream brings.

function watch() {
  look(viewer, show, () => {
    if (!byId("start").classList.contains("failed")) sayStart({ line: "The playground has ended. Start it again.", failed: true });
  });
}

function show(news, isFirst) {
  if ("start" in news) sayStart(news.start);
  if ("sidebar" in news) put(byId("nav"), news.sidebar);
  if ("head" in news) {
    byId("place-title").textContent = news.head.title;
    byId("place-about").textContent = news.head.about;
    composer.placeholder = `Message ${news.head.title}`;
  }
  if ("messages" in news) showList("messages", news.messages, isFirst);
  if ("home" in news) showHome(news.home);
  if ("thread" in news) showThread(news.thread, isFirst);
  if ("steps" in news) putPieces(byId("steps"), news.steps);
  if ("status" in news) byId("status").textContent = news.status;
  if ("modal" in news) showModal(news.modal);
}

function sayStart({ line, isOver, failed }) {
  if (isOver && !isReady && viewer.place === "home") openHome();
  isReady = Boolean(isOver);
  byId("start").textContent = line;
  byId("start").hidden = !line;
  byId("start").classList.toggle("failed", Boolean(failed));
  document.body.dataset.ready = String(isReady);
}

const isAtEnd = (list) => list.scrollTop + list.clientHeight >= list.scrollHeight - 60;

function toEnd(list) {
  list.scrollTop = list.scrollHeight;
}

function showList(id, news, isFirst) {
  const list = byId(id);
  list.hidden = !news;
  if (!news) return;
  const wasAtEnd = isAtEnd(list);
  const before = new Set([...list.children].map((child) => child.dataset.key));
  if (isFirst) list.replaceChildren();
  putPieces(list, news);
  const fresh = news.order.filter((key) => !before.has(key));
  if (isFirst || (wasAtEnd && fresh.length)) toEnd(list);
  if (!isFirst) announce(fresh.map((key) => news.said?.[key]).filter(Boolean));
}

function announce(said) {
  if (said.length) byId("live").textContent = said.join(" ");
}

function showHome(html) {
  const home = byId("home");
  home.hidden = html === null;
  byId("composer-form").hidden = html !== null;
  if (html !== null) put(home, html || "<p class='small'>One moment …</p>");
}

function showThread(news, isFirst) {
  byId("thread").hidden = !news;
  document.body.classList.toggle("in-thread", Boolean(news));
  if (news) showList("replies", news, isFirst);
}

// What the person does.

async function does(asked) {
  const told = await act({ as: viewer.me, ...asked });
  complain(told.errors ? "" : told.trouble);
  return told;
}

function complain(trouble) {
  byId("trouble").textContent = trouble ?? "";
  byId("trouble").hidden = !trouble;
}

async function say(text, thread, done) {
  const told = await does({ kind: "say", text, thread, channel: viewer.place });
  if (told.status !== undefined) done();
}

function go(place) {
  if (location.hash.slice(1) !== place) history.pushState(null, "", `#${place}`);
  Object.assign(viewer, { place, thread: "" });
  showThread(null);
  complain("");
  closePanels();
  watch();
  if (place === "home" && isReady) openHome();
}

const openHome = () => does({ kind: "home", tab: "home" });

function become(me) {
  const isDirect = viewer.place.startsWith("D");
  viewer.me = me;
  if (isDirect) viewer.place = `D${me.slice(1)}`;
  go(viewer.place);
}

function openThread(ts) {
  viewer.thread = ts;
  byId("thread").hidden = false;
  watch();
  byId("reply").focus();
}

const placeOf = (element) => {
  const [kind, ...names] = element.closest("[data-place]").dataset.place.split(" ");
  return kind === "view" ? { view: names[0] } : { channel: names[0], ts: names[1] };
};

async function press(element, value) {
  const place = placeOf(element);
  const from = element.closest("[data-press], [data-input]");
  if (from.dataset.confirm) {
    const { title, text, ...labels } = JSON.parse(from.dataset.confirm);
    if ((await ask({ title, said: text, ...labels })) === null) return;
  }
  await does({ kind: "press", ...place, action: from.dataset.press ?? from.dataset.input, value });
}

async function edit(element, text) {
  const place = placeOf(element);
  const changed = await ask({ title: "Edit message", text: unescaped(text), confirm: "Save" });
  if (changed !== null && changed.trim()) await does({ kind: "edit", ...place, text: changed.trim() });
}

// Slack keeps `<http://…>`, `<@U0ANN>` and three entities; a person edits what was typed.
function unescaped(text) {
  return text
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1")
    .replace(/<#\w+\|([^>]+)>/g, "#$1")
    .replace(/<@(\w+)>/g, (_, id) => `@${offer.ids[id] ?? id}`)
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

async function remove(element) {
  const place = placeOf(element);
  const sure = await ask({ title: "Delete message", said: "It is gone for everybody.", confirm: "Delete", style: "danger" });
  if (sure !== null) await does({ kind: "delete", ...place });
}

async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  byId("live").textContent = "Copied";
  const before = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = before; }, 1500);
}

const CLICKS = {
  go: (element, value, event) => { event.preventDefault(); go(value); },
  as: (element, value) => become(value),
  thread: (element, value) => openThread(value),
  react: (element, value) => does({ kind: "react", ...placeOf(element), name: value }),
  shortcut: (element, value) => does({ kind: "shortcut", ...placeOf(element), callback: value }),
  edit: (element, value) => edit(element, value),
  delete: (element) => remove(element),
  try: (element, value) => composer.fill(value),
  copy: (element, value) => copy(element, value),
  copyNext: (element) => copy(element, element.parentElement.nextElementSibling.textContent),
  press: (element) => press(element, element.dataset.value ?? null),
};

document.addEventListener("click", (event) => {
  const entry = event.target.closest(".menu-of[data-press] [role=menuitem]");
  if (entry) return press(entry, entry.dataset.value);
  for (const [name, run] of Object.entries(CLICKS)) {
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const element = event.target.closest(`[data-${attribute}]:not(.menu-of)`);
    if (element) return run(element, element.dataset[name], event);
  }
});

document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-input]");
  if (control && "dispatch" in control.dataset) press(control, valueOf(control));
});

onModal({
  close: (view) => does({ kind: "close", view }),
  submit: async (view, values) => showErrors(await act({ as: viewer.me, kind: "submit", view, values })),
});

// Arrow keys go from message to message; ArrowUp in an empty box edits the last message of one's own.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const message = document.activeElement?.matches(".message") ? document.activeElement : null;
  if (step && message) {
    message.parentElement[step]?.querySelector(".message")?.focus();
    event.preventDefault();
  } else if (event.key === "ArrowUp" && document.activeElement === byId("composer") && composer.isEmpty) {
    const mine = [...document.querySelectorAll("#messages [data-edit]")].at(-1);
    if (mine) edit(mine, mine.dataset.edit);
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) closePanels({ thread: true });
});

// Panels that a narrow window hides, the side panel, and light or dark.

function toggle(button, panel, open) {
  byId(button).setAttribute("aria-expanded", String(open));
  document.body.classList.toggle(`with-${panel}`, open);
}

const isOpen = (button) => byId(button).getAttribute("aria-expanded") === "true";

function closePanels({ thread = false } = {}) {
  toggle("nav-toggle", "nav", false);
  if (thread && viewer.thread) closeThread();
}

function closeThread() {
  viewer.thread = "";
  showThread(null);
  watch();
  composer.fill("", { focus: true });
}

function showWire(open) {
  const wasAtEnd = isAtEnd(byId("messages"));
  toggle("wire-toggle", "wire", open);
  byId("wire").hidden = !open;
  if (wasAtEnd) toEnd(byId("messages"));
  (open ? byId("steps") : byId("wire-toggle")).focus();
}

byId("nav-toggle").addEventListener("click", () => toggle("nav-toggle", "nav", !isOpen("nav-toggle")));
byId("wire-toggle").addEventListener("click", () => showWire(!isOpen("wire-toggle")));
byId("wire-close").addEventListener("click", () => showWire(false));
byId("thread-close").addEventListener("click", closeThread);
byId("theme").addEventListener("click", () => {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = isDark ? "light" : "dark";
});

window.addEventListener("hashchange", () => go(location.hash.slice(1) || offer.place));

go(viewer.place);
