"""The table, and that the step does what the table says: every status times every action."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from core.ticket.lifecycle import (
    ACTIONS,
    FACTS,
    ON_REQUEST,
    RULES,
    SECONDARY,
    STATUSES,
    NotAllowed,
    allowed,
    buttons,
    next_status,
    rule_for,
)
from core.ticket.page import as_markdown
from core.vocabulary.ticket import Action, Official, TicketStatus
from tests.core.ticket.lane import (
    ADMIN,
    CLINIC,
    COORDINATOR,
    DISHUB,
    DISHUB_TWO,
    DLHK,
    HEAD,
    OTHER,
    PHOTO,
    STRANGER,
    TicketLane,
    brought_to,
    texts,
)

EVERY = list(product(STATUSES, ACTIONS))
ELSEWHERE = frozenset(("buka", "siap", "terima", "tolak", "urungkan", "sahkan"))
"""Opening is of confidential reports alone: `test_secrecy`; the others need something before: `test_acts`."""
GRANTED = [(status, action) for status, action in EVERY if action in allowed(status) and action not in ELSEWHERE]
DENIED = [(status, action) for status, action in EVERY if action not in allowed(status)]


def act(lane: TicketLane, action: Action, by: Official) -> TicketLane:
    """Do an action with everything that it needs."""
    if action == "menu":
        return lane.does("menu", by)
    level = "biasa" if lane.state is not None and lane.ticket.priority else "tinggi"
    return lane.does(
        action,
        by,
        "Oebufu" if action == "lokasi" else "keterangan, sampai 1 Agustus",
        unit="dlhk" if action == "disposisi" else "",
        category="sampah" if action == "kategori" else "",
        other=OTHER,
        evidence=(PHOTO,),
        to=DISHUB_TWO,
        choice=level if action == "prioritas" else "ya" if action == "terbitkan" else "",
    )


@pytest.mark.parametrize("status", STATUSES)
def test_brought_to(status: TicketStatus) -> None:
    """Every status can be reached by acts, words and time."""
    assert status == brought_to(status).status


@pytest.mark.parametrize(("status", "action"), GRANTED)
def test_allowed(status: TicketStatus, action: Action) -> None:
    """An allowed action leads where the table says, with one record, one verdict, one card of the next revision."""
    lane = brought_to(status, listable=True)
    before = lane.ticket

    act(lane, action, ADMIN)

    assert next_status(status, action, before.before) == lane.status
    assert [action] == [record.what for record in lane.records]
    assert f"officials.verdict.done.{action}" == lane.verdict.key
    assert not lane.verdict.alert
    assert before.revision + 1 == lane.ticket.revision == lane.card.revision
    assert before.history_count + 1 == lane.ticket.history_count


@pytest.mark.parametrize(("status", "action"), DENIED)
def test_refused(status: TicketStatus, action: Action) -> None:
    """A refused action changes nothing, and the sentence names what is possible now, or who has the ticket."""
    lane = brought_to(status)
    before = lane.state

    act(lane, action, ADMIN)

    assert before == lane.state
    assert 1 == len(lane.effects)
    assert lane.verdict.alert
    assert lane.sentence
    if lane.verdict.key == "officials.verdict.taken":
        assert ("ambil", True) == (action, DISHUB.name in lane.sentence)
    else:
        for possible in allowed(status):
            assert possible in ON_REQUEST or texts().say(f"officials.verdict.action.{possible}") in lane.sentence


ROLE_CASES = [
    # role, who may, who may not
    ("coordinator", (COORDINATOR, ADMIN), (DISHUB, DLHK, STRANGER)),
    ("overseer", (COORDINATOR, HEAD, ADMIN), (DLHK, STRANGER)),
    ("unit", (DISHUB, DISHUB_TWO, COORDINATOR, ADMIN), (DLHK, CLINIC, STRANGER)),
    ("insider", (DISHUB, DISHUB_TWO, COORDINATOR, ADMIN), (DLHK, CLINIC, STRANGER)),
    ("keeper", (DISHUB, ADMIN), (DISHUB_TWO, COORDINATOR, DLHK, STRANGER)),
    ("holder", (DISHUB, ADMIN), (DISHUB_TWO, COORDINATOR, DLHK, STRANGER)),
    ("confidant", (DISHUB, COORDINATOR, ADMIN), (DISHUB_TWO, DLHK, STRANGER)),
    ("official", (DISHUB, DLHK, STRANGER, ADMIN), ()),
]


@pytest.mark.parametrize(("status", "action"), GRANTED)
def test_who_may(status: TicketStatus, action: Action) -> None:
    """Only who the table names may act; the others are told who may, and nothing changes."""
    start = brought_to(status, listable=True)
    role = rule_for(status, action).who
    if role in ("unit", "insider", "overseer") and not start.ticket.unit:
        role = "coordinator"
    may, may_not = next((yes, no) for name, yes, no in ROLE_CASES if name == role)
    if role == "confidant" and start.ticket.holder is None:
        may, may_not = (COORDINATOR, ADMIN), (DISHUB, *may_not)
    for by in may_not:
        lane = brought_to(status, listable=True)
        act(lane, action, by)
        assert start.state == lane.state
        assert f"officials.verdict.who_may.{role}" == lane.verdict.key
        assert lane.verdict.alert
    for by in may:
        lane = act(brought_to(status, listable=True), action, by)
        key = lane.verdict.key
        # Passing on to another office is the coordinator's alone: the target is refused, not the action.
        only_target = action == "disposisi" and key == "officials.verdict.who_may.target"
        assert only_target or key == f"officials.verdict.done.{action}"


def test_page() -> None:
    """The page for people says exactly what the table says."""
    page = Path(__file__).parents[3] / "docs" / "lifecycle.md"

    assert as_markdown() == page.read_text(encoding="utf-8")


def test_picture_draws_each_arrow_once() -> None:
    """No arrow of the page's picture stands there twice, and a hold never leads back to itself."""
    arrows = [line.strip() for line in as_markdown().splitlines() if " --> " in line]

    assert sorted(set(arrows)) == sorted(arrows)
    assert not [arrow for arrow in arrows if arrow.startswith("ditunda --> ditunda")]


def test_table_is_sound() -> None:
    """No row stands twice, every status has facts; what has ended is only reopened, disputed, undone or unmerged."""
    keys = [(rule.status, rule.cause) for rule in RULES]

    assert len(keys) == len(set(keys))
    assert set(STATUSES) == set(FACTS)
    left = {rule.cause for rule in RULES if FACTS[rule.status].final and rule.to != rule.status}
    assert {"buka_kembali", "disputed", "disputed_again", "urungkan", "gabung_lepas"} == left


def test_not_allowed_names_what_is() -> None:
    """The typed error carries status, cause and the actions that are possible."""
    with pytest.raises(NotAllowed) as caught:
        next_status("baru", "ambil")

    assert ("baru", "ambil", allowed("baru")) == (caught.value.status, caught.value.cause, caught.value.possible)


def test_nothing_to_return_to() -> None:
    """Resuming needs the status before the hold."""
    with pytest.raises(NotAllowed):
        next_status("ditunda", "lanjutkan")


def test_buttons() -> None:
    """A card offers the actions of its status without those that are done by replying."""
    first = tuple(action for action in buttons("didisposisikan") if action not in SECONDARY)
    assert ("ambil", "disposisi", "bukan_wewenang", "tunda") == first
    assert ("buka_kembali", "terbitkan") == buttons("selesai")
