"""The document of the register: the officials by their platform id."""

from typing import Any

import msgspec

from core.vocabulary.ticket import OfficialRole

NAME_LENGTH = 60
"""A name as it is shown, in UTF-16 units."""


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """A registered official; ``accepted`` the code of ethics, ``active`` still in every group."""

    name: str
    unit: str
    accepted: bool = False
    active: bool = True
    role: OfficialRole = "petugas"


class RegisterState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everybody who was ever registered and not taken out."""

    members: dict[str, Member] = {}


def load(raw: Any) -> RegisterState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return RegisterState()
    return raw if isinstance(raw, RegisterState) else msgspec.convert(raw, RegisterState)
