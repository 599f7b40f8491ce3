"""What a group and the register of officials tell each other; the register's answers go back to the ``group``."""

import msgspec

# Group lane -> register lane


class Enroll(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An administrator enters somebody, or gives somebody another unit.

    ``name`` is the one written by the administrator, ``called`` what the platform shows, each empty when not known;
    ``own``: it is the administrator. ``message_id`` is the command's.
    """

    id: str
    unit: str
    group: str
    message_id: str
    name: str = ""
    called: str = ""
    own: bool = False


class Dismiss(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An administrator takes somebody out."""

    id: str
    group: str
    message_id: str


class Accept(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An official accepts the code of ethics by a press; ``called`` is what the platform shows."""

    id: str
    group: str
    query_id: str
    called: str = ""


class WentOut(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody left one of the city's groups, or was removed from it."""

    id: str


class CameIn(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody came into one of the city's groups."""

    id: str
    group: str


# Register lane -> group lane


class Enrolled(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody stands in the register now; without ``accepted`` the code of ethics is to be shown."""

    id: str
    name: str
    unit: str
    accepted: bool
    message_id: str


class Dismissed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody stands in the register no more; ``name`` is empty when nobody of that id did."""

    id: str
    message_id: str
    name: str = ""


class Accepted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The code of ethics is accepted; ``name`` is empty for who had accepted it before, or is not registered."""

    id: str
    query_id: str
    name: str = ""
    unit: str = ""


class Returned(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody who lost the right to act by leaving is back in a group, without it."""

    id: str
    name: str


ToRegister = Enroll | Dismiss | Accept | WentOut | CameIn
FromRegister = Enrolled | Dismissed | Accepted | Returned
