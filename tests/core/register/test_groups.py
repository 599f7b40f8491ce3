"""Desks that move to groups of their own by a code, and back; and words of old that are forgotten."""

from datetime import timedelta

import pytest

from core.register.state import BoundGroup
from core.vocabulary.events import Placed, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.register import (
    AskBinding,
    BindGroup,
    BindingCode,
    DeskMoved,
    HostsDesk,
    RegisterRefused,
    WentOut,
)
from tests.core.register.test_step import ADMIN, GROUP, HEAD, OTHER, READY, Desk, invited

OWN = "group:dishub-own"


def code_for(desk: Desk, unit: str = "dishub", by: str = ADMIN) -> str:
    """Let somebody ask for a code; give it."""
    desk.takes(AskBinding(unit, by, GROUP, "m"))
    given = desk.answer
    assert isinstance(given, BindingCode)
    return given.code


def test_a_code_gives_a_desk_a_group_of_its_own_and_a_word_takes_it_back() -> None:
    """Typed by who manages the unit, once, it makes the group the desk; each move is written down."""
    desk = Desk(_7=HEAD)
    code = code_for(desk, by="7")
    typed = BindGroup(code, "7", "telegram", "-9")
    assert [(OWN, Placed("-9", "telegram")), (OFFICIALS_LANE, DeskMoved("dishub", OWN))] == desk.takes(typed)
    assert {OWN: BoundGroup("dishub", "telegram", "-9")} == desk.register.groups
    assert ["desk_moved"] == [one.what for one in desk.records]
    assert [] == desk.takes(typed)
    assert (OWN, "") == (desk.register.lane_at("telegram", "-9"), desk.register.lane_at("x", "-9"))
    home = AskBinding("dishub", "7", OWN, "m", home=True)
    assert [(OFFICIALS_LANE, DeskMoved("dishub")), (OWN, HostsDesk("", OFFICIALS_LANE))] == desk.takes(home)
    assert ({}, ["desk_moved"]) == (desk.register.groups, [one.what for one in desk.records])


@pytest.mark.parametrize(
    ("by", "hours", "code"), [("9", 0, ""), ("99", 0, ""), (ADMIN, 24, ""), (ADMIN, 0, "AAAA-AAAA")]
)
def test_a_code_that_does_not_count(by: str, hours: int, code: str) -> None:
    """Typed by who does not manage the unit, too late, or wrong, it does nothing and tells nothing."""
    desk = Desk(_9=OTHER)
    given = code_for(desk)
    desk.now += timedelta(hours=hours)
    assert [] == desk.takes(BindGroup(code or given, by, "telegram", "-9"))
    assert ({}, []) == (desk.register.groups, desk.records)


def test_a_group_is_one_desk() -> None:
    """A group that is a desk already takes no second code."""
    desk = Desk()
    desk.takes(BindGroup(code_for(desk), ADMIN, "telegram", "-9"))
    assert [] == desk.takes(BindGroup(code_for(desk, "pupr"), ADMIN, "telegram", "-9"))
    assert {OWN: BoundGroup("dishub", "telegram", "-9")} == desk.register.groups


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (AskBinding("pkm-alak", ADMIN, GROUP, "m"), "no_desk"),
        (AskBinding("pupr", ADMIN, GROUP, "m", home=True), "is_home"),
    ],
)
def test_a_desk_that_cannot_move(asked: AskBinding, reason: str) -> None:
    """A unit without a desk gets no group, and a desk that never left needs not come back."""
    assert [(GROUP, RegisterRefused("m", reason, asked.desk))] == Desk().takes(asked)


def test_who_leaves_the_common_group_for_the_own_one_keeps_the_rights() -> None:
    """Only the group of the own desk counts: leaving it ends the rights, leaving the common one does not."""
    desk = Desk(_2=READY)
    desk.takes(BindGroup(code_for(desk), ADMIN, "telegram", "-9"))
    assert [] == desk.takes(WentOut("2", OFFICIALS_LANE))
    assert desk.register.members["2"].active
    desk.takes(WentOut("2", OWN))
    assert not desk.register.members["2"].active


def test_old_words_are_forgotten() -> None:
    """Invitations and codes whose time is over leave the document with the next step."""
    desk = Desk()
    invited(desk)
    code_for(desk)
    assert (1, 1) == (len(desk.register.invitations), len(desk.register.codes))
    desk.now += timedelta(days=8)
    desk.takes(Timer(desk.now))
    assert (0, 0) == (len(desk.register.invitations), len(desk.register.codes))
