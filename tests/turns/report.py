"""Word the result: a table per context, confusions, wrong lines of the tuned half, and harm by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.turns.cases import CONTEXTS
from tests.turns.judge import HARMS
from tests.turns.play import Played


@dataclass(frozen=True)
class Target:
    """What a half of the cases has to reach: the share that is right, and the share that may do harm."""

    right: float
    harmful: float

    def missed(self, played: Sequence[Played]) -> list[str]:
        """Say in what the half misses its target."""
        right, harmful = share(played), sum(bool(one.verdict.harms) for one in played) / len(played)
        found = [] if right >= self.right else [f"{right:.1%} right, wanted {self.right:.0%}"]
        if harmful > self.harmful or (self.harmful and harmful == self.harmful):
            found.append(f"{harmful:.1%} harmful, wanted {'less than ' if self.harmful else ''}{self.harmful:.0%}")
        found += [
            f"{unplayed} could not be played" for unplayed in [sum(bool(one.problem) for one in played)] if unplayed
        ]
        return found


TARGETS = {
    "tuned": Target(0.95, 0.0),
    "strangers": Target(0.95, 0.01),
    "unseen": Target(0.88, 0.01),
    "kept": Target(0.92, 0.01),
    "fresh": Target(0.88, 0.01),
}
COUNTED = frozenset({"unseen", "kept", "fresh"})
"""Halves of which only figures are printed: whoever mends something does not look at their sentences."""


def share(played: Sequence[Played]) -> float:
    """Give the share of cases that are right."""
    return sum(one.verdict.right for one in played) / len(played)


def report(played: Sequence[Played], half: str, *, sentences: bool) -> str:
    """Word one half; without ``sentences`` it quotes nothing that a case says."""
    parts = [f"== {half} half: {len(played)} cases", _table(played), _confusions(played), _harmful(played, sentences)]
    if sentences:
        parts.append(_wrong(played))
    parts += [_problems(played), _unknown(played, sentences)]
    return "\n\n".join(part for part in parts if part)


def _table(played: Sequence[Played]) -> str:
    lines = [f"{'context':<16} {'cases':>5} {'right':>5} {'%':>6} {'harmful':>7}"]
    for context in CONTEXTS:
        some = [one for one in played if one.case.context == context]
        if some:
            lines.append(_row(context, some))
    return "\n".join([*lines, _row("all", played)])


def _row(name: str, some: Sequence[Played]) -> str:
    right, harmful = sum(one.verdict.right for one in some), sum(bool(one.verdict.harms) for one in some)
    return f"{name:<16} {len(some):>5} {right:>5} {100 * right / len(some):>6.1f} {harmful:>7}"


def _confusions(played: Sequence[Played]) -> str:
    pairs = Counter((one.case.best.code, one.verdict.seen) for one in played if not one.verdict.right)
    if not pairs:
        return ""
    lines = [f"{count:>4}  {best} -> {seen}" for (best, seen), count in pairs.most_common()]
    return "\n".join(["confusions (best outcome -> what was seen)", *lines])


def _harmful(played: Sequence[Played], sentences: bool) -> str:
    lines = ["harmful"]
    for kind in HARMS:
        some = [one for one in played if kind in one.verdict.harms]
        lines.append(f"{len(some):>4}  {kind}")
        lines += [f"        {_sentence(one)}" for one in some if sentences]
    return "\n".join(lines)


def _wrong(played: Iterable[Played]) -> str:
    lines = [f"{_sentence(one)}\n        {one.verdict.why}" for one in played if not one.verdict.right]
    return "\n".join(["wrong lines", *lines]) if lines else ""


def _problems(played: Iterable[Played]) -> str:
    lines = [f"{one.case.line:>4} {one.case.context}: {one.problem}" for one in played if one.problem]
    return "\n".join(["!! NOT PLAYED", *lines]) if lines else ""


def _sentence(one: Played) -> str:
    wanted = "|".join(
        code.code + (f":{code.number}" if code.number else "") + (f"@{code.ticket}" if code.ticket else "")
        for code in one.case.outcomes[:4]
    )
    return f"{one.case.line:>4} {one.case.context}: {one.case.says!r} wanted {wanted}, seen {one.verdict.seen}"


def _unknown(played: Sequence[Played], sentences: bool) -> str:
    """Say loudly which texts the table of codes does not know."""
    found = Counter(text for one in played for text in one.unknown)
    if not sentences:
        found = Counter({text: count for text, count in found.items() if text.startswith("unknown key")})
    if not found:
        return ""
    lines = [f"{count:>4}  {text[:160]}" for text, count in found.most_common(40)]
    return "\n".join(["!! TEXTS THAT tests/turns/codes.py DOES NOT KNOW: add a line for each key", *lines])
