"""News in a chat as well: a code for it, asked for on a private page, and the links that bring it into each channel."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from core.person.codes import CODE_KEY, CODE_LASTS, START, find_code
from core.sources.marks import filled
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lane_names import chat_lane
from web.drawing import code_of
from web.folder import Folder
from web.form_pages import see
from web.links import event_id, is_word
from web.posts import Post
from web.render import Speech
from web.site import Site

COMMAND = "tautkan"
"""The name of the command in the pack by which a code is asked for (`bots.citizen.plain_words`)."""
PLACE = "#reach"


@dataclass(frozen=True)
class Way:
    """One channel: how it is called, the link that brings the code along, and the same as a code to scan."""

    name: str
    link: str
    drawn: str


async def ways(site: Site, speech: Speech, found: Folder) -> tuple[Way, ...]:
    """Give the ways into a chat while a code is open that was given here; none while there is none."""
    since = site.clock.now() - CODE_LASTS
    given = next((one for one in reversed(found.letters) if one.key == CODE_KEY and one.at > since), None)
    code = find_code(given.text) if given is not None else ""
    if not code or found.linked:
        return ()
    words = f"{_said(site)} {code}"
    links = {name: filled(link, f"{START}{code}", words) for name, link in (await site.entrances()).items()}
    return tuple(Way(_named(site, name, speech), link, code_of(link)) for name, link in links.items())


async def ask(site: Site, request: web.Request, box: str, post: Post, speech: Speech) -> web.Response:
    """Ask for a code on behalf of whoever has the page open; the chat of the page answers with a letter."""
    if is_word(post.text("word")):
        own, said, now = event_id(site.channel, box, "reach", post.text("word")), _said(site), site.clock.now()
        body = Said(Person(box), own, f"/{said}", command=said)
        before = await _newest(site, box)
        await site.handle([Event(own, chat_lane(site.channel, box), now, body, channel=site.channel, address=box)])
        await site.arrivals.until(box, lambda: _answered(site, box, before), site.limits.patience)
    address = speech.url(f"{site.paths.mine}/{request.match_info['word']}")
    return see(f"{address}{PLACE}")


async def _answered(site: Site, box: str, before: str) -> bool:
    return await _newest(site, box) != before


async def _newest(site: Site, box: str) -> str:
    return next((one.id for one in reversed(await site.store.letters(box, 1))), "")


def _said(site: Site) -> str:
    return site.city.language.plain["commands"][COMMAND][0]


def _named(site: Site, channel: str, speech: Speech) -> str:
    key = f"channel_name.{channel}"
    return site.texts.say(key, speech.language) if site.texts.has(key) else channel
