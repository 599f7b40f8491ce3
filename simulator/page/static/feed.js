// The strip below the phone: what is said in public, newest first, and a box to say something there.
import { byId, element } from "./element.js";
import { fillToolbar, rove } from "./roving.js";
import { attempt, badge } from "./widgets.js";
import { clock, current, say } from "./words.js";

const SAMPLES = {
  id: [
    "Lampu jalan di depan SDN Oebufu mati su 3 hari, gelap sekali. Tolong diperbaiki!",
    "Sampah di Pasar Oeba menumpuk dari minggu lalu, bau sekali",
    "Terima kasih, jalan di Kayu Putih sudah bagus",
  ],
  en: [
    "Lampu jalan di depan SDN Oebufu mati su 3 hari, gelap sekali. Tolong diperbaiki!",
    "Sampah di Pasar Oeba menumpuk dari minggu lalu, bau sekali",
  ],
};

export class Feed {
  /** `lead` shows the group's topic of candidates, `topic` finds it, when there is one by now. */
  constructor(places, { topic, lead }) {
    this.places = places;
    this.topic = topic;
    this.lead = lead;
    this.unread = 0;
    this.said = false;
    byId("public").hidden = !places.length;
    if (!places.length) return;
    byId("feed-open").addEventListener("click", () => this.show(byId("feed").hidden));
    byId("feed").addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    byId("feed-where").addEventListener("change", () => this.fillPeople());
    byId("feed-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(byId("feed-text").value.trim());
    });
    byId("feed-lead").addEventListener("click", () => this.lead(this.topic()));
    rove(byId("feed-samples"));
    this.relabel();
  }

  get place() {
    return this.places.find((place) => place.line.name === byId("feed-where").value) || this.places[0];
  }

  relabel() {
    if (!this.places.length) return;
    const chosen = byId("feed-where").value;
    byId("feed-where").replaceChildren(...this.places.map(({ line }) => new Option(say(`feedOn_${line.name}`, { name: line.account?.username || "" }), line.name)));
    if (chosen) byId("feed-where").value = chosen;
    this.fillPeople();
    fillToolbar(byId("feed-samples"), SAMPLES[current()].map((words) => this.sample(words)));
    this.draw();
  }

  fillPeople() {
    const chosen = byId("feed-who").value;
    byId("feed-who").replaceChildren(...this.place.line.people.map((person) => new Option(person.name, person.id)));
    if (this.place.line.users.has(chosen)) byId("feed-who").value = chosen;
  }

  sample(words) {
    const key = element("button", "", words);
    key.type = "button";
    key.lang = "id";
    key.addEventListener("click", () => {
      byId("feed-text").value = words;
      byId("feed-text").focus();
    });
    return key;
  }

  show(open) {
    byId("feed").hidden = !open;
    byId("feed-open").setAttribute("aria-expanded", open);
    if (open) this.unread = 0;
    this.draw();
    if (open) byId("feed-text").focus();
    else byId("feed-open").focus();
  }

  async say(text) {
    if (!text) return;
    const { place } = this;
    const done = await attempt(() => place.say(byId("feed-who").value, text));
    if (done === undefined) return;
    byId("feed-text").value = "";
    this.said = true;
    this.draw();
  }

  /** Take an event of a line in. */
  take(line, event) {
    const place = this.places.find((one) => one.line === line);
    const news = place?.take(event);
    if (!news) return;
    if (news.city && byId("feed").hidden) this.unread += 1;
    this.draw();
  }

  /** Draw threads, the one first in which something was said last; answers stand below what they answer. */
  draw() {
    const all = this.places.flatMap((place) => [...place.items.values()]);
    const newest = [...all].sort((one, other) => other.at - one.at)[0];
    const beneath = (id) => all.filter((one) => one.parent === id).sort((one, other) => one.at - other.at);
    const whole = (item, depth) => [this.card(item, depth), ...beneath(item.id).flatMap((one) => whole(one, depth + 1))];
    const last = (item) => Math.max(item.at, ...beneath(item.id).map(last));
    const known = new Set(all.map((one) => one.id));
    const roots = all.filter((one) => !known.has(one.parent)).sort((one, other) => last(other) - last(one));
    byId("feed-list").replaceChildren(...roots.flatMap((item) => whole(item, 0)));
    byId("feed-last").textContent = newest ? `${newest.author}: ${newest.text}` : "";
    byId("feed-lead").hidden = !this.said || !this.topic();
    badge(byId("feed-open"), this.unread);
  }

  card(item, depth) {
    const made = element("article", `post${item.city ? " city" : ""}`);
    made.dataset.line = item.app;
    made.dataset.depth = Math.min(depth, 2);
    const head = element("div", "post-head");
    const sign = element("span", "sign", { x: "X", messenger: "FB", instagram: "IG" }[item.app]);
    sign.setAttribute("aria-hidden", "true");
    head.append(sign, element("strong", "", item.author), element("span", "post-time", clock(item.at)));
    made.append(head, element("p", "post-text", item.text));
    if (!item.city && item.app !== "instagram") {
      const remove = element("button", "post-remove", say("feedRemove"));
      remove.type = "button";
      remove.setAttribute("aria-label", say("feedRemoveWhat", { what: item.text.slice(0, 40) }));
      const place = this.places.find((one) => one.line.name === item.app);
      remove.addEventListener("click", () => attempt(() => place.remove(item.id)));
      head.append(remove);
    }
    return made;
  }
}
