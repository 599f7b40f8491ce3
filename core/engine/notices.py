"""What the engine itself has to say to the officials' health topic."""

import hashlib
from collections.abc import Mapping

from core.engine.calls import Accept, Observe
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Clock


class Notices:
    """Tell each thing once: the id of its event is made from what caused it. Everything raises ``StoreDown``."""

    def __init__(self, accept: Accept, clock: Clock, observe: Observe) -> None:
        self._accept = accept
        self._clock = clock
        self._observe = observe
        self._unknown: set[str] = set()
        self._helpers: set[str] = set()

    async def tell(self, event_id: str, key: str, values: Mapping[str, str]) -> None:
        """Tell something, once per ``event_id``."""
        body = Notice(key=key, values=dict(values))
        await self._accept([Event(id=event_id, lane=OFFICIALS_LANE, at=self._clock.now(), body=body)])

    async def unknown_answer(self, channel: str, mark: str, detail: str) -> None:
        """Log an answer of a platform that no rule knows, and tell of it, once a day for each ``mark``."""
        day = self._clock.now().date().isoformat()
        event_id = f"unknown:{channel}:{hashlib.sha256(mark.encode()).hexdigest()[:16]}:{day}"
        if event_id in self._unknown:
            return
        self._observe("unknown_answer", channel=channel, error=detail)
        await self.tell(event_id, "officials.notice.unknown_answer", {"channel": channel, "answer": detail})
        self._unknown = {one for one in self._unknown if one.endswith(day)} | {event_id}

    async def helper_down(self, helper: str, detail: str) -> None:
        """Log that a helper of ours does not answer, and tell of it, once a day for each."""
        event_id = f"helper:{helper}:{self._clock.now().date().isoformat()}"
        if event_id in self._helpers:
            return
        self._observe("helper_down", helper=helper, error=detail)
        await self.tell(event_id, f"officials.notice.helper_{helper}", {})
        self._helpers = {event_id, *(one for one in self._helpers if one.endswith(event_id[-10:]))}
