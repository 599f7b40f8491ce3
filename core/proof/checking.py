"""Check a slip against what the city published, with nothing but these files: anybody can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.proof.chain import stamp
from core.proof.lines import Finding
from core.proof.merkle import place_of
from core.proof.roots import Published, flaws_of_leaves, flaws_of_roots, slip_leaf, trusted
from core.proof.slip import Slip
from core.vocabulary.proof import CityKey

Signature = Literal["right", "wrong", "unknown"]
"""``unknown``: none of the keys that can be believed is the one that is named."""
Rooted = Literal["found", "absent", "open"]
"""In the root of its day; not in it although it should be; or no root of its day is known yet."""
Worded = Literal["", "right", "wrong"]


@dataclass(frozen=True)
class Checked:
    """What came of it. ``day`` is that of the root it was found in; ``flaws`` are those of the roots themselves."""

    slip: Slip
    signature: Signature
    rooted: Rooted
    words: Worded = ""
    day: str = ""
    flaws: tuple[Finding, ...] = ()

    @property
    def wrong(self) -> bool:
        """Tell whether anything is not as it has to be."""
        return self.signature == "wrong" or self.rooted == "absent" or self.words == "wrong" or bool(self.flaws)

    @property
    def whole(self) -> bool:
        """Tell whether everything could be checked and is right."""
        return not self.wrong and self.signature == "right" and self.rooted == "found"


def keys_in(days: Sequence[Published]) -> tuple[CityKey, ...]:
    """Give the keys that some files name, each once, the oldest first."""
    found = {key.id: key for day in days for key in day.keys}
    return tuple(sorted(found.values(), key=lambda key: key.since))


def check(
    slip: Slip,
    days: Sequence[Published],
    pinned: bytes = b"",
    words: str | None = None,
    known: Sequence[CityKey] = (),
) -> Checked:
    """Check signature, root and words of a slip.

    ``pinned`` is the public part of a key that is known otherwise; ``known`` are keys beside those in the files.
    """
    keys = trusted(keys_in(days) or tuple(known), pinned)
    signature: Signature = "unknown"
    if slip.key in keys:
        signature = "right" if slip.is_signed(keys[slip.key]) else "wrong"
    rows = sorted(days, key=lambda day: day.root.day)
    flaws = [*flaws_of_roots([day.root for day in rows], keys)]
    rooted: Rooted = "open"
    found = ""
    wanted, at = slip_leaf(slip), stamp(slip.moment)
    for day in rows:
        leaves = [read_digest(leaf) for leaf in day.leaves]
        flaws += flaws_of_leaves(day.root, leaves)
        if at < day.root.until and rooted != "found":
            rooted = "found" if place_of(leaves, wanted) >= 0 else "absent"
            found = day.root.day
    judged: Worded = "" if words is None else "right" if slip.is_about(words) else "wrong"
    return Checked(slip, signature, rooted, judged, found, tuple(flaws))


def read_digest(text: str) -> bytes:
    """Read a digest as it is published; empty for anything else."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
