// The page's own words, one file per language. What is said inside the chats is the bridge's and stays as it is.
import en from "./words/en.js";
import id from "./words/id.js";

export const WORDS = { id, en };

const KEPT = "kanal-language";
let language = "id";

export function current() {
  return language;
}

export function locale() {
  return language === "en" ? "en-GB" : "id-ID";
}

/** Give a text of the page with its blanks filled. */
export function say(key, fills = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => fills[name]);
}

export function clock(seconds, options = { hour: "2-digit", minute: "2-digit" }) {
  return new Date(seconds * 1000).toLocaleString(locale(), options);
}

/** Put the words into the page's fixed parts: `data-t` is the text, `data-t-label` the accessible name, and so on. */
function label() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const [name, set] of [
    ["t", (part, text) => { part.textContent = text; }],
    ["tLabel", (part, text) => part.setAttribute("aria-label", text)],
    ["tHint", (part, text) => part.setAttribute("placeholder", text)],
  ]) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const part of document.querySelectorAll(`[${attribute}]`)) set(part, say(part.dataset[name]));
  }
  const key = document.getElementById("language");
  key.lang = say("switchTo");
}

function stored() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** Begin with the language of `?lang=` or the one chosen before; `changed` is called after each switch. */
export function startLanguage(changed) {
  const wanted = new URLSearchParams(location.search).get("lang") || stored();
  if (wanted in WORDS) language = wanted;
  label();
  document.getElementById("language").addEventListener("click", () => {
    language = say("switchTo");
    try {
      localStorage.setItem(KEPT, language);
    } catch { /* a browser that keeps nothing still switches */ }
    label();
    changed();
  });
}
