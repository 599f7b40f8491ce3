// Start the page: read the world, draw both sides, follow the events.
import { WHATSAPP, listen, look } from "./api.js";
import { CitizenSide } from "./citizen.js";
import { GroupSide } from "./group.js";
import { nameOf } from "./message.js";
import { Store } from "./store.js";
import { TelegramLine } from "./telegram.js";
import { WhatsAppLine } from "./whatsapp.js";
import { alertBox, arrows, badge, byId, toast } from "./widgets.js";

const SIDES = ["citizen", "group"];

function showSide(name) {
  for (const side of SIDES) {
    const chosen = side === name;
    byId(side).classList.toggle("away", !chosen);
    byId(`side-${side}`).setAttribute("aria-selected", chosen);
    byId(`side-${side}`).tabIndex = chosen ? 0 : -1;
  }
}

function answered(event, store) {
  document.querySelectorAll('[aria-busy="true"]').forEach((key) => key.removeAttribute("aria-busy"));
  if (!event.text) return;
  const user = store.users.get(event.user_id);
  if (event.show_alert) alertBox(event.text);
  else toast(event.text, user ? `hanya dilihat ${nameOf(user)}` : "");
}

const connections = {};

/** Give what notes the state of one stream; the page is live when all are. */
function connection(name) {
  connections[name] = false;
  return (on) => {
    connections[name] = on;
    const live = Object.values(connections).every(Boolean);
    byId("live").classList.toggle("on", live);
    byId("live-text").textContent = live ? "Tersambung" : "Menyambung lagi…";
  };
}

async function start() {
  const [scene, state] = await Promise.all([look("scene"), look("state")]);
  const store = new Store(state, scene);
  await Promise.all(
    [...store.chats.keys()].map(async (id) => store.load(id, (await look("messages", { chat_id: id })).messages)),
  );
  const telegram = new TelegramLine(store);
  const whatsapp = scene.whatsapp ? await WhatsAppLine.load() : null;
  const sides = {};
  // A side that is out of sight on a phone counts what comes to it, even in the chat that it has open.
  const missed = { citizen: 0, group: 0 };
  const counts = () => SIDES.forEach((side) => badge(byId(`side-${side}`), sides[side] ? sides[side].unread + missed[side] : 0));
  const miss = (side, open) => {
    if (byId(side).offsetParent === null && open) missed[side] += 1;
  };
  sides.citizen = new CitizenSide([telegram, ...(whatsapp ? [whatsapp] : [])], counts);
  sides.group = new GroupSide(store, counts);
  for (const side of SIDES) {
    byId(`side-${side}`).addEventListener("click", () => {
      showSide(side);
      missed[side] = 0;
      counts();
      sides[side].log.toEnd();
    });
  }
  arrows(document.querySelector(".sides"));
  showSide("citizen");
  counts();
  if (window.matchMedia("(max-width: 900px)").matches) byId("try").open = false;

  const toCitizen = (line, news) => {
    if (news.fromBot) miss("citizen", line === sides.citizen.line && news.person === sides.citizen.current);
    sides.citizen.onNews(line, news);
  };
  listen(
    state.number,
    (event) => {
      const chat = store.apply(event);
      if (event.kind === "message" && event.chat_id === store.groupId && event.message.from.id === store.bot.id) {
        miss("group", !event.message.forum_topic_created);
      }
      toCitizen(telegram, telegram.news(event, chat));
      sides.group.onEvent(event, chat);
      if (event.kind === "answer") answered(event, store);
      counts();
    },
    connection("telegram"),
  );
  if (!whatsapp) return;
  listen(
    whatsapp.number,
    (event) => {
      toCitizen(whatsapp, whatsapp.news(event));
      counts();
    },
    connection("whatsapp"),
    WHATSAPP,
  );
}

start().catch((error) => toast(`Halaman tidak bisa dimulai: ${error.message}`));
