// Citizens on Messenger and on Instagram: chats with the city's Page or account, drawn like any other message.
import { act, base64, look } from "./api.js";
import { Line, keyOf } from "./line.js";
import { say } from "./words.js";

const SERVICE = "page";
const CHIPS = { audio: "voice", video: "video", file: "document" };
const SIGNS = { sticker: "👍", like_heart: "❤️" };
const LABELS = { messenger: { label: "Messenger", short: "MS" }, instagram: { label: "Instagram", short: "IG" } };

/** Give a bubble in the shape that `draw` takes. */
function toMessage(bubble, base, name) {
  const message = {
    message_id: bubble.mid, date: bubble.at, from: { id: bubble.from_page ? SERVICE : bubble.user, first_name: name },
    text: bubble.removed ? say("deleted") : bubble.text || SIGNS[bubble.kind] || "",
  };
  if (bubble.removed) return message;
  const here = bubble.media.filter((key) => !key.includes(":"));
  if (bubble.kind === "image") message.photos = here.map((key) => `${base}/media/${key}`);
  if (CHIPS[bubble.kind]) message[CHIPS[bubble.kind]] = {};
  if (!message.text && !here.length) message.document = { file_name: bubble.kind };
  if (bubble.buttons.length) {
    const key = ([text, payload]) => (/^https?:/.test(payload) ? { text, url: payload } : { text, payload });
    message.reply_markup = { inline_keyboard: bubble.buttons.map((one) => [key(one)]) };
  }
  return message;
}

export class PageLine extends Line {
  static async load(name) {
    const base = `api/${name}`;
    const line = new PageLine(name, base, await look("state", {}, base));
    for (const { id } of line.people) {
      for (const bubble of (await look("messages", { user: id }, base)).messages) line.chat(id).set(bubble.mid, bubble);
    }
    return line;
  }

  constructor(name, base, state) {
    super(base, state.users.map((user) => [user.key, user]), state.number);
    Object.assign(this, LABELS[name], { name, service: state.page.name });
    const menu = (state.page.profile.persistent_menu || [])[0]?.call_to_actions || [];
    this.commands = menu.filter((item) => item.payload).map((item) => ({ label: item.title, run: (id) => this.postback(id, item.title, item.payload) }));
  }

  show(bubble) {
    return toMessage(bubble, this.base, bubble.from_page ? this.service : this.users.get(bubble.user)?.name || bubble.user);
  }

  note(id) {
    return this.openUntil([...this.chat(id).values()].filter((bubble) => !bubble.from_page), say(`${this.name}Note`));
  }

  messages(id) {
    return [...this.chat(id).values()].map((bubble) => this.show(bubble));
  }

  reaction(id, message) {
    return this.chat(id).get(message.message_id)?.reaction || "";
  }

  /** The quick replies of the newest message: they vanish with the next one, whoever writes it. */
  keys(id) {
    const last = [...this.chat(id).values()].pop();
    return last?.from_page && last.quick.length ? [last.quick.map(([text]) => ({ text }))] : [];
  }

  say(id, text) {
    return act("say", { user: id, text }, this.base);
  }

  /** Send pictures in one message; the app sends the words after them. */
  async photos(id, files, caption) {
    await act("send_files", { user: id, files: await Promise.all(files.map(base64)), mime: files[0].type || "image/jpeg" }, this.base);
    if (caption) await this.say(id, caption);
  }

  tap(id, key) {
    return act("tap_quick_reply", { user: id, title: key.text }, this.base);
  }

  postback(id, title, payload) {
    return act("postback", { user: id, title, payload }, this.base);
  }

  async press(id, message, button) {
    await this.postback(id, button.text, button.payload);
    this.pressed.set(message.message_id, { label: button.text, all: true });
    this.onUsed?.(id, this.show(this.chat(id).get(message.message_id)));
  }

  async add(name) {
    const key = keyOf(name, this.users);
    this.users.set(key, await act("add_user", { key, name }, this.base));
    return key;
  }

  /** Take an event in and say what it means for the left side. */
  news(event) {
    if (event.kind === "user") {
      this.users.set(event.user.key, event.user);
      return { people: true };
    }
    if (event.kind === "action") return event.action === "typing_on" ? { person: event.user, typing: true } : {};
    if (event.kind !== "bubble" && event.kind !== "changed") return {};
    const { bubble } = event;
    const chat = this.chat(bubble.user);
    const known = chat.has(bubble.mid);
    if (!known && event.kind === "changed") return {};
    chat.set(bubble.mid, bubble);
    return { person: bubble.user, message: this.show(bubble), fresh: !known, fromBot: !known && bubble.from_page };
  }
}
