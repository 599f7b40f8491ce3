"""Lists in one message that is edited: a heading, some items, and buttons that turn the page.

A button carries ``hal:<list>:<page>``; what the list was asked for stands in the group's document.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from bots.officials.state import MOST_LISTS, Listing, remember
from bots.officials.turn import GroupTurn
from core.city.dates import date_and_time
from core.language.shorten import shorten, utf16_units
from core.vocabulary.effects import Choice, Edit, Link, Send

PAGE = "hal"
PER_PAGE = 8
"""Two or three lines each: what can be read on a phone without losing the thread."""
MOST_UNITS = 3900
"""Below the shortest text limit of the platforms with groups (Bot API, sendMessage: 4096)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with what in it is bold or opens a card."""

    text: str
    bold: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def open_list(turn: GroupTurn, listing: Listing) -> str:
    """Remember what a new list is about; give its name."""
    turn.state.prompts += 1
    name = str(turn.state.prompts)
    remember(turn.state.lists, name, listing, MOST_LISTS)
    return name


def post(turn: GroupTurn, name: str, message_id: str, heading: str, items: Sequence[Item], foot: str = "") -> None:
    """Answer a command with the first page."""
    drawn = draw(turn, name, heading, items, 1, foot)
    turn.effects.append(msgspec.structs.replace(drawn, reply_to=message_id))


def turn_page(turn: GroupTurn, name: str, heading: str, items: Sequence[Item], page: int, foot: str = "") -> None:
    """Make a list show another page, as things are now."""
    drawn = draw(turn, name, heading, items, page, foot)
    turn.effects.append(Edit(drawn.key, drawn))


def draw(turn: GroupTurn, name: str, heading: str, items: Sequence[Item], page: int, foot: str = "") -> Send:
    """Draw a page; one that is not there any more is the last that is."""
    office = turn.office
    pages = max(1, -(-len(items) // PER_PAGE))
    page = min(max(1, page), pages)
    shown = items[(page - 1) * PER_PAGE : page * PER_PAGE]
    when = date_and_time(turn.moment.now, office.zone, office.city.timezone_label, office.locale)
    state = office.say("officials.list.page", page=page, pages=pages, when=when)
    alone = office.say("officials.list.state", when=when)
    parts = (heading, *(item.text for item in shown), foot, state if pages > 1 else alone)
    return Send(
        text=shorten("\n\n".join(part for part in parts if part), MOST_UNITS, utf16_units),
        bold=tuple(bold for item in shown for bold in item.bold),
        links=tuple(link for item in shown for link in item.links),
        choices=_choices(turn, name, page, pages),
        key=list_key(name),
        topic=turn.state.lists[name].topic,
        quiet=True,
    )


def list_key(name: str) -> str:
    """Name the message that shows a list."""
    return f"list:{name}"


def _choices(turn: GroupTurn, name: str, page: int, pages: int) -> tuple[Choice, ...]:
    say = turn.office.say
    back = (Choice(f"{PAGE}:{name}:{page - 1}", say("officials.list.back")),) if page > 1 else ()
    on = (Choice(f"{PAGE}:{name}:{page + 1}", say("officials.list.on")),) if page < pages else ()
    return (*back, Choice(f"{PAGE}:{name}:{page}", say("officials.list.again")), *on)
