// A log of messages: draws all, then changes single ones in place, and is one tab stop in which the arrows move.
import { element } from "./element.js";
import { draw } from "./message.js";
import { oneStop, rove } from "./roving.js";

const NEAR = 160;

export class Log {
  constructor(holder, viewOf, emptyText) {
    this.holder = holder;
    this.viewOf = viewOf;
    this.emptyText = emptyText;
    rove(holder);
    // Keys that come up below take room from the log: what was at its end stays in sight.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(holder);
    holder.addEventListener("scroll", () => { this.atEnd = this.near; });
    holder.addEventListener("focusin", (event) => {
      const article = event.target.closest("article");
      if (article && article !== this.stop) this.settle(article);
    });
    holder.addEventListener("keydown", (event) => this.move(event));
  }

  get near() {
    return this.holder.scrollHeight - this.holder.scrollTop - this.holder.clientHeight < NEAR;
  }

  get articles() {
    return [...this.holder.querySelectorAll("article")];
  }

  fill(messages) {
    this.holder.replaceChildren(...messages.map((message) => draw(message, this.viewOf(message))));
    if (!this.articles.length) this.holder.append(element("p", "empty", this.emptyText()));
    this.settle();
    this.toEnd();
  }

  /** Show a message that is new, or one in its new form; a form that reads otherwise than before lights up for a moment. */
  put(message) {
    const { near } = this;
    const made = draw(message, this.viewOf(message));
    const old = this.find(message.message_id);
    if (old) {
      if (old.querySelector(".text")?.textContent !== made.querySelector(".text")?.textContent) made.classList.add("changed");
      this.replace(old, made);
    } else {
      this.holder.querySelector(".empty")?.remove();
      made.classList.add("fresh");
      this.holder.append(made);
    }
    this.settle(this.holder.contains(document.activeElement) ? document.activeElement.closest("article") : undefined);
    if (near || !old) this.toEnd();
    if (old && near && made === this.holder.lastElementChild) made.querySelector(".main:not(.used)")?.scrollIntoView({ block: "nearest" });
  }

  replace(old, made) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(made);
    if (!focused) return;
    const same = focused === old ? made : [...made.querySelectorAll("button, a")].find((key) => key.textContent === focused.textContent);
    (same || made).focus();
  }

  drop(messageId) {
    this.find(messageId)?.remove();
    this.settle();
  }

  find(messageId) {
    return this.holder.querySelector(`[data-id="${messageId}"]`);
  }

  show(messageId) {
    this.find(messageId)?.scrollIntoView({ block: "center" });
    this.find(messageId)?.focus();
  }

  /** Leave one message in the tab order, with its own keys: by itself the newest that asks for something. */
  settle(article = undefined) {
    const { articles } = this;
    const open = articles.filter((one) => one.querySelector(".buttons:not(.used)"));
    this.stop = article || open[open.length - 1] || articles[articles.length - 1];
    for (const one of articles) {
      const here = one === this.stop;
      one.tabIndex = here ? 0 : -1;
      for (const key of one.querySelectorAll("button, a[href]")) key.tabIndex = here ? 0 : -1;
      const toolbar = here && one.querySelector('[role="toolbar"]');
      if (toolbar) oneStop(toolbar, toolbar.contains(document.activeElement) ? document.activeElement : undefined);
    }
  }

  move(event) {
    const { articles } = this;
    const at = articles.indexOf(event.target);
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 }[event.key];
    if (at < 0 || next === undefined || !articles[next]) return;
    event.preventDefault();
    articles[next].focus();
  }

  toEnd() {
    this.atEnd = true;
    this.holder.scrollTop = this.holder.scrollHeight;
    for (const photo of this.holder.querySelectorAll("img:not([data-seen])")) {
      photo.dataset.seen = "1";
      photo.addEventListener("load", () => { this.holder.scrollTop = this.holder.scrollHeight; }, { once: true });
    }
  }
}
