"""The register of officials: what each command changes, who may give it, and what is told and written down."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from core.register.state import Member, RegisterState, load
from core.register.step import RegisterSteps
from core.register.tokens import binding_code, invitation_token, read_code
from core.vocabulary.effects import Record, Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE, REGISTER_LANE, official_lane
from core.vocabulary.register import (
    Accept,
    Accepted,
    AskBinding,
    CameIn,
    Dismiss,
    Dismissed,
    Enroll,
    Enrolled,
    FromRegister,
    InvitationMade,
    Invite,
    Redeem,
    Redeemed,
    RegisterRefused,
    Returned,
    RightsNow,
    ToRegister,
    WentOut,
)
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Official
from tests.core.kupang import kupang

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
SEAL = sealed_by(b"a secret of a test")
GROUP, CHAT, ADMIN = "group:dinkes", "chat:telegram:5", "1"
NEW, READY = Member("Budi", "dishub"), Member("Budi", "dishub", accepted=True)
AWAY = Member("Budi", "dishub", accepted=True, active=False)
HEAD = Member("Ketua", "dishub", accepted=True, role="koordinator")
"""Somebody who manages the people of one office."""
OTHER = Member("Sari", "pupr", accepted=True)


class Desk:
    """The register under test, with one step at a time."""

    def __init__(self, **members: Member) -> None:
        self.state: Any = msgspec.to_builtins(RegisterState({name.strip("_"): one for name, one in members.items()}))
        self.now = NOON
        self.count = 0
        self.told: list[tuple[str, Any]] = []
        self.records: list[Record] = []

    def takes(self, body: Body) -> list[tuple[str, Any]]:
        """Step once; give what is told to whom."""
        self.count += 1
        event = Event(f"e{self.count}", REGISTER_LANE, self.now, body)
        outcome = RegisterSteps(kupang(), {ADMIN}, SEAL).step(self.state, event, Moment(self.now, lane=REGISTER_LANE))
        assert outcome.wake_at is None
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        self.told = [(effect.lane, effect.command) for effect in outcome.effects if isinstance(effect, Tell)]
        self.records = [effect for effect in outcome.effects if isinstance(effect, Record)]
        assert len(outcome.effects) == len(self.told) + len(self.records)
        return self.told

    @property
    def register(self) -> RegisterState:
        """Give the document."""
        return load(self.state)

    @property
    def answer(self) -> Any:
        """Give what was told last."""
        return self.told[-1][1]


def step(state: Any, body: Body) -> tuple[dict[str, Member], list[tuple[str, Any]]]:
    """Step once; give who is registered then, and what groups are told."""
    desk = Desk()
    desk.state = state
    told = [one for one in desk.takes(body) if not one[0].startswith("official:")]
    return desk.register.members, told


@pytest.mark.parametrize(
    ("before", "command", "after", "answer"),
    [
        (
            None,
            Enroll("2", "dishub", GROUP, "m", "Budi", "Bud", by=ADMIN),
            NEW,
            Enrolled("2", "Budi", "dishub", False, "m"),
        ),
        (
            None,
            Enroll("2", "dishub", GROUP, "m", called="Bud", by=ADMIN),
            Member("Bud", "dishub"),
            Enrolled("2", "Bud", "dishub", False, "m"),
        ),
        (
            None,
            Enroll("2", "dishub", GROUP, "m", by=ADMIN),
            Member("2", "dishub"),
            Enrolled("2", "2", "dishub", False, "m"),
        ),
        (
            None,
            Enroll("2", "dishub", GROUP, "m", "Budi", own=True, by=ADMIN),
            READY,
            Enrolled("2", "Budi", "dishub", True, "m"),
        ),
        (
            READY,
            Enroll("2", "pupr", GROUP, "m", called="Bud", by=ADMIN),
            Member("Budi", "pupr", accepted=True),
            Enrolled("2", "Budi", "pupr", True, "m"),
        ),
        (AWAY, Enroll("2", "dishub", GROUP, "m", by=ADMIN), READY, Enrolled("2", "Budi", "dishub", True, "m")),
        (READY, Dismiss("2", GROUP, "m", ADMIN), None, Dismissed("2", "m", "Budi")),
        (None, Dismiss("2", GROUP, "m", ADMIN), None, Dismissed("2", "m")),
        (NEW, Accept("2", GROUP, "q", "Bud"), READY, Accepted("2", "q", "Budi", "dishub")),
        (Member("2", "dishub"), Accept("2", GROUP, "q", "Budi"), READY, Accepted("2", "q", "Budi", "dishub")),
        (READY, Accept("2", GROUP, "q", "Bud"), READY, Accepted("2", "q")),
        (None, Accept("2", GROUP, "q", "Bud"), None, Accepted("2", "q")),
        (READY, WentOut("2"), AWAY, None),
        (READY, WentOut("2", OFFICIALS_LANE), AWAY, None),
        (READY, WentOut("2", GROUP), READY, None),
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


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "command", "unit"),
    [
        ("7", Enroll("2", "pupr", GROUP, "m", by="7"), "pupr"),
        ("7", Enroll("9", "dishub", GROUP, "m", by="7"), "pupr"),
        ("7", Enroll("7", "pupr", GROUP, "m", by="7"), "pupr"),
        ("7", Dismiss("9", GROUP, "m", "7"), "pupr"),
        ("9", Enroll("2", "pupr", GROUP, "m", by="9"), "pupr"),
        ("4", Enroll("2", "pupr", GROUP, "m", by="4"), "pupr"),
        ("7", Invite("dinkes", "petugas", 7, "7", GROUP, "m", CHAT, "telegram"), "dinkes"),
        ("9", Invite("pupr", "petugas", 7, "9", GROUP, "m", CHAT, "telegram"), "pupr"),
        ("7", AskBinding("pupr", "7", GROUP, "m"), "pupr"),
    ],
)
def test_only_who_manages_a_unit_changes_its_people(by: str, command: ToRegister, unit: str) -> None:
    """A coordinator of another unit, an officer, and somebody unknown change nothing, and hear whose matter it is."""
    desk = Desk(_7=HEAD, _9=OTHER)
    before = desk.register
    assert [(GROUP, RegisterRefused("m", "not_yours", unit, by))] == desk.takes(command)
    assert (before, []) == (desk.register, desk.records)


def test_a_coordinator_of_a_unit_manages_its_people() -> None:
    """Who is registered as coordinator of a unit enters, changes and takes out people there; each is written down."""
    desk = Desk(_7=HEAD)
    desk.takes(Enroll("2", "dishub", GROUP, "m1", "Budi", by="7", role="penghubung"))
    assert Enrolled("2", "Budi", "dishub", False, "m1", "penghubung") == desk.answer
    assert [("enrolled", "7", "penghubung")] == [(one.what, one.actor, one.details["role"]) for one in desk.records]
    desk.takes(Enroll("2", "dishub", GROUP, "m2", by="7", role="pemantau"))
    assert (official_lane("2"), RightsNow(Official("2", "Budi", "dishub", role="pemantau"), True)) == desk.told[0]
    desk.takes(Dismiss("2", GROUP, "m3", "7"))
    assert (official_lane("2"), RightsNow(Official("2", "Budi", "dishub", role="pemantau"), False)) == desk.told[0]
    assert (["dismissed"], {"7": HEAD}) == ([one.what for one in desk.records], desk.register.members)


def test_a_coordinator_who_left_manages_nobody() -> None:
    """Rights that ended count at once, also for who would use a right that a group still saw."""
    desk = Desk(_7=HEAD)
    desk.takes(WentOut("7"))
    assert ["left"] == [one.what for one in desk.records]
    desk.takes(Enroll("2", "dishub", GROUP, "m", by="7"))
    assert RegisterRefused("m", "not_yours", "dishub", "7") == desk.answer


def test_the_code_of_ethics_is_accepted_once_for_each_version() -> None:
    """A newer version has to be accepted anew, and each acceptance is written down with its version."""
    desk = Desk(_2=READY)
    desk.takes(Accept("2", CHAT, "q", ethics="1"))
    assert ([], "1") == (desk.records, desk.register.members["2"].ethics)
    desk.takes(Accept("2", CHAT, "q", ethics="2"))
    assert [("ethics_accepted", "2")] == [(one.what, one.details["version"]) for one in desk.records]
    member = desk.register.members["2"]
    assert (True, False) == (member.knows_ethics("2"), member.knows_ethics("1"))


# --- invitations ------------------------------------------------------------------------------------------------------


def invited(desk: Desk, by: str = ADMIN, **changed: Any) -> str:
    """Let somebody invite; give the word of the link."""
    plain = Invite("dishub", "penghubung", 7, by, GROUP, "m", CHAT, "telegram")
    desk.takes(msgspec.structs.replace(plain, **changed))
    made = desk.answer
    assert isinstance(made, InvitationMade)
    return made.token


def test_an_invitation_makes_one_person_an_official() -> None:
    """Who comes first with the link is entered with its unit and role; the next one is told that it is void."""
    desk = Desk()
    token = invited(desk)
    assert ["invited"] == [one.what for one in desk.records]
    assert token not in str(desk.state)
    told = desk.takes(Redeem(token, "2", CHAT, "telegram", "Budi"))
    member = Member("Budi", "dishub", role="penghubung")
    assert ({"2": member}, {}) == (desk.register.members, desk.register.invitations)
    welcome = Redeemed("2", "Budi", "dishub", "penghubung")
    assert [(CHAT, welcome), (GROUP, Enrolled("2", "Budi", "dishub", False, "", "penghubung", invited=True))] == told
    assert [("joined", "1")] == [(one.what, one.details["invited_by"]) for one in desk.records]
    assert [(CHAT, Redeemed("3", reason="void"))] == desk.takes(Redeem(token, "3", CHAT, "telegram"))
    assert [(CHAT, welcome)] == desk.takes(Redeem(token, "2", CHAT, "telegram"))
    assert [] == desk.records


@pytest.mark.parametrize(
    ("days", "channel", "reason"), [(0, "telegram", ""), (6, "telegram", ""), (7, "telegram", "void"), (0, "x", "void")]
)
def test_an_invitation_ends(days: int, channel: str, reason: str) -> None:
    """A link is good for its days, and on the channel of the officials alone: ids of another mean other people."""
    desk = Desk()
    token = invited(desk)
    desk.now += timedelta(days=days)
    desk.takes(Redeem(token, "2", CHAT, channel, "Budi"))
    assert reason == desk.told[0][1].reason
    assert bool(reason) == ("2" not in desk.register.members)


def test_an_invitation_is_worth_what_its_giver_still_may() -> None:
    """A link of somebody who lost the right, or that would take a person out of another's unit, does nothing."""
    desk = Desk(_7=HEAD, _9=OTHER)
    token = invited(desk, by="7")
    assert [(CHAT, Redeemed("9", reason="withdrawn"))] == desk.takes(Redeem(token, "9", CHAT, "telegram"))
    desk.takes(Dismiss("7", GROUP, "m", ADMIN))
    assert [(CHAT, Redeemed("2", reason="withdrawn"))] == desk.takes(Redeem(token, "2", CHAT, "telegram"))
    assert {"9": OTHER} == desk.register.members


