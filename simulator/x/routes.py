"""The control API: what people, faults and credit can do, as JSON over HTTP (`simulator.control`)."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from aiohttp import web

from simulator.control import Action, Control
from simulator.x.server import XStandIn
from simulator.x.world import Direct, Post, User

Json = dict[str, Any]
PEOPLE = (
    "add_user", "post", "repost", "edit", "delete", "write", "leave", "block", "unblock", "close_directs",
    "open_directs",
)  # fmt: skip
SERVER = ("fail", "clear_faults", "revoke_token", "restore_token", "top_up")


def actions(standin: XStandIn) -> dict[str, Action]:
    """Give the table of what can be done."""
    table: dict[str, Action] = {name: getattr(standin.people, name) for name in PEOPLE}
    table.update({name: getattr(standin, name) for name in SERVER})

    def deliveries(**mode: Any) -> None:
        standin.activity.mode = replace(standin.activity.mode, **mode)

    return {**table, "deliveries": deliveries, "release": standin.activity.release}


def _plain(value: Any) -> Any:
    if isinstance(value, User | Post | Direct):
        return value.shape()
    return value if isinstance(value, dict | list | str | int | float | None) else {"kind": value.kind}


def control_routes(standin: XStandIn, prefix: str) -> tuple[web.RouteDef, ...]:
    """Give the routes of the control API below `prefix`."""
    return tuple(_Control(standin, actions(standin), _plain).routes(prefix))


class _Control(Control[XStandIn]):
    files = "media"

    def see(self, what: str, query: Mapping[str, str]) -> Json | None:
        standin = self.standin
        if what == "state":
            return {
                "account": asdict(standin.account),
                "users": [user.shape() for user in standin.world.users.values()],
                "spent": dict(standin.purse.spent), "dollars": standin.purse.dollars, "number": standin.feed.number,
                "refused": len(standin.journal.refused), "calls": standin.journal.count,
            }  # fmt: skip
        if what == "posts":
            return {"posts": [post.shape() for post in standin.world.posts.values()]}
        if what == "directs":
            person = standin.world.find(query.get("user", ""))
            return {"directs": [one.shape() for one in (standin.world.chat(person) if person else [])]}
        return None

    async def next_message(self, query: Mapping[str, str], after: int, timeout: float) -> Json:
        return (await self.standin.next_direct(query["user"], after, timeout)).shape()

    def stored(self, key: str) -> tuple[bytes, str] | None:
        item = self.standin.world.media.get(key)
        return None if item is None else (item.data, item.mime)
