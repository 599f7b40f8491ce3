// Draw one message as elements. The shape is Telegram's, with header, footer, list and ticks.
import { fileUrl } from "./api.js";
import { element } from "./element.js";
import { drawText } from "./marks.js";
import { clock, say } from "./words.js";

/** Labels of the step that a keyboard is there for, the surest first: it is drawn solid. Stand-ins know no buttons' meaning. */
const MAIN = [/^👉/, /^(Sahkan|Terima)$/, /^(Sudah beres|Fixed)/, /^(Kirim|Send)$/, /(^|\s)Ambil$/, /^Verifikasi$/, /^Selesai$/, /^Jadikan tiket$/, /^Disposisi/, /^Saya setuju/, /^(Benar|Lanjut|Yes|Ya)\b/];
/** What takes something back, refuses or goes away: it is drawn quietly. */
const QUIET = /^(Batal|Abaikan|Bisukan|Arsip|Bukan (wewenang|itu)|Tunda|Lepas|Duplikat|«|Kembali|Lewati|Hapus|Tarik|Tidak jadi|Cancel|Back|Skip|Delete|Withdraw|Not that)/;
const URGENT = /^(🔥|🚨)/u;

export function nameOf(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

export function summary(message) {
  const words = message.text || message.caption;
  if (words) return words.split("\n").filter(Boolean).slice(0, 2).join(" · ");
  if (message.photo || message.photo_url || message.photos?.length) return say("photo");
  if (message.location) return say("location");
  return service(message) || say("attachment");
}

/** Give all labels that can be pressed under a message. */
export function labelsOf(message) {
  const keys = (message.reply_markup?.inline_keyboard || []).flat().map((button) => button.text);
  return [...keys, ...(message.list?.sections || []).flatMap((section) => section.rows.map((row) => row.title))];
}

function service(message) {
  if (message.forum_topic_created) return say("topicMade", message.forum_topic_created);
  if (message.forum_topic_edited) return say("topicRenamed", message.forum_topic_edited);
  if (message.forum_topic_closed) return say("topicShut");
  if (message.forum_topic_reopened) return say("topicOpened");
  if (message.new_chat_members) return say("joined", { name: message.new_chat_members.map(nameOf).join(", ") });
  if (message.left_chat_member) return say("left", { name: nameOf(message.left_chat_member) });
  if (message.migrate_to_chat_id) return say("supergroup");
  return "";
}

function attachments(message) {
  const found = [];
  const one = message.photo ? fileUrl(message.photo[message.photo.length - 1].file_id) : message.photo_url;
  for (const address of message.photos || (one ? [one] : [])) {
    const photo = element("img", "photo");
    photo.src = address;
    photo.alt = message.caption ? say("photoWith", { words: message.caption }) : say("photoFrom", { name: nameOf(message.from) });
    found.push(photo);
  }
  if (message.location) {
    const place = element("div", "place");
    const { latitude, longitude } = message.location;
    place.append(element("span", "", message.venue ? message.venue.title : `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${say("location")} ${latitude}, ${longitude}`);
    found.push(place);
  }
  for (const [kind, sign] of [["document", "📄"], ["voice", "🎤"], ["video", "🎬"], ["sticker", "🙂"]]) {
    if (message[kind]) found.push(element("div", "chip", `${sign} ${message[kind].file_name || say(kind)}`));
  }
  if (message.contact) found.push(element("div", "chip", `☎ ${message.contact.first_name} ${message.contact.phone_number}`));
  return found;
}

/** A row of keys is one tab stop; the arrows move in it (widgets.js, `rove`). */
function toolbar(message) {
  const made = element("div", "buttons");
  made.setAttribute("role", "toolbar");
  made.setAttribute("aria-label", `${say("buttons")}: ${summary(message).slice(0, 60)}`);
  return made;
}

function mainOf(labels) {
  for (const pattern of MAIN) {
    const found = labels.find((label) => pattern.test(label));
    if (found) return found;
  }
  return undefined;
}

function keyboard(message, view) {
  const made = toolbar(message);
  const main = mainOf(labelsOf(message));
  for (const row of message.reply_markup.inline_keyboard) {
    const line = element("div", "line");
    for (const button of row) {
      const key = element(button.url ? "a" : "button", "key", button.text);
      key.classList.toggle("main", button.text === main || button.style === "primary" || button.style === "success");
      key.classList.toggle("quiet", QUIET.test(button.text) || button.style === "danger");
      if (button.url) {
        key.href = button.url;
        key.target = "_blank";
        key.rel = "noopener noreferrer";
        if (view.onLink) key.addEventListener("click", (event) => view.onLink(button.url, event));
      } else {
        key.type = "button";
        key.addEventListener("click", () => view.onPress(message, button, key));
      }
      line.append(key);
    }
    made.append(line);
  }
  return dimmed(made, view.used);
}

/** Dim what was used: all keys of a message that takes one answer, else the key itself; say which one it was. */
function dimmed(made, used) {
  if (!used) return made;
  made.classList.toggle("used", used.all);
  for (const key of made.querySelectorAll(".key")) {
    if (key.textContent !== used.label) continue;
    key.classList.add("used");
    key.append(element("span", "visually-hidden", ` (${say("chosen")})`));
  }
  return made;
}

function listKey(message, view) {
  const made = toolbar(message);
  const key = element("button", "key", `☰ ${message.list.label}`);
  key.type = "button";
  key.setAttribute("aria-haspopup", "dialog");
  key.addEventListener("click", () => view.onList(message));
  made.classList.toggle("used", Boolean(view.used));
  made.append(key);
  return made;
}

function foot(message, view) {
  const meta = element("div", "meta");
  if (view.onReply) {
    const reply = element("button", "reply", say("reply"));
    reply.type = "button";
    reply.setAttribute("aria-label", say("replyMessage", { name: nameOf(message.from), what: summary(message).slice(0, 40) }));
    reply.addEventListener("click", () => view.onReply(message));
    meta.append(reply);
  }
  const time = clock(message.edit_date || message.date);
  meta.append(element("span", "", message.edit_date ? say("edited", { time }) : time));
  if (view.ticks) {
    const ticks = element("span", `ticks ${view.ticks}`, view.ticks === "sent" ? "✓" : "✓✓");
    ticks.setAttribute("role", "img");
    ticks.setAttribute("aria-label", say(view.ticks));
    meta.append(ticks);
  }
  return meta;
}

function inside(message, view) {
  const bubble = element("div", "bubble");
  if (view.showAuthor) bubble.append(element("div", `author${message.from.id === view.botId ? " bot" : ""}`, nameOf(message.from)));
  if (message.forward_origin) bubble.append(element("div", "author", say("forwarded")));
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
    const body = drawText(text, message.entities || message.caption_entities || [], view.card);
    body.lang = "id";
    bubble.append(body);
  }
  if (message.footer) bubble.append(element("div", "foot", message.footer));
  bubble.append(foot(message, view));
  return bubble;
}

/**
 * Give the element of a message. `view` = {mine, showAuthor, botId, card, slim, reaction, ticks, used: {label, all},
 * onPress, onList, onLink, onReply, onQuote}.
 */
export function draw(message, view) {
  const told = service(message);
  if (told) {
    const line = element("div", "service", told);
    line.dataset.id = message.message_id;
    return line;
  }
  const made = element("article", `message${view.mine ? " mine" : ""}${view.card ? " card" : ""}${view.slim ? " slim" : ""}`);
  made.dataset.id = message.message_id;
  made.tabIndex = -1;
  made.setAttribute("aria-label", `${nameOf(message.from)}: ${summary(message).slice(0, 80)}`);
  if (view.card && URGENT.test(message.text || "")) made.classList.add("urgent");
  made.append(inside(message, view));
  if (view.reaction) made.append(element("span", "reaction", view.reaction));
  if (message.reply_markup?.inline_keyboard) made.append(keyboard(message, view));
  if (message.list) made.append(listKey(message, view));
  return made;
}
