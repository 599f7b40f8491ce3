// Citizens with a plain phone: text messages, choices by their numbers, no pictures.
import { act, look } from "./api.js";
import { Line } from "./line.js";
import { say } from "./words.js";

const BASE = "api/sms";
const ASK_MILLISECONDS = 700;
const CHOICE = /^(\d{1,2}) (.+)$/gm;

export class SmsLine extends Line {
  name = "sms";
  label = "SMS";
  short = "SMS";
  greeting = "KOTKUPANG";

  static async load() {
    const line = new SmsLine(await look("state", {}, BASE));
    for (const { id } of line.people) {
      for (const sent of (await look("messages", { phone: id }, BASE)).messages) line.chat(id).set(sent.number, sent);
    }
    return line;
  }

  constructor(state) {
    super(BASE, state.phones.map((phone) => [phone.key, phone]), state.number);
    this.service = state.sender;
    this.real = state.real;
  }

  show(sent) {
    return {
      message_id: sent.number, date: sent.at, text: sent.text, photos: [],
      from: sent.mine ? { id: sent.phone, first_name: this.users.get(sent.phone)?.name || sent.phone } : { id: this.service, first_name: this.service },
    };
  }

  note() {
    return say(this.real ? "smsReal" : "smsNote");
  }

  messages(id) {
    return [...this.chat(id).values()].map((sent) => this.show(sent));
  }

  /** The numbers that the newest message asks for, to be tapped instead of typed. */
  keys(id) {
    const last = [...this.chat(id).values()].pop();
    if (!last || last.mine) return [];
    const found = [...last.text.matchAll(CHOICE)];
    return found.length ? [found.map(([, number, words]) => ({ text: `${number} · ${words}`, number }))] : [];
  }

  say(id, text) {
    return act("say", { phone: id, text }, BASE);
  }

  photos() {
    return Promise.reject(new Error(say("smsPhotos")));
  }

  tap(id, key) {
    return this.say(id, key.number);
  }

  async add(name) {
    const key = `+62812399${String(10000 + this.users.size).slice(-5)}`;
    this.users.set(key, await act("add_phone", { phone: key, name }, BASE));
    return key;
  }

  /** Ask for news again and again: a browser keeps six connections to a host, and the other apps' streams hold five. */
  follow(onEvent, onState) {
    const ask = async () => {
      try {
        for (const { id } of this.people) {
          const known = this.chat(id);
          for (const sent of (await look("messages", { phone: id }, BASE)).messages) {
            if (!known.has(sent.number)) onEvent({ ...sent, kind: "message" });
          }
        }
        onState(true);
      } catch {
        onState(false);
      }
      setTimeout(ask, ASK_MILLISECONDS);
    };
    ask();
  }

  /** Take an event in and say what it means for the left side. */
  news(event) {
    if (event.kind !== "message") return {};
    const sent = event;
    const fresh = !this.chat(sent.phone).has(sent.number);
    this.chat(sent.phone).set(sent.number, sent);
    return { person: sent.phone, message: this.show(sent), fresh, fromBot: fresh && !sent.mine };
  }
}
