"""What one message was found to be: danger of a kind, with its numbers, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OWN, SURE, LIKELY, HINT = 4.5, 3.0, 2.0, 1.0
"""Points of a pattern that the city added, of one that is danger unless something calms it, of one that anything calms,
of one that needs help."""
_ENOUGH = 2.0
_TRUST, _TOGETHER = 0.5, 0.8
"""How the learnt weights help words that do not suffice: points + trust times log odds, beyond which it is danger."""
_ALONE, _INNOCENT = -2.5, 2.0
"""Log odds that suffice where no word says anything, and where words of danger stand in an innocent use only.

All were chosen on sentences that neither had seen (ADR 11)."""
_VETO, _VETO_SURE = -3.0, -4.0
"""Log odds below which the weights overrule words that are likely danger, and words that are sure of it."""
_TIE = 0.5
"""Points by which an earlier kind may be behind and still win."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Danger that was read out of one message.

    `number` is what is dialled first and `numbers` are all to be said, as they are said ("555 ext. 8"); `kind` is the
    code of the pack ("kebakaran"). `gentle`: gentle words, no question about a place, no ticket unless wanted.
    """

    number: str
    kind: str
    category: str
    numbers: tuple[str, ...] = ()
    gentle: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a message is danger or not: the points of each kind, the patterns that gave them, the cues.

    `learnt` are the log odds of danger by the learnt weights, None where they were not asked or there are none;
    `likely` is the kind that they think of. `innocent`: words of danger were found, all in an innocent use.
    """

    points: Mapping[str, float]
    reasons: tuple[str, ...]
    learnt: float | None = None
    likely: str = ""
    innocent: bool = False

    @property
    def kind(self) -> str:
        """Give the code of the kind with the most points, empty when none has enough; ties by the pack's order."""
        most = max(self.points.values(), default=0.0)
        if not (self._believed(most) if most >= _ENOUGH else self._suspected(most)):
            return ""
        if not self.points:
            return self.likely
        return next(code for code, points in self.points.items() if points >= most - _TIE)

    def _believed(self, most: float) -> bool:
        """Tell whether the weights let stand what words call danger."""
        if self.learnt is None or most >= OWN:
            return True
        return self.learnt > (_VETO_SURE if most >= SURE else _VETO)

    def _suspected(self, most: float) -> bool:
        """Tell whether the weights hear danger where the words do not suffice."""
        if self.learnt is None:
            return False
        if self.innocent:
            return self.learnt > _INNOCENT
        if not self.points:
            return self.learnt > _ALONE
        return most > 0 and most + _TRUST * self.learnt > _TOGETHER

    @property
    def others(self) -> tuple[str, ...]:
        """Give the kinds that are surely danger too: a fight with somebody bleeding needs two numbers."""
        return tuple(code for code, points in self.points.items() if code != self.kind and points >= SURE)
