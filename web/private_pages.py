"""The page behind a private link: how a report stands, what the city says, and everything its reporter can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from aiohttp import web

from core.vocabulary.events import Event, File, Person, Pressed, Said
from core.vocabulary.lane_names import chat_lane
from core.vocabulary.letters import Letter, PageLink
from core.vocabulary.linking import PageLinkChanged
from core.vocabulary.media import Media
from web.drawing import STAGES, bare, code_of, stage_of, tone_of
from web.folder import Folder, folder, seen
from web.form_pages import see
from web.headers import FILE_HEADERS
from web.links import digest_of, event_id, is_word
from web.photos import PHOTO_KINDS, judged, keep
from web.posts import Post
from web.reaching import Way, ask, ways
from web.render import Kept, Pages, Speech, problem_json, wants_json

INLINE = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp"))
"""Shown in the page; every other file is only ever saved."""
CHOICE_LETTERS = 64
LINK = web.RequestKey("private_link", PageLink)
"""Under it a request remembers what is known of its link."""


class PrivatePages:
    """What can be seen and done behind one link."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._site = pages.site

    async def box(self, request: web.Request) -> str:
        """Give the box behind the word of an address; empty where the link leads nowhere."""
        word = request.match_info["word"]
        request[LINK] = await self._site.store.link_of(digest_of(word)) if is_word(word) else PageLink()
        return link_of(request).box

    def closed(self, request: web.Request, speech: Speech) -> web.Response:
        """Say that a link leads nowhere, and not whether it ever did; whoever had it learns when it was replaced."""
        title, detail, at = speech.t("mine.closed_title"), speech.t("mine.closed"), link_of(request).replaced_at
        if at is not None:
            title, detail = speech.t("mine.replaced_title"), speech.t("mine.replaced", time=speech.time(at))
        return self._pages.told(request, speech, title, detail, status=404, secret=True)

    async def show(self, request: web.Request, box: str) -> web.Response:
        """Show the page, and let the city know that its letters were seen."""
        found = await folder(self._site, box)
        news = seen(self._site, found) if is_looked_at(request) else []
        if news:
            await self._site.handle(news)
            await self._site.store.mark_read([one.id for one in found.letters if not one.read and not one.own])
        return self._draw(request, "mine.html", found, await ways(self._site, self._pages.speech(request), found))

    async def receipt(self, request: web.Request, box: str) -> web.Response:
        """Show the sheet to print."""
        return self._draw(request, "receipt.html", await folder(self._site, box))

    def _draw(self, request: web.Request, name: str, found: Folder, found_ways: Sequence[Way] = ()) -> web.Response:
        speech = self._pages.speech(request)
        if found.gone:
            return self.closed(request, speech)
        word, ticket = request.match_info["word"], found.ticket
        own = f"{self._site.paths.mine}/{word}"
        link = f"{self._origin(request)}{own}"
        status = ticket.status if ticket is not None else "baru"
        return self._pages.draw(
            request,
            name,
            speech,
            secret=True,
            here=own,
            own=own,
            link=link,
            code=partial(code_of, link),
            found=found,
            ticket=ticket,
            stages=STAGES,
            stage=stage_of(status),
            tone=tone_of(status),
            unit=self._unit(found),
            word=self._site.fresh(),
            inline=INLINE,
            photos=self._site.limits.photos,
            kinds=PHOTO_KINDS,
            most=self._site.limits.text,
            again="again" in request.query,
            renewed="renewed" in request.query,
            ways=found_ways,
            reachable=self._site.reachable,
            renewable=not link_of(request).renewed,
            fresh="renewed" in request.query or found.is_new,
            bare=bare,
        )

    def _origin(self, request: web.Request) -> str:
        return self._site.public_url.rstrip("/") or f"{request.scheme}://{request.host}"

    def _unit(self, found: Folder) -> str:
        tree = self._site.city.tree
        unit = found.ticket.unit if found.ticket is not None else ""
        return tree[unit].name if unit in tree else ""

    async def count(self, _request: web.Request, box: str) -> web.Response:
        """Tell a script how many letters there are."""
        letters = await self._site.store.letters(box, 200)
        return web.json_response({"count": len(letters)}, headers={"Cache-Control": "no-store"})

    async def file(self, request: web.Request, box: str) -> web.Response:
        """Give a file of this report: pictures are shown, everything else is saved."""
        media_id = request.match_info["media"]
        known = (await folder(self._site, box)).files
        media = await self._site.store.get_media(media_id) if media_id in known else None
        if media is None:
            return self.closed(request, self._pages.speech(request))
        return given(media)

    # --- what the reporter does -------------------------------------------------------------------------------------

    async def say(self, request: web.Request, box: str, post: Post, speech: Speech) -> web.Response:
        """Take words and photos about this report."""
        site, now = self._site, self._site.clock.now()
        words = post.fields.get("words", "")[: site.limits.text]
        problems = judged(post.files, post.left_out, site.limits.photos, site.limits.photo)
        if problems or not (words or post.files) or not is_word(post.text("word")):
            said = [speech.problem(one) for one in problems] or [speech.t("problem.nothing")]
            if wants_json(request):
                return problem_json(422, speech.t("problem.head"), " ".join(said))
            again = Kept.of(request, post)
            return self._pages.told(request, speech, said[0], " ".join(said[1:]), status=422, secret=True, kept=again)
        before = await folder(site, box)
        if before.gone:
            return self.closed(request, speech)
        kept = await keep(site.store, box, post.files, now)
        # Of one page the same words twice are one message, and other words are another.
        own = event_id(site.channel, box, post.text("word"), words, *(one.id for one in kept))
        files = tuple(File("photo", one.id, one.id, one.mime, "", one.size) for one in kept)
        body = Said(Person(box), own, words, files, reply_to=before.reply_to)
        letter = Letter(own, box, now, words, own=True, files=len(kept))
        return await self._done(request, speech, box, own, body, letter)

    async def press(self, request: web.Request, box: str, post: Post, speech: Speech) -> web.Response:
        """Take a choice that the city offered; what was not offered is answered as a stale button."""
        site, now = self._site, self._site.clock.now()
        choice = post.text("choice", CHOICE_LETTERS)
        offered = {one.id: one.label for one in (await folder(site, box)).offered}
        if choice not in offered or not is_word(post.text("word")):
            return see(speech.url(f"{site.paths.mine}/{request.match_info['word']}"))
        own = event_id(site.channel, box, post.text("word"), choice)
        body = Pressed(Person(box), choice, title=offered[choice])
        return await self._done(request, speech, box, own, body, Letter(own, box, now, offered[choice], own=True))

    async def _done(
        self, request: web.Request, speech: Speech, box: str, own: str, body: Said | Pressed, letter: Letter
    ) -> web.Response:
        """Store what was done before anything says so, and wait a little for the answer."""
        site = self._site
        event = Event(own, chat_lane(site.channel, box), letter.at, body, channel=site.channel, address=box)
        await site.handle([event])
        await site.store.put_letter(letter)
        await site.arrivals.until(box, lambda: self._answered(box, own), site.limits.patience)
        return see(speech.url(f"{site.paths.mine}/{request.match_info['word']}"))

    async def _answered(self, box: str, own: str) -> bool:
        letters = await self._site.store.letters(box, 5)
        return bool(letters) and letters[-1].id != own

    async def reach(self, request: web.Request, box: str, post: Post, speech: Speech) -> web.Response:
        """Give a code by which a chat of the reporter is told, too."""
        return await ask(self._site, request, box, post, speech)

    async def link(self, request: web.Request, box: str, post: Post, speech: Speech) -> web.Response:
        """Close this link, with a new one in its place, once, or for good; the reporter's other chats hear of it."""
        site, old, new = self._site, request.match_info["word"], post.text("word")
        closes, now = post.text("do") == "close", site.clock.now()
        if not closes and not is_word(new):
            return see(speech.url(f"{site.paths.mine}/{old}"))
        if not closes and not await site.store.renew_link(digest_of(old), digest_of(new), now):
            title, detail = speech.t("mine.link_once_title"), speech.t("mine.link_once")
            return self._pages.told(request, speech, title, detail, status=409, secret=True)
        own, body = event_id(site.channel, box, "link", digest_of(old)), PageLinkChanged(closed=closes)
        await site.handle([Event(own, chat_lane(site.channel, box), now, body, channel=site.channel, address=box)])
        if closes:
            await site.store.close_link(digest_of(old))
            request[LINK] = PageLink()
            return self.closed(request, speech)
        return see(renewed(speech, site.paths.mine, new))

    async def link_again(self, request: web.Request, post: Post, speech: Speech) -> web.Response:
        """Lead to the new link when the answer that named it was lost: who knows its word made it."""
        new = post.text("word")
        known = is_word(new) and (await self._site.store.link_of(digest_of(new))).box
        return see(renewed(speech, self._site.paths.mine, new)) if known else self.closed(request, speech)


