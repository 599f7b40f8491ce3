// Draw one message as elements; text is never put in as HTML. The shape is Telegram's, with header, footer and list.
import { fileUrl } from "./api.js";

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", text_link: "a", url: "a", spoiler: "span", blockquote: "span", expandable_blockquote: "span" };

function mark(entity, text) {
  const made = element(TAGS[entity.type] || "span");
  if (entity.type === "spoiler") made.className = "spoiler";
  if (entity.type.endsWith("blockquote")) made.className = "quote";
  if (made.tagName === "A") {
    const address = entity.type === "url" ? text : entity.url;
    if (/^https?:/.test(address)) made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return made;
}

// Entities count UTF-16 units, as JavaScript strings do; they nest and are sorted by offset, the longer one first.
function formatted(text, entities, from = 0, to = text.length) {
  const piece = document.createDocumentFragment();
  let position = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(to, entity.offset + entity.length);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    piece.append(text.slice(position, entity.offset));
    const made = mark(entity, text.slice(entity.offset, end));
    made.append(formatted(text, entities.slice(index + 1, next), entity.offset, end));
    piece.append(made);
    position = end;
    index = next;
  }
  piece.append(text.slice(position, to));
  return piece;
}

export function nameOf(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

export function summary(message) {
  if (message.text || message.caption) return (message.text || message.caption).split("\n")[0];
  if (message.photo || message.photo_url) return "Foto";
  if (message.location) return "Lokasi";
  return service(message) || "Lampiran";
}

function service(message) {
  if (message.forum_topic_created) return `Topik “${message.forum_topic_created.name}” dibuat`;
  if (message.forum_topic_edited) return `Topik berganti nama menjadi “${message.forum_topic_edited.name}”`;
  if (message.forum_topic_closed) return "Topik ditutup";
  if (message.forum_topic_reopened) return "Topik dibuka kembali";
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} bergabung`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} keluar`;
  if (message.migrate_to_chat_id) return "Grup ini menjadi supergrup";
  return "";
}

function attachments(message) {
  const found = [];
  if (message.photo || message.photo_url) {
    const photo = element("img", "photo");
    photo.src = message.photo_url || fileUrl(message.photo[message.photo.length - 1].file_id);
    photo.alt = message.caption ? `Foto: ${message.caption}` : `Foto dari ${nameOf(message.from)}`;
    found.push(photo);
  }
  if (message.location) {
    const place = element("div", "place");
    const { latitude, longitude } = message.location;
    place.append(element("span", "", message.venue ? message.venue.title : `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `Lokasi ${latitude}, ${longitude}`);
    found.push(place);
  }
  for (const [kind, sign, word] of [["document", "📄", "Dokumen"], ["voice", "🎤", "Pesan suara"], ["video", "🎬", "Video"], ["sticker", "🙂", "Stiker"]]) {
    if (message[kind]) found.push(element("div", "chip", `${sign} ${message[kind].file_name || word}`));
  }
  if (message.contact) found.push(element("div", "chip", `☎ ${message.contact.first_name} ${message.contact.phone_number}`));
  return found;
}

function keyboard(message, onPress) {
  const made = element("div", "buttons");
  for (const row of message.reply_markup.inline_keyboard) {
    const line = element("div", "line");
    for (const button of row) {
      const key = element(button.url ? "a" : "button", "", button.text);
      if (button.url) {
        key.href = button.url;
        key.target = "_blank";
        key.rel = "noopener noreferrer";
      } else {
        key.type = "button";
        key.addEventListener("click", () => onPress(message, button, key));
      }
      line.append(key);
    }
    made.append(line);
  }
  return made;
}

function listKey(message, onList) {
  const made = element("div", "buttons");
  const key = element("button", "", `☰ ${message.list.label}`);
  key.type = "button";
  key.setAttribute("aria-haspopup", "dialog");
  key.addEventListener("click", () => onList(message));
  made.append(key);
  return made;
}

/** Give the element of a message; `view` = {mine, showAuthor, botId, reaction, onPress, onList, onReply, onQuote}. */
export function draw(message, view) {
  const told = service(message);
  if (told) {
    const line = element("div", "service", told);
    line.dataset.id = message.message_id;
    return line;
  }
  const made = element("article", `message${view.mine ? " mine" : ""}`);
  made.dataset.id = message.message_id;
  const bubble = element("div", "bubble");
  if (view.showAuthor) bubble.append(element("div", `author${message.from.id === view.botId ? " bot" : ""}`, nameOf(message.from)));
  if (message.forward_origin) bubble.append(element("div", "author", "Diteruskan"));
  const replied = message.reply_to_message;
  if (replied && !replied.forum_topic_created) {
    const quoted = element("button", "quoted", `${nameOf(replied.from)}: ${summary(replied)}`);
    quoted.type = "button";
    quoted.addEventListener("click", () => view.onQuote(replied.message_id));
    bubble.append(quoted);
  }
  bubble.append(...attachments(message));
  if (message.header) bubble.append(element("div", "head", message.header));
  const text = message.text ?? message.caption;
  if (text) {
    const body = element("div", "text");
    body.append(formatted(text, message.entities || message.caption_entities || []));
    bubble.append(body);
  }
  if (message.footer) bubble.append(element("div", "foot", message.footer));
  const meta = element("div", "meta");
  if (view.onReply) {
    const reply = element("button", "", "Balas");
    reply.type = "button";
    reply.setAttribute("aria-label", `Balas pesan ${nameOf(message.from)}: ${summary(message).slice(0, 40)}`);
    reply.addEventListener("click", () => view.onReply(message));
    meta.append(reply);
  }
  const time = new Date((message.edit_date || message.date) * 1000).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  meta.append(element("span", "", message.edit_date ? `diubah ${time}` : time));
  bubble.append(meta);
  made.append(bubble);
  if (view.reaction) made.append(element("span", "reaction", view.reaction));
  if (message.reply_markup?.inline_keyboard) made.append(keyboard(message, view.onPress));
  if (message.list) made.append(listKey(message, view.onList));
  return made;
}
