"""Find the matters that reports are about: those of one kind that say the same, and nothing that only one of them says.

Reports are compared by the roots of their words, rare ones counting more. Of their words only those are ever shown that
several reports share, so that no name, number or house of one of them can be.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.reading.understand import Understander
from core.tally.cases import Case
from core.tally.catalogue import SMALLEST
from core.tally.hiding import hidden_lines

ALIKE: Final = 0.3
"""From this cosine on a report is of a matter; chosen on invented reports of five matters (tests/core/tally)."""
MERGED: Final = 0.3
"""From this cosine on two heaps are one matter."""
MOST_ROOTS: Final = 24
MOST_SHOWN: Final = 8
NAMED_BY: Final = 4
"""Words that name a matter, and characters of its typical report, below."""
TYPICAL: Final = 160
RARE: Final = 8
"""By so many of a report's rarest shared roots it is looked for those that are like it."""
GAP: Final = "…"
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Matter:
    """Reports of one kind that say the same: how many, how many in the period before, and where most of them are.

    ``words`` name it. ``typical`` is its most usual report, in which whatever is not said by many is left out.
    ``places`` are kelurahan; those with few are not among them. One that is not ``exact`` has at least so many.
    """

    category: str
    count: int
    before: int
    words: tuple[str, ...]
    typical: str
    places: tuple[tuple[str, int], ...] = ()
    exact: bool = True


class _Heap:
    """Reports that were put together: how often each root is in them, and how long their sum is."""

    def __init__(self) -> None:
        self.roots: Counter[str] = Counter()
        self.members: list[int] = []
        self.square = 0.0

    def take(self, place: int, roots: Iterable[str], weights: Mapping[str, float]) -> None:
        self.members.append(place)
        for root in sorted(roots):
            known = self.roots[root]
            self.square += weights[root] ** 2 * (2 * known + 1)
            self.roots[root] = known + 1


class _Shelf:
    """Heaps, found by the roots that are in them."""

    def __init__(self, heaps: Iterable[_Heap] = ()) -> None:
        self.heaps: list[_Heap] = []
        self._by_root: dict[str, dict[int, None]] = defaultdict(dict)
        for heap in heaps:
            self.put(heap, heap.roots)

    def put(self, heap: _Heap, roots: Iterable[str]) -> None:
        """Note that roots are in a heap, which may be new."""
        if not self.heaps or self.heaps[-1] is not heap:
            self.heaps.append(heap)
        self.know(len(self.heaps) - 1, roots)

    def know(self, place: int, roots: Iterable[str]) -> None:
        """Note that roots are in the heap of this place."""
        for root in roots:
            self._by_root[root][place] = None

    def near(self, roots: Iterable[str]) -> set[int]:
        """Give the places of the heaps in which any of these roots is."""
        return {place for root in roots for place in self._by_root.get(root, ())}


class Sorter:
    """What sorts the reports of one kind into matters."""

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        """Take the roots of each report; what nearly all of them say tells nothing apart."""
        self._texts = texts
        self._seen = Counter(root for roots in texts for root in roots)
        self._weights = {root: math.log(1 + len(texts) / count) for root, count in self._seen.items()}

    def heaps(self) -> list[_Heap]:
        """Put each report to those it is most like; what they then say decides anew, a few times over."""
        shelf = _Shelf()
        for place, roots in enumerate(self._texts):
            at = self.best(roots, shelf)
            if at is None:
                shelf.put(_Heap(), ())
                at = len(shelf.heaps) - 1
            shelf.heaps[at].take(place, roots, self._weights)
            shelf.know(at, roots)
        heaps = shelf.heaps
        for _round in range(_ROUNDS):
            heaps = self._again(self._merged([heap for heap in heaps if len(heap.members) > 1]))
        return heaps

    def _merged(self, heaps: Sequence[_Heap]) -> list[_Heap]:
        """Put heaps together that say the same in other words, small ones to large ones."""
        kept: list[_Heap] = []
        for heap in sorted(heaps, key=lambda one: -len(one.members)):
            like = next((one for one in kept if self._is_one(one, heap)), None)
            if like is None:
                kept.append(heap)
            else:
                for place in heap.members:
                    like.take(place, self._texts[place], self._weights)
        return kept

    def _is_one(self, one: _Heap, other: _Heap) -> bool:
        shared = sorted(one.roots.keys() & other.roots.keys())
        common = sum(self._weight(root) ** 2 * one.roots[root] * other.roots[root] for root in shared)
        return common >= MERGED * math.sqrt(one.square * other.square)

    def _again(self, former: Sequence[_Heap]) -> list[_Heap]:
        shelf, found = _Shelf(former), [_Heap() for _ in former]
        for place, roots in enumerate(self._texts):
            if (at := self.best(roots, shelf)) is not None:
                found[at].take(place, roots, self._weights)
        return [heap for heap in found if heap.members]

    def best(self, roots: frozenset[str], shelf: _Shelf) -> int | None:
        """Give the place of the heap that says most of the same; None where none says enough."""
        shared = sorted((root for root in roots if self._seen[root] > 1), key=lambda root: (self._seen[root], root))
        ranked = [(self.likeness(roots, shelf.heaps[at]), -at) for at in shelf.near(shared[:RARE])]
        score, at = max(ranked, default=(0.0, 0))
        return -at if score >= ALIKE else None

    def likeness(self, roots: frozenset[str], heap: _Heap) -> float:
        """Measure the cosine between a report and the middle of a heap, both by the weights of roots."""
        ordered = sorted(roots)  # sums of fractions depend on their order, and a set has none
        common = sum(self._weight(root) ** 2 * heap.roots[root] for root in ordered if root in heap.roots)
        own = math.sqrt(sum(self._weight(root) ** 2 for root in ordered))
        return common / (own * math.sqrt(heap.square)) if own and heap.square else 0.0

    def _weight(self, root: str) -> float:
        return self._weights.get(root, 0.0)


