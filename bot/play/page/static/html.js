// Puts HTML that the server made into the page. The only place that does, and it keeps the focus where it was.

const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy("play", { createHTML: (html) => html })
  : { createHTML: (html) => html };

export const byId = (id) => document.getElementById(id);

export function put(element, html) {
  const focused = focusIn(element);
  element.innerHTML = policy.createHTML(html);
  refocus(focused);
}

// Brings the children of a container into order: those in `html` anew, the others as they are.
export function putPieces(container, { order, html }) {
  const focused = focusIn(container);
  const known = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let before = null;
  for (const key of order) {
    let child = known.get(key);
    if (key in html) child = renewed(child, key, html[key]);
    known.delete(key);
    const due = before ? before.nextElementSibling : container.firstElementChild;
    if (child !== due) container.insertBefore(child, due);
    before = child;
  }
  known.forEach((child) => child.remove());
  refocus(focused);
}

function renewed(child, key, html) {
  const piece = child ?? document.createElement("div");
  const open = new Set([...piece.querySelectorAll("details[open]")].map((each) => each.id));
  piece.dataset.key = key;
  piece.innerHTML = policy.createHTML(html);
  for (const each of piece.querySelectorAll("details")) each.open = open.has(each.id);
  return piece;
}

function focusIn(element) {
  const active = document.activeElement;
  return active && active.id && element.contains(active) ? active.id : "";
}

function refocus(id) {
  if (!id) return;
  const again = byId(id);
  if (again && again !== document.activeElement) again.focus({ preventScroll: true });
}
