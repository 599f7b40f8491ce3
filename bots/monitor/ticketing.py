"""Make a ticket of a public post, or put the post to one, and keep it told what else is said in public."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bots.monitor.candidates import handle_of
from bots.monitor.inviting import evidence_of, introduce, pin_of, tell_chat
from bots.monitor.state import LATER_KEPT, MentionState
from bots.monitor.turn import MentionTurn
from core.person.state import NO_CONTACT
from core.vocabulary.citizen import EvidenceArrived, FileReport, Update
from core.vocabulary.effects import Fetch
from core.vocabulary.lane_names import digest, registry_lane, ticket_lane
from core.vocabulary.monitoring import Another, Handle, Linked, SaidInPublic
from core.vocabulary.person import Arrival, Introduced
from core.vocabulary.report import Filing, Report
from core.vocabulary.results import Fetched, NotFetched


def make_ticket(turn: MentionTurn, asked: Handle) -> None:
    """File the post: its public author is who reports, and nobody can be told unless the author comes privately."""
    state, watch, now = turn.state, turn.watch, turn.moment.now
    if state.status != "open" or state.gone:
        turn.answer(asked, "done_already", refused=True)
        return
    state.status, state.by = "ticket", asked.by.name
    state.filing = f"{digest(turn.lane)}#0"
    most = watch.city.limits.attachments_per_ticket
    state.evidence = evidence_of(state)[:most]
    wanted = {item.ref for item in state.evidence if not item.media}
    turn.effects += [Fetch(file) for file in state.files if file.ref in wanted]
    language = watch.city.default_language
    # The post takes no messages: it is a contact only for the number to be told here.
    turn.tell(turn.person, Introduced(turn.lane, state.channel, now, "lost", language, filing=state.filing))
    if state.met:
        introduce(turn)
    year = now.astimezone(ZoneInfo(watch.city.timezone)).year % 100
    report = Filing(turn.person, _report(turn), state.filing, public=True)
    turn.tell(registry_lane(watch.city.prefix, year), FileReport(report))
    turn.answer(asked, "ticket")
    tell_chat(turn)


def _report(turn: MentionTurn) -> Report:
    state, watch, now = turn.state, turn.watch, turn.moment.now
    understood = watch.understander.read(state.text, state.at or now)
    danger = watch.understander.danger(state.text)
    return Report(
        text=state.text or watch.texts.say("monitor.no_words", watch.city.group_language),
        classification=understood.classification,
        category=state.category,
        language=watch.city.default_language,
        privacy="nama",
        name=handle_of(state),
        kelurahan=state.kelurahan,
        landmark=state.landmark,
        pin=pin_of(state),
        event_time=understood.event_time.phrase if understood.event_time else "",
        evidence=state.evidence,
        channel=state.channel,
        filed_at=now,
        emergency=danger.kind if danger is not None else "",
    )


def updated(turn: MentionTurn, update: Update) -> bool:
    """Take the number that the ticket got; say of any news that it cannot be told here. True when the card changes."""
    state = turn.state
    numbered = bool(state.filing) and update.filing == state.filing and not state.number
    if numbered:
        state.number = update.number
        turn.tell(ticket_lane(update.number), SaidInPublic(_named(state), turn.lane))
        for item in state.evidence:
            if item.media:
                turn.tell(ticket_lane(update.number), EvidenceArrived(item.ref, item.media, item.mime))
        for link in state.later:
            turn.tell(ticket_lane(update.number), SaidInPublic(link, turn.lane))
        state.later = []
    turn.tell(turn.person, Arrival(turn.lane, update.number, False, NO_CONTACT))
    return numbered


def _named(state: MentionState) -> str:
    """Name the post where officials can look for it."""
    return state.link or f"{state.channel} {state.post}"


def file_came(turn: MentionTurn, body: Fetched | NotFetched) -> None:
    """Pass on a file that was waited for, or that it never will come."""
    state = turn.state
    media, mime = (body.media, body.mime) if isinstance(body, Fetched) else ("", "")
    if all(item.ref != body.ref or item.media for item in state.evidence):
        return
    kept = (
        replace(item, media=media, mime=mime or item.mime) if item.ref == body.ref else item for item in state.evidence
    )
    state.evidence = tuple(item for item in kept if item.media or item.ref != body.ref)
    if state.number:
        turn.tell(ticket_lane(state.number), EvidenceArrived(body.ref, media, mime))
    elif not media:
        state.files = tuple(file for file in state.files if file.ref != body.ref)


def join(turn: MentionTurn, asked: Handle) -> None:
    """Ask a ticket whether it is there, with the post as a note on it."""
    state = turn.state
    if state.status != "open" or state.gone:
        turn.answer(asked, "done_already", refused=True)
        return
    state.waiting = [*(one for one in state.waiting if one.action != "join"), asked]
    turn.tell(ticket_lane(asked.number), SaidInPublic(_named(state), turn.lane, state.count))


def linked(turn: MentionTurn, body: Linked) -> bool:
    """Take the ticket's answer; True when the candidate belongs to it now."""
    state = turn.state
    asked = next((one for one in state.waiting if one.action == "join" and one.number == body.number), None)
    if asked is None:
        return False
    state.waiting = [one for one in state.waiting if one is not asked]
    if not body.known or state.status != "open":
        turn.answer(asked, "done_already" if body.known else "no_ticket", refused=True, number=body.number)
        return False
    state.status, state.number, state.by = "joined", body.number, asked.by.name
    turn.answer(asked, "join", number=body.number)
    return True


def another(turn: MentionTurn, body: Another) -> None:
    """Put one more post about the same on the ticket, now or when it has its number."""
    state, link = turn.state, body.links[-1] if body.links else ""
    if state.number:
        turn.tell(ticket_lane(state.number), SaidInPublic(link, turn.lane, body.count))
    elif state.status == "ticket":
        state.later = [*state.later, link][-LATER_KEPT:]