@dataclass(frozen=True)
class Finder:
    """What finds matters, with the words of one city."""

    reader: Understander

    def find(self, cases: Sequence[Case], before: Sequence[Case], most: int = MOST_SHOWN) -> tuple[Matter, ...]:
        """List the matters of at least `SMALLEST` reports, the largest first; `before` are those of the time before."""
        told, told_before = _by_category(cases), _by_category(before)
        said = Counter(word for case in cases for word in _said(case))
        common = frozenset(word for word, count in said.items() if count >= SMALLEST)
        found = [
            matter
            for category in sorted(told)
            for matter in self._of(category, told[category], told_before.get(category, ()), common)
        ]
        return tuple(sorted(found, key=lambda one: (-one.count, one.category, one.words))[:most])

    def _of(
        self, category: str, cases: Sequence[Case], before: Sequence[Case], common: frozenset[str]
    ) -> Iterable[Matter]:
        if len(cases) < SMALLEST:
            return
        texts = [self._roots(case) for case in cases]
        sorter = Sorter(texts)
        heaps = [heap for heap in sorter.heaps() if len(heap.members) >= SMALLEST]
        shelf = _Shelf(heaps)
        earlier = Counter(sorter.best(self._roots(case), shelf) for case in before)
        for place, heap in enumerate(heaps):
            members = [cases[place] for place in heap.members]
            typical = max(heap.members, key=lambda one: (sorter.likeness(texts[one], heap), -one))
            yield Matter(
                category,
                len(members),
                earlier[place],
                self._named(heap, members, common),
                _typical(cases[typical].words or "", common),
                _places(members),
            )

    def _roots(self, case: Case) -> frozenset[str]:
        area = self.reader.place_roots(case.kelurahan or "")
        return frozenset(sorted(self.reader.stems(case.words or "") - area)[:MOST_ROOTS])

    def _named(self, heap: _Heap, members: Sequence[Case], common: frozenset[str]) -> tuple[str, ...]:
        """Name a matter by the words that most of its reports have, as they write them."""
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for case in members:
            for word in sorted(_said(case) & common):
                for root in self.reader.stems(word):
                    forms[root][word] += 1
        ranked = sorted(forms, key=lambda root: (-heap.roots[root], root))
        named = (
            max(sorted(forms[root]), key=forms[root].__getitem__) for root in ranked if heap.roots[root] >= SMALLEST
        )
        return tuple(dict.fromkeys(named))[:NAMED_BY]


def _by_category(cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if not case.confidential and case.category and case.words:
            found[case.category].append(case)
    return found


def _said(case: Case) -> frozenset[str]:
    """Give the words of a report that may be shown if others say them too; none of a confidential one."""
    return frozenset() if case.confidential else frozenset(_WORD.findall((case.words or "").casefold()))


def _typical(words: str, common: frozenset[str]) -> str:
    """Leave out of a report what is not said by many, and every number."""
    kept: list[str] = []
    for word in words.split():
        bare = _WORD.findall(word.casefold())
        if len(bare) == 1 and not any(sign.isdigit() for sign in word) and bare[0] in common:
            kept.append(word)
        elif not kept or kept[-1] != GAP:
            kept.append(GAP)
    line = " ".join(kept)
    return line if len(line) <= TYPICAL else f"{line[:TYPICAL].rpartition(' ')[0]} {GAP}"


def _places(members: Sequence[Case]) -> tuple[tuple[str, int], ...]:
    counts = Counter(case.kelurahan or "" for case in members)
    hidden = hidden_lines(counts)
    shown = [(name, count) for name, count in counts.items() if name and name not in hidden and count >= SMALLEST]
    return tuple(sorted(shown, key=lambda one: (-one[1], one[0])))
