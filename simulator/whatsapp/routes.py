"""The control API: everything that people, faults, templates and delivery modes can do, as JSON over HTTP.

`POST <prefix>/<action>` with a JSON object of the arguments that the Python method of the same name takes; bytes are
base64. `GET <prefix>/state|messages|bubbles|calls|refused|counts|wait|events|media/<id>` look.
"""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from simulator.control import Action, Control, answer, harmless_type
from simulator.whatsapp.bubble import Bubble
from simulator.whatsapp.errors import GraphError
from simulator.whatsapp.templates import Template
from simulator.whatsapp.world import User

if TYPE_CHECKING:
    from simulator.whatsapp.server import WhatsAppStandIn

Json = dict[str, Any]
PEOPLE = (
    "add_user", "say", "come_from_ad", "send_photo", "send_album", "send_file", "send_voice", "send_document",
    "send_sticker", "send_location", "send_contact", "react", "edit", "revoke", "open_chat", "send_unsupported",
    "press", "press_broken", "answer_location", "share_contact", "show_phone", "change_number", "change_user_id",
    "announce", "go_offline", "come_online", "read", "block", "unblock", "leave", "stop_marketing",
)  # fmt: skip
SERVER = ("fail", "clear_faults", "revoke_token", "restore_token", "notify", "value_error", "inject", "subscribe")


def actions(standin: "WhatsAppStandIn") -> dict[str, Action]:
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


def state(standin: "WhatsAppStandIn") -> Json:
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


def control_routes(standin: "WhatsAppStandIn", prefix: str) -> list[web.RouteDef]:
    """Give the routes of the control API below `prefix`."""
    control = _Control(standin)
    return [
        web.post(prefix + "/{action}", control.run),
        web.get(prefix + "/events", control.events),
        web.get(prefix + "/wait", control.wait),
        web.get(prefix + "/media/{media_id}", control.media),
        web.get(prefix + "/{what}", control.look),
    ]


class _Control(Control):
    def __init__(self, standin: "WhatsAppStandIn") -> None:
        super().__init__(standin.feed, actions(standin), _plain)
        self.standin = standin

    async def run(self, request: web.Request) -> web.Response:
        try:
            return await self.act(request)
        except GraphError as error:
            return answer({"error": str(error)}, 400)

    async def look(self, request: web.Request) -> web.Response:
        what, query, standin = request.match_info["what"], request.query, self.standin
        if what == "state":
            return answer(state(standin))
        if what in ("messages", "bubbles"):
            found = standin.messages if what == "messages" else standin.bubbles
            return answer({"messages": [bubble.shape() for bubble in found(query.get("user", ""))]})
        if what in ("calls", "refused"):
            calls = standin.calls if what == "calls" else standin.refused
            return answer({"calls": [call.shape() for call in calls[-int(query.get("limit", 1000)) :]]})
        if what == "counts":
            return answer(standin.counts)
        return answer({"error": "nothing to see under this name"}, 404)

    async def wait(self, request: web.Request) -> web.Response:
        """Wait for the next message to `user` with a number above `after`, up to `timeout` seconds."""
        query = request.query
        try:
            bubble = await self.standin.next_message(
                query["user"], int(query.get("after", 0)), float(query.get("timeout", 10))
            )
        except TimeoutError:
            return answer({"error": "nothing came"}, 504)
        except (KeyError, ValueError) as error:
            return answer({"error": f"bad query: {error}"}, 400)
        return answer({"message": bubble.shape()})

    async def media(self, request: web.Request) -> web.Response:
        media = self.standin.medias.by_id.get(request.match_info["media_id"])
        if media is None:
            return answer({"error": "no such file"}, 404)
        return web.Response(body=media.data, content_type=harmless_type(media.mime))
