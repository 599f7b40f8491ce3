// The right side: the officials' group with its topics.
import { act, base64 } from "./api.js";
import { element, nameOf, summary } from "./message.js";
import { EVIDENCE, SCENES } from "./picture.js";
import { Log, arrows, attempt, badge, byId, composer, press } from "./widgets.js";

export class GroupSide {
  constructor(store, onUnread) {
    this.store = store;
    this.onUnread = onUnread;
    this.thread = 0;
    this.replyTo = null;
    this.pinned = false;
    this.log = new Log(byId("group-log"), (message) => this.view(message), "Belum ada pesan di topik ini.");
    composer("group", { scenes: [EVIDENCE, ...SCENES], more: [] }, (text) => this.say(text), (files, caption) => this.photos(files, caption));
    byId("actor").replaceChildren(...store.scene.actors.map((actor) => new Option(`${actor.name} · ${actor.role}`, actor.id)));
    byId("actor").addEventListener("change", () => this.log.fill(this.messages));
    byId("reply-cancel").addEventListener("click", () => this.reply(null));
    byId("group-title").textContent = store.group?.title || "Grup pejabat";
    arrows(byId("topics"));
    this.render();
  }

  get actor() {
    return Number(byId("actor").value);
  }

  get messages() {
    return this.store.messagesOf(this.store.groupId, this.thread);
  }

  view(message) {
    return {
      mine: message.from.id === this.actor,
      showAuthor: true,
      botId: this.store.bot.id,
      reaction: this.store.reaction(this.store.groupId, message.message_id),
      onPress: (shown, button, key) => press(this.actor, this.store.groupId, shown, button, key),
      onReply: (shown) => this.reply(shown),
      onQuote: (id) => this.log.show(id),
    };
  }

  place() {
    const place = { user_id: this.actor, chat_id: this.store.groupId };
    if (this.thread) place.thread = this.thread;
    if (this.replyTo) place.reply_to = this.replyTo.message_id;
    return place;
  }

  async say(text) {
    const place = this.place();
    this.reply(null);
    this.pinned = true;
    await attempt(() => act("say", { ...place, text }));
  }

  async photos(files, caption) {
    const place = this.place();
    this.reply(null);
    this.pinned = true;
    const photos = await Promise.all(files.map(base64));
    await attempt(() =>
      photos.length === 1 ? act("send_photo", { ...place, data: photos[0], caption }) : act("send_album", { ...place, photos, caption }),
    );
  }

  reply(message) {
    this.replyTo = message;
    byId("replying").hidden = !message;
    if (!message) return;
    byId("replying-text").textContent = `Membalas ${nameOf(message.from)}: ${summary(message)}`;
    byId("group-text").focus();
  }

  choose(thread) {
    this.thread = thread;
    this.pinned = true;
    this.reply(null);
    this.store.group.unread.delete(thread);
    this.render();
    this.onUnread();
  }

  get unread() {
    return [...(this.store.group?.unread.values() || [])].reduce((sum, count) => sum + count, 0);
  }

  render() {
    this.renderTopics();
    this.log.fill(this.messages);
  }

  renderTopics() {
    const topics = [{ message_thread_id: 0, name: "Umum" }, ...(this.store.group?.topics.values() || [])];
    if (!topics.some((topic) => topic.message_thread_id === this.thread)) this.thread = 0;
    byId("topics").replaceChildren(
      ...topics.map((topic) => {
        const id = topic.message_thread_id;
        const chosen = id === this.thread;
        const tab = element("button", `topic${topic.closed ? " closed" : ""}`);
        tab.id = `topic-${id}`;
        tab.append(element("span", "", topic.name));
        tab.setAttribute("role", "tab");
        tab.setAttribute("aria-selected", chosen);
        tab.setAttribute("aria-controls", "room");
        tab.tabIndex = chosen ? 0 : -1;
        if (topic.icon_color) tab.style.setProperty("--tone", `#${topic.icon_color.toString(16).padStart(6, "0")}`);
        badge(tab, this.store.group?.unread.get(id) || 0);
        tab.addEventListener("click", () => this.choose(id));
        return tab;
      }),
    );
  }

  onEvent(event, chat) {
    if (!chat || chat.id !== this.store.groupId) return;
    if (event.kind === "topic" || event.kind === "topic_deleted" || event.kind === "chat") this.renderTopics();
    if (event.kind === "message") this.arrived(event.message, chat);
    else if (event.kind === "edited" && (event.message.message_thread_id || 0) === this.thread) this.log.put(event.message);
    else if (event.kind === "deleted") this.log.drop(event.message_id);
    else if (event.kind === "reaction" && this.log.find(event.message_id)) this.log.put(chat.messages.get(event.message_id));
  }

  arrived(message, chat) {
    const thread = message.message_thread_id || 0;
    if (thread === this.thread) {
      this.log.put(message);
      return;
    }
    if (message.forum_topic_created || message.forum_topic_edited) return;
    chat.unread.set(thread, (chat.unread.get(thread) || 0) + 1);
    // Until the person has chosen something, the topic where something happens is shown.
    if (!this.pinned && message.from.id === this.store.bot.id) {
      this.choose(thread);
      this.pinned = false;
    } else {
      this.renderTopics();
    }
  }
}
