"""Every status, action and role: who may, and that each refusal says who may instead."""

from __future__ import annotations

from typing import get_args

import pytest

from core.ticket.lifecycle import allowed, buttons
from core.vocabulary.ticket import Action, Official, OfficialRole, TicketStatus
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, DLHK, STRANGER, TicketLane, brought_to
from tests.refusals import ALLOWED, FILE, ROLES, as_lines, people, table, tried

WORKERS = frozenset({"koordinator", "penghubung", "petugas"})
MAY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # asked by the life cycle: roles of the ticket's unit, roles of the coordinating unit
    "coordinator": (frozenset(), WORKERS),
    "overseer": (frozenset({"koordinator", "pimpinan"}), WORKERS | {"pimpinan"}),
    "unit": (WORKERS, WORKERS),
    "insider": (frozenset(ROLES) - {"pemantau", "operator"},) * 2,
    "holder": (frozenset(), frozenset()),
    "keeper": (frozenset({"koordinator", "penghubung", "pimpinan"}),) * 2,
    "confidant": (frozenset(), WORKERS),
    "second": (WORKERS | {"pimpinan"}, WORKERS | {"pimpinan"}),
    "official": (frozenset(ROLES), frozenset(ROLES)),
}


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str, str, str], str]:
    """Work the table out once."""
    return {(one.asked, one.ticket, one.place, one.role): answer for one, answer in table().items()}


def test_the_table_is_the_one_that_was_read(rows: dict[tuple[str, str, str, str], str]) -> None:
    """What everybody may, and each sentence, is as it stands in the file (``python -m tests.refusals --write``)."""
    assert FILE.read_text("utf-8") == as_lines(table())
    assert 0 == len(rows) % len(ROLES)


def test_roles_may_what_they_are_there_for(rows: dict[tuple[str, str, str, str], str]) -> None:
    """The rights of every role are those written down here, in the ticket's unit, above it, and nowhere else."""
    for (asked, ticket, place, role), answer in rows.items():
        unit, coordinating = MAY[asked]
        if "without a unit" in ticket:
            unit = frozenset()
        here = {"the ticket's unit": unit, "the coordinating unit": coordinating}.get(place, frozenset())
        expected = asked == "official" or role in here
        assert expected == (answer == ALLOWED), (asked, ticket, place, role)


def test_each_refusal_says_who_may(rows: dict[tuple[str, str, str, str], str]) -> None:
    """Nobody is only told no: the sentence names an office or a person, and the admin; it fits a private answer."""
    for answer in {one for one in rows.values() if one != ALLOWED}:
        assert answer.endswith((".",))
        assert "admin" in answer
        assert any(name in answer for name in ("Bagian Organisasi", "Dishub", "Yosef Lay"))
        assert "(-)" not in answer
        assert len(answer) <= 200


@pytest.mark.parametrize("status", get_args(TicketStatus))
@pytest.mark.parametrize("role", ["pemantau", "operator"])
def test_who_only_looks_changes_nothing(role: OfficialRole, status: TicketStatus) -> None:
    """An observer or operator of the ticket's unit or of the coordinating one may look, and nothing else, anywhere."""
    start = brought_to(status)
    for unit in ("dishub", "setda"):
        observer = Official("50", "Somebody", unit, role=role)
        done = [action for action in allowed(status) if not tried(start, action, observer).verdict.alert]
        assert ["lihat"] == done


@pytest.mark.parametrize("status", get_args(TicketStatus))
def test_every_button_is_for_somebody_who_sees_it(status: TicketStatus) -> None:
    """What a card offers is allowed to an official of its desk: one in a role there, or whoever holds the ticket.

    What everybody may read is released by coordinators alone: no card offers it to everybody at its desk.
    """
    start = brought_to(status, listable=True)
    assert "terbitkan" not in start.card.actions
    desk = {start.ticket.unit or "setda"}
    seeing = [by for _place, by in people() if by.unit in desk]
    if start.ticket.holder is not None:
        seeing.append(DISHUB)
    for action in buttons(status):
        here = [COORDINATOR] if action == "terbitkan" else seeing
        assert any(not _by_rights(tried(start, action, by)) for by in here), (status, action)
        assert not _by_rights(tried(start, action, ADMIN))


def _by_rights(lane: TicketLane) -> bool:
    """Tell whether an act was refused because of who did it."""
    key = lane.verdict.key
    return key.startswith("officials.verdict.who_may.") and not key.endswith(".target")


@pytest.mark.parametrize("status", get_args(TicketStatus))
def test_who_may_nothing_hears_who_may_whatever_the_status(status: TicketStatus) -> None:
    """Also where the status knows no such act, an outsider is told who may; somebody of the unit what can be done."""
    start = brought_to(status)
    observer = Official("23", "Pemantau Dishub", "dishub", role="pemantau")
    closed = [action for action in get_args(Action) if action not in allowed(status)]
    assert closed
    for action in closed:
        for by in (DLHK, STRANGER, observer):
            lane = tried(start, action, by)
            assert lane.verdict.key.startswith("officials.verdict.who_may."), (action, by)
            assert ("Dishub" if start.ticket.unit else "Bagian Organisasi") in lane.sentence
        lane = tried(start, action, COORDINATOR)
        assert not lane.verdict.key.startswith("officials.verdict.who_may."), action
