// What a chat's markup means: Telegram's entities and WhatsApp's signs, drawn as elements and never as HTML.
import { element } from "./element.js";
import { say } from "./words.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", text_link: "a", url: "a", spoiler: "span",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const NUMBER = /\b([A-Z]{2,5}-\d{2}-\d{4,6}(?:-\d)?)\b/;
const LONG_QUOTE = 240;
// WhatsApp, "How to format your messages": a sign opens after a space or a mark and closes before one; nothing in between is a line's end.
const SIGNS = [
  [/```([^`]+?)```/, "pre"],
  [/`([^`\n]+)`/, "code"],
  [/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\p{L}\p{N}*])/u, "bold"],
  [/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\p{L}\p{N}_])/u, "italic"],
  [/(?<![\p{L}\p{N}~])~(?=[^\s~])([^~\n]*?[^\s~])~(?![\p{L}\p{N}~])/u, "strikethrough"],
];

// Signs inside code are words: they are put aside while the others are read.
const veil = (sign) => String.fromCharCode(0xe000 + sign.charCodeAt(0));
const unveil = (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xe000);

/** Take WhatsApp's signs out of a text: give what is read and, as Telegram does, entities for how it looks. */
export function readSigns(raw) {
  const lines = raw.split("\n").map((line) => line.match(/^> ?(.*)$/));
  const quoted = [];
  let plain = "";
  raw.split("\n").forEach((line, index) => {
    const words = lines[index] ? lines[index][1] : line;
    const begin = plain.length + (index ? 1 : 0);
    plain += (index ? "\n" : "") + words;
    const last = quoted[quoted.length - 1];
    if (!lines[index]) return;
    if (last && last.end === begin - 1 && lines[index - 1]) last.end = plain.length;
    else quoted.push({ begin, end: plain.length });
  });
  const spans = quoted.map(({ begin, end }) => ({ type: "blockquote", begin, end }));
  for (const [pattern, type] of SIGNS) {
    for (let found = plain.match(pattern); found; found = plain.match(pattern)) {
      const begin = found.index;
      const width = (found[0].length - found[1].length) / 2;
      const end = begin + found[0].length;
      const shift = (at) => (at <= begin ? at : at >= end ? at - 2 * width : Math.max(begin, Math.min(at - width, end - 2 * width)));
      const inside = type === "pre" || type === "code" ? found[1].replace(/[*_~`]/g, veil) : found[1];
      plain = plain.slice(0, begin) + inside + plain.slice(end);
      for (const span of spans) Object.assign(span, { begin: shift(span.begin), end: shift(span.end) });
      spans.push({ type, begin, end: end - 2 * width });
    }
  }
  const entities = spans.map(({ type, begin, end }) => ({ type, offset: begin, length: end - begin }));
  return { text: plain.replace(/[\uE000-\uE0FF]/g, unveil), entities: entities.sort((one, other) => one.offset - other.offset || other.length - one.length) };
}

function unfoldable(made) {
  made.classList.add("folded");
  const key = element("button", "unfold", say("more"));
  key.type = "button";
  key.addEventListener("click", () => {
    const folded = made.classList.toggle("folded");
    key.textContent = say(folded ? "more" : "less");
    key.setAttribute("aria-expanded", !folded);
  });
  key.setAttribute("aria-expanded", "false");
  return key;
}

function mark(entity, text) {
  const made = element(TAGS[entity.type] || "span");
  if (entity.type === "spoiler") made.className = "spoiler";
  if (made.tagName === "BLOCKQUOTE") made.className = "quote";
  if (made.tagName === "A") {
    const address = entity.type === "url" ? text : entity.url;
    if (/^https?:/.test(address)) made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return made;
}

/** Give plain words, with the numbers of tickets kept whole at the end of a line. */
function plainly(text) {
  const piece = document.createDocumentFragment();
  text.split(NUMBER).forEach((part, index) => piece.append(index % 2 ? element("span", "number", part) : part));
  return piece;
}

// Entities count UTF-16 units, as JavaScript strings do; they nest and are sorted by offset, the longer one first.
function formatted(text, entities, from, to) {
  const piece = document.createDocumentFragment();
  let position = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const begin = Math.max(from, entity.offset);
    const end = Math.min(to, entity.offset + entity.length);
    if (end <= begin) {
      index += 1;
      continue;
    }
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    const made = mark(entity, text.slice(begin, end));
    const block = made.tagName === "BLOCKQUOTE";
    // A block ends its own line: the line breaks beside it would show as empty lines.
    piece.append(plainly(block ? text.slice(position, begin).replace(/\n$/, "") : text.slice(position, begin)));
    made.append(formatted(text, entities.slice(index + 1, next), begin, end));
    piece.append(made);
    if (entity.type === "expandable_blockquote" && end - begin > LONG_QUOTE) piece.append(unfoldable(made));
    position = block && text[end] === "\n" ? end + 1 : end;
    index = next;
  }
  piece.append(plainly(text.slice(position, to)));
  return piece;
}

/** Draw a text with its entities; with `lead` the first line stands out as the title of a card. */
export function drawText(text, entities = [], lead = false) {
  const body = element("div", "text");
  const end = text.indexOf("\n");
  if (!lead || end < 0) {
    body.append(formatted(text, entities, 0, text.length));
    return body;
  }
  const first = element("div", "lead");
  first.append(formatted(text, entities, 0, end));
  body.append(first, formatted(text, entities, end + 1, text.length));
  return body;
}
