// Citizens on Telegram: the private chats of the store, in the words that the left side speaks.
import { act, base64 } from "./api.js";
import { nameOf } from "./message.js";
import { say } from "./words.js";

export class TelegramLine {
  name = "telegram";
  label = "Telegram";
  short = "TG";
  greeting = "/start";

  constructor(store) {
    this.store = store;
    this.pressed = new Map();
    this.service = store.bot.first_name;
  }

  get people() {
    return this.store.citizens.map((user) => ({ id: user.id, name: nameOf(user) }));
  }

  get commands() {
    return this.store.menu.slice(0, 8).map((command) => ({ label: `/${command.command}  ${command.description}`, text: `/${command.command}` }));
  }

  note() {
    return say("botNote");
  }

  messages(id) {
    return this.store.messagesOf(id);
  }

  isMine(id, message) {
    return message.from.id === id;
  }

  /** What the platform shows of the way of a message: the service has it as soon as it is sent. */
  ticks(id, message) {
    return this.isMine(id, message) ? "delivered" : "";
  }

  used(id, message) {
    return this.pressed.get(`${id}/${message.message_id}`);
  }

  reaction(id, message) {
    return this.store.reaction(id, message.message_id);
  }

  unread(id) {
    return this.store.chats.get(id)?.unread.get(0) || 0;
  }

  setUnread(id, count) {
    this.store.chats.get(id)?.unread.set(0, count);
  }

  keys(id) {
    return this.store.chats.get(id)?.replyKeyboard?.keyboard || [];
  }

  say(id, text) {
    return act("say", { user_id: id, text });
  }

  async photos(id, files, caption) {
    const photos = await Promise.all(files.map(base64));
    if (photos.length === 1) return act("send_photo", { user_id: id, data: photos[0], caption });
    return act("send_album", { user_id: id, photos, caption });
  }

  place(id, { latitude, longitude }) {
    return act("send_location", { user_id: id, latitude, longitude });
  }

  tap(id, button) {
    return act("tap", { user_id: id, label: button.text });
  }

  press(id, message, button) {
    this.last = { id, message, label: button.text };
    return act("press", { user_id: id, chat_id: id, message_id: message.message_id, data: button.callback_data });
  }

  /** A button that was answered is used; one that was refused by an alert is not. Give the message to draw again. */
  answered(event) {
    const { last } = this;
    if (!last || event.show_alert || event.user_id !== last.id) return undefined;
    this.last = undefined;
    this.pressed.set(`${last.id}/${last.message.message_id}`, { label: last.label, all: true });
    return { person: last.id, message: this.store.chats.get(last.id)?.messages.get(last.message.message_id) };
  }

  async add(name) {
    const id = Math.max(1199, ...this.store.citizens.map((user) => user.id)) + 1;
    const [first, ...rest] = name.split(/\s+/);
    const made = await act("add_user", { user_id: id, first_name: first, last_name: rest.join(" ") || null });
    this.store.apply({ kind: "user", user: made });
    return id;
  }

  /** Say what an event means for the left side; `chat` is the one that the store changed. */
  news(event, chat) {
    if (event.kind === "user") return { people: true };
    if (event.kind === "commands") return { commands: true };
    if (!chat || chat.type !== "private" || this.store.actor(chat.id)) return {};
    const found = { person: chat.id };
    if (event.kind === "action") found.typing = true;
    if (event.kind === "message" || event.kind === "edited") found.message = event.message;
    if (event.kind === "edited") this.pressed.delete(`${chat.id}/${event.message.message_id}`);
    if (event.kind === "message") Object.assign(found, { fresh: true, fromBot: event.message.from.id === this.store.bot.id });
    if (event.kind === "reaction") found.message = chat.messages.get(event.message_id);
    if (event.kind === "deleted") found.dropped = event.message_id;
    return found;
  }
}
