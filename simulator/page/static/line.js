// What the lines of citizens have in common: people by their key, each with a chat, kept current by the events of a stand-in.
import { clock, say } from "./words.js";

const KEPT_OPEN_SECONDS = 86400;

export class Line {
  commands = [];
  greeting = "Halo";

  constructor(base, users, number) {
    this.base = base;
    this.number = number;
    this.users = new Map(users);
    this.chats = new Map();
    this.counts = new Map();
    this.pressed = new Map();
  }

  chat(id) {
    if (!this.chats.has(id)) this.chats.set(id, new Map());
    return this.chats.get(id);
  }

  get people() {
    return [...this.users].map(([id, user]) => ({ id, name: user.name }));
  }

  isMine(id, message) {
    return message.from.id === id;
  }

  /** Say until when the service may write freely: a day after the person's last message. */
  openUntil(own, otherwise) {
    if (!own.length) return otherwise;
    const until = own[own.length - 1].at + KEPT_OPEN_SECONDS;
    if (until * 1000 < Date.now()) return say("windowClosed");
    return say("openUntil", { until: clock(until, { weekday: "short", hour: "2-digit", minute: "2-digit" }) });
  }

  ticks() {
    return "";
  }

  used(id, message) {
    return this.pressed.get(message.message_id);
  }

  reaction() {
    return "";
  }

  answered() {
    return undefined;
  }

  unread(id) {
    return this.counts.get(id) || 0;
  }

  setUnread(id, count) {
    this.counts.set(id, count);
  }

  keys() {
    return [];
  }

  /** Where an app sends no places, people send the link of a map. */
  place(id, { latitude, longitude }) {
    return this.say(id, `https://maps.google.com/?q=${latitude.toFixed(5)},${longitude.toFixed(5)}`);
  }
}

/** Give a key that no user of the line has, made of a name. */
export function keyOf(name, taken) {
  const plain = name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "").slice(0, 12) || "warga";
  let key = plain;
  for (let number = 2; taken.has(key); number += 1) key = `${plain}${number}`;
  return key;
}
