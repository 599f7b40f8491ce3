// Start the page: read the world, draw both sides, follow the events.
import { listen, look } from "./api.js";
import { CitizenSide } from "./citizen.js";
import { GroupSide } from "./group.js";
import { nameOf } from "./message.js";
import { Store } from "./store.js";
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

async function start() {
  const [scene, state] = await Promise.all([look("scene"), look("state")]);
  const store = new Store(state, scene);
  await Promise.all(
    [...store.chats.keys()].map(async (id) => store.load(id, (await look("messages", { chat_id: id })).messages)),
  );
  const sides = {};
  // A side that is out of sight on a phone counts what comes to it, even in the chat that it has open.
  const missed = { citizen: 0, group: 0 };
  const counts = () => SIDES.forEach((side) => badge(byId(`side-${side}`), sides[side] ? sides[side].unread + missed[side] : 0));
  sides.citizen = new CitizenSide(store, counts);
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
  listen(
    state.number,
    (event) => {
      const chat = store.apply(event);
      if (event.kind === "message" && event.message.from.id === store.bot.id) {
        const side = event.chat_id === store.groupId ? "group" : "citizen";
        const open = side === "citizen" ? event.chat_id === sides.citizen.current : true;
        if (byId(side).offsetParent === null && open && !event.message.forum_topic_created) missed[side] += 1;
      }
      SIDES.forEach((side) => sides[side].onEvent(event, chat));
      if (event.kind === "answer") answered(event, store);
      counts();
    },
    (on) => {
      byId("live").classList.toggle("on", on);
      byId("live-text").textContent = on ? "Tersambung" : "Menyambung lagi…";
    },
  );
}

start().catch((error) => toast(`Halaman tidak bisa dimulai: ${error.message}`));
