// What the page knows of the world: chats with their messages, kept current by the events of the stand-in.
import { labelsOf } from "./message.js";

export class Store {
  constructor(state, scene) {
    this.bot = state.bot;
    this.scene = scene;
    this.commands = state.commands;
    this.users = new Map(state.users.map((user) => [user.id, user]));
    this.chats = new Map();
    this.reactions = new Map();
    this.groupId = scene.officials_chat_id;
    state.chats.forEach((chat) => this.addChat(chat));
  }

  addChat(chat) {
    const known = this.chats.get(chat.id);
    const made = {
      id: chat.id, type: chat.type, title: chat.title, messages: new Map(), unread: new Map(), topics: new Map(),
      replyKeyboard: chat.reply_keyboard || null, pinned: chat.pinned || [], ...(known || {}),
    };
    for (const [id, list] of Object.entries(chat.reactions || {})) this.reactions.set(`${chat.id}/${id}`, list.map((one) => one.emoji).join(" "));
    for (const topic of chat.topics || []) made.topics.set(topic.message_thread_id, topic);
    this.chats.set(chat.id, made);
    return made;
  }

  load(chatId, messages) {
    const chat = this.chats.get(chatId);
    for (const message of messages) chat.messages.set(message.message_id, message);
  }

  get group() {
    return this.chats.get(this.groupId);
  }

  /** Everybody with a private chat who is not one of the group's actors. */
  get citizens() {
    const actors = new Set(this.scene.actors.map((actor) => actor.id));
    return [...this.users.values()].filter((user) => !actors.has(user.id));
  }

  actor(id) {
    return this.scene.actors.find((actor) => actor.id === id);
  }

  /** Give the thread of the topic of this name, once it is open. */
  topicNamed(name) {
    return [...(this.group?.topics.values() || [])].find((topic) => topic.name === name)?.message_thread_id;
  }

  /** Give the newest message of the bot in a topic of the group that offers such a button. */
  offering(label) {
    const all = this.messagesOf(this.groupId).reverse(); // newest first
    return all.find((message) => message.message_thread_id && labelsOf(message).some((one) => label.test(one)));
  }

  messagesOf(chatId, thread = undefined) {
    const all = [...(this.chats.get(chatId)?.messages.values() || [])];
    if (thread === undefined) return all;
    return all.filter((message) => (message.message_thread_id || 0) === thread);
  }

  /** Take an event in; give the chat it changed, if any. */
  apply(event) {
    if (event.kind === "user") {
      this.users.set(event.user.id, event.user);
      return this.addChat({ id: event.user.id, type: "private" });
    }
    if (event.kind === "chat") {
      if (event.migrated_from === this.groupId) this.groupId = event.chat.id;
      return this.addChat(event.chat);
    }
    if (event.kind === "commands") this.commands = { ...this.commands, [event.scope]: event.commands };
    const chat = this.chats.get(event.chat_id);
    if (!chat) return undefined;
    if (event.kind === "message" || event.kind === "edited") {
      chat.messages.set(event.message.message_id, event.message);
      if (event.reply_keyboard) chat.replyKeyboard = event.reply_keyboard.keyboard ? event.reply_keyboard : null;
    } else if (event.kind === "deleted") {
      chat.messages.delete(event.message_id);
      chat.pinned = chat.pinned.filter((id) => id !== event.message_id);
    } else if (event.kind === "pinned") {
      chat.pinned.push(event.message_id);
    } else if (event.kind === "topic") {
      chat.topics.set(event.topic.message_thread_id, { ...event.topic, closed: event.closed });
    } else if (event.kind === "topic_deleted") {
      chat.topics.delete(event.message_thread_id);
    } else if (event.kind === "reaction") {
      this.reactions.set(`${event.chat_id}/${event.message_id}`, event.reaction.map((one) => one.emoji).join(" "));
    }
    return chat;
  }

  reaction(chatId, messageId) {
    return this.reactions.get(`${chatId}/${messageId}`) || "";
  }

  /** The bot's commands as a private chat in Indonesian sees them. */
  get menu() {
    const scopes = ["all_private_chats/id", "all_private_chats/", "default/id", "default/"];
    return scopes.map((scope) => this.commands[scope]).find((commands) => commands?.length) || [];
  }
}
