"""The root of a day: what the journal said by its end, in one signed digest that hangs on that of the day before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from core.proof.chain import canonical, digest_of, stamp
from core.proof.keys import Signer, is_signed, key_id, read, written
from core.proof.lines import Finding
from core.proof.merkle import in_order, leaf, root_of
from core.proof.slip import SIGNED as SLIP
from core.proof.slip import Slip, body_of, slip_time
from core.vocabulary.proof import CityKey, DayRoot, HeadMark

GRACE: Final = timedelta(hours=1)
"""A day is over for its root so long after midnight: what was decided before has been written by then."""
LATE: Final = timedelta(days=7)
"""A line that was written so late is still in the next root."""


class Published(msgspec.Struct, frozen=True):
    """What the city publishes of a day: a file, or an answer."""

    root: DayRoot
    leaves: tuple[str, ...]
    keys: tuple[CityKey, ...]


# --- leaves -----------------------------------------------------------------------------------------------------------


def head_leaf(subject: str, n: int, head: str) -> bytes:
    """Give the leaf of the last line of a ticket on a day."""
    return leaf(b"kanal:head:v1\n" + canonical({"subject": subject, "n": n, "head": head}))


def slip_leaf(slip: Slip) -> bytes:
    """Give the leaf of a slip: what was signed on it."""
    return leaf(slip.message)


class Gathered:
    """The leaves of a day as they are gathered: of each ticket the last line, and every new slip."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, str]] = {}
        self._slips: set[bytes] = set()

    def add(self, mark: HeadMark) -> None:
        """Take in a line; one without a chain is none of ours."""
        if not mark.head:
            return
        if self._last.get(mark.subject, (0, ""))[0] < mark.n:
            self._last[mark.subject] = (mark.n, mark.head)
        if mark.words and mark.key:
            body = body_of(mark.subject, slip_time(mark.at), mark.key, mark.words)
            self._slips.add(leaf(SLIP + canonical(body)))

    def leaves(self, known: Collection[bytes] = ()) -> list[bytes]:
        """Give the leaves in order, without what earlier roots have: some lines are of the days before."""
        heads = {head_leaf(subject, n, head) for subject, (n, head) in self._last.items()}
        return in_order((heads | self._slips).difference(known))


# --- days -------------------------------------------------------------------------------------------------------------


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """Give when a local day begins."""
    return datetime.combine(day, time(), zone)


def due_days(last: DayRoot | None, first: date, now: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Yield the days whose roots are to be made: from the one after the last root, or ``first``, to the last over."""
    day = date.fromisoformat(last.day) + timedelta(days=1) if last is not None else first
    while begin_of(day + timedelta(days=1), zone) + GRACE <= now:
        yield day
        day += timedelta(days=1)


# --- signing ----------------------------------------------------------------------------------------------------------


def body_of_root(root: DayRoot) -> dict[str, str | int]:
    """Give what is signed of a root: all but the signature."""
    return {name: getattr(root, name) for name in root.__struct_fields__ if name != "signature"}


def message_of(root: DayRoot) -> bytes:
    """Give the bytes that are signed."""
    return b"kanal:root:v1\n" + canonical(body_of_root(root))


def digest_of_root(root: DayRoot) -> str:
    """Give the digest by which the next root names this one."""
    return digest_of("root", body_of_root(root))


def made(
    city: str, day: date, until: datetime, last: DayRoot | None, leaves: Sequence[bytes], now: datetime, signer: Signer
) -> DayRoot:
    """Make and sign the root of a day, which ended ``until``."""
    number, previous = (last.number + 1, digest_of_root(last)) if last is not None else (1, "")
    root = root_of(leaves).hex()
    bare = DayRoot(city, day.isoformat(), stamp(until), number, previous, len(leaves), root, stamp(now), signer.key)
    return structs.replace(bare, signature=written(signer.sign(message_of(bare))))


def message_of_key(key: CityKey) -> bytes:
    """Give the bytes by which the key before vouches for a new one."""
    body = {"key": key.id, "public": key.public, "before": key.before}
    return b"kanal:key:v1\n" + canonical(body)


def key_of(signer: Signer, now: datetime, former: Signer | None) -> CityKey:
    """Describe a key that is used from now on, with the word of the one before."""
    bare = CityKey(signer.key, written(signer.public), now)
    if former is None or former.key == signer.key:
        return bare
    named = structs.replace(bare, before=former.key)
    return structs.replace(named, signature=written(former.sign(message_of_key(named))))


# --- checking ---------------------------------------------------------------------------------------------------------


def trusted(keys: Sequence[CityKey], pinned: bytes = b"") -> Mapping[str, bytes]:
    """Give the public parts of keys that can be believed: the pinned one, and what hangs on it by signatures.

    Without a pinned one, the first key of the row is taken at its word.
    """
    parts = {key.id: read(key.public) for key in keys if key.id == key_id(read(key.public))}
    first = next(iter(parts), "")
    found = {key_id(pinned): pinned} if pinned else {first: parts[first]} if first else {}
    for _ in keys:
        for key in keys:
            vouched = found.get(key.before, b"")
            if key.id in parts and is_signed(vouched, message_of_key(key), read(key.signature)):
                found[key.id] = parts[key.id]
    return found


def flaws_of_roots(roots: Sequence[DayRoot], keys: Mapping[str, bytes]) -> Iterator[Finding]:
    """Find what is wrong with a row of roots: signatures, the day before, numbers and days that are missing."""
    for place, root in enumerate(roots):
        name = f"root {root.day}"
        if not is_signed(keys.get(root.key, b""), message_of(root), read(root.signature)):
            yield Finding(name, root.number, "signature", f"not signed by a key of the city ({root.key})")
        if place == 0:
            continue
        before = roots[place - 1]
        if root.number != before.number + 1 or root.day != _next_day(before.day):
            yield Finding(name, root.number, "missing", f"does not follow {before.day}")
        elif root.previous != digest_of_root(before):
            yield Finding(name, root.number, "broken", "does not hang on the root before it")


def _next_day(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except ValueError:
        return ""


def flaws_of_leaves(root: DayRoot, leaves: Sequence[bytes]) -> Iterator[Finding]:
    """Find whether leaves are those of a root."""
    if in_order(leaves) != list(leaves) or len(leaves) != root.size or root_of(leaves).hex() != root.root:
        yield Finding(f"root {root.day}", root.number, "altered", "the leaves are not those of the root")
