"""What groups, private chats and tickets tell the register of officials, and it them; answers go to who asked."""

import msgspec

from core.vocabulary.ticket import Official, OfficialRole

# Group lane -> register lane


class Enroll(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody enters an official, or gives one another unit or role; ``by`` is who does it.

    ``name`` is the one written by the administrator, ``called`` what the platform shows, each empty when not known;
    ``own``: it is the administrator, who knows the code of ethics of the version ``ethics``. ``message_id`` is the
    command's.
    """

    id: str
    unit: str
    group: str
    message_id: str
    name: str = ""
    called: str = ""
    own: bool = False
    by: str = ""
    role: OfficialRole | None = None
    ethics: str = "1"


class Dismiss(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody takes an official out."""

    id: str
    group: str
    message_id: str
    by: str = ""


class Invite(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody wants a link with which one person becomes an official, within so many ``days``.

    It goes to ``lane``, the private chat of who asked.
    """

    unit: str
    role: OfficialRole
    days: int
    by: str
    group: str
    message_id: str
    lane: str
    channel: str


class AskBinding(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody wants a desk to have a group of its own, or with ``home`` to come back into the common one."""

    desk: str
    by: str
    group: str
    message_id: str
    home: bool = False


class Accept(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An official accepts the code of ethics of a version by a press; ``called`` is what the platform shows.

    ``group`` is the lane of the group, or of the private chat, in which that was.
    """

    id: str
    group: str
    query_id: str
    called: str = ""
    ethics: str = "1"


class WentOut(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody left one of the city's groups, or was removed from it; an empty ``group`` is the common one."""

    id: str
    group: str = ""


class CameIn(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody came into one of the city's groups."""

    id: str
    group: str


# Private chat -> register lane, and what is read in a group that is none of ours yet


class Redeem(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody came with the word of an invitation; ``lane`` is the private chat, answered with ``Redeemed``."""

    token: str
    id: str
    lane: str
    channel: str
    called: str = ""


class BindGroup(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody typed the one-time code in the group that a desk is to have for its own."""

    code: str
    by: str
    channel: str
    address: str


# Register lane -> group lane


class Enrolled(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody stands in the register now; without ``accepted`` the code of ethics is to be shown.

    ``invited``: by a link, so that nobody's message is answered, and the code of ethics is shown in private.
    """

    id: str
    name: str
    unit: str
    accepted: bool
    message_id: str
    role: OfficialRole = "petugas"
    invited: bool = False


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


class RegisterRefused(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What was wanted is not done: ``reason`` names the sentence, ``unit`` whose people could do it.

    ``person`` may not do it (a platform id); empty where nobody could.
    """

    message_id: str
    reason: str
    unit: str = ""
    person: str = ""


class InvitationMade(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The word of an invitation, for a link that goes to ``lane`` alone, the private chat of who asked."""

    message_id: str
    unit: str
    role: OfficialRole
    days: int
    token: str
    lane: str


class BindingCode(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The code that makes a group the ``desk``, once it is typed there within so many ``hours``."""

    message_id: str
    desk: str
    code: str
    hours: int


class DeskMoved(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A desk of this group has the group ``lane`` for its own now; with an empty one it is back here."""

    desk: str
    lane: str = ""


class HostsDesk(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A group is the ``desk`` from now on; with an empty one it is none any more, and its cards go ``home``."""

    desk: str
    home: str
    link: str = ""
    entry: str = ""


# Register lane -> private chat


class Redeemed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An invitation made somebody an official; with a ``reason`` it did not.

    With ``accepted`` a version of the code of ethics was accepted already: ``ethics`` says which.
    """

    id: str
    name: str = ""
    unit: str = ""
    role: OfficialRole = "petugas"
    ethics: str = ""
    reason: str = ""


# Ticket lane -> lane of an official


class Holds(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An official holds a ticket, or holds it no more."""

    number: str
    held: bool = True


# Register lane -> lane of an official -> ticket lanes


class RightsNow(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What an official is now; without ``may_act`` nothing, because of leaving or being taken out."""

    official: Official
    may_act: bool


ToRegister = Enroll | Dismiss | Invite | AskBinding | Accept | WentOut | CameIn | Redeem | BindGroup
FromRegister = (
    Enrolled
    | Dismissed
    | Accepted
    | Returned
    | RegisterRefused
    | InvitationMade
    | BindingCode
    | DeskMoved
    | HostsDesk
    | Redeemed
    | RightsNow
)
