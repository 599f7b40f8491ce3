"""The step of a month's count of sources."""

from __future__ import annotations

from typing import Any

from core.sources.state import counted, load
from core.vocabulary.events import Event
from core.vocabulary.sources import CameBy
from core.vocabulary.steps import Moment, Outcome


class SourcesSteps:
    """The behaviour of ``sources:<year>-<month>`` lanes."""

    def step(self, state: Any, event: Event, _moment: Moment) -> Outcome:
        """Count; a body that is not about sources changes nothing."""
        month = load(state)
        return Outcome(counted(month, event.body) if isinstance(event.body, CameBy) else month)
