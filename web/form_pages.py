"""The form: free words first, then what was understood, to be corrected and sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from core.vocabulary.events import Event
from core.vocabulary.lane_names import chat_lane
from web.drawing import Tile, rows_of, shapes_of
from web.forms import PRIVACIES, area_of, judge, pin_of, source_of, with_files, word_problems, words_of
from web.gate import PER_MEGABYTE, POST, READ
from web.links import box_of, digest_of, event_id, is_word
from web.lookalikes import Lookalike, lookalikes
from web.photos import PHOTO_KINDS, Problem, evidence, keep
from web.posts import Post
from web.render import Pages, Speech, problem_json, wants_json
from web.understood import Understood, understood


class FormPages:
    """The two pages of the form, and what sending does."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._site = pages.site

    async def first(self, request: web.Request) -> web.Response:
        """Show the empty form."""
        come = Post({"source": request.query.get(self._site.paths.source, "")})
        return self._words(request, self._pages.speech(request), come, self._site.fresh())

    def _words(
        self, request: web.Request, speech: Speech, post: Post, word: str, problems: Sequence[Problem] = ()
    ) -> web.Response:
        return self._pages.draw(
            request,
            "form.html",
            speech,
            status=422 if problems else 200,
            here=self._site.paths.form,
            word=word,
            words=words_of(post),
            source=source_of(post),
            most=self._site.limits.text,
            problems=problems,
        )

    async def check(self, request: web.Request, post: Post, speech: Speech) -> web.Response:
        """Show what was understood of the words."""
        words, word = words_of(post), self._word(post)
        problems = word_problems(words, self._site.limits.text)
        if problems:
            return self._words(request, speech, post, word, problems)
        found = understood(self._site, words, self._site.clock.now())
        values = {"area": found.kelurahan or found.unsure, "landmark": found.landmark, "category": found.category}
        return await self._correct(request, speech, post, word, found, values)

    async def _correct(
        self,
        request: web.Request,
        speech: Speech,
        post: Post,
        word: str,
        found: Understood,
        values: dict[str, Any],
        problems: Sequence[Problem] = (),
    ) -> web.Response:
        city, limits = self._site.city, self._site.limits
        redirect = city.redirect(found.category, speech.language)
        kind = city.emergency(found.danger.kind) if found.danger is not None else None
        alike = await self._alike(words_of(post), values) if found.danger is None else ()
        numbers = f" {speech.c('emergency.or')} ".join(kind.said) if kind is not None else ""
        return self._pages.draw(
            request,
            "check.html",
            speech,
            status=422 if problems else 200,
            here=self._site.paths.form,
            word=word,
            words=words_of(post),
            source=source_of(post),
            most=limits.text,
            photos=limits.photos,
            kinds=PHOTO_KINDS,
            found=found,
            alike=alike,
            danger=kind,
            numbers=numbers,
            redirect=redirect,
            values={"privacy": "", "name": "", "listable": "", "origins": "", "lat": "", "lon": "", **values},
            privacies=PRIVACIES,
            listable=bool(self._site.portal),
            tiles=rows_of(city),
            shapes=shapes_of(city),
            outlines=city.outlines,
            tile=Tile,
            tile_url=self._site.tile_url,
            box=city.map_box,
            problems=problems,
        )

    async def _alike(self, words: str, values: dict[str, Any]) -> tuple[Lookalike, ...]:
        category, area = values["category"], values["area"]
        return await lookalikes(self._site, words, category, area, values["landmark"], values.get("pin"))

    async def send(self, request: web.Request, post: Post, speech: Speech) -> web.Response:
        """Store a corrected form as one event, once however often it is posted, and lead to the private page."""
        site, word = self._site, post.text("word")
        judged = judge(post, site.city, site.limits, speech.language)
        problems = (*judged.problems, *([] if is_word(word) else [Problem("send", "link")]))
        if problems:
            return await self._mend(request, speech, post, problems)
        now, box = site.clock.now(), box_of(word)
        kept = await keep(site.store, box, post.files, now)
        await site.store.bind_link(digest_of(word), box, now)
        form = with_files(judged.form, evidence(kept))
        # Whoever followed another report, and then sends this one after all, does a second thing.
        own = event_id(site.channel, box, *(["follow", form.follow] if form.follow else []))
        event = Event(own, chat_lane(site.channel, box), now, form, channel=site.channel, address=box)
        new = await site.handle([event])
        site.report("form_sent", new=bool(new), photos=len(kept))
        await site.arrivals.until(box, lambda: self._numbered(box), site.limits.patience)
        address = speech.url(f"{site.paths.mine}/{word}") + ("" if new else f"{'&' if speech.named else '?'}again=1")
        return _see(address)

    async def _numbered(self, box: str) -> bool:
        return any(letter.ref for letter in await self._site.store.letters(box, 5))

    async def _mend(
        self, request: web.Request, speech: Speech, post: Post, problems: Sequence[Problem]
    ) -> web.Response:
        if wants_json(request):
            said = [{"field": one.field, "detail": speech.problem(one)} for one in problems]
            return problem_json(422, speech.t("problem.head"), " ".join(one["detail"] for one in said), errors=said)
        if post.files:
            problems = (*problems, Problem("photos", "photo_again"))  # no browser keeps them
        words = words_of(post)
        found = understood(self._site, words, self._site.clock.now())
        pin = pin_of(post)
        values = {
            "category": post.text("category"),
            "area": area_of(post),
            "landmark": post.text("landmark"),
            "privacy": post.text("privacy"),
            "name": post.text("name"),
            "listable": post.text("listable"),
            "origins": post.text("origins"),
            "lat": pin.latitude if pin else "",
            "lon": pin.longitude if pin else "",
            "pin": pin,
        }
        return await self._correct(request, speech, post, self._word(post), found, values, problems)

    def _word(self, post: Post) -> str:
        word = post.text("word")
        return word if is_word(word) else self._site.fresh()


def cost_of(path: str, check: str, size: int) -> float:
    """Give what a post costs its address: reading words, or storing them with so many bytes."""
    return READ if path == check else POST + PER_MEGABYTE * (size / 1024 / 1024)


def _see(address: str) -> web.Response:
    """Lead to a page after a post, without storing the address anywhere on the way."""
    headers = {"Location": address, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(status=303, headers=headers)


see = _see
