"""How well public posts are read: precision, recall and the confusion table, on both halves of the labelled file.

``python -m bench.mentions`` reads ``tests/data/mentions.tsv``. Words and points are tuned on the half ``tuning``; the
half ``kept`` is only counted. Ends non-zero when the kept half is under a target. ``--show tuning`` lists
the posts of that half which are read wrongly (the kept half is never listed).
"""

import argparse
import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from core.reading.mentions import MentionReader
from core.reading.understand import Understander
from storage.city import read_city

ROOT = Path(__file__).parents[1]
POSTS = ROOT / "tests" / "data" / "mentions.tsv"
PRECISION = RECALL = 0.85


@dataclass(frozen=True)
class Post:
    """One labelled post."""

    half: str
    complaint: bool
    kind: str
    category: str
    addressed: bool
    text: str


@dataclass
class Table:
    """What came of the posts of one half."""

    counts: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    categories: Counter[bool] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Give the share of complaints among what was taken for one."""
        return self.counts[True, True] / max(1, self.counts[True, True] + self.counts[False, True])

    @property
    def recall(self) -> float:
        """Give the share of the complaints that were found."""
        return self.counts[True, True] / max(1, self.counts[True, True] + self.counts[True, False])


def posts(source: Path = POSTS) -> list[Post]:
    """Read a labelled file."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Post(
                row["half"],
                row["complaint"] == "yes",
                row["kind"],
                row["category"],
                row["addressed"] == "yes",
                row["text"],
            )
            for row in rows
        ]


def measure(half: str, reader: MentionReader, *, show: bool = False) -> Table:
    """Read the posts of one half."""
    table = Table()
    for post in (post for post in posts() if post.half == half):
        found = reader.read(post.text, addressed=post.addressed)
        table.counts[post.complaint, found.complaint] += 1
        table.kinds[post.kind] += 1
        if found.complaint != post.complaint:
            table.wrong[post.kind] += 1
            if show:
                print(f"  {post.kind:9} {found.sure:.2f} {', '.join(found.why)}\n            {post.text}")
        if post.complaint and found.complaint:
            table.categories[found.category == post.category] += 1
    return table


def kupang() -> MentionReader:
    """Give the reader of the city whose posts they are."""
    city = read_city(ROOT / "cities" / "kupang")
    return MentionReader(city, Understander(city))


def main() -> int:
    """Print the tables; give 1 when the kept half is under a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=["tuning"], help="list what is read wrongly")
    shown = parser.parse_args().show
    reader = kupang()
    tables = {half: measure(half, reader, show=half == shown) for half in ("tuning", "kept")}
    for half, table in tables.items():
        print(f"{half}: precision {table.precision:.3f}, recall {table.recall:.3f}")
        print("                     read as complaint   read as other talk")
        for label, name in ((True, "complaint"), (False, "other talk")):
            print(f"  {name:12} {table.counts[label, True]:20} {table.counts[label, False]:20}")
        print(
            "  wrong by kind: "
            + ", ".join(f"{kind} {table.wrong[kind]}/{table.kinds[kind]}" for kind in sorted(table.kinds))
        )
        right = table.categories[True] / max(1, table.categories.total())
        print(f"  category right, of the complaints found: {right:.3f}")
    kept = tables["kept"]
    return int(kept.precision < PRECISION or kept.recall < RECALL)


if __name__ == "__main__":
    sys.exit(main())
