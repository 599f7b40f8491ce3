"""What lies on the desks, asked for by a command: a desk's queue, one's own tickets, late ones, what words find."""

from collections.abc import Iterable

from bots.officials import lists
from bots.officials.alert import MARK
from bots.officials.card_text import COLOURS, LATE
from bots.officials.finding import find
from bots.officials.left import time_left
from bots.officials.lists import Item
from bots.officials.plain import flat
from bots.officials.sight import desk_named, docket, here, in_sight, own_desk
from bots.officials.state import Listing
from bots.officials.turn import GroupTurn, card_key
from core.city.dates import short_date
from core.city.desks import VERIFICATION, Desk
from core.docket.counting import is_late, most_urgent_first
from core.docket.places import desks_of
from core.ticket.state import CONFIRMATION, PAUSED
from core.vocabulary.docket import DocketRow
from core.vocabulary.effects import Link
from core.vocabulary.events import Pressed, Said
from core.vocabulary.ticket import Official

_SHORT, _PLACE, _WORDS = 40, 60, 70


# --- commands ---------------------------------------------------------------------------------------------------------


def queue(turn: GroupTurn, said: Said, by: Official) -> None:
    """Show a desk's open tickets, the most urgent first."""
    asked = said.argument.strip()
    desk = desk_named(turn, asked) if asked else here(turn) or own_desk(turn, by)
    if desk not in {one.key for one in in_sight(turn)}:
        names = ", ".join(one.key for one in in_sight(turn))
        turn.reply(said.message_id, turn.office.say("officials.list.no_desk", names=names))
        return
    _post(turn, said, Listing("queue", desk, topic=turn.moment.topic))


def late(turn: GroupTurn, said: Said, by: Official) -> None:
    """Show what is late: at this desk, or where it is no desk, at one's own, or everywhere for a coordinator."""
    own = "" if turn.office.city.tree.coordinates(by) else own_desk(turn, by)
    place = here(turn)
    _post(turn, said, Listing("late", own if place in ("", VERIFICATION) else place, topic=turn.moment.topic))


def mine(turn: GroupTurn, said: Said, by: Official, heading: str) -> None:
    """Show what an official holds, under what is known of the official."""
    _post(turn, said, Listing("mine", person=by.id, topic=turn.moment.topic), heading)


def search(turn: GroupTurn, said: Said) -> None:
    """Show what words find."""
    words = flat(said.argument, _PLACE)
    if not words:
        turn.reply(said.message_id, turn.office.say("officials.list.usage"))
        return
    _post(turn, said, Listing("find", words=words, topic=turn.moment.topic))


def _post(turn: GroupTurn, said: Said, listing: Listing, above: str = "") -> None:
    name = lists.open_list(turn, listing)
    heading, items = _listed(turn, listing)
    lists.post(turn, name, said.message_id, f"{above}\n\n{heading}" if above else heading, items)


def turn_page(turn: GroupTurn, pressed: Pressed, name: str, page: int) -> None:
    """Show another page of a list, or the same one as things are now."""
    listing = turn.state.lists[name]
    turn.answer(pressed.query_id, "")
    heading, items = _listed(turn, listing)
    lists.turn_page(turn, name, heading, items, page)


# --- rows -------------------------------------------------------------------------------------------------------------


def _listed(turn: GroupTurn, listing: Listing) -> tuple[str, list[Item]]:
    """Give a list's heading and items."""
    office, now = turn.office, turn.moment.now
    found, places = _rows(turn, listing)
    belated = sum(is_late(row, now) for row in found)
    desk = office.city.desk(listing.desk).name(office.lang) if listing.desk else ""
    name = f"{listing.kind}_all" if listing.kind == "late" and not desk else listing.kind
    state = "" if found else "_none"
    heading = office.say(f"officials.list.{name}{state}", count=len(found), desk=desk, words=listing.words)
    if belated and listing.kind in ("queue", "mine"):
        heading += office.say("officials.list.with_late", late=belated)
    return heading, [item(turn, row, places[row.number], listing) for row in found]


def _rows(turn: GroupTurn, listing: Listing) -> tuple[list[DocketRow], dict[str, Desk]]:
    """Choose a list's rows in their order, each with its desk."""
    now = turn.moment.now
    desks = desks_of(turn.office.city) if listing.kind == "mine" else in_sight(turn)
    rows: dict[str, DocketRow] = {}
    places: dict[str, Desk] = {}
    for desk in desks:
        if listing.desk in ("", desk.key):
            for row in _of_desk(turn, desk, listing):
                rows[row.number], places[row.number] = row, desk
    if listing.kind == "find":
        return find(turn.office, rows.values(), listing.words, now), places
    return most_urgent_first(rows.values(), now), places


def _of_desk(turn: GroupTurn, desk: Desk, listing: Listing) -> Iterable[DocketRow]:
    held = docket(turn, desk)
    if listing.kind == "late":
        return (row for row in held if is_late(row, turn.moment.now))
    if listing.kind == "mine":
        return (row for row in held if row.holder_id == listing.person)
    return (*held, *held.ended.values()) if listing.kind == "find" else held


def item(turn: GroupTurn, row: DocketRow, desk: Desk, listing: Listing) -> Item:
    """Write a ticket in two lines, and what was said where it was looked for by words."""
    office = turn.office
    category = flat(office.city.category_name(row.category, office.lang), _SHORT)
    marks = (
        MARK if row.emergency and row.stage != "ended" else "",
        office.say("officials.list.urgent") if row.priority else "",
    )
    first = " ".join(filter(None, (*marks, COLOURS[row.status], f"{row.number} · {category}")))
    second = " · ".join(filter(None, (_when(turn, row), _who(turn, row, listing), _where(turn, row))))
    words = office.say("officials.card.words", text=flat(row.words, _WORDS)) if row.words else ""
    third = words if listing.kind in ("find", "queue") else ""
    link = Link(row.number, card_key(row.number, desk.key), turn.lane_of(desk.key))
    return Item("\n".join(filter(None, (first, second, third))), (row.number,), (link,))


def _when(turn: GroupTurn, row: DocketRow) -> str:
    office, now = turn.office, turn.moment.now
    if row.stage == "ended":
        return office.word("officials.short", row.status)
    if row.due_at is None:
        return office.say("officials.list.rests") if row.due_kind == PAUSED else ""
    if row.due_kind == CONFIRMATION:
        day = short_date(row.due_at.astimezone(office.zone).date(), office.locale)
        return office.say("officials.list.answered", day=day)
    left = time_left(office, row.due_at, now)
    return f"{LATE} {left}" if is_late(row, now) else left


def _who(turn: GroupTurn, row: DocketRow, listing: Listing) -> str:
    """Say who has it, or what it waits for; whose list it is need not be said again."""
    office = turn.office
    holder = flat(row.holder, _SHORT) if listing.kind != "mine" else ""
    if row.stage == "ended" or row.due_kind == CONFIRMATION:
        return holder
    status = office.word("officials.short", row.status)
    unit = office.unit_name(row.unit) if row.unit and not listing.desk and not listing.person else ""
    return " · ".join(filter(None, (status, unit, holder)))


def _where(turn: GroupTurn, row: DocketRow) -> str:
    if row.confidential:
        place = turn.office.say("officials.card.kecamatan", kecamatan=row.kecamatan) if row.kecamatan else ""
        return " · ".join(filter(None, ("🔒", place)))
    return flat(", ".join(filter(None, (row.kelurahan, row.place))), _PLACE)
