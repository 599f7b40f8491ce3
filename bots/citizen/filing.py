"""File a draft, and see to its files and its number."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from bots.citizen import coming, later_origins, origins, walk_in
from bots.citizen.draft import View, about, post_part, view
from bots.citizen.introducing import person_of
from bots.citizen.naming import name_of
from bots.citizen.remembered import Arrived, Draft, Ticket, Waiting
from bots.citizen.state import FATES_KEPT, WAITING_KEPT
from bots.citizen.turn import Turn
from core.vocabulary.citizen import EvidenceArrived, FileReport, ForgetOrigins, Retracted, Update
from core.vocabulary.lane_names import digest, registry_lane
from core.vocabulary.monitoring import ReportedPrivately
from core.vocabulary.report import Filing, Privacy, Report
from core.vocabulary.results import Fetched, NotFetched

WAIT_FOR_NUMBER = timedelta(minutes=2)
"""A second report is not filed while the first waits for its number, but not for longer than this."""


def file_report(turn: Turn, draft: Draft, privacy: Privacy) -> None:
    """Send the draft to the registry; the next thing said about it is its number."""
    state = turn.state
    if state.waiting and state.waiting[-1].since > turn.now - WAIT_FOR_NUMBER:
        turn.note("filing.wait")
        return
    limit = turn.city.limits.flood_tickets_per_day
    if not draft.counter and _filed_today(turn) >= limit:
        turn.note("filing.too_many", count=limit)
        return
    found = view(draft, turn.setting)
    report = _report(turn, draft, found, privacy)
    own_id = filing_id(turn.lane, draft.serial)
    if draft.counter:
        filing = Filing(walk_in.reporter_of(own_id), report, own_id, clerk=turn.lane)
    else:
        filing = Filing(person_of(turn, filing=own_id, privacy=privacy), report, own_id)
    year = turn.setting.calendar.local_day(turn.now).year % 100
    turn.tell(registry_lane(turn.city.prefix, year), FileReport(filing))
    for item in found.evidence:
        if not item.media:
            state.expect_file(item.ref, "", draft.serial)
    origins.filed(turn, draft, found.evidence)
    for part in draft.parts:
        state.remember(part.id, draft.serial)
    _await(turn, draft, found, filing)
    state.draft = state.expired = None
    state.offered = []
    state.misses = 0


def _await(turn: Turn, draft: Draft, found: View, filing: Filing) -> None:
    """Remember what waits for its number."""
    if draft.counter:
        walk_in.filed(turn, about(found, turn), filing.id)
        return
    state, privacy = turn.state, filing.report.privacy
    coming.note_filed(turn)
    waiting = Waiting(draft.serial, turn.now, about(found, turn), found.category, privacy != "nama", filing.id)
    waiting.origins = origins.said_of(draft)
    state.waiting = [*state.waiting, waiting][-WAITING_KEPT:]
    _tell_post(turn, draft)


def _tell_post(turn: Turn, draft: Draft) -> None:
    """Tell the lane of a public post that its author reported it, where it is part of what is filed."""
    lane = turn.state.invited_by
    if lane and any(part.id == post_part(lane) for part in draft.parts):
        turn.tell(lane, ReportedPrivately())
        turn.state.invited_by = ""


def _report(turn: Turn, draft: Draft, found: View, privacy: Privacy) -> Report:
    """Write down what goes to the officials; of a hidden report without what the person is called."""
    hidden = privacy != "nama"
    place = found.landmark or _wide_place(turn, found)
    return Report(
        text=turn.nameless(found.text, hidden=hidden) or turn.say("filing.no_words"),
        classification=found.understood.classification,
        category=found.category,
        language=turn.language,
        privacy=privacy,
        name="" if hidden or draft.counter else name_of(turn),
        kelurahan=found.kelurahan,
        landmark=turn.nameless(place, hidden=hidden),
        pin=turn.nameless_pin(found.pin, hidden=hidden),
        event_time=turn.nameless(found.event_time, hidden=hidden),
        evidence=found.evidence,
        channel=walk_in.CHANNEL if draft.counter else turn.moment.channel or turn.event.channel,
        filed_at=turn.now,
        emergency=draft.emergency or _danger(turn, draft),
        follows=draft.follows,
        listable=draft.listable,
    )


def filing_id(lane: str, serial: int) -> str:
    """Name a filing after the chat and the draft that it was, without telling the chat: the same draft is the same."""
    return f"{digest(lane)}#{serial}"


def _filed_today(turn: Turn) -> int:
    """Count the reports of the last 24 hours, with those whose number is still awaited."""
    since = turn.now - timedelta(hours=24)
    times = [ticket.filed_at for ticket in turn.state.tickets if ticket.filed_at is not None]
    return sum(moment > since for moment in [*times, *(item.since for item in turn.state.waiting)])


def _danger(turn: Turn, draft: Draft) -> str:
    """Name the danger that one of the draft's messages speaks of, the newest first: words of others do not calm it."""
    heard = (turn.setting.reader.danger(part.text) for part in reversed(draft.parts) if part.text)
    return next((danger.kind for danger in heard if danger is not None), "")


