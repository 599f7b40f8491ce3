// What is said in public, by app: posts on X, comments under what the Page or the account published. Kept by events.
import { act, look } from "./api.js";

/** Comments under the posts of the city's Page or account. */
class Comments {
  static async load(line) {
    const place = new Comments(line, (await look("posts", {}, line.base)).posts);
    for (const comment of (await look("comments", {}, line.base)).comments) place.put(comment);
    return place;
  }

  constructor(line, posts) {
    this.line = line;
    this.items = new Map();
    for (const { id, text, at } of posts) this.items.set(id, { id, app: line.name, city: true, author: line.service, text, at, parent: "" });
    this.under = posts[posts.length - 1]?.id;
  }

  put(comment) {
    const city = comment.author_name === this.line.service;
    const parent = comment.parent || (this.items.has(comment.post) ? comment.post : "");
    this.items.set(comment.id, { id: comment.id, app: this.line.name, city, author: comment.author_name, text: comment.text, at: comment.at, parent });
  }

  /** Take an event in; give what is new in public, if anything. */
  take(event) {
    if (event.kind === "comment_removed") return this.items.delete(event.id) ? {} : undefined;
    if (event.kind !== "comment" && event.kind !== "mention") return undefined;
    this.put(event.comment);
    return this.items.get(event.comment.id);
  }

  say(person, text) {
    return act("comment", { user: person, post: this.under, text }, this.line.base);
  }

  remove(id) {
    return act("remove_comment", { comment: id }, this.line.base);
  }
}

/** Posts that name the city's account on X, and what it answers. */
class Posts {
  static async load(line) {
    const place = new Posts(line);
    for (const post of (await look("posts", {}, line.base)).posts) place.put(post);
    return place;
  }

  constructor(line) {
    this.line = line;
    this.items = new Map();
  }

  put(post) {
    const city = post.author.id === this.line.account.id;
    this.items.set(post.id, { id: post.id, app: "x", city, author: `${post.author.name} @${post.author.username}`, text: post.text, at: post.at, parent: post.reply_to });
  }

  take(event) {
    if (event.kind === "post_deleted") return this.items.delete(event.id) ? {} : undefined;
    if (event.kind !== "post") return undefined;
    this.put(event.post);
    return this.items.get(event.post.id);
  }

  say(person, text) {
    const name = `@${this.line.account.username}`;
    return act("post", { user: person, text: text.toLowerCase().includes(name.toLowerCase()) ? text : `${name} ${text}` }, this.line.base);
  }

  remove(id) {
    return act("delete", { post_id: id }, this.line.base);
  }
}

const PLACES = { x: Posts, messenger: Comments, instagram: Comments };

/** Give the public places of the lines that have one. */
export function loadPlaces(lines) {
  return Promise.all(lines.filter((line) => PLACES[line.name]).map((line) => PLACES[line.name].load(line)));
}
