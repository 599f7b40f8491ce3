"""Read marked sentences, redact them, and count what stays that should go, and what goes that should stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from core.city.city import City
from core.reading.redact import Redactor

DATA: Final = Path(__file__).parents[1] / "data"
Half = Literal["tuned", "unseen"]
Reader = Literal["group", "outside"]
"""Officials, who have to find the place and whoever a report is about; everybody else."""

_MARK = re.compile(r"\{([^}]*)\}|<([^>]*)>")
_WORD = re.compile(r"[^\W_]+")
_NO_NAME: Final = frozenset(
    (
        "pak", "bapak", "bapa", "bpk", "bu", "ibu", "mama", "om", "opa", "oma", "kaka", "mr", "mrs", "drs", "hj",
        "si", "tante", "nona", "keluarga", "kel", "dan", "deng", "blok", "no", "nomor", "number", "rt", "rw", "house",
        "https", "com", "www", "yahoo", "gmail", "ymail", "outlook", "contoh", "at", "dot", "co", "id", "pd", "ai",
        "kupang", "oebufu", "penfui",
    )
)  # fmt: skip
"""Words inside of a mark that tell nobody when they stay."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence without its marks; ``own`` is what goes for all readers, ``others`` what goes for those outside."""

    text: str
    own: tuple[str, ...]
    others: tuple[str, ...]
    rest: str
    """What stands outside of all marks and touches none."""


@dataclass(frozen=True)
class Score:
    """How one half fared with one kind of reader."""

    marks: int
    missed: tuple[tuple[Case, str, str], ...]
    """A sentence, what of it stayed that should have gone, and the sentence as it was shown."""
    words: int
    spoiled: tuple[tuple[Case, str, str], ...]

    @property
    def recall(self) -> float:
        """Give the share of what should go that went."""
        return 1 - len(self.missed) / self.marks

    @property
    def harm(self) -> float:
        """Give the share of the words that should stay that went."""
        return sum(len(lost.split()) for _, lost, _ in self.spoiled) / self.words


def read_cases(half: Half) -> Iterator[Case]:
    """Read the sentences of a half."""
    for line in (DATA / f"private-{half}.tsv").read_text().splitlines():
        if line and not line.startswith("# "):
            yield case_of(line.replace("\\n", "\n"))


def case_of(line: str) -> Case:
    """Read one marked sentence."""
    marks = list(_MARK.finditer(line))
    rest = " ".join(one for one in re.sub(_MARK, "\0", line).split() if "\0" not in one)
    own = tuple(one[1] for one in marks if one[1] is not None)
    others = tuple(one[2] for one in marks if one[2] is not None)
    return Case(_MARK.sub(lambda one: one[1] if one[1] is not None else one[2], line), own, others, rest)


def score(city: City, cases: Iterable[Case], reader: Reader) -> Score:
    """Redact each sentence for a kind of reader."""
    redactor, spare = Redactor.of(city), city.own_words
    marks = words = 0
    missed, spoiled = list[tuple[Case, str, str]](), list[tuple[Case, str, str]]()
    for case in cases:
        outside = reader == "outside"
        shown = redactor.outside(case.text, (), spare) if outside else redactor.redact(case.text, spare=spare)
        left = Counter(_words(shown))
        stays = Counter(_words(case.rest))
        for mark in (*case.own, *(case.others if outside else ())):
            marks += 1
            told = [one for one in _words(mark) if left[one] > stays[one] and one not in _NO_NAME and len(one) > 1]
            if told:
                missed.append((case, " ".join(told), shown))
        if not outside:
            stays += Counter(word for mark in case.others for word in _words(mark))
        lost = stays - left
        words += stays.total()
        if lost:
            spoiled.append((case, " ".join(lost.elements()), shown))
    return Score(marks, tuple(missed), words, tuple(spoiled))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
