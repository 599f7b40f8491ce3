// The left side: the phone of the citizen that is chosen.
import { act, base64 } from "./api.js";
import { element, nameOf } from "./message.js";
import { SCENES } from "./picture.js";
import { Log, arrows, attempt, badge, byId, composer, fillSheet, press } from "./widgets.js";

const FIRST_WORDS = [
  "Lampu jalan mati su 3 hari di depan SDN Oebufu",
  "Sampah menumpuk di Pasar Oeba, bau sekali",
  "Air sonde jalan dari kemarin di Sikumana",
  "Jalan berlubang besar di Jl. Frans Seda, tolong",
];
const PLACES = [
  { label: "Kirim lokasi: SDN Oebufu", latitude: -10.1694, longitude: 123.6277 },
  { label: "Kirim lokasi: Pasar Oeba", latitude: -10.1547, longitude: 123.5944 },
];

export class CitizenSide {
  constructor(store, onUnread) {
    this.store = store;
    this.onUnread = onUnread;
    this.current = store.citizens[0]?.id;
    this.log = new Log(byId("citizen-log"), (message) => this.view(message), "Belum ada pesan. Pilih satu contoh di bawah, atau tulis sendiri.");
    byId("bot-name").textContent = store.bot.first_name;
    composer("citizen", { scenes: [], more: [] }, (text) => this.say(text), (files, caption) => this.photos(files, caption));
    this.fillMenu();
    arrows(byId("citizens"));
    byId("add-citizen").addEventListener("click", () => byId("new-citizen").showModal());
    byId("new-cancel").addEventListener("click", () => byId("new-citizen").close());
    byId("new-citizen-form").addEventListener("submit", () => this.add(byId("new-name").value.trim()));
    this.render();
  }

  get chat() {
    return this.store.chats.get(this.current);
  }

  view(message) {
    return {
      mine: message.from.id === this.current,
      showAuthor: false,
      botId: this.store.bot.id,
      reaction: this.store.reaction(this.current, message.message_id),
      onPress: (shown, button, key) => press(this.current, this.current, shown, button, key),
      onQuote: (id) => this.log.show(id),
    };
  }

  say(text) {
    return attempt(() => act("say", { user_id: this.current, text }));
  }

  async photos(files, caption) {
    const photos = await Promise.all(files.map(base64));
    await attempt(() =>
      photos.length === 1
        ? act("send_photo", { user_id: this.current, data: photos[0], caption })
        : act("send_album", { user_id: this.current, photos, caption }),
    );
  }

  async add(name) {
    if (!name) return;
    byId("new-name").value = "";
    const id = Math.max(1199, ...this.store.citizens.map((user) => user.id)) + 1;
    const [first, ...rest] = name.split(/\s+/);
    const made = await attempt(() => act("add_user", { user_id: id, first_name: first, last_name: rest.join(" ") || null }));
    if (!made) return;
    this.store.apply({ kind: "user", user: made });
    this.choose(id);
    byId("citizen-text").focus();
  }

  choose(id) {
    this.current = id;
    this.chat.unread.clear();
    this.render();
    this.onUnread();
  }

  get unread() {
    return this.store.citizens.reduce((sum, user) => sum + (this.store.chats.get(user.id)?.unread.get(0) || 0), 0);
  }

  render() {
    this.renderPeople();
    this.log.fill(this.store.messagesOf(this.current));
    this.renderKeys();
  }

  renderPeople() {
    byId("citizens").replaceChildren(
      ...this.store.citizens.map((user) => {
        const pill = element("button", "pill", nameOf(user));
        const chosen = user.id === this.current;
        pill.id = `citizen-${user.id}`;
        pill.setAttribute("role", "tab");
        pill.setAttribute("aria-selected", chosen);
        pill.tabIndex = chosen ? 0 : -1;
        badge(pill, this.store.chats.get(user.id)?.unread.get(0) || 0);
        pill.addEventListener("click", () => this.choose(user.id));
        return pill;
      }),
    );
  }

  renderKeys() {
    const keys = this.chat?.replyKeyboard;
    const holder = byId("reply-keyboard");
    holder.hidden = !keys;
    holder.replaceChildren(
      ...(keys?.keyboard || []).map((row) => {
        const line = element("div", "line");
        for (const button of row) {
          const key = element("button", "", button.text);
          key.type = "button";
          key.addEventListener("click", () => attempt(() => act("tap", { user_id: this.current, label: button.text })));
          line.append(key);
        }
        return line;
      }),
    );
    const fresh = this.store.messagesOf(this.current).length === 0;
    byId("suggest").hidden = !fresh;
    if (!fresh) return;
    byId("suggest").replaceChildren(
      ...["/start", ...FIRST_WORDS].map((words) => {
        const button = element("button", "", words);
        button.type = "button";
        button.addEventListener("click", () => {
          this.say(words);
          byId("citizen-text").focus();
        });
        return button;
      }),
    );
  }

  fillMenu() {
    const field = byId("citizen-text");
    const commands = this.store.menu.slice(0, 8).map((command) => ({
      label: `/${command.command}  ${command.description}`, run: () => this.say(`/${command.command}`),
    }));
    const scenes = SCENES.map((scene) => ({ label: scene.label, run: () => this.sample(scene.id) }));
    const places = PLACES.map(({ label, latitude, longitude }) => ({
      label, run: () => act("send_location", { user_id: this.current, latitude, longitude }),
    }));
    const entries = [{ label: "Unggah foto…", run: () => byId("citizen-file").click() }, ...scenes, ...places];
    fillSheet(byId("citizen-sheet"), byId("citizen-attach"), commands.length ? [...entries, null, ...commands] : entries, field);
  }

  async sample(scene) {
    const { picture } = await import("./picture.js");
    const field = byId("citizen-text");
    const caption = field.value.trim();
    field.value = "";
    await this.photos([await picture(scene, `Kupang, ${new Date().toLocaleString("id-ID")}`)], caption);
  }

  onEvent(event, chat) {
    if (event.kind === "user") this.renderPeople();
    if (event.kind === "commands") this.fillMenu();
    if (!chat || chat.type !== "private") return;
    const shown = chat.id === this.current;
    if (event.kind === "action" && shown) this.typing();
    if (event.kind === "message" && event.message.from.id === this.store.bot.id) {
      if (!shown) chat.unread.set(0, (chat.unread.get(0) || 0) + 1);
      this.renderPeople();
    }
    if (!shown) return;
    if (event.kind === "message" || event.kind === "edited") this.log.put(event.message);
    if (event.kind === "message") this.idle();
    if (event.kind === "reaction" && chat.messages.has(event.message_id)) this.log.put(chat.messages.get(event.message_id));
    if (event.kind === "deleted") this.log.drop(event.message_id);
    if (event.kind === "message") this.renderKeys();
  }

  typing() {
    byId("bot-status").textContent = "sedang mengetik…";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.idle(), 5000);
  }

  idle() {
    byId("bot-status").textContent = "bot layanan pengaduan";
  }
}
