"""Choices and asked-for controls become keyboards (Bot API, InlineKeyboardMarkup and ReplyKeyboardMarkup)."""

import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from channels.render import numbered
from core.language.shorten import utf16_units
from core.vocabulary.effects import Choice, Send

log = logging.getLogger(__name__)

ROW_BUTTONS = 8
"""Clients show no more buttons on a line."""

ROW_CHARACTERS = 34
"""About what fits on one line of a phone; wider rows are broken, because clients cut the labels."""

DATA_BYTES = 64  # Bot API, InlineKeyboardButton, callback_data
BUTTONS = 100
"""Clients show no more buttons under a message."""

Markup = dict[str, Any]

_ASKED = {"location": ("request_location", "📍"), "contact": ("request_contact", "📱")}
"""Field of the control, and its label where the step gave none (Bot API, KeyboardButton)."""


def fitting(message: Send, address: str) -> Send:
    """Give the message with choices that can be buttons: labels are not blank, ids go into a button, not too many.

    What cannot be a button stands in the words, numbered, and is typed. Of controls that are asked for only the labels
    count: pressing one sends it (Bot API, KeyboardButton).
    """
    choices = tuple(
        one if one.label.strip() else replace(one, label=one.detail.strip() or "…") for one in message.choices
    )
    typed = bool(message.ask) and not address.startswith("-")
    sizes = (len(one.id.encode(errors="replace")) for one in choices)
    if len(choices) <= BUTTONS and (typed or all(0 < size <= DATA_BYTES for size in sizes)):
        return message if choices == message.choices else replace(message, choices=choices)
    log.warning("telegram: %d choices cannot be buttons; they stand in the words", len(choices))
    return replace(message, text=numbered(message.text, choices), choices=())


def inline(choices: Sequence[Choice]) -> Markup | None:
    """Lay out buttons under the message; None without choices."""
    if not choices:
        return None
    rows = [[{"text": one.label, "callback_data": one.id} for one in row] for row in _rows(choices)]
    return {"inline_keyboard": rows}


def markup(message: Send, address: str) -> Markup | None:
    """Give the one keyboard that a new message may carry.

    Where a control is asked for it wins, and the choices become its labels, which a step also takes as typed words.
    Such controls exist in private chats only (Bot API, KeyboardButton), so groups get the choices as buttons.
    """
    if message.ask and not address.startswith("-"):
        field, label = _ASKED[message.ask]
        asked: list[list[Any]] = [[{"text": message.ask_label or label, field: True}]]
        asked += [[{"text": one.label} for one in row] for row in _rows(message.choices)]
        return {"keyboard": asked, "resize_keyboard": True, "one_time_keyboard": True}
    if message.choices:
        return inline(message.choices)
    return {"remove_keyboard": True} if message.drop_keyboard else None


def _rows(choices: Sequence[Choice]) -> Iterator[list[Choice]]:
    ordered = sorted(choices, key=lambda one: one.row)
    for _, members in groupby(ordered, key=lambda one: one.row):
        row: list[Choice] = []
        for one in members:
            width = sum(utf16_units(other.label) for other in row) + utf16_units(one.label)
            if row and (len(row) == ROW_BUTTONS or width > ROW_CHARACTERS):
                yield row
                row = []
            row.append(one)
        if row:
            yield row
