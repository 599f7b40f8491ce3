"""Who wrote, by which ids: a phone number, a business-scoped user id (BSUID), or both.

Since 2026 a person with a username may come without a number, and then the field of the number is absent, empty or
holds the BSUID (Business-scoped user IDs). So every value is sorted by its form, never by the field that it came in;
one in a form that is not known today is taken as it is, for it names somebody all the same.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from channels.raw import Json, obj, text, whole
from core.vocabulary.events import Person
from core.vocabulary.lane_names import chat_lane

NAME = "whatsapp"
_PHONE = re.compile(r"\+?(\d{5,20})")
_USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")


class Ids(NamedTuple):
    """The ids of one person: ``user_id`` is the BSUID or an id of unknown form, ``wa_id`` the digits of the number.

    Either may be empty.
    """

    user_id: str = ""
    wa_id: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is any id at all."""
        return bool(self.user_id or self.wa_id)

    @property
    def key(self) -> str:
        """Give the most lasting id."""
        return self.user_id or self.wa_id

    @property
    def address(self) -> str:
        """Give the id to send to: the number where it is known."""
        return self.wa_id or self.user_id

    @property
    def lane(self) -> str:
        """Name the lane of the chat with this person."""
        return chat_lane(NAME, quote(self.key, safe="+@=~"))  # parts of a lane's name are apart by colons

    @property
    def aliases(self) -> tuple[str, ...]:
        """Give all names of this person, most lasting first."""
        return tuple(f"{NAME}:{one}" for one in self if one)


def ids_of(*values: object) -> Ids:
    """Sort values by their form into number and BSUID; the first of each form counts, an unknown form last."""
    wa_id = user_id = opaque = ""
    for value in map(_written, values):
        if match := _PHONE.fullmatch(value):
            wa_id = wa_id or match[1]
        elif _USER_ID.fullmatch(value):
            user_id = user_id or value
        else:
            opaque = opaque or value
    return Ids(user_id or opaque, wa_id)


def _written(value: object) -> str:
    return text(value).strip() or str(whole(value) or "")


def contact_ids(contact: Json) -> Ids:
    """Read the ids of one of ``contacts[]``."""
    return ids_of(contact.get("user_id"), contact.get("wa_id"))


def joined(own: Ids, contacts: Sequence[Json]) -> tuple[Ids, Json]:
    """Complete ids by the contact that shares one of them; give that contact too.

    ``contacts[]`` need not be parallel to ``messages[]``, so the position tells nothing. A contact that shares one id
    and contradicts the other is somebody else.
    """
    for contact in contacts:
        other = contact_ids(contact)
        same = (own.user_id and own.user_id == other.user_id) or (own.wa_id and own.wa_id == other.wa_id)
        if same and not _contradict(own, other):
            return Ids(own.user_id or other.user_id, own.wa_id or other.wa_id), contact
    return own, {}


def sender(message: Json, contacts: Sequence[Json], *, alone: bool) -> tuple[Ids, Person]:
    """Tell who wrote a message.

    ``alone``: it is the only one beside the only contact, so that a message without a sender is that contact's.
    """
    own = ids_of(message.get("from_user_id"), message.get("from"))
    if not own.known and alone:
        own = contact_ids(contacts[0])
    ids, contact = joined(own, contacts)
    profile = obj(contact.get("profile"))
    username = text(profile.get("username")) or text(contact.get("username"))
    return ids, Person(id=ids.key, name=text(profile.get("name")).strip(), username=username.lstrip("@"))


def _contradict(one: Ids, other: Ids) -> bool:
    pairs: Iterable[tuple[str, str]] = zip(one, other, strict=True)
    return any(left and right and left != right for left, right in pairs)
