"""The control API: everything that people, faults, templates and delivery modes can do, as JSON over HTTP.

`POST <prefix>/<action>` with a JSON object of the arguments that the Python method of the same name takes; bytes are
base64. `GET <prefix>/state|messages|bubbles|calls|refused|counts|wait|events|media/<id>` look.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from aiohttp import web

from simulator.control import Action, Control, answer
from simulator.whatsapp.bubble import Bubble
from simulator.whatsapp.errors import GraphError
from simulator.whatsapp.server import WhatsAppStandIn
from simulator.whatsapp.templates import Template
from simulator.whatsapp.world import User

Json = dict[str, Any]
PEOPLE = (
    "add_user", "say", "come_from_ad", "send_photo", "send_album", "send_file", "send_voice", "send_document",
    "send_sticker", "send_location", "send_contact", "react", "edit", "revoke", "open_chat", "send_unsupported",
    "press", "press_broken", "answer_location", "share_contact", "show_phone", "change_number", "change_user_id",
    "announce", "go_offline", "come_online", "read", "block", "unblock", "leave", "stop_marketing",
)  # fmt: skip
SERVER = ("fail", "clear_faults", "revoke_token", "restore_token", "notify", "value_error", "inject", "subscribe")


def actions(standin: WhatsAppStandIn) -> dict[str, Action]:
    """Give the table of what can be done."""
    table: dict[str, Action] = {name: getattr(standin.people, name) for name in PEOPLE}
    table.update({name: getattr(standin, name) for name in SERVER})
    table.update(
        add_template=standin.templates.add, set_template_status=standin.templates.set_status,
        set_template_category=standin.templates.set_category, set_template_quality=standin.templates.set_quality,
        hold=standin.webhook.hold, release=standin.webhook.release,
    )  # fmt: skip

    def deliveries(**mode: Any) -> None:
        standin.webhook.mode = replace(standin.webhook.mode, **mode)

    def reports(**mode: Any) -> None:
        standin.statuses.mode = replace(standin.statuses.mode, **mode)

    def late(codes: list[int]) -> None:
        standin.late.clear()
        standin.late.update(codes)

    return {**table, "deliveries": deliveries, "statuses": reports, "late": late}


def _plain(value: Any) -> Any:
    if isinstance(value, User | Bubble | Template):
        return value.shape()
    return value if isinstance(value, dict | list | str | int | float | None) else asdict(value)


def state(standin: WhatsAppStandIn) -> Json:
    """Give an overview of the world."""
    webhook = standin.webhook
    return {
        "business": asdict(standin.business),
        "users": [user.shape() for user in standin.world.users.values()],
        "templates": [template.shape() for template in standin.templates.by_key.values()],
        "webhook": {
            "url": webhook.url, "subscribed": webhook.subscribed, "waiting": len(webhook.waiting),
            "delivered": webhook.delivered, "attempts": webhook.attempts, "last_error": webhook.last_error,
        },
        "counts": standin.counts,
        "number": standin.feed.number,
        "refused": len(standin.journal.refused),
        "calls": standin.journal.count,
    }  # fmt: skip


def control_routes(standin: WhatsAppStandIn, prefix: str) -> tuple[web.RouteDef, ...]:
    """Give the routes of the control API below `prefix`."""
    return tuple(_Control(standin, actions(standin), _plain).routes(prefix))


class _Control(Control[WhatsAppStandIn]):
    files = "media"

    async def act(self, request: web.Request) -> web.Response:
        try:
            return await super().act(request)
        except GraphError as error:
            return answer({"error": str(error)}, 400)

    def see(self, what: str, query: Mapping[str, str]) -> Json | None:
        if what == "state":
            return state(self.standin)
        if what in ("messages", "bubbles"):
            found = self.standin.messages if what == "messages" else self.standin.bubbles
            return {"messages": [bubble.shape() for bubble in found(query.get("user", ""))]}
        return self.standin.counts if what == "counts" else None

    async def next_message(self, query: Mapping[str, str], after: int, timeout: float) -> Json:
        return (await self.standin.next_message(query["user"], after, timeout)).shape()

    def stored(self, key: str) -> tuple[bytes, str] | None:
        stored = self.standin.medias.by_id.get(key)
        return None if stored is None else (stored.data, stored.mime)
