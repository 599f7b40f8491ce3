"""What became of a message of ours (Webhooks, Status object)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from channels.meta.errors import code_of, describe
from channels.raw import Json, objects, text
from channels.whatsapp import notices
from channels.whatsapp.errors import reason_of
from channels.whatsapp.senders import NAME, Ids, contact_ids, ids_of, joined
from core.vocabulary.events import Event, Status

STATES: dict[str, Literal["sent", "delivered", "read", "failed"]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",  # a voice message that was heard was read
    "failed": "failed",
}
"""Older ``deleted`` and ``warning``, and what is still to come, say nothing that Kanal uses."""


def names_nobody(status: Json, contacts: Sequence[Json]) -> bool:
    """Tell whether a status that counts says neither whose nor which message it is about."""
    if text(status.get("status")) not in STATES or _is_of_group(status):
        return False
    return not text(status.get("id")) or not _recipient(status, contacts).known


def _recipient(status: Json, contacts: Sequence[Json]) -> Ids:
    own = ids_of(
        status.get("recipient_user_id"),
        status.get("recipient_id"),
        status.get("recipient_parent_user_id"),
    )
    if not own.known and len(contacts) == 1:
        return contact_ids(contacts[0])
    return joined(own, contacts)[0]


def _is_of_group(status: Json) -> bool:
    return text(status.get("recipient_type")) == "group" or bool(text(status.get("recipient_participant_id")))


def read(
    status: Json, contacts: Sequence[Json], phone_number_id: str, at: datetime, whose: str = ""
) -> Iterator[Event]:
    """Give the status for the recipient's chat; statuses of groups and unknown ones give nothing.

    A failure that stops the whole account also gives a notice, once a day per code.
    """
    message_id, state = text(status.get("id")), text(status.get("status"))
    ids = _recipient(status, contacts)
    if not message_id or state not in STATES or _is_of_group(status) or not ids.known:
        return
    errors = objects(status.get("errors")) if state == "failed" else []
    code = code_of(errors[0].get("code")) if errors else None
    body = Status(
        message_id=message_id,
        state=STATES[state],
        entry_id=text(status.get("biz_opaque_callback_data")),
        error="; ".join(describe(error) for error in errors),
        reason=reason_of(code) if state == "failed" else "",
    )
    yield Event(
        id=f"{NAME}:{phone_number_id}:{message_id}:{state}",
        lane=ids.lane,
        at=at,
        body=body,
        channel=NAME,
        address=ids.address,
        aliases=ids.aliases,
    )
    yield from notices.of_failure(errors, phone_number_id, at, whose)
