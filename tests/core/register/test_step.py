"""The register of officials: what each command changes, and what the group that asked is told."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from core.register.state import Member, load
from core.register.step import RegisterSteps
from core.vocabulary.effects import Tell
from core.vocabulary.events import REGISTER_LANE, Body, Event, Timer
from core.vocabulary.register import (
    Accept,
    Accepted,
    CameIn,
    Dismiss,
    Dismissed,
    Enroll,
    Enrolled,
    FromRegister,
    Returned,
    ToRegister,
    WentOut,
)
from core.vocabulary.steps import Moment

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
GROUP = "group:dinkes"
NEW, READY = Member("Budi", "dishub"), Member("Budi", "dishub", accepted=True)
AWAY = Member("Budi", "dishub", accepted=True, active=False)


def step(state: Any, body: Body) -> tuple[dict[str, Member], list[tuple[str, Any]]]:
    """Step once; give who is registered then, and what is told to whom."""
    outcome = RegisterSteps().step(state, Event("e", REGISTER_LANE, NOON, body), Moment(NOON, lane=REGISTER_LANE))
    assert outcome.wake_at is None
    told = [(effect.lane, effect.command) for effect in outcome.effects if isinstance(effect, Tell)]
    assert len(told) == len(outcome.effects)
    return load(msgspec.to_builtins(outcome.state)).members, told


@pytest.mark.parametrize(
    ("before", "command", "after", "answer"),
    [
        (None, Enroll("2", "dishub", GROUP, "m", "Budi", "Bud"), NEW, Enrolled("2", "Budi", "dishub", False, "m")),
        (
            None,
            Enroll("2", "dishub", GROUP, "m", called="Bud"),
            Member("Bud", "dishub"),
            Enrolled("2", "Bud", "dishub", False, "m"),
        ),
        (
            None,
            Enroll("2", "dishub", GROUP, "m"),
            Member("2", "dishub"),
            Enrolled("2", "2", "dishub", False, "m"),
        ),
        (
            None,
            Enroll("2", "dishub", GROUP, "m", "Budi", own=True),
            READY,
            Enrolled("2", "Budi", "dishub", True, "m"),
        ),
        (
            READY,
            Enroll("2", "pupr", GROUP, "m", called="Bud"),
            Member("Budi", "pupr", accepted=True),
            Enrolled("2", "Budi", "pupr", True, "m"),
        ),
        (AWAY, Enroll("2", "dishub", GROUP, "m"), READY, Enrolled("2", "Budi", "dishub", True, "m")),
        (READY, Dismiss("2", GROUP, "m"), None, Dismissed("2", "m", "Budi")),
        (None, Dismiss("2", GROUP, "m"), None, Dismissed("2", "m")),
        (NEW, Accept("2", GROUP, "q", "Bud"), READY, Accepted("2", "q", "Budi", "dishub")),
        (Member("2", "dishub"), Accept("2", GROUP, "q", "Budi"), READY, Accepted("2", "q", "Budi", "dishub")),
        (READY, Accept("2", GROUP, "q", "Bud"), READY, Accepted("2", "q")),
        (None, Accept("2", GROUP, "q", "Bud"), None, Accepted("2", "q")),
        (READY, WentOut("2"), AWAY, None),
        (None, WentOut("2"), None, None),
        (AWAY, CameIn("2", GROUP), AWAY, Returned("2", "Budi")),
        (READY, CameIn("2", GROUP), READY, None),
        (None, CameIn("2", GROUP), None, None),
    ],
)
def test_commands(
    before: Member | None, command: ToRegister, after: Member | None, answer: FromRegister | None
) -> None:
    """Each command changes one person, keeps what was known, and is answered in the group that gave it."""
    other = Member("Sari", "pupr", accepted=True)
    state = {"members": {"9": msgspec.to_builtins(other)}}
    if before is not None:
        state["members"]["2"] = msgspec.to_builtins(before)
    members, told = step(state, command)
    assert other == members.pop("9")
    assert ({"2": after} if after else {}, [(GROUP, answer)] if answer else []) == (members, told)


def test_nothing_else() -> None:
    """What is not for the register changes nothing."""
    assert ({}, []) == step(None, Timer(NOON))
