"""The control API: what people, faults and delivery modes can do, as JSON over HTTP (`simulator.control`)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from simulator.control import Action, Control, answer
from simulator.pages.errors import GraphError
from simulator.pages.server import PageStandIn
from simulator.pages.world import Bubble, Comment, User

Json = dict[str, Any]
PEOPLE = (
    "add_user", "say", "send_files", "send_attachment", "thumb", "mention_in_story", "tap_quick_reply", "tap_button",
    "postback", "follow_link", "react", "edit", "unsend", "read", "other", "answer_by_hand", "block", "unblock",
    "leave",
    "page_post", "comment", "edit_comment", "remove_comment", "mention",
)  # fmt: skip
SERVER = ("fail", "clear_faults", "revoke_token", "restore_token", "inject", "subscribe", "approve_utility")


def actions(standin: PageStandIn) -> dict[str, Action]:
    """Give the table of what can be done."""
    table: dict[str, Action] = {name: getattr(standin.people, name) for name in PEOPLE}
    table.update({name: getattr(standin, name) for name in SERVER})

    def deliveries(**mode: Any) -> None:
        standin.webhook.mode = replace(standin.webhook.mode, **mode)

    return {**table, "deliveries": deliveries, "hold": standin.webhook.hold, "release": standin.webhook.release}


def _plain(value: Any) -> Any:
    if isinstance(value, User | Bubble | Comment):
        return value.shape()
    return value if isinstance(value, dict | list | str | int | float | None) else {"kind": value.kind}


def control_routes(standin: PageStandIn, prefix: str) -> tuple[web.RouteDef, ...]:
    """Give the routes of the control API below `prefix`."""
    return tuple(_Control(standin, actions(standin), _plain).routes(prefix))


class _Control(Control[PageStandIn]):
    files = "media"

    async def act(self, request: web.Request) -> web.Response:
        try:
            return await super().act(request)
        except GraphError as error:
            return answer({"error": str(error)}, 400)

    def see(self, what: str, query: Mapping[str, str]) -> Json | None:
        standin = self.standin
        if what == "state":
            return {
                "page": {"id": standin.page.id, "name": standin.page.name, "profile": standin.world.profile},
                "users": [user.shape() for user in standin.world.users.values()],
                "number": standin.feed.number, "refused": len(standin.journal.refused), "calls": standin.journal.count,
            }  # fmt: skip
        if what == "messages":
            return {"messages": [bubble.shape() for bubble in standin.messages(query.get("user", ""))]}
        if what == "posts":
            world = standin.world
            posts = [{"id": one, "text": text, "at": world.published[one]} for one, text in world.posts.items()]
            return {"posts": posts}
        return {"comments": [comment.shape() for comment in standin.comments]} if what == "comments" else None

    async def next_message(self, query: Mapping[str, str], after: int, timeout: float) -> Json:
        return (await self.standin.next_message(query["user"], after, timeout)).shape()

    def stored(self, key: str) -> tuple[bytes, str] | None:
        item = self.standin.world.media.get(key)
        return None if item is None else (item.data, item.mime)
