"""One photo is known again whatever was done to it; two photos of one street are two."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import pytest
from PIL import Image

from core.vocabulary.media import Known, Tidied
from core.vocabulary.report import Alike
from storage.files import Tidier
from storage.files.likeness import SAME, agreement, likeness_of
from storage.recognise import Recogniser
from tests.contents import tidied_by
from tests.fakes.memory_store import MemoryStore
from tests.storage.files.streets import (
    Look,
    blurred,
    brightened,
    cropped,
    encoded,
    mirrored,
    stamped,
    street,
)

Change = Callable[[Image.Image], Image.Image]
STREETS = {number: street(number) for number in range(1, 6)}
LIKENESSES = {number: likeness_of(photo) for number, photo in STREETS.items()}
NUMBER = "KPG-26-{:05}-1"

SAME_PHOTO: dict[str, Change] = {
    "the file itself": lambda photo: photo,
    "encoded anew, badly": lambda photo: Image.open(io.BytesIO(encoded(photo, 30))),
    "half the size": lambda photo: photo.resize((photo.width // 2, photo.height // 2)),
    "a tenth cropped around": lambda photo: cropped(photo, 0.05, 0.05, 0.05, 0.05),
    "a tenth cropped left": lambda photo: cropped(photo, 0.1, 0, 0, 0),
    "a tenth cropped below": lambda photo: cropped(photo, 0, 0, 0, 0.1),
    "a tenth cropped at two sides": lambda photo: cropped(photo, 0.1, 0, 0, 0.1),
    "a tenth cropped unevenly": lambda photo: cropped(photo, 0.03, 0.07, 0.07, 0.03),
    "brightened by 30 %": lambda photo: brightened(photo, 1.3),
    "brightened by 60 %": lambda photo: brightened(photo, 1.6),
    "darkened": lambda photo: brightened(photo, 0.6),
    "mirrored": mirrored,
    "with a date stamp": stamped,
    "photographed from a screen": blurred,
    "mirrored, cropped and stamped": lambda photo: stamped(cropped(mirrored(photo), 0.05, 0.05, 0.05, 0.05)),
    "mirrored, cropped, brightened": lambda photo: brightened(cropped(mirrored(photo), 0.1, 0, 0, 0.1), 1.4),
}
OTHER_PHOTO: dict[str, Look] = {
    "half a step aside": Look(along=0.5, aside=0.2, hole=99),
    "a step aside": Look(aside=0.5),
    "the repaired road from where one thinks it was": Look(0.05, 0.1, 0.01, clouds=4, passers=3, hole=99),
    "a little later, in other light": Look(0.1, 0.15, 0.02, light=0.85, clouds=1, passers=1, hole=99),
    "turned a little": Look(turn=0.05),
    "a step back and turned": Look(along=-1, turn=-0.03),
    "three steps on": Look(along=3, aside=-1, turn=0.1),
    "ten steps on": Look(along=7),
}


def taken(picture: Image.Image) -> Tidied:
    """Take a photo in as a channel would bring it."""
    return asyncio.run(tidied_by(Tidier(), encoded(picture), "image/jpeg"))


async def stored() -> MemoryStore:
    """Keep a photo of each street as evidence of a ticket of its own."""
    store = MemoryStore()
    for number, likeness in LIKENESSES.items():
        await store.keep_known(Known(f"m{number}", f"hash{number}", likeness=likeness))
        await store.exhibit(f"m{number}", NUMBER.format(number))
    return store


def recognised(tidied: Tidied) -> list[str]:
    """Name the tickets whose evidence a new photo is like."""

    async def look() -> tuple[Alike, ...]:
        return await Recogniser(await stored())(Known("new", "other", likeness=tidied.likeness))

    return [one.number for one in asyncio.run(look())]


@pytest.mark.parametrize("change", SAME_PHOTO.values(), ids=SAME_PHOTO.keys())
def test_one_photo_is_known_again(change: Change) -> None:
    """Of five streets exactly the one is named of which it is a photo."""
    assert [NUMBER.format(5)] == recognised(taken(change(STREETS[5])))


@pytest.mark.parametrize("look", OTHER_PHOTO.values(), ids=OTHER_PHOTO.keys())
def test_another_photo_of_the_street_is_another(look: Look) -> None:
    """Who stands elsewhere, or comes back another day, has taken another photo."""
    assert [] == recognised(taken(street(4, look)))


def test_streets_are_not_mixed_up() -> None:
    """Photos of different streets agree far below the threshold, and a plain picture with nothing at all."""
    greys = {number: likeness.grey for number, likeness in LIKENESSES.items()}
    plain = likeness_of(Image.new("RGB", (300, 200), (90, 120, 30))).grey
    others = [agreement(greys[one], greys[two]) for one in greys for two in greys if one < two]
    assert SAME - 0.2 > max(others)
    assert 0.0 == max(agreement(grey, plain) for grey in greys.values())


def test_what_was_never_shown_is_not_known() -> None:
    """A photo that became evidence of no ticket, and the very photo that is asked about, are not told."""

    async def look() -> list[tuple[Alike, ...]]:
        store, photo = MemoryStore(), likeness_of(STREETS[1])
        known = Known("m1", "hash", likeness=photo)
        await store.keep_known(known)
        found = [await Recogniser(store)(Known("m2", "other", likeness=photo))]
        await store.exhibit("m1", NUMBER.format(1))
        return [*found, await Recogniser(store)(known), await Recogniser(store)(Known("m2", "hash"))]

    assert [(), (), (Alike("m1", NUMBER.format(1), exact=True),)] == asyncio.run(look())
