"""Whatever comes, in whatever order and however often: the ticket never raises and its promises hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.ticket.lifecycle import ACTIONS, FACTS, RULES, STATUSES, allowed
from core.ticket.state import TicketState, load
from core.vocabulary.citizen import (
    Amended,
    AnsweredByHand,
    AskStatus,
    ChangePrivacy,
    Confirmed,
    Disputed,
    EvidenceArrived,
    Opened,
    Rated,
    Reach,
    Replied,
    Retracted,
    Spoke,
    Withdrawn,
)
from core.vocabulary.effects import Record, Tell
from core.vocabulary.events import Body, Timer
from core.vocabulary.officials import Act, AnswerReady, Relay, ShowCard, Verdict
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import (
    ADDRESS,
    ADMIN,
    CHAT,
    CLINIC,
    COORDINATOR,
    DINKES,
    DISHUB,
    DISHUB_TWO,
    DLHK,
    MONDAY,
    NUMBER,
    OTHER,
    PHOTO,
    REPORTER,
    STRANGER,
    TicketLane,
    brought_to,
    filing,
)

SECRET_NAMES = ("Beny Tefa", "Tefa")

words = st.sampled_from(
    (
        "",
        " ",
        "lampu mati",
        f"{OTHER}",
        f"sama {NUMBER}",
        "hubungi 081234567890",
        "units",
        "kata " * 700,
        "kata " * 1000,
        f"id {ADDRESS}",
    )
)
files = st.lists(
    st.builds(
        Evidence,
        kind=st.sampled_from(("photo", "document", "voice")),
        ref=st.sampled_from(("f1", "f2", "f3")),
        media=st.sampled_from(("", "m1")),
        name=st.sampled_from(("", "surat Beny Tefa.pdf")),
    ),
    max_size=3,
).map(tuple)
pins = st.none() | st.builds(Pin, latitude=st.just(-10.2), longitude=st.just(123.6), title=words)
filings: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "text": st.sampled_from(("Lampu mati, saya Beny Tefa", "got mampet " * 500, "")),
        "classification": st.sampled_from(("pengaduan", "aspirasi", "?")),
        "category": st.sampled_from(("lampu-jalan", "kesehatan", "listrik", "ufo")),
        "language": st.sampled_from(("id", "en", "tet")),
        "privacy": st.sampled_from(("anonim", "rahasia")),
        "name": st.just("Beny Tefa"),
        "kelurahan": st.sampled_from(("", "Oebufu", "rumah Beny Tefa")),
        "landmark": st.sampled_from(("", "depan rumah Tefa")),
        "pin": pins,
        "evidence": files,
    }
)
officials = st.sampled_from((COORDINATOR, DISHUB, DISHUB_TWO, DLHK, DINKES, CLINIC, ADMIN, STRANGER))
acts = st.builds(
    Act,
    action=st.sampled_from(ACTIONS),
    by=officials,
    query_id=st.sampled_from(("", "q")),
    message_id=st.sampled_from(("", "5")),
    text=words,
    unit=st.sampled_from(("", "dishub", "pkm-oesapa", "dinkes", "nasa", "setda")),
    category=st.sampled_from(("", "sampah", "ufo")),
    to=st.sampled_from((None, DISHUB, DISHUB_TWO, DLHK)),
    choice=st.sampled_from(("", "tinggi", "biasa", "ditinjau")),
    other=st.sampled_from(("", OTHER, NUMBER, "KPG-26-00001-0")),
    evidence=files,
)
citizen = st.one_of(
    st.builds(Replied, text=words, evidence=files, pin=pins),
    st.builds(Disputed, text=words, evidence=files),
    st.just(Confirmed()),
    st.builds(Rated, rating=st.integers(-1, 7)),
    st.builds(Withdrawn, text=words, solved=st.booleans()),
    st.builds(Amended, text=words),
    st.just(Retracted()),
    st.just(Spoke()),
    st.builds(AnsweredByHand, text=words, files=st.integers(0, 3)),
    st.builds(ChangePrivacy, privacy=st.sampled_from(("anonim", "rahasia")), name=st.just("Beny Tefa")),
    st.builds(EvidenceArrived, ref=st.sampled_from(("f1", "f2", "f9")), media=st.sampled_from(("", "m7"))),
    st.builds(Reach, reached=st.booleans(), reason=words),
    st.builds(AskStatus, person=st.sampled_from((REPORTER, "person:other")), lane=st.just(CHAT)),
    st.builds(Timer, due=st.just(MONDAY)),
    filings.map(lambda changes: Opened(NUMBER, filing(**changes))),
    st.just(ShowCard(brought_to("baru").card)),
)
possible = st.integers(0, 30)
"""Which of the acts that are allowed now is done, so that stories go on."""
happening = st.sampled_from((acts, citizen, possible, possible)).flatmap(lambda kind: kind)
steps_taken = st.lists(st.tuples(st.integers(0, 14 * 24), happening), max_size=12)


def body_of(lane: TicketLane, choice: Any) -> Body:
    """Turn a number into an act that is allowed now, so that stories get long; leave other bodies as they are."""
    if not isinstance(choice, int):
        return choice  # type: ignore[no-any-return]
    now = allowed(lane.status) if lane.state is not None else ("lihat",)
    action = now[choice % len(now)]
    by = lane.ticket.offered or ADMIN if action == "terima" else ADMIN
    words = "keterangan sampai besok"
    return Act(action, by, query_id="q", text=words, other=OTHER, evidence=(PHOTO,), to=DISHUB_TWO, choice="tinggi")


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from((None, *STATUSES)), filings, steps_taken)
def test_promises_hold(start: TicketStatus | None, changes: dict[str, Any], happenings: list[tuple[int, Any]]) -> None:
    """Random events never raise and never break a promise of the ticket."""
    lane = brought_to(start, **changes) if start else TicketLane()
    for hours, choice in happenings:
        before = load(lane.state)
        lane.waits(hours=hours)
        body = body_of(lane, choice)
        lane.happens(body)
        check_step(lane, before, body)
        check_ticket(lane)
        check_secrets(lane)


def check_step(lane: TicketLane, before: Any, body: Body) -> None:
    """One record and one revision per change, one verdict per act, moves along the table only."""
    after = load(lane.state)
    records = [effect for effect in lane.effects if isinstance(effect, Record)]
    verdicts = lane.told(Verdict)
    cards = lane.told(ShowCard)
    shown = lane.told(AnswerReady)
    assert len(verdicts) + len(shown) == isinstance(body, Act)
    assert len(records) <= 1
    assert len(cards) <= max(len(records), isinstance(body, Timer))
    if not records and isinstance(body, Timer) and before is not None and before.last_act is not None:
        assert after is None or after.last_act is None or [] == cards  # the card stops offering to undo
    elif not records:
        assert (before, []) == (after, cards)
    if isinstance(body, Act) and not shown:
        refused = verdicts[0].alert
        assert (body.query_id, body.message_id) == (verdicts[0].query_id, verdicts[0].message_id)
        assert len(records) == len(cards) == (not refused)
    if before is not None and after is not None:
        assert len(cards) == after.revision - before.revision
        assert len(records) == after.history_count - before.history_count
        if before.status != after.status:
            assert (before.status, after.status) in known_moves(before)


def known_moves(before: TicketState) -> set[tuple[TicketStatus, TicketStatus | None]]:
    """List the moves of the table, with those back from a hold and from the act that can be undone."""
    undone = before.last_act.was.status if before.last_act is not None else None
    return {(rule.status, rule.to or (undone if rule.cause == "urungkan" else before.before)) for rule in RULES}


def check_ticket(lane: TicketLane) -> None:
    """Holder, clock and alarm are what the status says."""
    ticket = load(lane.state)
    assert lane.wake_at is None or lane.wake_at > lane.now
    if ticket is None:
        return
    facts = FACTS[ticket.status]
    held = facts.held or (ticket.before is not None and FACTS[ticket.before].held)
    assert held == (ticket.holder is not None)
    assert (ticket.status in ("ditunda", "duplikat")) == (ticket.before is not None)
    assert (facts.clock == "paused") == (ticket.paused_since is not None)
    assert (facts.clock == "silence") == (ticket.silence_due is not None)
    assert (facts.clock in ("runs", "paused")) == (ticket.due_at is not None)
    silent = facts.clock == "silence" and not ticket.unreached
    if silent or ticket.status == "menunggu_pelapor" or (facts.clock == "runs" and not ticket.late):
        assert lane.wake_at is not None
    if facts.clock == "stopped":
        assert (ticket.last_act is None) == (lane.wake_at is None)
    assert (ticket.offered is None) == (ticket.offered_until is None)
    assert ticket.offered is None or ticket.holder is not None
    assert (ticket.status == "ditunda") == (ticket.held_until is not None)
    assert ("stopped" == facts.clock) == (ticket.closed_at is not None)
    assert not ticket.late or ticket.due_at is not None
    assert ticket.spoke_at is None or "silence" == facts.clock
    if ticket.status in ("didisposisikan", "diproses"):
        assert ticket.unit


BETWEEN_TICKETS = ("registry:", "ticket:")
"""Lanes that the group does not see: who follows, and the second filing of a split."""


def check_secrets(lane: TicketLane) -> None:
    """Nothing of the citizen for the group or the journal carries the chat's lane, its address or a hidden name."""
    for effect in lane.effects:
        if isinstance(effect, Tell) and (effect.lane in (REPORTER, CHAT) or effect.lane.startswith(BETWEEN_TICKETS)):
            continue
        shown = msgspec.json.encode(effect).decode()
        assert REPORTER not in shown
        if isinstance(effect, Record) and effect.actor not in ("pelapor", "sistem"):
            continue  # the official's own words, which may say anything
        assert not [name for name in SECRET_NAMES if name in shown]
        assert ADDRESS not in "".join(parts_by_citizen(effect))


def parts_by_citizen(effect: Any) -> list[str]:
    """List the texts in an effect that came from the citizen."""
    command = effect.command if isinstance(effect, Tell) else effect
    if isinstance(command, ShowCard):
        card = command.card
        titles = [card.report.pin.title] if card.report.pin else []
        return [
            card.report.text,
            card.report.landmark,
            card.report.kelurahan,
            card.report.event_time,
            card.unreached,
            *titles,
        ]
    if isinstance(command, Relay):
        return [command.text, command.pin.title if command.pin else ""]
    return [command.reason] if isinstance(command, Record) else []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(officials, st.integers(0, 3600)), min_size=1, max_size=12))
def test_one_winner(taps: list[tuple[Any, int]]) -> None:
    """However many tap, at most one claim is accepted, and everybody gets an answer."""
    lane = brought_to("didisposisikan")
    accepted = []
    for by, seconds in taps:
        lane.now += timedelta(seconds=seconds)
        lane.does("ambil", by)
        if not lane.verdict.alert:
            accepted.append(by)

    assert len(accepted) <= 1
    assert [] == accepted or lane.ticket.holder == accepted[0]
