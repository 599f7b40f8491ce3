// The left side: the phone of the citizen that is chosen, whichever platform the citizen is on.
import { byId, element } from "./element.js";
import { Log } from "./log.js";
import { SCENES } from "./picture.js";
import { arrows, fillToolbar, rove } from "./roving.js";
import { attempt, badge, busy, composer, fillSheet, photoEntries } from "./widgets.js";
import { current, say } from "./words.js";

const FIRST_WORDS = {
  id: [
    "Lampu jalan mati su 3 hari di depan SDN Oebufu",
    "Sampah menumpuk di Pasar Oeba, bau sekali",
    "Air sonde jalan dari kemarin di Sikumana",
    "Jalan berlubang besar di Jl. Frans Seda, tolong",
  ],
  en: [
    "The street light in front of SDN Oebufu has been out for 3 days",
    "Garbage is piling up at Pasar Oeba and it stinks",
    "No water from the tap since yesterday in Sikumana",
  ],
};
const ENGLISH = "English, please";
const PLACES = [
  { label: "SDN Oebufu", latitude: -10.1694, longitude: 123.6277 },
  { label: "Pasar Oeba", latitude: -10.1547, longitude: 123.5944 },
];

/** Put tabs into their list anew; who was on one of them stays there. */
function refill(list, tabs) {
  const was = list.contains(document.activeElement) ? document.activeElement.id : "";
  list.replaceChildren(...tabs);
  if (was) byId(was)?.focus();
}

export class CitizenSide {
  constructor(lines, onUnread) {
    this.lines = lines;
    this.onUnread = onUnread;
    this.line = lines.find((line) => line.people.length) || lines[0];
    this.current = this.line.people[0]?.id;
    this.lately = new Map();
    for (const line of lines) line.onUsed = (person, message) => this.onNews(line, { person, message });
    this.log = new Log(byId("citizen-log"), (message) => this.view(message), () => say("citizenEmpty"));
    this.taken = composer("citizen", (text) => this.say(text), (files, caption) => this.photos(files, caption));
    arrows(byId("apps"));
    arrows(byId("citizens"));
    for (const toolbar of ["suggest", "reply-keyboard", "choices-rows"]) rove(byId(toolbar));
    byId("add-citizen").addEventListener("click", () => {
      byId("new-line").value = this.line.name;
      byId("new-citizen").showModal();
    });
    byId("new-cancel").addEventListener("click", () => byId("new-citizen").close());
    byId("choices-close").addEventListener("click", () => byId("choices").close());
    byId("new-line").replaceChildren(...lines.map((line) => new Option(line.label, line.name)));
    byId("new-line-row").hidden = lines.length < 2;
    byId("new-citizen-form").addEventListener("submit", () => this.add(byId("new-name").value.trim()));
    this.render();
  }

  view(message) {
    const { line, current: person } = this;
    return {
      mine: line.isMine(person, message),
      showAuthor: false,
      ticks: line.ticks(person, message),
      used: line.used(person, message),
      reaction: line.reaction(person, message),
      onPress: (shown, button, key) => this.press(line, person, shown, button, key),
      onList: (shown) => this.openList(line, person, shown),
      onQuote: (id) => this.log.show(id),
    };
  }

  async press(line, person, message, button, key) {
    busy(key);
    await attempt(() => line.press(person, message, button));
    if (line.name !== "telegram") key.removeAttribute("aria-busy");
  }

  /** Show the rows of a list in a dialog; a row answers and closes it. */
  openList(line, person, message) {
    const box = byId("choices");
    byId("choices-title").textContent = message.list.label;
    const row = (one) => {
      const key = element("button", "row-choice", one.title);
      key.type = "button";
      if (one.description) key.append(element("small", "", one.description));
      key.addEventListener("click", () => {
        box.close();
        attempt(() => line.press(person, message, { id: one.id, text: one.title }));
      });
      return key;
    };
    const parts = message.list.sections.flatMap((section) => [
      ...(section.title ? [element("h3", "", section.title)] : []),
      ...section.rows.map(row),
    ]);
    fillToolbar(byId("choices-rows"), parts);
    box.showModal();
  }

  say(text) {
    return attempt(() => this.line.say(this.current, text));
  }

  photos(files, caption) {
    return attempt(() => this.line.photos(this.current, files, caption));
  }

  async add(name) {
    if (!name) return;
    byId("new-name").value = "";
    const line = this.lines.find((one) => one.name === byId("new-line").value) || this.lines[0];
    const id = await attempt(() => line.add(name));
    if (id === undefined) return;
    this.choose(line, id);
    byId("citizen-text").focus();
  }

  choose(line, id) {
    this.line = line;
    this.current = id;
    this.lately.set(line, id);
    line.setUnread(id, 0);
    this.render();
    this.onUnread();
  }

  get unread() {
    return this.lines.flatMap((line) => line.people.map((person) => line.unread(person.id))).reduce((sum, count) => sum + count, 0);
  }

