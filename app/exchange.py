"""Put Open311 on this process's server, where its channel is on."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from aiohttp import web

from channels.contract import Channel
from channels.open311.channel import NAME
from core.city.city import City
from core.vocabulary.steps import Clock
from web.gate import Gate
from web.keys import SECRET_BYTES, Keys
from web.open311.exchange import Exchange, ExchangeStore
from web.open311.routes import add_exchange
from web.site import Handle, Limits, Report, Site


def serve_open311(
    app: web.Application,
    channels: Mapping[str, Channel],
    proxies: frozenset[str],
    public_url: str,
    city: City,
    clock: Clock,
    store: ExchangeStore,
    handle: Handle,
    report: Report,
) -> Exchange | None:
    """Add the addresses to the application; give what they stand on, None where the channel is off."""
    if NAME not in channels:
        return None
    site = Site(
        city=city,
        clock=clock,
        store=store,
        handle=handle,
        fresh=lambda: secrets.token_urlsafe(SECRET_BYTES),
        channel=NAME,
        gate=Gate(clock, proxies),
        report=report,
        public_url=public_url,
        limits=Limits(text=city.limits.text_characters),
    )
    exchange = Exchange(site, store, Keys(store, clock))
    add_exchange(app, exchange)
    return exchange
