"""Where the officials' groups are: the one place that knows which lane belongs to which chat."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from bots.officials.news import START
from channels.kit import Group
from core.vocabulary.events import Event, Placed
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice


class Groups:
    """The common group as the settings name it, and those that the city's desks name, all on the same channel."""

    def __init__(
        self,
        common: Group = Group(),  # noqa: B008 - frozen
        further: Mapping[str, str] | None = None,
        bind_words: Collection[str] = (),
    ) -> None:
        """Take the common group, and lane -> address of further ones; without a common one there is none.

        ``bind_words`` are commands with which a code is typed in a group that is none of ours yet.
        """
        self.common = common
        self.bind_words = frozenset(bind_words)
        self.channel = common.channel
        self.addresses: dict[str, str] = {}
        """Lane -> address as it is configured; a group may have moved since."""
        if common.address:
            self.addresses = {**(further or {}), OFFICIALS_LANE: common.address}
        self._lanes = {f"{common.channel}:{address}": lane for lane, address in self.addresses.items()}

    def lane_at(self, key: str) -> str | None:
        """Give the lane of the group at ``<channel>:<address>``; None for a group that is none of ours."""
        return self._lanes.get(key)

    def is_ours(self, lane: str) -> bool:
        """Tell whether a lane is that of a group of ours, or of the common one while it has no address yet."""
        return lane == OFFICIALS_LANE or lane in self.addresses

    def greetings(self, worker: str, now: datetime) -> list[Event]:
        """Give what each lane is told when a process starts: where its group is, and to see to its topics."""
        told: list[Event] = []
        for lane, address in self.addresses.items():
            bodies: tuple[Placed | Notice, ...] = (Placed(address), Notice(START))
            for order, body in enumerate(bodies):
                (event,) = self.telling(f"start:{worker}:{now.isoformat()}:{order}", body, now, lane)
                told.append(msgspec.structs.replace(event, channel=self.channel, address=address, order=order))
        return told

    def telling(self, event_id: str, body: Placed | Notice, now: datetime, *lanes: str) -> list[Event]:
        """Give what tells the groups (or these ``lanes`` only) something, each under an id of its own."""
        return [
            Event(event_id if lane == OFFICIALS_LANE else f"{event_id}:{lane}", lane, now, body)
            for lane in lanes or self.addresses
        ]
