"""File what a machine sends: one durable event, then its number, or a token where that takes longer."""

from __future__ import annotations

from typing import Final

from core.vocabulary.clients import Client
from core.vocabulary.events import Event
from core.vocabulary.feed import MachineReport
from core.vocabulary.lane_names import chat_lane
from web.forms import with_files
from web.open311.addresses import address_of, event_id, token_of, word_for
from web.open311.exchange import Exchange
from web.open311.judging import EXTERNAL_LETTERS, Judged, judge
from web.open311.refusals import Refused
from web.open311.trees import Fields, Node, Rows
from web.photos import evidence, keep
from web.posts import Post
from web.waiting import until

DAY_SECONDS: Final = 86_400


class Filing:
    """Take reports of clients."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def take(self, client: Client, post: Post, repeat_key: str) -> Rows:
        """Store a report as one event, once for each name that the client gives it; give its number or a token.

        ``repeat_key`` is such a name too, from a header. Raises ``Refused``.
        """
        exchange, site, now = self._exchange, self._exchange.site, self._exchange.site.clock.now()
        judged = judge(exchange, client, post, now)
        own = judged.external or repeat_key.strip()
        if len(own) > EXTERNAL_LETTERS:
            raise Refused(400, f"Idempotency-Key has at most {EXTERNAL_LETTERS} characters")
        token = token_of(client, word_for(client, own) if own else site.fresh())
        address = address_of(token)
        await self._see_to_limit(client)
        kept = await keep(site.store, address, post.files, now)
        form = with_files(judged.form, (*judged.form.evidence, *evidence(kept)))
        lane = chat_lane(site.channel, address)
        event = Event(event_id(site.channel, address), lane, now, form, channel=site.channel, address=address)
        new = await site.handle([event])
        site.report("machine_report", client=client.id, new=bool(new), files=len(form.evidence))
        if new:
            await exchange.store.count(self._counted(client), {"reports": 1})
        await until(lambda: self._is_numbered(address), exchange.patience)
        return _answer(judged, token, await exchange.store.report_at(address))

    async def _is_numbered(self, address: str) -> bool:
        return await self._exchange.store.report_at(address) is not None

    async def _see_to_limit(self, client: Client) -> None:
        filed = (await self._exchange.store.count(self._counted(client), {})).get("reports", 0)
        if filed >= client.reports_per_day:
            local = self._exchange.site.clock.now().astimezone(self._exchange.zone)
            gone = local.hour * 3600 + local.minute * 60 + local.second
            raise Refused(429, "no more reports are taken from this key today", seconds=DAY_SECONDS - gone)

    def _counted(self, client: Client) -> str:
        day = self._exchange.site.clock.now().astimezone(self._exchange.zone).date()
        return f"machine:{client.id}:{day.isoformat()}"


def _answer(judged: Judged, token: str, report: MachineReport | None) -> Rows:
    """Say number or token, never both (GeoReport v2, "POST Service Request")."""
    named: dict[str, Node] = {"token": token} if report is None else {"service_request_id": report.number}
    row = Fields({**named, "service_notice": " ".join(judged.notices), "account_id": ""})
    return Rows("service_requests", "request", [row])
