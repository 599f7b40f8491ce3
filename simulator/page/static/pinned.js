// The newest pinned message of the place that is open, in one line above its messages, as Telegram draws it.
import { byId } from "./element.js";
import { summary } from "./message.js";
import { say } from "./words.js";

/** Show what is pinned in a chat among these messages; a press leads to it. */
export function drawPinned(chat, messages, onOpen) {
  const bar = byId("pinned");
  const shown = messages.filter((message) => chat?.pinned.includes(message.message_id)).pop();
  bar.hidden = !shown;
  if (!shown) return;
  bar.textContent = summary(shown);
  bar.setAttribute("aria-label", `${say("pinned")}: ${summary(shown)}`);
  bar.onclick = () => onOpen(shown.message_id);
}
