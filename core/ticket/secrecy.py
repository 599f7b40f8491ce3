"""What a confidential report hides from the group, who may open it, and what follows when its privacy changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import Refused
from core.ticket.state import MAX_SPOKEN, TicketState
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Act, Card, OpenedContents, Relay, Spoken
from core.vocabulary.report import Evidence, Report
from core.vocabulary.ticket import Action

_KECAMATAN: Final = "kecamatan "


def hides_contents(ticket: TicketState) -> bool:
    """Tell whether the group may see number, category and kecamatan only."""
    return ticket.report.privacy == "rahasia"


def shown_report(ticket: TicketState) -> Report:
    """Give what the group may see of a report: never the channel, and nothing that a confidential one says."""
    report = ticket.report
    if hides_contents(ticket):
        return _without_contents(report)
    here = tuple(item for item in report.evidence if item.media)
    return structs.replace(_with_contents(report, here), name=report.name)


def _without_contents(report: Report) -> Report:
    """Name one by one what everybody may see: a new field of a report stays hidden until it is added here."""
    return Report(
        text="",
        classification=report.classification,
        category=report.category,
        privacy=report.privacy,
        filed_at=report.filed_at,
        emergency=report.emergency,
    )


def _with_contents(report: Report, files: tuple[Evidence, ...]) -> Report:
    """Add what the citizen says, which may name persons but not the reporter."""
    return structs.replace(
        _without_contents(report),
        text=report.text,
        kelurahan=report.kelurahan,
        landmark=report.landmark,
        pin=report.pin,
        event_time=report.event_time,
        evidence=files,
        follows=report.follows,
        listable=report.listable,
    )


TELLING: Final[frozenset[Action]] = frozenset(("duplikat",))
"""Not done to a confidential report: what it is the same as would tell what it says."""


def without_contents(book: CaseBook, ticket: TicketState, card: Card) -> Card:
    """Take out of a card what counts a confidential report's files and notes, and offer to open it."""
    if not hides_contents(ticket):
        return card
    return structs.replace(
        card,
        missing_evidence=0,
        missing_kind="",
        telltale=0,
        alike=(),
        kecamatan=kecamatan_of(book, ticket),
        duplicate_of="",
        listing="",
        actions=() if ticket.erased else (*(one for one in card.actions if one not in TELLING), "buka"),
        erased=ticket.erased,
    )


def kecamatan_of(book: CaseBook, ticket: TicketState) -> str:
    """Name the larger area of the place, as the city writes it; nothing else of the place is told."""
    area = book.city.area(ticket.erased.kelurahan if ticket.erased is not None else ticket.report.kelurahan)
    if area is not None:
        return area.kecamatan
    said = ticket.report.landmark.strip().casefold().removeprefix(_KECAMATAN)
    return next((name for name in book.city.kecamatan if name.casefold() == said), "")


# --- what the citizen says later --------------------------------------------------------------------------------------


def kept(
    ticket: TicketState, relays: tuple[Relay, ...], now: datetime, lane: str
) -> tuple[TicketState, tuple[Relay, ...]]:
    """Number and remember the citizen's words for the group ``lane``; of a confidential report only the fact goes."""
    group = "" if lane == OFFICIALS_LANE else lane
    told: list[Relay] = []
    for relay in relays:
        if relay.again or not (relay.text or relay.evidence or relay.pin) or relay.kind in _NOT_THE_CITIZENS:
            told.append(relay)
            continue
        number = str(ticket.spoken_count + 1)
        spoken = Spoken(number, now, relay.kind, relay.text, relay.evidence, relay.pin, group, relay.via)
        ticket = structs.replace(
            ticket, spoken=(*ticket.spoken, spoken)[-MAX_SPOKEN:], spoken_count=ticket.spoken_count + 1
        )
        named = structs.replace(relay, id=number)
        told.append(sealed(named) if hides_contents(ticket) else named)
    return ticket, tuple(told)


_NOT_THE_CITIZENS: Final = frozenset(
    ("rated", "window", "lapsed", "confirmed", "privacy", "offered", "declined", "offer_gone")
)
"""Kinds of relay whose text is ours."""


