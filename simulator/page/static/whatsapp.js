// Citizens on WhatsApp: their chats, kept current by the events of that stand-in, drawn like any other message.
import { WHATSAPP, act, base64, look } from "./api.js";
import { Line } from "./line.js";
import { readSigns } from "./marks.js";
import { say } from "./words.js";

const BUSINESS = "business";
const CHIPS = { document: "document", audio: "voice", video: "video", sticker: "sticker" };

/** Give a bubble in the shape that `draw` takes. */
function toMessage(bubble, chat, names) {
  const author = bubble.from_business ? BUSINESS : bubble.user;
  const message = {
    message_id: bubble.id, date: bubble.at, from: { id: author, first_name: names(author) }, number: bubble.number,
    text: bubble.revoked ? say("deleted") : bubble.text, header: bubble.header, footer: bubble.footer,
  };
  if (bubble.revoked) return message;
  if (bubble.kind !== "tap") Object.assign(message, readSigns(bubble.text || ""));
  if (bubble.edited) message.edit_date = bubble.at;
  if (bubble.forwarded) message.forward_origin = {};
  const quoted = bubble.context && chat.get(bubble.context);
  if (quoted) message.reply_to_message = toMessage({ ...quoted, context: "" }, chat, names);
  const picture = bubble.media?.kind === "image";
  if (picture) message.photo_url = `${WHATSAPP}/media/${bubble.media.id}`;
  else if (bubble.link && bubble.kind === "image") message.document = { file_name: say("photo") };
  const chip = CHIPS[bubble.media?.kind || bubble.kind];
  if (chip) message[chip] = { file_name: bubble.filename };
  if (bubble.location) {
    message.location = bubble.location;
    if (bubble.location.name) message.venue = { title: bubble.location.name };
  }
  const card = bubble.contacts[0];
  if (card) message.contact = { first_name: card.name.formatted_name, phone_number: card.phones?.[0]?.phone || "" };
  if (bubble.kind === "unsupported") message.text = say("unsupported", { what: bubble.text });
  if (bubble.choices.length) {
    message.reply_markup = {
      inline_keyboard: bubble.choices.map((choice) => [{ text: choice.title, url: choice.url, id: choice.id }]),
    };
  }
  if (bubble.sections.length) message.list = { label: bubble.list_label, sections: bubble.sections };
  return message;
}

export class WhatsAppLine extends Line {
  name = "whatsapp";
  label = "WhatsApp";
  short = "WA";

  static async load() {
    const state = await look("state", {}, WHATSAPP);
    const line = new WhatsAppLine(state);
    await Promise.all(
      state.users.map(async (user) => {
        for (const bubble of (await look("messages", { user: user.key }, WHATSAPP)).messages) line.chat(user.key).set(bubble.id, bubble);
      }),
    );
    return line;
  }

  constructor(state) {
    super(WHATSAPP, state.users.map((user) => [user.key, user]), state.number);
    this.service = state.business.verified_name;
  }

  nameOf = (id) => (id === BUSINESS ? this.service : this.users.get(id)?.name || id);

  note(id) {
    return this.openUntil([...this.chat(id).values()].filter((bubble) => !bubble.from_business), say("numberNote"));
  }

  messages(id) {
    return [...this.chat(id).values()].map((bubble) => toMessage(bubble, this.chat(id), this.nameOf));
  }

  /** The ticks of the person's own messages: the service has them, or has read them. */
  ticks(id, message) {
    const bubble = this.chat(id).get(message.message_id);
    if (!bubble || bubble.from_business) return "";
    return bubble.statuses.includes("read") ? "read" : "delivered";
  }

  /** Say which button or row of a message the person has tapped: the tap is a message that quotes it. */
  used(id, message) {
    const titles = new Set((this.chat(id).get(message.message_id)?.choices || []).map((choice) => choice.title));
    for (const section of message.list?.sections || []) for (const row of section.rows) titles.add(row.title);
    const taps = [...this.chat(id).values()].filter((one) => one.context === message.message_id && one.kind === "tap" && titles.has(one.text));
    return taps.length ? { label: taps[taps.length - 1].text, all: true } : undefined;
  }

  reaction(id, message) {
    return Object.values(this.chat(id).get(message.message_id)?.reactions || {}).join(" ");
  }

  say(id, text) {
    return act("say", { user: id, text }, WHATSAPP);
  }

  async photos(id, files, caption) {
    const photos = await Promise.all(files.map(base64));
    return act("send_album", { user: id, photos, caption }, WHATSAPP);
  }

  place(id, { latitude, longitude }) {
    return act("send_location", { user: id, latitude, longitude }, WHATSAPP);
  }

  press(id, message, button) {
    const choice = button.id ? { id: button.id } : { label: button.text };
    return act("press", { user: id, message_id: message.message_id, ...choice }, WHATSAPP);
  }

  async add(name) {
    const key = `62812380012${String(this.users.size).padStart(2, "0")}`;
    const made = await act("add_user", { phone: key, name }, WHATSAPP);
    this.users.set(key, made);
    return key;
  }

  /** Take an event in and say what it means for the left side. */
  news(event) {
    if (event.kind === "user") {
      this.users.set(event.user.key, event.user);
      return { people: true };
    }
    if (event.kind === "typing") return { person: event.user, typing: true };
    if (event.kind !== "message" && event.kind !== "changed") return {};
    const chat = this.chat(event.user);
    const known = chat.has(event.message.id);
    // A reaction or a status of something that the page never showed is no news.
    if (!known && event.kind === "changed") return {};
    chat.set(event.message.id, event.message);
    const message = toMessage(event.message, chat, this.nameOf);
    const quoted = event.message.kind === "tap" && chat.get(event.message.context);
    const again = quoted ? toMessage(quoted, chat, this.nameOf) : undefined;
    return { person: event.user, message, again, fresh: !known, fromBot: !known && event.message.from_business };
  }
}
