"""A small bot for the page's test: answers citizens, shows a card to officials, relays replies."""

import html
from typing import Any

import aiohttp

from simulator.telegram import TelegramStandIn

Json = dict[str, Any]


class FakeBot:
    """Poll the stand-in and answer; one ticket per citizen message."""

    def __init__(self, standin: TelegramStandIn, group_id: int) -> None:
        self.url = f"{standin.base_url}/bot{standin.token}/"
        self.group_id = group_id
        self.username = standin.world.bot.username
        self.topics: dict[str, int] = {}
        self.cards: dict[int, Json] = {}
        self.number = 0

    async def run(self) -> None:
        """Set up, then poll until cancelled."""
        async with aiohttp.ClientSession() as self.session:
            commands = [
                {"command": "lapor", "description": "Buat laporan"},
                {"command": "status", "description": "Cek"},
            ]
            await self.call("setMyCommands", commands=commands)
            for name, color in (
                ("Verifikasi", 16766590),
                ("Dinas Perhubungan", 7322096),
                ("Lingkungan Hidup", 9367192),
            ):
                topic = await self.call("createForumTopic", chat_id=self.group_id, name=name, icon_color=color)
                self.topics[name] = topic["message_thread_id"]
            offset = 0
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20):
                    offset = update["update_id"] + 1
                    await self.handle(update)

    async def call(self, method: str, **params: Any) -> Any:
        """Call the API."""
        async with self.session.post(self.url + method, json=params) as response:
            body = await response.json()
            assert body["ok"], body
            return body["result"]

    async def handle(self, update: Json) -> None:
        """Answer one update."""
        if "callback_query" in update:
            await self.pressed(update["callback_query"])
        elif "message" in update and update["message"]["chat"]["type"] == "private":
            await self.citizen(update["message"])
        elif "message" in update:
            await self.official(update["message"])

    async def citizen(self, message: Json) -> None:
        """Ask for the place once, then file a ticket."""
        chat_id = message["chat"]["id"]
        await self.call("sendChatAction", chat_id=chat_id, action="typing")
        if message.get("text", "").startswith("/start"):
            keys = {
                "keyboard": [[{"text": "📍 Kirim lokasi", "request_location": True}], ["Lewati"]],
                "resize_keyboard": True,
            }
            await self.call("sendMessage", chat_id=chat_id, text="Selamat datang. Ada apa?", reply_markup=keys)
            return
        self.number += 1
        name = f"KPG-26-{self.number:04d}"
        words = html.escape(message.get("text") or message.get("caption") or "(lampiran)")
        text = f"<b>{name}</b>\n{words}\n\n🔴 Menunggu verifikasi · tenggat <i>3 hari kerja</i>"
        keyboard = [
            [{"text": "✋ Ambil", "callback_data": f"claim:{name}"}, {"text": "↪ Disposisi", "callback_data": "no"}]
        ]
        card = await self.call(
            "sendMessage", chat_id=self.group_id, text=text, parse_mode="HTML",
            message_thread_id=self.topics["Verifikasi"], reply_markup={"inline_keyboard": keyboard},
        )  # fmt: skip
        self.cards[card["message_id"]] = {"citizen": chat_id, "text": text, "name": name}
        await self.call(
            "sendMessage", chat_id=chat_id, parse_mode="HTML",
            text=f"Terima kasih. Laporan Anda <b>{name}</b> sudah kami terima.\nDiperiksa paling lambat 3 hari kerja.",
            reply_markup={"inline_keyboard": [[{"text": "Lihat status", "callback_data": "status"}]]},
        )  # fmt: skip

    async def pressed(self, query: Json) -> None:
        """Let a member of the staff claim; refuse everybody else by an alert."""
        if query["data"] == "status":
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Menunggu verifikasi")
            return
        if query["data"] == "open":
            text = f"Buka dulu https://t.me/{self.username}?start=isi, lalu tekan Mulai."
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=True)
            return
        if query["data"] in ("ask", "withdraw"):
            await self.prompt(query)
            return
        card = self.cards[query["message"]["message_id"]]
        if query["from"]["first_name"] == "Orang":
            text = "Anda belum terdaftar sebagai pejabat."
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=True)
            return
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Tiket ini milik Anda")
        text = card["text"].split("\n\n")[0] + f"\n\n🟡 Dikerjakan {html.escape(query['from']['first_name'])}"
        keys = (("Progres", "no"), ("Tanya pelapor", "ask"), ("Selesai", "ask"), ("Lepas", "no"))
        keyboard = {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in keys]]}
        await self.call(
            "editMessageText", chat_id=self.group_id, message_id=query["message"]["message_id"], text=text,
            parse_mode="HTML", reply_markup=keyboard,
        )  # fmt: skip
        await self.call("sendMessage", chat_id=card["citizen"], text=f"{card['name']} sedang dikerjakan.")

    async def prompt(self, query: Json) -> None:
        """Ask for words under a card, or take such a question back."""
        message = query["message"]
        if query["data"] == "withdraw":
            await self.call(
                "editMessageText", chat_id=self.group_id, message_id=message["message_id"], text="Dibatalkan."
            )
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Dibatalkan.")
            return
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Tulis sebagai balasan.")
        keyboard = {"inline_keyboard": [[{"text": "Batal", "callback_data": "withdraw"}]]}
        asked = await self.call(
            "sendMessage", chat_id=self.group_id, text="Balas pesan ini: apa yang mau ditanyakan?",
            message_thread_id=message["message_thread_id"], reply_markup=keyboard,
            reply_parameters={"message_id": message["message_id"]},
        )  # fmt: skip
        self.cards[asked["message_id"]] = self.cards[message["message_id"]]

    async def official(self, message: Json) -> None:
        """Relay a reply to the card, with its photo."""
        card = self.cards.get(message.get("reply_to_message", {}).get("message_id", 0))
        if card is None:
            return
        if "photo" in message:
            photo = message["photo"][-1]["file_id"]
            await self.call("sendPhoto", chat_id=card["citizen"], photo=photo, caption=message.get("caption", "Bukti"))
        else:
            await self.call("sendMessage", chat_id=card["citizen"], text=f"Petugas: {message['text']}")
        await self.call(
            "setMessageReaction", chat_id=self.group_id, message_id=message["message_id"],
            reaction=[{"type": "emoji", "emoji": "👌"}],
        )  # fmt: skip
