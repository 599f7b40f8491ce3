"""One turn of a public post: the city and its words, the state under change, and the effects so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from bots.monitor.state import MentionState
from core.city.city import City
from core.city.desks import MONITORING
from core.city.texts import Texts
from core.reading.mentions import MentionReader
from core.reading.redact import Redactor
from core.reading.understand import Understander
from core.vocabulary.commands import Command
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import author_lane, person_lane
from core.vocabulary.monitoring import Handle
from core.vocabulary.officials import Verdict
from core.vocabulary.steps import Moment

INVITATION = "invitation"
"""``Send.ref`` of an invitation."""


@dataclass(frozen=True)
class Watch:
    """What never changes while the program runs."""

    city: City
    texts: Texts
    reader: MentionReader
    understander: Understander

    @property
    def desk(self) -> str:
        """Name the lane of the group that has the monitoring desk."""
        return self.city.desk(MONITORING).lane

    def redacted(self, text: str) -> str:
        """Take personal data out of the words of a post."""
        return Redactor.of(self.city).redact(text, spare=self.city.own_words)


@dataclass
class MentionTurn:
    """Collect what one event changes."""

    watch: Watch
    state: MentionState
    moment: Moment
    lane: str
    effects: list[Effect] = field(default_factory=list)

    def tell(self, lane: str, command: Command) -> None:
        """Tell another lane."""
        self.effects.append(Tell(lane, command))

    @property
    def author(self) -> str:
        """Name the author's lane; where a platform does not say who wrote, each post is somebody's own."""
        author = self.state.author
        return author_lane(self.state.channel, (author.id if author else "") or f"of-{self.state.post}")

    @property
    def person(self) -> str:
        """Name the lane of the person who reports when this becomes a ticket: one for each author."""
        return person_lane(self.author)

    def answer(self, asked: Handle, name: str, *, refused: bool = False, **values: str) -> None:
        """Tell the official what became of a press or a reply."""
        key = f"monitor.{'refuse' if refused else 'done'}.{name}"
        verdict = Verdict("", key, values, asked.query_id, asked.message_id, alert=refused)
        self.tell(asked.group, verdict)
