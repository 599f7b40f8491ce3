// Small parts that both sides use: toasts, counts, composers and their attachment sheets.
import { byId, element } from "./element.js";
import { picture } from "./picture.js";
import { locale, say } from "./words.js";

const TOAST_MILLISECONDS = 6000;
let fading;

/** Say something at the foot of the page; a newer one takes its place. */
export function toast(text, from = "") {
  const made = element("div", "toast", text);
  if (from) made.append(element("small", "", from));
  byId("toasts").replaceChildren(made);
  clearTimeout(fading);
  fading = setTimeout(() => made.remove(), TOAST_MILLISECONDS);
}

/** Take back what the toast says: it is overtaken. */
export function hush() {
  byId("toasts").replaceChildren();
}

/** Show words in a box that has to be closed; `open` is what its second button does, when there is something to open. */
export function alertBox(text, open = undefined) {
  const box = byId("alert");
  byId("alert-text").textContent = text;
  byId("alert-open").hidden = !open;
  byId("alert-open").onclick = () => {
    box.close();
    open();
  };
  box.showModal();
}

/** Run something the person asked for and say what went wrong. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(say("cannot", { why: error.message }));
    return undefined;
  }
}

export function badge(holder, count) {
  let made = holder.querySelector(".count");
  if (!made) {
    made = element("span", "count");
    made.setAttribute("role", "img");
    holder.append(made);
  }
  made.hidden = !count;
  made.textContent = count || "";
  if (count) made.setAttribute("aria-label", say("unread", { count }));
}

/** Wire a composer: Enter sends, Shift+Enter breaks the line; give what takes the text out as a photo's caption. */
export function composer(prefix, onText, onPhotos) {
  const form = byId(`${prefix}-form`);
  const field = byId(`${prefix}-text`);
  const attach = byId(`${prefix}-attach`);
  const file = byId(`${prefix}-file`);
  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 132)}px`;
  };
  const taken = () => {
    const text = field.value.trim();
    field.value = "";
    fit();
    return text;
  };
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = taken();
    if (text) onText(text);
  });
  attach.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    attach.open = false;
    attach.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!attach.contains(event.target)) attach.open = false;
  });
  file.addEventListener("change", async () => {
    const files = [...file.files].slice(0, 10);
    file.value = "";
    if (files.length) await onPhotos(files, taken());
  });
  return taken;
}

/** Give the entries for a photo: one from the device, and samples that are drawn here. */
export function photoEntries(prefix, scenes, taken, onPhotos) {
  return [
    { label: say("upload"), run: () => byId(`${prefix}-file`).click() },
    ...scenes.map((scene) => ({
      label: say(scene.label),
      run: async () => onPhotos([await picture(scene.id, `Kupang, ${new Date().toLocaleString(locale())}`)], taken()),
    })),
  ];
}

export function fillSheet(prefix, entries) {
  const attach = byId(`${prefix}-attach`);
  byId(`${prefix}-sheet`).replaceChildren(
    ...entries.map((entry) => {
      if (!entry) return element("hr");
      const button = element("button", "", entry.label);
      button.type = "button";
      button.addEventListener("click", () => {
        attach.open = false;
        byId(`${prefix}-text`).focus();
        attempt(async () => entry.run());
      });
      return button;
    }),
  );
}

/** Show that a pressed button waits; it ends with the bot's answer or after a while. */
export function busy(key) {
  key.setAttribute("aria-busy", "true");
  setTimeout(() => key.removeAttribute("aria-busy"), 4000);
}
