"""News of requests, both ways (mySociety's extension of Open311: service request updates)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from core.ticket.number import find_numbers
from core.vocabulary.clients import Client
from core.vocabulary.events import Event, File, Person, Said, Status
from core.vocabulary.feed import MachineNews, MachineReport
from core.vocabulary.lane_names import chat_lane
from web.folder import ticket_of
from web.open311.addresses import event_id
from web.open311.asking import leaf, span, time_of
from web.open311.exchange import Exchange
from web.open311.refusals import Refused, missing
from web.open311.requests import is_closed
from web.open311.trees import Fields, Node, Rows, moment
from web.photos import judged, keep
from web.posts import Post

UPDATE_LETTERS: Final = 100
_CHOICE: Final = re.compile(r"\d{1,2}[.)]?")
_CLOSING: Final = frozenset(("finished", "lapsed", "not_ours", "archived", "duplicate", "withdrawn"))
_OPENING: Final = frozenset(
    ("verified", "disposed", "claimed", "released", "question", "progress", "answered", "reopened", "held", "resumed")
)
"""Kinds of news that tell by themselves whether the request was open then; of others it is as it is now."""


class Updates:
    """Give a client its news, and take what its people say."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    # --- to the client ----------------------------------------------------------------------------------------------

    async def news(self, client: Client, query: Mapping[str, str]) -> Rows:
        """Give news of a client's requests, oldest first; what is given has arrived. Raises ``Refused``."""
        site = self._exchange.site
        time, part = span(query, site.clock.now()), leaf(query)
        found = await self._exchange.store.news_for(client.id, time.since, time.until, part.skip, part.size)
        told = [(one, row) for one in found if (row := await self._row(one)) is not None]
        await self._arrived([one for one, _row in told if not one.fetched])
        return Rows("service_request_updates", "request_update", [row for _one, row in told])

    async def _row(self, news: MachineNews) -> Node:
        """Write news; None of a chat whose report has no number yet, so that nobody could tell what it is about."""
        number = news.number or await self._number_at(news.address)
        if not number:
            return None
        fields: dict[str, Node] = {
            "update_id": _short(news.id),
            "service_request_id": number,
            "status": await self._state(news, number),
            "updated_datetime": moment(news.at, self._exchange.zone),
            "description": news.text,
            "media_url": "",
        }
        return Fields(fields)

    async def _number_at(self, address: str) -> str:
        report = await self._exchange.store.report_at(address)
        return report.number if report is not None else ""

    async def _state(self, news: MachineNews, number: str) -> str:
        if news.kind in _CLOSING or news.kind in _OPENING:
            return "closed" if news.kind in _CLOSING else "open"
        ticket = await ticket_of(self._exchange.site, number)
        return "closed" if ticket is None or is_closed(ticket.status) else "open"

    async def _arrived(self, news: Sequence[MachineNews]) -> None:
        """Let the bridge know that these were fetched: what runs for people who were told begins now."""
        site = self._exchange.site
        events = [
            Event(
                id=f"{site.channel}:fetched:{one.id}",
                lane=chat_lane(site.channel, one.address),
                at=site.clock.now(),
                body=Status(one.id, "delivered", one.id),
                channel=site.channel,
                address=one.address,
            )
            for one in news
        ]
        if events:
            await site.handle(events)
            await self._exchange.store.mark_fetched([one.id for one in news])

    # --- from the client --------------------------------------------------------------------------------------------

    async def take(self, client: Client, post: Post) -> Rows:
        """Take words about a request of the client's as those of its reporter. Raises ``Refused``."""
        site, fields, now = self._exchange.site, post.fields, self._exchange.site.clock.now()
        own = _given(fields, "update_id")
        number = _given(fields, "service_request_id")
        _given(fields, "status")
        time_of(fields, "updated_datetime")
        if len(own) > UPDATE_LETTERS:
            raise Refused(400, f"update_id has at most {UPDATE_LETTERS} characters")
        words = _given(fields, "description")
        if len(words) > site.limits.text:
            raise Refused(400, f"description has at most {site.limits.text} characters")
        if judged(post.files, post.left_out, site.limits.photos, site.limits.photo):
            raise Refused(400, f"at most {site.limits.photos} photos are taken")
        report = await self._report(client, number)
        address = report.address
        kept = await keep(site.store, address, post.files, now)
        name = event_id(site.channel, client.id, "update", own)
        files = tuple(File("photo", one.id, one.id, one.mime, "", one.size) for one in kept)
        # A number chooses what was offered last, which an answer to another message could not mean.
        reply_to = "" if _CHOICE.fullmatch(words) else report.entry
        body = Said(Person(address), name, words, files, reply_to=reply_to)
        event = Event(name, chat_lane(site.channel, address), now, body, channel=site.channel, address=address)
        if not await site.handle([event]):
            raise Refused(400, "this update_id was taken before")
        return Rows("service_request_updates", "request_update", [Fields({"update_id": own})])

    async def _report(self, client: Client, number: str) -> MachineReport:
        numbers = find_numbers(number, self._exchange.site.city.prefix)
        report = await self._exchange.store.report_of(numbers[0]) if numbers else None
        if report is None or report.client != client.id:
            raise Refused(404, "there is no such service_request_id")
        return report


def _given(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name, "").strip()
    if not value:
        raise missing(name)
    return value


def _short(own: str) -> str:
    """Name an update to the client: ids of outbox entries name lanes, which are nobody's business."""
    return event_id("update", own).partition(":")[2]
