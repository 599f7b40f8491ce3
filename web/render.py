"""Draw pages: templates of this room with the city's texts, in one language, with every header."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp_jinja2
import jinja2
from aiohttp import web

from core.city.dates import LOCALE, date_and_time, long_date
from web.headers import page_headers
from web.photos import PHOTO_KINDS, Problem
from web.posts import Post
from web.site import Site
from web.words import LANGUAGE, chosen

HERE = Path(__file__).parent
STATIC = "/web"
_KEPT = (
    "word",
    LANGUAGE,
    "category",
    "area",
    "tile",
    "landmark",
    "lat",
    "lon",
    "privacy",
    "listable",
    "name",
    "choice",
    "do",
    "follow",
    "source",
)
"""Fields that a page which says what went wrong hands on, beside the words."""
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def environment() -> jinja2.Environment:
    """Give the templates: everything is escaped, and a name that nobody gave is a mistake."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@dataclass(frozen=True)
class Asset:
    """A file of styles or scripts with the mark of its content, so that it can be kept for ever."""

    name: str
    content: bytes
    mime: str

    @property
    def mark(self) -> str:
        """Name this version of it."""
        return hashlib.sha256(self.content).hexdigest()[:12]


def assets() -> dict[str, Asset]:
    """Read the files that pages load."""
    files = sorted((HERE / "static").iterdir())
    return {one.name: Asset(one.name, one.read_bytes(), KINDS[one.suffix]) for one in files if one.suffix in KINDS}


@dataclass(frozen=True)
class Kept:
    """What somebody posted in vain, to be sent again: nobody writes a report twice. Files are chosen anew."""

    path: str
    words: str
    fields: Mapping[str, str]
    photos: bool = False

    @classmethod
    def of(cls, request: web.Request, post: Post, *, photos: bool = False) -> Kept:
        """Take it from a post."""
        others = {name: post.fields[name] for name in _KEPT if post.fields.get(name)}
        return cls(request.path, post.fields.get("words", ""), others, photos or bool(post.files))


class Speech:
    """What a template can say: the city's texts and dates in one language."""

    def __init__(self, site: Site, language: str, *, named: bool) -> None:
        self.site = site
        self.language = language
        self.named = named
        """The language was chosen, and is handed on in links."""

    def t(self, key: str, **values: object) -> str:
        """Say a text of the web pages."""
        return self.site.texts.say(f"web.{key}", self.language, **values)

    def c(self, key: str, **values: object) -> str:
        """Say a text that chats say too."""
        return self.site.texts.say(f"citizen.{key}", self.language, **values)

    def problem(self, one: Problem) -> str:
        """Say what is wrong with a field."""
        return self.t(f"problem.{one.key}", **dict(one.values))

    def day(self, moment: datetime) -> str:
        """Write the local day of a moment."""
        return long_date(self.site.calendar.local_day(moment), self._locale)

    def time(self, moment: datetime) -> str:
        """Write the local day and time of a moment."""
        city = self.site.city
        return date_and_time(moment, ZoneInfo(city.timezone), city.timezone_label, self._locale)

    def url(self, path: str) -> str:
        """Give the address of a page that goes on in this language."""
        return f"{path}?{LANGUAGE}={self.language}" if self.named else path

    def elsewhere(self, path: str, language: str) -> str:
        """Give the address of this page in another language."""
        return f"{path}?{LANGUAGE}={language}"

    @property
    def _locale(self) -> str:
        return self.site.texts.say(LOCALE, self.language)

    @property
    def others(self) -> Sequence[tuple[str, str]]:
        """List the other languages of the city, each as it calls itself."""
        names = ((one, self.site.texts.say("citizen.choice.language", one)) for one in self.site.city.languages)
        return [(one, name) for one, name in names if one != self.language]

    @property
    def emergency(self) -> str:
        """Give the number that answers for everything; empty where the city names none."""
        lines = self.site.city.emergency_lines
        return lines[0].number if lines else ""


@dataclass(frozen=True)
class Pages:
    """Draws the pages of one site."""

    site: Site

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """Give the files that pages load."""
        return assets()

    def set_up(self, app: web.Application) -> None:
        """Let an application find the templates."""
        app[aiohttp_jinja2.APP_KEY] = environment()

    def speech(self, request: web.Request, asked: str = "") -> Speech:
        """Give the words for a request."""
        asked = asked or request.query.get(LANGUAGE, "")
        languages = self.site.city.languages
        language = chosen(asked, request.headers.get("Accept-Language", ""), languages)
        return Speech(self.site, language, named=asked == language)

    def draw(
        self,
        request: web.Request,
        name: str,
        speech: Speech,
        *,
        status: int = 200,
        secret: bool = False,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> web.Response:
        """Draw a page."""
        context = {
            "s": speech,
            "t": speech.t,
            "c": speech.c,
            "city": self.site.city,
            "paths": self.site.paths,
            "portal": self.site.portal,
            "proof": self.site.proof,
            "asset": self.address_of,
            "here": context.pop("here", ""),
            "secret": secret,
            **context,
        }
        response = aiohttp_jinja2.render_template(name, request, context, status=status)
        response.headers.update(page_headers(self.site.public_url, self.site.tile_url, secret=secret))
        response.headers.update({"Content-Language": speech.language, **(headers or {})})
        return response

    def address_of(self, name: str) -> str:
        """Give the address of a file that pages load."""
        return f"{STATIC}/{self.assets[name].mark}/{name}"

    def trouble(
        self,
        request: web.Request,
        speech: Speech,
        key: str,
        status: int,
        *,
        secret: bool = False,
        kept: Kept | None = None,
        **values: object,
    ) -> web.Response:
        """Draw a page that says why there is none, or give scripts the same by RFC 9457."""
        title, detail = speech.t(f"trouble.{key}_title"), speech.t(f"trouble.{key}", **values)
        headers = {"Retry-After": str(values["seconds"])} if "seconds" in values else {}
        if wants_json(request):
            return problem_json(status, title, detail, headers)
        return self.told(request, speech, title, detail, status=status, secret=secret, kept=kept, headers=headers)

    def told(
        self,
        request: web.Request,
        speech: Speech,
        title: str,
        detail: str,
        *,
        status: int,
        secret: bool,
        kept: Kept | None = None,
        headers: dict[str, str] | None = None,
    ) -> web.Response:
        """Draw a page that says what went wrong, with what was posted where it can be sent again."""
        return self.draw(
            request,
            "trouble.html",
            speech,
            status=status,
            secret=secret,
            headers=headers,
            title=title,
            detail=detail,
            kept=kept,
            most=self.site.limits.text,
            photos=self.site.limits.photos,
            kinds=PHOTO_KINDS,
        )


def wants_json(request: web.Request) -> bool:
    """Tell whether a script of ours asks."""
    return "application/problem+json" in request.headers.get("Accept", "")


def problem_json(
    status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> web.Response:
    """Give trouble to a script (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response = web.json_response(body, status=status, content_type="application/problem+json", headers=headers)
    response.headers.update({"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
    return response
