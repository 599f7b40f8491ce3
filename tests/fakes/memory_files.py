"""What the store in memory keeps beside lanes: files, by what they are known again, origins, the public list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import bson
import msgspec

from core.vocabulary.effects import Publish
from core.vocabulary.media import Content, Held, Known, Media, copy
from core.vocabulary.publishing import Placed, PublicReport
from core.vocabulary.report import Origin
from core.vocabulary.steps import Clock
from storage.errors import MediaTooLarge
from storage.mongo.documents import (
    CODEC,
    encode,
    pack,
    unpack,
)
from storage.mongo.media import MEDIA_LIMIT_BYTES
from storage.mongo.origins import KEPT, WAITS

Document = dict[str, Any]


def stored(document: Mapping[str, Any]) -> Document:
    """Send a document through BSON, as the database would."""
    return bson.decode(bytes(encode(document).raw), codec_options=CODEC)


class MemoryFiles:
    """Keep it in dictionaries; ``fail`` is called with the name of each method, and may raise."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.media: dict[str, Media] = {}
        self.known: dict[str, Known] = {}
        self.public: dict[str, Publish] = {}
        self.public_place: dict[str, int] = {}
        self.origin_of: dict[str, Document] = {}
        self.fail: Any = lambda _method: None

    async def put_media(self, content: Content, mime: str, name: str, media_id: str) -> None:
        """Store a file once. Raises ``MediaTooLarge``."""
        self.fail("put_media")
        if content.size > MEDIA_LIMIT_BYTES:
            raise MediaTooLarge(content.size, MEDIA_LIMIT_BYTES)
        kept = Held()
        await copy(content, kept)
        self.media.setdefault(media_id, Media(kept, mime, name))

    async def get_media(self, media_id: str) -> Media | None:
        """Read a file."""
        self.fail("get_media")
        return self.media.get(media_id)

    async def keep_known(self, known: Known) -> None:
        """Keep by what a stored file is known again; the same file twice is harmless."""
        self.fail("keep_known")
        self.known.setdefault(known.media, known)

    async def publish(self, effect: Publish) -> None:
        """Keep or take away a line of the public list; an older revision than the known one changes nothing."""
        self.fail("publish")
        known = self.public.get(effect.number)
        if known is None or known.revision < effect.revision:
            if known is None or known.report is None or effect.report is None or known.report.at != effect.report.at:
                self.public_place[effect.number] = max(self.public_place.values(), default=0) + 1
            self.public[effect.number] = effect

    async def public_report(self, number: str) -> PublicReport | None:
        """Give a ticket's line of the public list."""
        found = self.public.get(number)
        return found.report if found is not None else None

    async def public_reports(self, category: str, kelurahan: str, after: int, limit: int) -> Sequence[Placed]:
        """Give lines of a kind and a kelurahan (empty for all), those released last first, behind a place."""
        fits = [
            Placed(self.public_place[number], one.report)
            for number, one in self.public.items()
            if one.report is not None
            and category in ("", one.report.category)
            and kelurahan in ("", one.report.kelurahan)
            and (not after or self.public_place[number] < after)
        ]
        return sorted(fits, key=lambda one: one.place, reverse=True)[:limit]

    async def exhibit(self, media_id: str, number: str) -> None:
        """Note that a file is evidence of a ticket; the first ticket that says so keeps it."""
        self.fail("exhibit")
        known = self.known.get(media_id)
        if known is not None and not known.number:
            self.known[media_id] = msgspec.structs.replace(known, number=number)

    async def put_origin(self, media_id: str, origin: Origin) -> None:
        """Let an origin wait for its sender's word."""
        self.fail("put_origin")
        until = self._clock.now() + WAITS
        self.origin_of.setdefault(media_id, stored({**pack(origin), "agreed": False, "until": until}))

    async def keep_origins(self, media_ids: Sequence[str]) -> None:
        """Keep those that wait."""
        self.fail("keep_origins")
        for media in media_ids:
            found = self.origin_of.get(media)
            if found is not None and not found["agreed"] and found["until"] > self._clock.now():
                found.update(agreed=True, until=self._clock.now() + KEPT)

    async def drop_origins(self, media_ids: Sequence[str]) -> None:
        """Forget them."""
        self.fail("drop_origins")
        for media in media_ids:
            self.origin_of.pop(media, None)

    async def origins(self, media_ids: Sequence[str]) -> Mapping[str, Origin]:
        """Give those that may be kept."""
        self.fail("origins")
        found = {media: self.origin_of[media] for media in media_ids if media in self.origin_of}
        kept = {media: one for media, one in found.items() if one["agreed"] and one["until"] > self._clock.now()}
        return {media: unpack(one, Origin) for media, one in kept.items()}

    async def purge_origins(self, before: datetime) -> int:
        """Delete those whose time ended before a moment."""
        self.fail("purge_origins")
        old = [media for media, one in self.origin_of.items() if one["until"] < before]
        await self.drop_origins(old)
        return len(old)

    async def known_by(self, keys: Sequence[int], sha256: str, limit: int) -> Sequence[Known]:
        """Find files that equal a hash or share a key, at most ``limit``: those that share most first."""
        self.fail("known_by")
        wanted = set(keys)

        def shared(known: Known) -> int:
            return len(wanted.intersection(known.likeness.keys if known.likeness else ()))

        found = [one for one in self.known.values() if one.sha256 == sha256 or shared(one)]
        return sorted(found, key=lambda one: (one.sha256 != sha256, -shared(one), one.media))[:limit]