def test_who_looks_at_an_own_link_does_not_use_it_up() -> None:
    """The link of an invitation is for somebody else: its giver reads so, and it is still good."""
    desk = Desk(_7=HEAD)
    token = invited(desk, by="7")
    assert [(CHAT, Redeemed("7", reason="own"))] == desk.takes(Redeem(token, "7", CHAT, "telegram"))
    assert (1, {"7": HEAD}) == (len(desk.register.invitations), desk.register.members)


def test_an_invitation_brings_somebody_back_who_left() -> None:
    """Who left and comes with a new link has the rights of it, and the tickets of the official's lane are told."""
    desk = Desk(_2=AWAY)
    token = invited(desk, unit="pupr", role="petugas")
    told = desk.takes(Redeem(token, "2", CHAT, "telegram", "Bud"))
    assert Member("Budi", "pupr", accepted=True) == desk.register.members["2"]
    assert (official_lane("2"), RightsNow(Official("2", "Budi", "pupr"), True)) == told[0]
    assert Redeemed("2", "Budi", "pupr", "petugas", "1") == told[1][1]


def test_words_cannot_be_guessed_and_are_read_as_people_type_them() -> None:
    """A link's word depends on the secret and fits into a link; a code is read with or without its hyphen."""
    token, code = invitation_token(SEAL, "e1"), binding_code(SEAL, "e1", NOON)
    assert token != invitation_token(sealed_by(b"another secret"), "e1")
    assert (26, 9) == (len(token), len(code))
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} "):
        assert code.replace("-", "") == read_code(typed)
    assert ["", "", ""] == [read_code(typed) for typed in ("", "dishub", code + "A")]
