// The right side: the officials' group with its topics, and the private chat of the official who acts.
import { act, base64 } from "./api.js";
import { byId, element } from "./element.js";
import { Log } from "./log.js";
import { labelsOf, nameOf, summary } from "./message.js";
import { EVIDENCE, SCENES } from "./picture.js";
import { drawPinned } from "./pinned.js";
import { arrows } from "./roving.js";
import { attempt, badge, busy, composer, fillSheet, hush, photoEntries } from "./widgets.js";
import { current, say } from "./words.js";

const PRIVATE = "private";
const WITHDRAW = /^(Batal|Cancel)$/;

export class GroupSide {
  constructor(store, onUnread) {
    this.store = store;
    this.onUnread = onUnread;
    this.thread = 0;
    this.replyTo = null;
    this.chosen = false;
    this.used = new Map();
    this.log = new Log(byId("group-log"), (message) => this.view(message), () => this.emptyText());
    this.taken = composer("group", (text) => this.say(text), (files, caption) => this.photos(files, caption));
    byId("actor").addEventListener("change", () => this.act(this.actor));
    byId("reply-cancel").addEventListener("click", () => this.reply(null));
    byId("private-note").addEventListener("click", () => this.openPrivate());
    arrows(byId("topics"));
    this.relabel();
  }

  get actor() {
    return Number(byId("actor").value);
  }

  get actorName() {
    return this.store.actor(this.actor)?.name || "";
  }

  get private() {
    return this.thread === PRIVATE;
  }

  /** The chat that is open: the group, or the private one of who acts. */
  get chatId() {
    return this.private ? this.actor : this.store.groupId;
  }

  get messages() {
    if (this.private) return this.store.messagesOf(this.actor);
    // A topic that nobody has written in is empty to the eye, although its making is a message.
    return this.store.messagesOf(this.store.groupId, this.thread).filter((message) => !message.forum_topic_created);
  }

  get first() {
    return [...(this.store.group?.topics.values() || [])].find((topic) => topic.name === this.store.scene.first_topic);
  }

  emptyText() {
    if (this.private) return say("privateEmpty", { name: this.actorName });
    return say(this.thread && this.thread === this.first?.message_thread_id ? "firstEmpty" : "groupEmpty");
  }

  view(message) {
    const fromBot = message.from.id === this.store.bot.id;
    return {
      mine: message.from.id === this.actor,
      showAuthor: !this.private,
      botId: this.store.bot.id,
      card: fromBot && Boolean(this.thread) && !message.reply_to_message?.text && summary(message).includes(" · "),
      slim: fromBot && !message.reply_to_message?.text && !message.reply_markup && Boolean(message.text) && !message.text.includes("\n"),
      reaction: this.store.reaction(this.chatId, message.message_id),
      used: this.used.get(`${this.chatId}/${message.message_id}`),
      onPress: (shown, button, key) => this.press(shown, button, key),
      onLink: (address, event) => this.follow(address, event),
      onReply: this.private ? undefined : (shown) => this.reply(shown),
      onQuote: (id) => this.log.show(id),
    };
  }

  async press(message, button, key) {
    if (!button.callback_data) return;
    const { actor, chatId } = this;
    this.chosen = true;
    this.last = { actor, chatId, message, label: button.text };
    busy(key);
    await attempt(() => act("press", { user_id: actor, chat_id: chatId, message_id: message.message_id, data: button.callback_data }));
  }

  /** Give what opens the bot itself, as the official who acts, when an address in these words leads to it. */
  opener(words) {
    const found = new RegExp(`https?://t\\.me/${this.store.bot.username}(?:\\?start=([\\w-]*))?`, "i").exec(words);
    if (!found) return undefined;
    return () => {
      this.choose(PRIVATE);
      attempt(() => act("start", { user_id: this.actor, payload: found[1] || "" }));
    };
  }

  /** Follow a link to the bot here: a real app would open its private chat. */
  follow(address, event) {
    const open = this.opener(address);
    if (!open) return;
    event.preventDefault();
    open();
  }

  async say(text) {
    const place = this.place();
    this.reply(null);
    await attempt(() => act("say", { ...place, text }));
  }

