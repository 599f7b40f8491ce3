"""Store the invented months, and say on every page that they are invented."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from itertools import islice
from typing import Final

from PIL import Image, ImageDraw

from core.city.city import City
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.media import Held
from demo.earlier.living import Earlier
from demo.earlier.plans import PHOTO, read_words
from storage.mongo.store import MongoStore

NOTICE: Final = "web.site.notice"
TICKETS: Final = ticket_lane("")
_AT_ONCE: Final = 512
_SIZE: Final = (480, 320)


def marked(city: City) -> City:
    """Let every page of a city say that what it shows is invented."""
    notice = read_words()["notice"]
    return replace(
        city, texts={language: {**texts, NOTICE: notice[language]} for language, texts in city.texts.items()}
    )


async def keep_counts(store: MongoStore, earlier: Earlier) -> None:
    """Store counts, lists and the last numbers, before anybody files a report. Raises ``StoreDown``."""
    await _all(store.commit(lane, 0) for name, lane in earlier.lanes.items() if not name.startswith(TICKETS))


async def keep_reports(store: MongoStore, earlier: Earlier) -> None:
    """Store the reports themselves; meanwhile others may be filed. Raises ``StoreDown``."""
    newest = {line.number: line for line in earlier.listed}
    await store.put_media(Held(_photo()), "image/png", "contoh.png", PHOTO)
    await _all(store.commit(lane, 0) for name, lane in earlier.lanes.items() if name.startswith(TICKETS))
    await _all(store.publish(line) for line in newest.values())
    await _all(store.journal(entry, line) for entry, line in earlier.records)


async def _all(works: Iterable[Awaitable[object]]) -> None:
    waiting = iter(works)
    while some := list(islice(waiting, _AT_ONCE)):
        await asyncio.gather(*some)


def _photo() -> bytes:
    """Draw the picture that stands for every photo: it says that it is none."""
    picture, target = Image.new("RGB", _SIZE, "#5b6875"), io.BytesIO()
    ImageDraw.Draw(picture).text((_SIZE[0] // 2, _SIZE[1] // 2), PHOTO, fill="white", font_size=64, anchor="mm")
    picture.save(target, "PNG")
    return target.getvalue()
