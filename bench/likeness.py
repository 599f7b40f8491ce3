"""How surely a photo is known again, and how long that takes: ``python -m bench.likeness`` (about four minutes).

Streets are drawn: each photo is changed in every way and looked for among the others; photos of the same street from
other places and at other times are looked for, too. Then so many pictures as ``--pictures`` says are put into the
embedded database, and one is looked for among them. Ends non-zero when a changed photo is missed or another is named.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from PIL import Image

from app.clock import SystemClock
from core.vocabulary.media import Known, Likeness
from storage.embedded.server import EmbeddedServer
from storage.files.likeness import SAME, agreement, likeness_of, sought
from storage.mongo.store import MongoStore
from storage.recognise import LOOKED_AT, Recogniser
from tests.storage.files.streets import street
from tests.storage.files.test_likeness import OTHER_PHOTO, SAME_PHOTO

LOOKS = 20
NUMBER = "KPG-26-00001-5"
_FLIPPED = 6


def found(photo: Likeness, others: Mapping[int, Likeness]) -> dict[int, float]:
    """Give the streets that share a key with a photo, with the share of places that agree."""
    keys = set(sought(photo))
    return {number: agreement(other.grey, photo.grey) for number, other in others.items() if keys & set(other.keys)}


def same(streets: Mapping[int, Image.Image], likenesses: Mapping[int, Likeness]) -> bool:
    """Print how surely each changed photo is known again; tell whether all are, and nothing else."""
    good = True
    print(f"{'the same photo':<34}{'known':>8}{'least':>8}{'median':>8}{'others':>8}")
    for name, change in SAME_PHOTO.items():
        shares, known, wrong = [], 0, 0.0
        for number, photo in streets.items():
            hits = found(likeness_of(change(photo)), likenesses)
            shares.append(hits.pop(number, 0.0))
            known += shares[-1] >= SAME
            wrong = max((wrong, *hits.values()))
        good &= known == len(streets) and wrong < SAME
        print(
            f"{name:<34}{f'{known}/{len(streets)}':>8}{min(shares):>8.2f}{median(shares):>8.2f}{wrong:>8.2f}",
            flush=True,
        )
    return good


def other(streets: Mapping[int, Image.Image], likenesses: Mapping[int, Likeness]) -> bool:
    """Print how much other photos of the same streets agree; tell whether none is taken for the same."""
    good = True
    print(f"\n{'another photo of the street':<50}{'taken for it':>14}{'most':>8}{'median':>8}")
    for name, look in OTHER_PHOTO.items():
        shares = [agreement(likenesses[number].grey, likeness_of(street(number, look)).grey) for number in streets]
        taken = sum(share >= SAME for share in shares)
        good &= not taken
        print(f"{name:<50}{f'{taken}/{len(streets)}':>14}{max(shares):>8.2f}{median(shares):>8.2f}", flush=True)
    return good


def crowd(likenesses: Sequence[Likeness], count: int) -> list[Known]:
    """Make so many pictures that are like photos of streets: the keys of some, a few bits of each another."""
    chance, made = random.Random(1), []
    for number in range(count):
        model = chance.choice(likenesses)
        flips = [sum(1 << bit for bit in chance.sample(range(21), _FLIPPED)) for _ in model.keys]
        keys = tuple(key ^ flip for key, flip in zip(model.keys, flips, strict=True))
        made.append(Known(f"c{number}", f"hash-c{number}", NUMBER, Likeness(keys, chance.randbytes(len(model.grey)))))
    return made


async def looked_up(likenesses: Mapping[int, Likeness], pictures: int) -> None:
    """Print how long it takes to know a photo among so many."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        embedded = EmbeddedServer(Path(folder))
        store = MongoStore(await embedded.start(), "bench_likeness", clock=SystemClock())
        await store.open()
        others = crowd(list(likenesses.values()), pictures)
        began = time.monotonic()
        for start in range(0, len(others), 50):
            await asyncio.gather(*(store.keep_known(known) for known in others[start : start + 50]))
            print(f"\r{start + 50:>8} of {pictures} pictures stored", end="", file=sys.stderr, flush=True)
        kept = (time.monotonic() - began) / max(1, pictures) * 1000
        print(file=sys.stderr)
        own = {number: Known(f"s{number}", f"hash{number}", likeness=found) for number, found in likenesses.items()}
        for known in own.values():
            await store.keep_known(known)
            await store.exhibit(known.media, NUMBER)
        queries, wholes = [], []
        for place in range(LOOKS):
            photo = Known("new", "other", likeness=likenesses[1 + place % len(likenesses)])
            keys = sought(likenesses[1 + place % len(likenesses)])
            began = time.monotonic()
            await store.known_by(keys, "other", LOOKED_AT)
            queries.append((time.monotonic() - began) * 1000)
            began = time.monotonic()
            assert await Recogniser(store)(photo)
            wholes.append((time.monotonic() - began) * 1000)
        print(f"\namong {pictures} pictures, embedded database: stored in {kept:.1f} ms each (alone in its command);")
        print(
            f"looked up by {len(keys)} keys in {median(queries):.0f} ms (median of {LOOKS}; most {max(queries):.0f});"
        )
        print(f"known again, with all the comparing, in {median(wholes):.0f} ms (most {max(wholes):.0f})")
        await store.close()
        await embedded.stop()


def main() -> int:
    """Measure, print, and tell whether every photo was known for what it is."""
    parser = argparse.ArgumentParser(prog="bench.likeness", description=__doc__)
    parser.add_argument("--streets", type=int, default=12)
    parser.add_argument("--pictures", type=int, default=20_000)
    asked = parser.parse_args()
    streets = {number: street(number) for number in range(1, asked.streets + 1)}
    likenesses = {number: likeness_of(photo) for number, photo in streets.items()}
    good = same(streets, likenesses)
    good &= other(streets, likenesses)
    if asked.pictures:
        asyncio.run(looked_up(likenesses, asked.pictures))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