  async photos(files, caption) {
    const place = this.place();
    this.reply(null);
    const photos = await Promise.all(files.map(base64));
    await attempt(() =>
      photos.length === 1 ? act("send_photo", { ...place, data: photos[0], caption }) : act("send_album", { ...place, photos, caption }),
    );
  }

  place() {
    this.chosen = true;
    hush();
    if (this.private) return { user_id: this.actor };
    const place = { user_id: this.actor, chat_id: this.store.groupId };
    if (this.thread) place.thread = this.thread;
    if (this.replyTo) place.reply_to = this.replyTo.message_id;
    return place;
  }

  reply(message) {
    this.replyTo = message;
    this.asked = false;
    byId("replying").hidden = !message;
    byId("group-text").placeholder = say(message ? "writeReply" : this.private ? "writePrivate" : "writeTopic");
    if (!message) return;
    byId("replying-text").textContent = say("replyingTo", { name: nameOf(message.from), what: summary(message) });
    byId("group-text").focus({ preventScroll: true });
    if (this.log.find(message.message_id) === byId("group-log").lastElementChild) this.log.toEnd();
  }

  choose(thread) {
    this.chosen = true;
    this.open(thread);
  }

  open(thread) {
    this.thread = thread;
    this.reply(null);
    (this.private ? this.store.chats.get(this.actor) : this.store.group)?.unread.delete(this.private ? 0 : thread);
    this.render();
    this.onUnread();
  }

  openPrivate() {
    this.act(this.noted);
    this.choose(PRIVATE);
  }

  act(actor) {
    byId("actor").value = actor;
    if (this.private) this.open(PRIVATE);
    else this.render();
  }

  /** Show where the next step is done, as who may do it. */
  goTo(thread, actor, message) {
    this.act(actor);
    this.choose(thread ?? this.first?.message_thread_id ?? this.thread);
    const card = message === undefined ? null : this.log.find(message);
    const key = card?.querySelector(".key.main") || card?.querySelector(".key");
    (key || byId("group-text")).focus();
    key?.scrollIntoView({ block: "nearest" });
  }

  get unread() {
    const group = [...(this.store.group?.unread.values() || [])];
    const own = this.store.scene.actors.map((actor) => this.store.chats.get(actor.id)?.unread.get(0) || 0);
    return [...group, ...own].reduce((sum, count) => sum + count, 0);
  }

  /** Put the page's own words anew, in its language. */
  relabel() {
    const { actor } = this;
    const role = (one) => (current() === "en" && one.role_en) || one.role;
    byId("actor").replaceChildren(...this.store.scene.actors.map((one) => new Option(`${one.name} · ${role(one)}`, one.id)));
    if (actor) byId("actor").value = actor;
    byId("group-title").textContent = this.store.group?.title || say("group");
    const photos = photoEntries("group", [EVIDENCE, ...SCENES], this.taken, (files, caption) => this.photos(files, caption));
    fillSheet("group", photos);
    if (!this.chosen && this.first) this.thread = this.first.message_thread_id;
    this.reply(this.replyTo);
    this.render();
  }

  render() {
    this.renderTopics();
    this.renderNote();
    this.renderPinned();
    this.log.fill(this.messages);
  }

  renderPinned() {
    drawPinned(this.private ? undefined : this.store.group, this.messages, (id) => this.log.show(id));
  }

  renderTopics() {
    const topics = [{ message_thread_id: 0, name: say("general") }, ...(this.store.group?.topics.values() || [])];
    if (!this.private && !topics.some((topic) => topic.message_thread_id === this.thread)) this.thread = 0;
    const own = { message_thread_id: PRIVATE, name: say("privateTab", { name: this.actorName }) };
    byId("topics").replaceChildren(...[...topics, own].map((topic) => this.tab(topic)));
    byId("room").setAttribute("aria-labelledby", `topic-${this.thread}`);
    if (byId("topics").scrollWidth > byId("topics").clientWidth) byId(`topic-${this.thread}`).scrollIntoView({ block: "nearest", inline: "center" });
  }

