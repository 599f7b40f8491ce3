// Start the page: read the world, draw both sides, follow the events.
import { listen, look } from "./api.js";
import { CitizenSide } from "./citizen.js";
import { byId } from "./element.js";
import { Feed } from "./feed.js";
import { GroupSide } from "./group.js";
import { Guide } from "./guide.js";
import { nameOf } from "./message.js";
import { PageLine } from "./pages.js";
import { loadPlaces } from "./public.js";
import { arrows } from "./roving.js";
import { SmsLine } from "./sms.js";
import { Store } from "./store.js";
import { TelegramLine } from "./telegram.js";
import { WhatsAppLine } from "./whatsapp.js";
import { alertBox, badge, toast } from "./widgets.js";
import { say, startLanguage } from "./words.js";
import { XLine } from "./x.js";

const SIDES = ["citizen", "group"];
/** What brings the citizens of each app to the page; those of Telegram come with the group's store. */
const LOADS = { whatsapp: () => WhatsAppLine.load(), messenger: PageLine.load, instagram: PageLine.load, x: () => XLine.load(), sms: () => SmsLine.load() };
const PHONE = window.matchMedia("(max-width: 900px)");

function showSide(name) {
  for (const side of SIDES) {
    const chosen = side === name;
    byId(side).classList.toggle("away", !chosen);
    byId(`side-${side}`).setAttribute("aria-selected", chosen);
    byId(`side-${side}`).tabIndex = chosen ? 0 : -1;
  }
}

/** Show what the bot answered to a button that was pressed on this page: it is seen by the person who pressed it alone. */
function answered(event, store, group) {
  document.querySelectorAll('[aria-busy="true"]').forEach((key) => key.removeAttribute("aria-busy"));
  if (event.url) group.opener(event.url)?.();
  if (!event.text) return;
  const user = store.users.get(event.user_id);
  if (event.show_alert) alertBox(event.text, group.opener(event.text));
  else if (!group.asked) toast(event.text, user ? say("onlySeenBy", { name: nameOf(user) }) : "");
}

const connections = {};

function showConnection() {
  const live = Object.values(connections).every(Boolean);
  byId("live").classList.toggle("on", live);
  byId("live-text").textContent = say(live ? "connected" : "again");
}

/** Give what notes the state of one stream; the page is live when all are. */
function connection(name) {
  connections[name] = false;
  return (on) => {
    connections[name] = on;
    showConnection();
  };
}

class Play {
  constructor(store, lines, places) {
    this.store = store;
    this.lines = lines;
    this.feed = new Feed(places, { topic: () => store.topicNamed(store.scene.public_topic), lead: (thread) => this.toGroup(thread, store.scene.actors[0].id) });
    // A side that is out of sight on a phone counts what comes to it, even in the chat that it has open.
    this.missed = { citizen: 0, group: 0 };
    this.citizen = new CitizenSide(lines, () => this.counts());
    this.group = new GroupSide(store, () => this.counts());
    this.guide = new Guide(store, lines, this);
    for (const side of SIDES) byId(`side-${side}`).addEventListener("click", () => this.show(side));
    arrows(document.querySelector(".sides"));
    showSide("citizen");
    this.counts();
    if (PHONE.matches) byId("try").open = false;
  }

  show(side) {
    showSide(side);
    this.missed[side] = 0;
    this.counts();
    this[side].log.toEnd();
  }

  counts() {
    for (const side of SIDES) badge(byId(`side-${side}`), (this[side]?.unread || 0) + this.missed[side]);
  }

  miss(side, open) {
    if (byId(side).offsetParent === null && open) this.missed[side] += 1;
  }

  toCitizen(line, person) {
    this.show("citizen");
    if (line) this.citizen.choose(line, person);
    byId("citizen-text").focus();
  }

  toGroup(thread, actor, message) {
    this.show("group");
    this.group.goTo(thread, actor, message);
  }

  relabel() {
    showConnection();
    this.citizen.render();
    this.group.relabel();
    this.guide.refresh();
    this.feed.relabel();
    this.counts();
  }

  news(line, news) {
    if (news.fromBot) this.miss("citizen", line === this.citizen.line && news.person === this.citizen.current);
    this.citizen.onNews(line, news);
    if (news.people) this.feed.relabel();
    this.counts();
    this.guide.look();
  }

  telegram(event, line) {
    const chat = this.store.apply(event);
    if (event.kind === "message" && event.chat_id === this.store.groupId && event.message.from.id === this.store.bot.id) {
      this.miss("group", !event.message.forum_topic_created);
    }
    this.news(line, line.news(event, chat));
    this.group.onEvent(event, chat);
    if (event.kind === "topic") this.feed.relabel();
    if (event.kind === "answer") {
      const here = [this.group.last?.actor, line.last?.id].includes(event.user_id);
      const used = line.answered(event);
      if (used) this.citizen.onNews(line, used);
      if (here) answered(event, this.store, this.group);
    }
    this.counts();
  }
}

async function start() {
  let play;
  startLanguage(() => play?.relabel());
  const [scene, state] = await Promise.all([look("scene"), look("state")]);
  const store = new Store(state, scene);
  await Promise.all(
    [...store.chats.keys()].map(async (id) => store.load(id, (await look("messages", { chat_id: id })).messages)),
  );
  const telegram = new TelegramLine(store);
  const lines = await Promise.all(scene.apps.map((name) => (name === telegram.name ? telegram : LOADS[name](name))));
  play = new Play(store, lines, await loadPlaces(lines));
  listen(state.number, (event) => play.telegram(event, telegram), connection(telegram.name));
  for (const line of lines.filter((one) => one !== telegram)) {
    const take = (event) => {
      play.news(line, line.news(event));
      play.feed.take(line, event);
    };
    if (line.follow) line.follow(take, connection(line.name));
    else listen(line.number, take, connection(line.name), line.base);
  }
}

start().catch((error) => toast(say("cannotStart", { why: error.message })));
