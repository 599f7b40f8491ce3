"""The document of the register: the officials by their platform id, open invitations, and groups that are a desk."""

from datetime import datetime
from typing import Any

import msgspec

from core.vocabulary.ticket import OfficialRole

NAME_LENGTH = 60
"""A name as it is shown, in UTF-16 units."""
MOST_INVITATIONS = 200
MOST_CODES = 20


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """A registered official; ``accepted`` the code of ethics of the version ``ethics``, ``active`` still in the group.

    Versions are told since there are several: who accepted before that accepted the first.
    """

    name: str
    unit: str
    accepted: bool = False
    active: bool = True
    role: OfficialRole = "petugas"
    ethics: str = "1"

    def knows_ethics(self, version: str) -> bool:
        """Tell whether the official has accepted the code of ethics of a version."""
        return self.accepted and self.ethics == version


class Invitation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link that one person may use ``until`` then, on the channel on which it was asked for."""

    unit: str
    role: OfficialRole
    until: datetime
    by: str
    group: str
    channel: str


class Code(msgspec.Struct, frozen=True, omit_defaults=True):
    """A code that makes a group the ``desk``, ``until`` then."""

    desk: str
    until: datetime
    by: str


class BoundGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """A group that is a desk: which one, and where."""

    desk: str
    channel: str
    address: str


class RegisterState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everybody who was ever registered and not taken out; invitations and codes by the digest of their word.

    ``groups`` are those bound by a code, by their lane. ``lines`` of the journal are chained, ``head`` is the digest of
    the newest (`core.proof.chain`).
    """

    members: dict[str, Member] = {}
    invitations: dict[str, Invitation] = {}
    codes: dict[str, Code] = {}
    groups: dict[str, BoundGroup] = {}
    lines: int = 0
    head: str = ""

    def lane_at(self, channel: str, address: str) -> str:
        """Name the lane of the group at an address, empty where none of ours is bound."""
        found = (lane for lane, one in self.groups.items() if (one.channel, one.address) == (channel, address))
        return next(found, "")

    def group_of(self, desk: str) -> str:
        """Name the lane of the group that is a desk by a code, empty where it is none."""
        return next((lane for lane, one in self.groups.items() if one.desk == desk), "")


def load(raw: Any) -> RegisterState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return RegisterState()
    return raw if isinstance(raw, RegisterState) else msgspec.convert(raw, RegisterState)