  tab(topic) {
    const id = topic.message_thread_id;
    const chosen = id === this.thread;
    const own = id === PRIVATE;
    const messages = own ? this.store.messagesOf(this.actor) : this.store.messagesOf(this.store.groupId, id);
    const tab = element("button", `topic${own ? " own" : ""}`);
    tab.type = "button";
    tab.id = `topic-${id}`;
    tab.classList.toggle("empty-topic", !messages.some((message) => message.text || message.caption));
    tab.append(element("span", "", topic.closed ? `${topic.name} ${say("topicClosed")}` : topic.name));
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", chosen);
    tab.setAttribute("aria-controls", "room");
    tab.tabIndex = chosen ? 0 : -1;
    if (topic.icon_color) tab.style.setProperty("--tone", `#${topic.icon_color.toString(16).padStart(6, "0")}`);
    badge(tab, own ? this.store.chats.get(this.actor)?.unread.get(0) : this.store.group?.unread.get(id));
    tab.addEventListener("click", () => this.choose(id));
    return tab;
  }

  /** Say that the bot wrote to an official alone, until it is looked at. */
  renderNote() {
    const waiting = this.store.scene.actors.find((actor) => this.store.chats.get(actor.id)?.unread.get(0));
    this.noted = waiting?.id;
    byId("private-note").hidden = !waiting;
    if (waiting) byId("private-note").textContent = say("privateNews", { name: waiting.name });
  }

  onEvent(event, chat) {
    if (event.kind === "answer") this.answered(event);
    if (!chat) return;
    const own = chat.type === "private" && Boolean(this.store.actor(chat.id));
    if (chat.id !== this.store.groupId && !own) return;
    if (event.kind === "topic" || event.kind === "topic_deleted" || event.kind === "chat") this.topicsChanged();
    if (event.kind === "message") this.arrived(event.message, chat, own);
    if (event.kind === "edited") this.edited(event.message, chat);
    if (["pinned", "edited", "deleted"].includes(event.kind)) this.renderPinned();
    if (chat.id !== this.chatId) return;
    if (event.kind === "deleted") this.log.drop(event.message_id);
    else if (event.kind === "reaction" && this.log.find(event.message_id)) this.log.put(chat.messages.get(event.message_id));
  }

  /** Until the person has chosen something, the topic that is for what is new is open. */
  topicsChanged() {
    if (!this.chosen && this.first && this.thread !== this.first.message_thread_id) this.open(this.first.message_thread_id);
    else this.renderTopics();
  }

  /** A button that was answered is used until its message changes; one that was refused by an alert is not. */
  answered(event) {
    const { last } = this;
    if (!last || event.user_id !== last.actor || event.show_alert) return;
    this.used.set(`${last.chatId}/${last.message.message_id}`, { label: last.label, all: false });
    const shown = this.store.chats.get(last.chatId)?.messages.get(last.message.message_id);
    if (shown && last.chatId === this.chatId && this.log.find(shown.message_id)) this.log.put(shown);
  }

  edited(message, chat) {
    const again = [message.message_id, message.reply_to_message?.message_id].filter((id) => this.used.delete(`${chat.id}/${id}`));
    if (this.replyTo?.message_id === message.message_id && !labelsOf(message).length) this.reply(null);
    if (chat.id !== this.chatId) return;
    for (const id of new Set([message.message_id, ...again])) {
      if (this.log.find(id)) this.log.put(chat.messages.get(id));
    }
  }

  arrived(message, chat, own) {
    const fromBot = message.from.id === this.store.bot.id;
    const thread = own ? PRIVATE : message.message_thread_id || 0;
    if (chat.id === this.chatId && thread === this.thread) {
      if (!message.forum_topic_created) this.log.put(message);
      if (fromBot && this.asks(message)) this.startReply(message);
      return;
    }
    if (message.forum_topic_created || message.forum_topic_edited || (own && !fromBot)) return;
    const counted = own ? 0 : thread;
    chat.unread.set(counted, (chat.unread.get(counted) || 0) + 1);
    this.renderTopics();
    this.renderNote();
  }

  /** Begin the reply by itself; what the bot says beside the button is then said by the page. */
  startReply(message) {
    this.reply(message);
    this.asked = true;
    hush();
  }

  /** Say whether the bot wants words for the button that was pressed here: they are written as a reply to this message. */
  asks(message) {
    const { last } = this;
    if (!last || this.actor !== last.actor || message.reply_to_message?.message_id !== last.message.message_id) return false;
    return Boolean(message.reply_markup?.force_reply) || labelsOf(message).some((label) => WITHDRAW.test(label));
  }
}
