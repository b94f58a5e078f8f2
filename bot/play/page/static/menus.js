// Menus: a button with aria-haspopup, and beside it what it opens. Arrow keys go through it, Escape closes it.

let open = null;

const items = (menu) => [...menu.querySelectorAll("[role=menuitem]")];

export function closeMenu({ focus = false } = {}) {
  if (!open) return;
  const { button, menu } = open;
  open = null;
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
  if (focus) button.focus();
}

function openMenu(button) {
  const menu = button.parentElement.querySelector("[role=menu]");
  const isSame = open?.menu === menu;
  closeMenu();
  if (isSame) return;
  open = { button, menu };
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  menu.classList.remove("up", "left");
  const around = menu.closest(".messages, .body, main").getBoundingClientRect();
  menu.classList.toggle("left", menu.getBoundingClientRect().left < around.left);
  menu.classList.toggle("up", menu.getBoundingClientRect().bottom > window.innerHeight - 8);
  items(menu)[0]?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (button) openMenu(button);
  else closeMenu({ focus: Boolean(open?.menu.contains(event.target)) });
});

document.addEventListener("keydown", (event) => {
  if (!open) return;
  const all = items(open.menu);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) all[to % all.length].focus();
  else if (event.key === "Escape") closeMenu({ focus: true });
  else if (event.key === "Tab") closeMenu();
  if (to !== undefined || event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);
