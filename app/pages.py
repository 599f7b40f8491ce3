"""Put the public pages on this process's server, where the channel of private pages is on."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Protocol

from aiohttp import web

from app.entrances import Reads, entrances
from app.intake import Intake
from app.observe import Observer
from app.settings import Settings
from channels.contract import Channel, Entrances
from channels.web.channel import NAME, WebChannel
from channels.web.settings import WebSettings
from core.city.city import City
from core.city.texts import Texts
from core.vocabulary.steps import Clock
from web.gate import Gate
from web.portal.routes import add_portal
from web.portal.words import PortalPaths
from web.proof.paths import proof_path
from web.routes import add_pages
from web.site import Limits, PageStore, Site

WORD_BYTES = 32


def in_need_of_pages(settings: Settings) -> list[str]:
    """Name the settings that are on and serve nothing unless the channel of private pages is on too."""
    switches = {"KANAL_PORTAL": settings.portal, "KANAL_MONITOR": settings.monitor}
    return [name for name, on in switches.items() if on]


class _Store(PageStore, Reads, Protocol):
    """What pages need of the store, and where channels left their links."""


def serve_pages(
    app: web.Application,
    channels: Mapping[str, Channel],
    settings: WebSettings,
    public_url: str,
    city: City,
    clock: Clock,
    store: _Store,
    intake: Intake,
    observe: Observer,
    *,
    portal: bool = False,
    proof: bool = False,
) -> Site | None:
    """Add the pages to the application; give the site, None where the channel is off."""
    if NAME not in channels:
        return None
    others = [name for name in channels if name != NAME]
    site = Site(
        city=city,
        clock=clock,
        store=store,
        handle=intake.handle,
        fresh=partial(secrets.token_urlsafe, WORD_BYTES),
        channel=NAME,
        gate=Gate(clock, settings.proxies),
        report=observe,
        entrances=partial(entrances, store, others),
        reachable=any(isinstance(channels[name], Entrances) for name in others),
        public_url=public_url,
        tile_url=settings.web_tile_url,
        portal=PortalPaths.of(Texts(city.texts)).root if portal else "",
        proof=proof_path(city) if proof else "",
        limits=Limits(text=city.limits.text_characters),
    )
    channel = channels[NAME]
    if isinstance(channel, WebChannel):
        channel.came = site.arrivals.came
    add_pages(app, site)
    if portal:
        add_portal(app, site)
    return site
