"""Tell which of the person's own reports a message speaks of, or that it speaks of something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.reading.heard import Heard
from core.reading.standing import Own, Standing
from core.reading.understand import OTHER, Understanding

_WEIGHTY = 0.2
"""Below this score a guess of the category is noise."""
_SURE = 0.4

Stems = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a text is about. `fitting` are the own reports it may mean; `how` says by what they were found.

    `foreign`: the text names a matter that none of the reports has; `sure`: it does so without doubt; `score` is the
    category's, `placed` says that the text names a place.
    """

    fitting: tuple[Own, ...] = ()
    how: str = ""
    category: str = ""
    foreign: bool = False
    sure: bool = False
    score: float = 0.0
    placed: bool = False
    elsewhere: bool = False
    """The place it names is not one of which the fitting reports speak."""

    @property
    def one(self) -> Own | None:
        """Give the report when it is exactly one."""
        return self.fitting[0] if len(self.fitting) == 1 else None


def matter_of(read: Understanding, standing: Standing, text: str, stems: Stems) -> Matter:
    """Find the reports a text is about: by reply, by number, by what it talks of."""
    found = _found(read, standing, text, stems)
    told = 0.0 if read.category == OTHER else read.categories[0].score
    place = stems(" ".join((read.landmark or "", read.kelurahan or "")))
    known = frozenset().union(*(stems(own.about) for own in found.fitting))
    return replace(found, score=told, placed=bool(place), elsewhere=bool(place) and not place & known)


def _found(read: Understanding, standing: Standing, text: str, stems: Stems) -> Matter:
    if standing.replied and (own := standing.own(standing.replied)) is not None:
        return Matter((own,), "reply", read.category)
    if standing.named:
        named = tuple(own for number in standing.named if (own := standing.own(number)) is not None)
        return Matter(named, "number", read.category)
    return _by_words(read, standing, stems(text), stems)


def meant(matter: Matter, heard: Heard, standing: Standing) -> Matter:
    """Narrow what a text is about, where words that name no report tell one of several from the others.

    "Bukan yang lampu, yang satunya" asks about the other; "su diangkut" is said of rubbish, not of the lamp.
    """
    if matter.how in ("reply", "number") or len(standing.tickets) < 2:
        return matter
    if "others" in heard.marks and heard.top == "status" and matter.fitting:
        others = tuple(own for own in standing.tickets if own not in matter.fitting)
        return replace(matter, fitting=others) if others else matter
    if len(standing.verdicts) < 2 and matter.how != "category" and (heard.top == "works" or heard.by_cue("works")):
        fixed = tuple(own for own in standing.tickets if not own.finished and f"fixed {own.category}" in heard.marks)
        return replace(matter, fitting=fixed, how="category") if fixed else matter
    return matter


def _by_words(read: Understanding, standing: Standing, words: frozenset[str], stems: Stems) -> Matter:
    guesses = {guess.code: guess.score for guess in read.categories if guess.code != OTHER}
    best = read.categories[0]
    known = best.code != OTHER and best.score >= _WEIGHTY
    same = [own for own in standing.tickets if own.category and guesses.get(own.category, 0.0) >= _WEIGHTY]
    top = [own for own in same if own.category == best.code] or same
    shared = {own.number: len(words & stems(own.about)) for own in standing.tickets}
    if len(top) > 1 and max(shared[own.number] for own in top) > 0:
        most = max(shared[own.number] for own in top)
        top = [own for own in top if shared[own.number] == most]
    if top:
        return Matter(tuple(top), "category", best.code)
    if known:
        return Matter((), "", best.code, foreign=True, sure=best.score >= _SURE)
    if any(shared.values()):
        most = max(shared.values())
        return Matter(tuple(own for own in standing.tickets if shared[own.number] == most), "words", OTHER)
    return Matter((), "", OTHER)