def link_of(request: web.Request) -> PageLink:
    """Give what was found out about the link of a request."""
    return request[LINK] if LINK in request else PageLink()


def is_looked_at(request: web.Request) -> bool:
    """Tell whether a person sees this page now: not a look ahead, and not a question for its headers."""
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return request.method == "GET" and "prefetch" not in purpose


Act = Callable[[web.Request, str, Post, Speech], Awaitable[web.Response]]


def renewed(speech: Speech, mine: str, word: str) -> str:
    """Give the address of a link that is new."""
    address = speech.url(f"{mine}/{word}")
    return f"{address}{'&' if '?' in address else '?'}renewed=1"


def given(media: Media) -> web.Response:
    """Give a stored file to a browser."""
    shown = media.mime.partition(";")[0] in INLINE
    kind = "inline" if shown else "attachment"
    name = "".join(letter for letter in media.name if letter.isalnum() or letter in "-_.") or "file"
    headers = {**FILE_HEADERS, "Content-Disposition": f'{kind}; filename="{name.encode("ascii", "ignore").decode()}"'}
    mime = media.mime.partition(";")[0] if shown else "application/octet-stream"
    headers["Content-Length"] = str(media.content.size)
    return web.Response(body=media.content.pieces(), content_type=mime, headers=headers)
