"""Buttons of the group: what they carry, what they are called, and how they are laid out.

A button carries ``<action>:<number>`` or ``<action>:<number>:<extra>``, at most 64 bytes (Bot API, callback_data).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from bots.officials.turn import Office
from core.ticket.number import is_valid
from core.vocabulary.effects import Choice
from core.vocabulary.officials import Card
from core.vocabulary.ticket import Action

MOST_BYTES = 64
MOST_PER_ROW = 3
UNITS = "units"
CANCEL = "batal"
AGREE = "setuju"
CORRECT = "ralat"
ANSWER = "jawab"
UNDO = "urung"
NEED_WORDS: frozenset[str] = frozenset({"tanya", "progres", "selesai", "tunda", "bukan_wewenang", "arsip", "duplikat"})
"""Actions whose button asks for words first."""
AT_ONCE: frozenset[str] = frozenset(
    {"verifikasi", "disposisi", "ambil", "lepas", "lanjutkan", "lihat", "menu", "buka", "sahkan"}
)
LONG_LABEL = 13
"""A third of a phone's width shows about so many characters; a row with a longer label has two buttons at most."""
_GROUPS: tuple[tuple[Action, ...], ...] = (
    ("sahkan",),
    ("ambil", "verifikasi", "lanjutkan", "disposisi"),
    ("buka",),
    ("progres", "tanya", "selesai"),
    ("lepas", "tunda", "duplikat", "arsip", "bukan_wewenang"),
)
"""The order on every card: what moves the ticket forward on top, what puts it aside at the bottom."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button's data, read: ``extra`` is a unit, a menu, a category, an official's or a message's id."""

    action: str
    number: str
    extra: str = ""


def carry(action: str, number: str, extra: str = "") -> str:
    """Write a button's data."""
    return f"{action}:{number}:{extra}" if extra else f"{action}:{number}"


def read_tap(data: str, office: Office) -> Tap | None:
    """Read a button's data; None when it is not one of ours, or names a ticket or unit that cannot exist."""
    action, _, rest = data.partition(":")
    number, _, extra = rest.partition(":")
    if action not in (*get_args(Action), CANCEL, CORRECT) or not is_valid(number, office.city.prefix):
        return None
    fits = {
        "disposisi": not extra or extra in office.city.tree,
        "menu": extra in ("", UNITS),
        "verifikasi": not extra or office.city.has_category(extra),
        CANCEL: bool(extra),
        CORRECT: bool(extra),
    }
    return Tap(action, number, extra) if fits.get(action, not extra) else None


def card_choices(card: Card, office: Office) -> tuple[Choice, ...]:
    """Lay out the buttons of a card: its actions, or the open menu."""
    if card.menu == UNITS:
        return _unit_choices(card, office)
    rows: list[list[Choice]] = []
    for group in _GROUPS:
        rows.append([])
        for action in group:
            if action in card.actions:
                choice = Choice(id=_data(action, card.number), label=office.label(action))
                if not _fits([*rows[-1], choice]):
                    rows.append([])
                rows[-1].append(choice)
    return _laid_out(row for row in rows if row)


def _fits(row: list[Choice]) -> bool:
    wide = any(len(choice.label) > LONG_LABEL for choice in row)
    return len(row) <= (2 if wide else MOST_PER_ROW)


def _laid_out(rows: Iterable[list[Choice]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=choice.id, label=choice.label, row=number)
        for number, row in enumerate(rows)
        for choice in row
        if len(choice.id.encode()) <= MOST_BYTES
    )


def _data(action: Action, number: str) -> str:
    return carry("menu", number, UNITS) if action == "disposisi" else carry(action, number)


def _unit_choices(card: Card, office: Office) -> tuple[Choice, ...]:
    suggested = _suggested(card, office)
    order = _unit_order(card, office, suggested)
    rows: list[list[Choice]] = []
    if suggested:
        # The suggestion has a row of its own; the others stand two by two below it.
        label = office.say("officials.menu.suggested", unit=office.unit_name(suggested))
        rows.append([Choice(id=carry("disposisi", card.number, suggested), label=label)])
        order.remove(suggested)
    others = [Choice(id=carry("disposisi", card.number, code), label=office.unit_name(code)) for code in order]
    rows += [others[start : start + 2] for start in range(0, len(others), 2)]
    rows.append([Choice(id=carry("menu", card.number), label=office.say("officials.menu.back"))])
    return _laid_out(rows)


def _suggested(card: Card, office: Office) -> str:
    category = office.city.category(card.report.category)
    return category.unit if category is not None and category.unit != card.unit else ""


def _unit_order(card: Card, office: Office, suggested: str) -> list[str]:
    """Order the units: the suggestion and what serves the place; below and above the present one; the rest; the top."""
    city, tree = office.city, office.city.tree
    order = [tree[suggested]] if suggested else []
    order += city.sub_units_for(card.report.category, card.report.kelurahan)
    if suggested and suggested != tree.coordinator:
        order += tree.children(suggested)
    if card.unit in tree and card.unit != tree.coordinator:
        order += [*tree.below(card.unit), *tree.ancestors(card.unit)]
    order += [*tree.children(tree.coordinator), tree[tree.coordinator]]
    if suggested and suggested != tree.coordinator:
        order += tree.below(suggested)
    order += tree.tops()
    return [code for code in dict.fromkeys(unit.code for unit in order) if code != card.unit]
