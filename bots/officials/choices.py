"""Buttons of the group: what they carry, what they are called, and how they are laid out.

A button carries ``<action>:<number>`` or ``<action>:<number>:<extra>``, at most 64 bytes (Bot API, callback_data).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from bots.officials.turn import Office
from core.ticket.number import is_valid
from core.ticket.pages import ANSWERS, CATEGORIES, LISTING, MORE, PAGES, UNITS
from core.ticket.publishing import CHOICES, HIDE, SHOW
from core.ticket.reopening import HIGH, LEVELS, NORMAL
from core.vocabulary.effects import Choice
from core.vocabulary.officials import Card
from core.vocabulary.ticket import Action

MOST_BYTES = 64
MOST_PER_ROW = 3
CANCEL = "batal"
SEND = "kirim"
AGREE = "setuju"
CORRECT = "ralat"
ANSWER = "jawab"
UNDO = "urung"
NEED_WORDS: frozenset[str] = frozenset(
    {
        "tanya", "progres", "selesai", "tunda", "bukan_wewenang", "arsip", "duplikat", "lokasi", "prioritas",
        "buka_kembali", "pecah",
    }
)  # fmt: skip
"""Actions whose button asks for words first."""
AT_ONCE: frozenset[str] = frozenset(
    {
        "verifikasi", "disposisi", "ambil", "lepas", "lanjutkan", "lihat", "menu", "buka", "terima", "tolak",
        "kategori", "siap", "urungkan", "sahkan", "gabung_lepas", "terbitkan",
    }
)  # fmt: skip
LONG_LABEL = 13
"""A third of a phone's width shows about so many characters; a row with a longer label has two buttons at most."""
_GROUPS: tuple[tuple[Action, ...], ...] = (
    ("sahkan",),
    ("terima", "tolak"),
    ("ambil", "verifikasi", "lanjutkan", "buka_kembali", "disposisi"),
    ("buka",),
    ("gabung_lepas",),
    ("progres", "tanya", "selesai"),
    ("lepas", "tunda", "duplikat", "arsip", "bukan_wewenang"),
    ("siap", "serahkan", "kategori", "lokasi", "prioritas", "pecah", "terbitkan"),
    ("menu",),
    ("urungkan",),
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
    if action not in (*get_args(Action), CANCEL, CORRECT, SEND) or not is_valid(number, office.city.prefix):
        return None
    fits = {
        "disposisi": not extra or extra in office.city.tree,
        "menu": extra in ("", *PAGES),
        "verifikasi": not extra or office.city.has_category(extra),
        "kategori": office.city.has_category(extra),
        "siap": any(answer.key == extra for answer in office.city.answers),
        "prioritas": extra in LEVELS,
        "serahkan": True,
        "terbitkan": extra in CHOICES,
        "duplikat": not extra or is_valid(extra, office.city.prefix),
        "urungkan": extra.isdigit(),
        CANCEL: bool(extra),
        CORRECT: bool(extra),
        SEND: bool(extra),
    }
    return Tap(action, number, extra) if fits.get(action, not extra) else None


def card_choices(card: Card, office: Office) -> tuple[Choice, ...]:
    """Lay out the buttons of a card: those of the page that is open."""
    if card.menu in _LISTS:
        return _LISTS[card.menu](card, office)
    rows: list[list[Choice]] = []
    for group in _GROUPS:
        rows.append([])
        for action in group:
            if action in card.actions:
                choice = _button(action, card, office)
                if not _fits([*rows[-1], choice]):
                    rows.append([])
                rows[-1].append(choice)
    rows = [row for row in rows if row]
    return _laid_out([*rows, [back(card.number, office)]] if card.menu == MORE else rows)


def back(number: str, office: Office) -> Choice:
    """Make the button that leads back to the first page of a card."""
    return Choice(id=carry("menu", number), label=office.say("officials.menu.back"))


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


_OPENS = {"disposisi": UNITS, "siap": ANSWERS, "kategori": CATEGORIES, "menu": MORE, "terbitkan": LISTING}
"""Buttons that open a page of the card -> which."""


def _button(action: Action, card: Card, office: Office) -> Choice:
    if action == "prioritas":
        level = NORMAL if card.priority else HIGH
        return Choice(carry(action, card.number, level), office.say(f"officials.menu.priority.{level}"))
    if action == "terbitkan" and card.listed:
        return Choice(carry(action, card.number, HIDE), office.say(f"officials.menu.listing.{HIDE}"))
    if action == "urungkan":
        label = office.say("officials.menu.undo", action=office.label(card.undo))
        return Choice(carry(action, card.number, card.undo_mark), label)
    page = _OPENS.get(action)
    return Choice(carry("menu", card.number, page) if page else carry(action, card.number), office.label(action))


def _category_choices(card: Card, office: Office) -> tuple[Choice, ...]:
    named = [
        (code, office.city.category_name(code, office.lang)) for code in card.targets if office.city.has_category(code)
    ]
    return _two_by_two(card, office, [Choice(carry("kategori", card.number, code), name) for code, name in named])


def _answer_choices(card: Card, office: Office) -> tuple[Choice, ...]:
    answers = [answer for answer in office.city.answers if answer.key in card.targets]
    choices = [Choice(carry("siap", card.number, one.key), one.name(office.lang)) for one in answers]
    return _two_by_two(card, office, choices)


def _two_by_two(card: Card, office: Office, choices: list[Choice]) -> tuple[Choice, ...]:
    rows = [choices[start : start + 2] for start in range(0, len(choices), 2)]
    return _laid_out([*rows, [back(card.number, office)]])


def _listing_choices(card: Card, office: Office) -> tuple[Choice, ...]:
    """Offer to put the words that the card shows into the public list."""
    choice = Choice(carry("terbitkan", card.number, SHOW), office.say(f"officials.menu.listing.{SHOW}"))
    return _laid_out([[choice], [back(card.number, office)]])


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
    rows.append([back(card.number, office)])
    return _laid_out(rows)


_LISTS: dict[str, Callable[[Card, Office], tuple[Choice, ...]]] = {
    UNITS: _unit_choices,
    CATEGORIES: _category_choices,
    ANSWERS: _answer_choices,
    LISTING: _listing_choices,
}
"""Pages of a card from which one of several is chosen."""


def _suggested(card: Card, office: Office) -> str:
    category = office.city.category(card.report.category)
    return category.unit if category is not None and category.unit in card.targets else ""


def _unit_order(card: Card, office: Office, suggested: str) -> list[str]:
    """Order the units: the suggestion and what serves the place; below and above the present one; the rest; the top."""
    city, tree = office.city, office.city.tree
    order = [tree[suggested]] if suggested else []
    order += city.sub_units_for(card.report.category, card.report.kelurahan)
    if suggested and suggested != tree.coordinator:
        order += tree.children(suggested)
    if card.unit in tree and card.unit != tree.coordinator:
        above = tuple(tree.ancestors(card.unit))
        order += [*tree.below(card.unit), *above, *(tree.children(above[0].code) if above else ())]
    order += [*tree.children(tree.coordinator), tree[tree.coordinator]]
    if suggested and suggested != tree.coordinator:
        order += tree.below(suggested)
    order += tree.tops()
    return [code for code in dict.fromkeys(unit.code for unit in order) if code in card.targets]
