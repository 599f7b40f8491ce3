// Small parts that both sides use: tab lists, composers, attachment sheets, toasts, the log of messages.
import { act } from "./api.js";
import { draw, element } from "./message.js";
import { picture } from "./picture.js";

export const byId = (id) => document.getElementById(id);

export function toast(text, from = "") {
  const made = element("div", "toast", text);
  if (from) made.append(element("small", "", from));
  byId("toasts").append(made);
  setTimeout(() => made.remove(), 5000);
}

export function alertBox(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

/** Run something the person asked for and say what went wrong. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(`Tidak bisa: ${error.message}`);
    return undefined;
  }
}

/** Make arrow keys, Home and End move within a tab list. */
export function arrows(list) {
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    const at = tabs.indexOf(document.activeElement);
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: tabs.length - 1 };
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const tab = tabs[(steps[event.key] + tabs.length) % tabs.length];
    tab.click();
    const again = list.querySelector(`#${CSS.escape(tab.id)}`);
    (again || tab).focus();
  });
}

export function badge(holder, count) {
  let made = holder.querySelector(".count");
  if (!made) {
    made = element("span", "count");
    holder.append(made);
  }
  made.hidden = !count;
  made.textContent = count || "";
  if (count) made.setAttribute("aria-label", `${count} belum dibaca`);
}

/** Wire a composer: Enter sends, Shift+Enter breaks the line, the sheet offers attachments. */
export function composer(prefix, sheet, onText, onPhotos) {
  const form = byId(`${prefix}-form`);
  const field = byId(`${prefix}-text`);
  const attach = byId(`${prefix}-attach`);
  const file = byId(`${prefix}-file`);
  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 132)}px`;
  };
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    fit();
    onText(text);
  });
  attach.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    attach.open = false;
    attach.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!attach.contains(event.target)) attach.open = false;
  });
  const caption = () => {
    const text = field.value.trim();
    field.value = "";
    fit();
    return text;
  };
  file.addEventListener("change", async () => {
    const files = [...file.files].slice(0, 10);
    file.value = "";
    if (files.length) await onPhotos(files, caption());
  });
  const entries = [
    { label: "Unggah foto…", run: () => file.click() },
    ...sheet.scenes.map((scene) => ({
      label: scene.label,
      run: async () => onPhotos([await picture(scene.id, `Kupang, ${new Date().toLocaleString("id-ID")}`)], caption()),
    })),
    ...sheet.more,
  ];
  fillSheet(byId(`${prefix}-sheet`), attach, entries, field);
}

export function fillSheet(holder, attach, entries, field) {
  holder.replaceChildren(
    ...entries.map((entry) => {
      if (!entry) return element("hr");
      const button = element("button", "", entry.label);
      button.type = "button";
      button.addEventListener("click", () => {
        attach.open = false;
        field.focus();
        attempt(async () => entry.run());
      });
      return button;
    }),
  );
}

/** A log of messages: draws all, then changes single ones in place and stays at the end unless the reader scrolled up. */
export class Log {
  constructor(holder, viewOf, emptyText) {
    this.holder = holder;
    this.viewOf = viewOf;
    this.emptyText = emptyText;
  }

  fill(messages) {
    this.holder.replaceChildren(...messages.map((message) => draw(message, this.viewOf(message))));
    if (!messages.length) this.holder.append(element("p", "empty", this.emptyText));
    this.toEnd();
  }

  put(message) {
    const near = this.holder.scrollHeight - this.holder.scrollTop - this.holder.clientHeight < 160;
    const made = draw(message, this.viewOf(message));
    const old = this.find(message.message_id);
    if (old) {
      const focused = old.contains(document.activeElement) ? document.activeElement.textContent : null;
      old.replaceWith(made);
      if (focused !== null) ([...made.querySelectorAll("button")].find((button) => button.textContent === focused) || this.holder).focus();
    } else {
      this.holder.querySelector(".empty")?.remove();
      made.classList.add("fresh");
      this.holder.append(made);
    }
    if (near || !old) this.toEnd();
  }

  drop(messageId) {
    this.find(messageId)?.remove();
  }

  find(messageId) {
    return this.holder.querySelector(`[data-id="${messageId}"]`);
  }

  show(messageId) {
    this.find(messageId)?.scrollIntoView({ block: "center" });
  }

  toEnd() {
    this.holder.scrollTop = this.holder.scrollHeight;
    for (const photo of this.holder.querySelectorAll("img:not([data-seen])")) {
      photo.dataset.seen = "1";
      photo.addEventListener("load", () => { this.holder.scrollTop = this.holder.scrollHeight; }, { once: true });
    }
  }
}

/** Show that a pressed button waits; it ends with the bot's answer or after a while. */
export function busy(key) {
  key.setAttribute("aria-busy", "true");
  setTimeout(() => key.removeAttribute("aria-busy"), 4000);
}

/** Press an inline button in the group as somebody. */
export async function press(userId, chatId, message, button, key) {
  if (!button.callback_data) return;
  busy(key);
  await attempt(() => act("press", { user_id: userId, chat_id: chatId, message_id: message.message_id, data: button.callback_data }));
}
