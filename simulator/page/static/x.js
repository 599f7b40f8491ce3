// Citizens on X: private messages with the city's account. X shows no buttons, so that numbers are typed.
import { act, base64, look } from "./api.js";
import { Line, keyOf } from "./line.js";
import { say } from "./words.js";

const BASE = "api/x";
const CHOICE = /^(\d{1,2})\. (.+)$/gm;

export class XLine extends Line {
  name = "x";
  label = "X";
  short = "X";

  static async load() {
    const line = new XLine(await look("state", {}, BASE));
    for (const { id } of line.people) {
      for (const sent of (await look("directs", { user: id }, BASE)).directs) line.chat(id).set(sent.id, sent);
    }
    return line;
  }

  constructor(state) {
    const others = state.users.filter((user) => user.id !== state.account.id);
    super(BASE, others.map((user) => [user.username, user]), state.number);
    this.account = state.account;
    this.service = state.account.name;
  }

  isOurs(sent) {
    return sent.sender === this.account.id;
  }

  show(sent) {
    const ours = this.isOurs(sent);
    return {
      message_id: sent.id, date: sent.at, text: sent.text, photos: sent.media.map((key) => `${BASE}/media/${key}`),
      from: { id: ours ? this.account.id : sent.user, first_name: ours ? this.service : this.users.get(sent.user)?.name || sent.user },
    };
  }

  note() {
    return say("xNote", { name: this.account.username });
  }

  messages(id) {
    return [...this.chat(id).values()].map((sent) => this.show(sent));
  }

  /** The numbers that the newest message asks for, to be tapped instead of typed. */
  keys(id) {
    const last = [...this.chat(id).values()].pop();
    if (!last || !this.isOurs(last)) return [];
    const found = [...last.text.matchAll(CHOICE)];
    return found.length > 1 ? [found.map(([, number, words]) => ({ text: `${number} · ${words}`, number }))] : [];
  }

  say(id, text) {
    return act("write", { user: id, text }, BASE);
  }

  /** Send pictures, one a message: the words go with the last. */
  async photos(id, files, caption) {
    for (const [index, file] of files.entries()) {
      await act("write", { user: id, text: index === files.length - 1 ? caption : "", photos: [await base64(file)] }, BASE);
    }
  }

  tap(id, key) {
    return this.say(id, key.number);
  }

  async add(name) {
    const key = keyOf(name, this.users);
    this.users.set(key, await act("add_user", { username: key, name }, BASE));
    return key;
  }

  /** Take an event in and say what it means for the left side. */
  news(event) {
    if (event.kind === "user") {
      this.users.set(event.user.username, event.user);
      return { people: true };
    }
    if (event.kind !== "direct") return {};
    const sent = event.direct;
    const fresh = !this.chat(sent.user).has(sent.id);
    this.chat(sent.user).set(sent.id, sent);
    return { person: sent.user, message: this.show(sent), fresh, fromBot: fresh && this.isOurs(sent) };
  }
}