def sealed(relay: Relay) -> Relay:
    """Leave only the fact of a relay."""
    return structs.replace(relay, text="", evidence=(), pin=None, sealed=True)


def arrived_with(ticket: TicketState, file: Evidence) -> TicketState:
    """Put a file that has come to the words that it was sent with."""

    def settled(item: Evidence) -> Evidence:
        return file if item.ref == file.ref and not item.media else item

    spoken = tuple(
        structs.replace(one, evidence=tuple(settled(item) for item in one.evidence)) for one in ticket.spoken
    )
    return structs.replace(ticket, spoken=spoken)


# --- opening ----------------------------------------------------------------------------------------------------------


def opened_contents(ticket: TicketState, act: Act) -> Tell:
    """Show the contents to the official who asked, in the official's private chat, without files that may tell."""
    if not hides_contents(ticket):
        raise Refused("nothing_closed")
    if not act.lane:
        raise Refused("stale")
    here = _files(ticket)
    passed = tuple(item for item in here if not item.telltale)
    later = tuple(structs.replace(one, evidence=()) for one in ticket.spoken if one.text or one.pin)
    body = OpenedContents(
        ticket.number,
        structs.replace(act, text="", evidence=()),
        _with_contents(ticket.report, passed),
        later=later,
        left_out=len(here) - len(passed),
    )
    return Tell(act.lane, body)


def _files(ticket: TicketState) -> tuple[Evidence, ...]:
    """List every file that is here, each once."""
    found = {item.media: item for item in ticket.report.evidence if item.media}
    for one in ticket.spoken:
        found.update({item.media: item for item in one.evidence if item.media})
    return tuple(found.values())


# --- another privacy --------------------------------------------------------------------------------------------------


def told_anew(book: CaseBook, before: TicketState, after: TicketState) -> tuple[Relay, ...]:
    """Tell the group's messages anew: taken away, shown again, or with the name cut out."""
    desk = book.desk_key(after)
    if hides_contents(after):
        return () if hides_contents(before) else _closed(book, before, desk)
    old = {one.id: one for one in before.spoken}
    opened = hides_contents(before)
    relays = [
        Relay(
            after.number,
            desk,
            one.kind,
            one.text,
            pin=one.pin,
            id=one.id,
            again=True,
            # What was taken away is shown again where the ticket lies now, and nowhere else.
            group="" if opened else _elsewhere(book, after, one.group or OFFICIALS_LANE),
        )
        for one in after.spoken
        if (one.text or one.pin) and (opened or old[one.id] != one)
    ]
    files = _files(after) if opened else ()
    shown = (Relay(after.number, desk, "evidence", evidence=files),) if files else ()
    return (*relays, *shown)


def without_words(spoken: Spoken) -> Spoken:
    """Leave only that something was said."""
    return structs.replace(spoken, text="", evidence=(), pin=None)


def taken_away(book: CaseBook, ticket: TicketState, spoken: Iterable[Spoken]) -> tuple[Relay, ...]:
    """Take words away that were shown in any group, of a report that is open."""
    desk = book.desk_key(ticket)
    told = [
        Relay(ticket.number, desk, one.kind, evidence=one.evidence, id=one.id, sealed=True, again=True, via=one.via)
        for one in spoken
    ]
    return tuple(
        structs.replace(one, group=_elsewhere(book, ticket, lane)) for one in told for lane, _desk in ticket.shown_at
    )


def _elsewhere(book: CaseBook, ticket: TicketState, lane: str) -> str:
    """Name a group unless the ticket lies there now."""
    return "" if lane == book.desk(ticket).lane else lane


def _closed(book: CaseBook, before: TicketState, desk: str) -> tuple[Relay, ...]:
    """Close everything that was shown in any group, also what the ticket itself has forgotten meanwhile."""
    known = {one.id: one for one in before.spoken}
    relays = []
    for number in map(str, range(1, before.spoken_count + 1)):
        one = known.get(number) or Spoken(number, before.opened_at, "addition")
        told = Relay(before.number, desk, one.kind, evidence=one.evidence, id=number, sealed=True, again=True)
        relays += [structs.replace(told, group=_elsewhere(book, before, lane)) for lane, _desk in before.shown_at]
    return tuple(relays)
