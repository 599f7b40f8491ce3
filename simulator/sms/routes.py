"""The control API of the phones, behind a stand-in or behind Kannel itself, as JSON over HTTP (`simulator.control`)."""

from collections.abc import Mapping
from typing import Any, cast

from aiohttp import web

from simulator.control import Action, Control
from simulator.sms.phones import Phone, Shown
from simulator.sms.real import KannelGateway
from simulator.sms.server import SmsStandIn

Json = dict[str, Any]


def _plain(value: Any) -> Any:
    return value.shape() if isinstance(value, Phone | Shown) else value


def control_routes(gateway: SmsStandIn | KannelGateway, prefix: str) -> tuple[web.RouteDef, ...]:
    """Give the routes of the control API below `prefix`."""
    table: dict[str, Action] = {"say": gateway.people.say, "add_phone": gateway.people.add_phone}
    return tuple(_Control(cast(SmsStandIn, gateway), table, _plain).routes(prefix))


class _Control(Control[SmsStandIn]):
    files = "media"

    def see(self, what: str, query: Mapping[str, str]) -> Json | None:
        people = self.standin.people
        if what == "state":
            return {
                "sender": self.standin.sender, "phones": [phone.shape() for phone in people.by_number.values()],
                "number": self.standin.feed.number, "parts": self.standin.parts,
                "real": isinstance(self.standin, KannelGateway),
            }  # fmt: skip
        if what == "messages":
            return {"messages": [shown.shape() for shown in people.messages(query.get("phone", ""))]}
        return None

    async def next_message(self, query: Mapping[str, str], after: int, timeout: float) -> Json:
        people, phone = self.standin.people, query["phone"]

        def look() -> Shown | None:
            return next((shown for shown in people.screen(phone) if shown.number > after), None)

        return (await self.standin.feed.wait_for(look, timeout)).shape()

    def stored(self, key: str) -> tuple[bytes, str] | None:
        return None