  render() {
    byId("citizen").dataset.line = this.line.name;
    byId("bot-name").textContent = this.line.service;
    this.idle();
    this.fillMenu();
    this.renderApps();
    this.renderPeople();
    this.log.fill(this.line.messages(this.current));
    this.renderKeys();
  }

  /** The apps of the phone; where there is one alone, nothing is to be chosen. */
  renderApps() {
    byId("apps").hidden = this.lines.length < 2;
    refill(byId("apps"), this.lines.map((line) => this.app(line)));
  }

  app(line) {
    const chosen = line === this.line;
    const tab = element("button", "app");
    tab.type = "button";
    tab.id = `app-${line.name}`;
    tab.dataset.line = line.name;
    const sign = element("span", "sign", line.short);
    sign.setAttribute("aria-hidden", "true");
    tab.append(sign, element("span", "app-name", line.label));
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", chosen);
    tab.setAttribute("aria-controls", "screen");
    tab.tabIndex = chosen ? 0 : -1;
    badge(tab, line.people.reduce((sum, person) => sum + line.unread(person.id), 0));
    tab.addEventListener("click", () => this.choose(line, chosen ? this.current : this.lately.get(line) ?? line.people[0]?.id));
    return tab;
  }

  renderPeople() {
    const pills = this.line.people.map((person) => this.pill(this.line, person));
    refill(byId("citizens"), pills);
    pills.find((pill) => pill.tabIndex === 0)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  pill(line, person) {
    const pill = element("button", "pill", person.name);
    const chosen = person.id === this.current;
    pill.type = "button";
    pill.id = `citizen-${line.name}-${person.id}`;
    if (this.lines.length > 1) pill.append(element("span", "visually-hidden", ` ${line.label}`));
    pill.setAttribute("role", "tab");
    pill.setAttribute("aria-selected", chosen);
    pill.setAttribute("aria-controls", "screen");
    pill.tabIndex = chosen ? 0 : -1;
    badge(pill, line.unread(person.id));
    pill.addEventListener("click", () => this.choose(line, person.id));
    return pill;
  }

  renderKeys() {
    const keys = this.line.keys(this.current);
    const holder = byId("reply-keyboard");
    holder.hidden = !keys.length;
    fillToolbar(
      holder,
      keys.map((row) => {
        const line = element("div", "line");
        for (const button of row) {
          const key = element("button", "", button.text);
          key.type = "button";
          key.addEventListener("click", () => {
            attempt(() => this.line.tap(this.current, button));
            byId("citizen-text").focus({ preventScroll: true });
          });
          line.append(key);
        }
        return line;
      }),
    );
    this.renderSuggestions(!holder.hidden);
  }

  /** Offer words to begin with, as long as nothing but a greeting was said. */
  renderSuggestions(elsewhere) {
    const openings = [this.line.greeting, ENGLISH];
    const own = this.line.messages(this.current).filter((message) => this.line.isMine(this.current, message));
    const said = own.map((message) => message.text);
    const opening = current() === "en" ? ENGLISH : this.line.greeting;
    const words = said.includes(opening) ? FIRST_WORDS[current()] : [...FIRST_WORDS[current()], opening];
    const offered = !elsewhere && said.every((one) => openings.includes(one));
    byId("suggest").hidden = !offered;
    if (offered) fillToolbar(byId("suggest"), words.map((one) => this.suggestion(one)));
  }

  suggestion(words) {
    const button = element("button", "", words);
    button.type = "button";
    button.addEventListener("click", () => {
      this.say(words);
      byId("citizen-text").focus({ preventScroll: true });
    });
    return button;
  }

  fillMenu() {
    const commands = this.line.commands.map((command) => ({ label: command.label, run: () => (command.run ? command.run(this.current) : this.say(command.text)) }));
    const photos = photoEntries("citizen", SCENES, this.taken, (files, caption) => this.photos(files, caption));
    const places = PLACES.map((place) => ({ label: say("sendPlace", { place: place.label }), run: () => this.line.place(this.current, place) }));
    fillSheet("citizen", commands.length ? [...photos, ...places, null, ...commands] : [...photos, ...places]);
  }

  /** Draw what a line says is new. */
  onNews(line, news) {
    if (news.people && line === this.line) this.renderPeople();
    if (news.commands && line === this.line) this.fillMenu();
    if (news.person === undefined) return;
    const shown = line === this.line && news.person === this.current;
    if (news.fromBot) {
      if (!shown) line.setUnread(news.person, line.unread(news.person) + 1);
      this.renderApps();
      if (line === this.line) this.renderPeople();
    }
    if (!shown) return;
    if (news.typing) this.typing();
    if (news.again) this.log.put(news.again);
    if (news.message) this.log.put(news.message);
    if (news.dropped) this.log.drop(news.dropped);
    if (news.fresh) {
      this.idle();
      this.renderKeys();
    }
  }

  typing() {
    byId("bot-status").textContent = say("typing");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.idle(), 5000);
  }

  idle() {
    byId("bot-status").textContent = this.line.note(this.current);
  }
}
