// The tips: a list of steps that ticks itself off by what was done, wherever it was done, and leads to the next one.
import { byId, element } from "./element.js";
import { labelsOf } from "./message.js";
import { say } from "./words.js";

const FIXED = /^(Sudah beres|Fixed)$/;
const JUDGED = /^(Sudah beres|Belum beres|Fixed|Not fixed)$/;

/** Each step: what shows that it is done, and the button that does it. Read from the end: what came later proves what was before. */
const STEPS = [
  { key: "report", done: (world) => world.offers(/Verifikasi|Ambil/) },
  { key: "verify", press: /^Verifikasi$/, done: (world) => world.offers(/^Disposisi/, /^Verifikasi/) },
  { key: "dispose", press: /^Disposisi/, coordinator: true, done: (world) => world.offers(/Ambil$/) },
  { key: "claim", press: /Ambil$/, done: (world) => world.offers(/^(Progres|Tanya)/) },
  { key: "talk", press: /^Tanya/, done: (world) => world.spoke() },
  { key: "finish", press: /^Selesai/, done: (world) => world.asks(FIXED) },
  { key: "judge", done: (world) => world.judged() },
];

/** What the guide looks at: both sides as they stand. */
class World {
  constructor(store, lines) {
    this.store = store;
    this.chats = lines.flatMap((line) =>
      line.people.map((person) => {
        const all = line.messages(person.id);
        return { line, person: person.id, own: all.filter((one) => line.isMine(person.id, one)), said: all.filter((one) => !line.isMine(person.id, one)) };
      }),
    );
    this.group = store.messagesOf(store.groupId).filter((one) => one.message_thread_id);
  }

  offers(label, without = /$^/) {
    return this.group.some((one) => labelsOf(one).some((key) => label.test(key)) && !labelsOf(one).some((key) => without.test(key)));
  }

  /** An official has written to the citizen, who has written after it. */
  spoke() {
    const words = this.group.filter((one) => one.from.id !== this.store.bot.id && one.reply_to_message && !/^\//.test(one.text || ""));
    return words.length > 0 && this.chats.some((chat) => chat.own.some((one) => one.date > words[0].date));
  }

  asks(label) {
    return this.chats.some((chat) => chat.said.some((one) => labelsOf(one).some((key) => label.test(key))));
  }

  judged() {
    return this.asks(/⭐/) || this.chats.some((chat) => chat.own.some((one) => JUDGED.test(one.text || "")));
  }

  /** Give the chat of the citizen who is asked whether it is fixed, else the one where something was said last. */
  asked() {
    return this.chats.find((chat) => chat.said.some((one) => labelsOf(one).some((key) => FIXED.test(key))));
  }
}

export class Guide {
  constructor(store, lines, lead) {
    this.store = store;
    this.lines = lines;
    this.lead = lead;
    this.done = new Set();
    byId("step-go").addEventListener("click", () => this.go());
    this.refresh();
  }

  /** Look again soon; many events in one moment are one look. */
  look() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.refresh();
    });
  }

  refresh() {
    const world = new World(this.store, this.lines);
    const last = STEPS.findLastIndex((step) => this.done.has(step.key) || step.done(world));
    STEPS.slice(0, last + 1).forEach((step) => this.done.add(step.key));
    this.next = STEPS[last + 1];
    const shown = `${document.documentElement.lang} ${last}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.draw();
  }

  draw() {
    const key = this.next ? this.next.key : "all";
    byId("step-count").textContent = say("progress", { done: this.done.size, all: STEPS.length });
    byId("step-title").textContent = say(`step_${key}`);
    byId("step-hint").textContent = say(`hint_${key}`);
    byId("step-go").hidden = !this.next;
    byId("steps").replaceChildren(
      ...STEPS.map((step, index) => {
        const done = this.done.has(step.key);
        const item = element("li", done ? "done" : "");
        const sign = element("span", "sign", done ? "✓" : String(index + 1));
        sign.setAttribute("aria-hidden", "true");
        item.append(sign, element("span", "", say(`step_${step.key}`)));
        if (done) item.append(element("span", "visually-hidden", ` (${say("stepDone")})`));
        if (step === this.next) item.setAttribute("aria-current", "step");
        return item;
      }),
    );
  }

  /** Go where the next step is done: the side, the topic, and the official who may do it. */
  go() {
    const step = this.next;
    if (!step) return;
    if (!step.press) {
      const chat = step.key === "judge" ? new World(this.store, this.lines).asked() : undefined;
      this.lead.toCitizen(chat?.line, chat?.person);
      return;
    }
    const card = this.store.offering(step.press);
    const { actors } = this.store.scene;
    const thread = card ? card.message_thread_id : undefined;
    const topic = this.store.group?.topics.get(thread)?.name;
    const actor = actors.find((one) => one.topic && one.topic === topic) || actors[0];
    this.lead.toGroup(thread, actor.id, card?.message_id);
  }
}
