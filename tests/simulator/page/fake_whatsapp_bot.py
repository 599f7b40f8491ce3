"""A small WhatsApp bridge for the page's test: asks by list, buttons and a place request, then gives a number."""

from typing import Any

import aiohttp
from aiohttp import web

from simulator.whatsapp import WhatsAppStandIn
from tests.pictures import png

Json = dict[str, Any]
KINDS = (("jalan", "Jalan", "Lubang, jembatan, trotoar"), ("lampu", "Lampu jalan", "Mati atau rusak"))


class FakeWhatsAppBot:
    """Answer each message of a person with the next question."""

    def __init__(self, standin: WhatsAppStandIn) -> None:
        self.standin = standin
        self.session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {standin.token}"})

    def routes(self) -> list[web.RouteDef]:
        """Give the webhook's routes."""
        return [web.get("/wa", self.verify), web.post("/wa", self.receive)]

    async def verify(self, request: web.Request) -> web.Response:
        """Give the challenge back."""
        return web.Response(text=request.query["hub.challenge"])

    async def receive(self, request: web.Request) -> web.Response:
        """Answer every message of the body."""
        body = await request.json()
        for entry in body["entry"]:
            for change in entry["changes"]:
                for message in change["value"].get("messages", []):
                    await self.answer(message)
        return web.Response()

    async def answer(self, message: Json) -> None:
        """Ask for the kind, then the place, then whether it is right, then give the number."""
        reply = message.get("interactive", {})
        if message["type"] in ("text", "image"):
            rows = [{"id": key, "title": title, "description": words} for key, title, words in KINDS]
            action = {"button": "Pilih jenis", "sections": [{"title": "Jenis laporan", "rows": rows}]}
            await self.ask(
                message, {"type": "list", "body": {"text": "Terima kasih. Ini tentang apa?"}, "action": action}
            )
        elif reply.get("type") == "list_reply":
            action = {"name": "send_location"}
            await self.ask(
                message, {"type": "location_request_message", "body": {"text": "Di mana tempatnya?"}, "action": action}
            )
        elif message["type"] == "location":
            buttons = [{"type": "reply", "reply": {"id": key, "title": key}} for key in ("Benar", "Ubah", "Batal")]
            interactive = {
                "type": "button", "header": {"type": "text", "text": "Ringkasan laporan"},
                "body": {"text": "Lampu jalan mati, Oebufu."}, "footer": {"text": "Kanal Kota Kupang"},
                "action": {"buttons": buttons},
            }  # fmt: skip
            await self.ask(message, interactive)
        elif reply.get("type") == "button_reply":
            photo = self.standin.medias.store("image", "image/png", png(320, 180), uploaded=True)
            image = {"id": photo.id, "caption": "Laporan KPG-26-0001 sudah kami terima."}
            await self.send(message, {"type": "image", "image": image})

    async def ask(self, message: Json, interactive: Json) -> None:
        """Send an interactive message in reply."""
        await self.send(
            message, {"type": "interactive", "interactive": interactive, "context": {"message_id": message["id"]}}
        )

    async def send(self, message: Json, body: Json) -> None:
        """Send to the author of a message."""
        url = f"{self.standin.base_url}/v25.0/{self.standin.business.phone_number_id}/messages"
        common = {"messaging_product": "whatsapp", "to": message["from"]}
        async with self.session.post(url, json={**common, **body}) as response:
            assert 200 == response.status, await response.text()

    async def read(self, message_id: str) -> None:
        """Mark a person's message as read."""
        url = f"{self.standin.base_url}/v25.0/{self.standin.business.phone_number_id}/messages"
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
        async with self.session.post(url, json=body) as response:
            assert 200 == response.status, await response.text()
