// Keyboard ways: one tab stop for each group of things, and the arrows move inside it (ARIA Authoring Practices).

const FORTH = ["ArrowRight", "ArrowDown"];
const BACK = ["ArrowLeft", "ArrowUp"];

function target(key, at, count) {
  if (FORTH.includes(key)) return (at + 1) % count;
  if (BACK.includes(key)) return (at - 1 + count) % count;
  return { Home: 0, End: count - 1 }[key];
}

/** Make arrow keys, Home and End move within a tab list; the tab that is reached is chosen. */
export function arrows(list) {
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    const at = tabs.indexOf(document.activeElement);
    const next = at < 0 ? undefined : target(event.key, at, tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    const tab = tabs[next];
    tab.click();
    (list.querySelector(`#${CSS.escape(tab.id)}`) || tab).focus();
  });
}

const keysOf = (toolbar) => [...toolbar.querySelectorAll("button, a[href]")];

/** Leave one of the keys of a toolbar in the tab order: the one that was there last, else the main one, else the first. */
export function oneStop(toolbar, stop = undefined) {
  const keys = keysOf(toolbar);
  const chosen = stop || keys.find((key) => key.matches(".main:not(.used)")) || keys[0];
  for (const key of keys) key.tabIndex = key === chosen ? 0 : -1;
}

/** Make the arrows move in the toolbars below `holder`, or in `holder` when it is one. */
export function rove(holder) {
  holder.addEventListener("keydown", (event) => {
    const toolbar = event.target.closest('[role="toolbar"]');
    if (!toolbar || event.target === toolbar) return;
    const keys = keysOf(toolbar);
    const next = target(event.key, keys.indexOf(event.target), keys.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    oneStop(toolbar, keys[next]);
    keys[next].focus();
  });
}

/** Put keys into a toolbar of the page, as one tab stop. */
export function fillToolbar(holder, parts) {
  holder.replaceChildren(...parts);
  oneStop(holder);
}