def _wide_place(turn: Turn, found: View) -> str:
    kecamatan = found.understood.kecamatan
    wide = bool(kecamatan) and not found.kelurahan and found.pin is None
    return turn.say("filing.district", kecamatan=kecamatan) if wide else ""


def numbered(turn: Turn, update: Update) -> Ticket:
    """Bind the report that was given this number to it, and send on the files that came meanwhile."""
    state = turn.state
    waited = _waiting(turn, update)
    state.waiting = [item for item in state.waiting if item is not waited]
    bare = state.ticket(update.number)  # made from news that overtook the number
    if bare is not None:
        state.tickets.remove(bare)
    ticket = Ticket(
        update.number,
        status=update.status,
        category=update.category or waited.category,
        about=waited.about,
        due_at=update.due_at,
        filed_at=waited.since,
        serial=waited.serial,
        hidden=update.privacy != "nama" if update.privacy else waited.hidden,
        slip=update.slip,
    )
    if bare is not None:
        ticket = replace(
            bare,
            about=ticket.about,
            filed_at=ticket.filed_at,
            serial=ticket.serial,
            hidden=ticket.hidden,
            slip=ticket.slip,
        )
    state.keep_ticket(ticket)
    if waited.retracted:
        turn.tell_ticket(update.number, Retracted())
    ticket.origins = waited.origins
    if waited.forget_origins:
        turn.tell_ticket(update.number, ForgetOrigins())
    for fate in state.fates:
        if not fate.number and fate.serial == waited.serial:
            fate.number = update.number
    for file in [item for item in state.arrived if item.serial == waited.serial]:
        state.arrived.remove(file)
        turn.tell_ticket(update.number, EvidenceArrived(file.ref, file.media, file.mime))
        if file.origin:
            later_origins.came(turn, update.number, file.media)
    return ticket


def _waiting(turn: Turn, update: Update) -> Waiting:
    """Find the report that a number belongs to, by the id of its filing alone: whatever was lost or comes out of order.

    A report that is not remembered any more, or was filed elsewhere, is taken for a hidden one.
    """
    known = next((item for item in turn.state.waiting if item.id == update.filing), None)
    chat, _, serial = update.filing.rpartition("#")
    return known or Waiting(int(serial) if chat == digest(turn.lane) else 0, turn.now, hidden=True)


def fetched(turn: Turn, body: Fetched | NotFetched) -> bool:
    """Send a file that came (or never will) to the ticket it belongs to; False when no filed report wants it."""
    state = turn.state
    fate = next((item for item in state.fates if item.ref == body.ref), None)
    if fate is None:
        return False
    state.fates.remove(fate)
    media, mime = (body.media, body.mime) if isinstance(body, Fetched) else ("", "")
    told = isinstance(body, Fetched) and body.origin
    if told and fate.origin:
        origins.keep(turn, media)
    if fate.number:
        turn.tell_ticket(fate.number, EvidenceArrived(body.ref, media, mime))
        if told and not fate.origin:
            later_origins.came(turn, fate.number, media)
    else:
        refused = any(one.serial == fate.serial and one.origins == "no" for one in state.waiting)
        asks = told and not fate.origin and not refused
        state.arrived = [*state.arrived, Arrived(body.ref, media, mime, fate.serial, asks)][-FATES_KEPT:]
    return True
