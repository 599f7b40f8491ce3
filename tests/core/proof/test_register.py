"""The register of officials in the auditor's file: who became, was and is no more an official cannot be bent either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec import structs

from core.proof.chain import stamp
from core.proof.export import VERSION, End, Header, Keys, Part, Register, write
from core.proof.lines import Line, line_of
from core.proof.roots import Gathered
from core.proof.showing import shown_of_register
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.proof import HeadMark
from core.vocabulary.register import Accept, Dismiss, Enroll, Invite
from tests.core.proof.city_life import KEYS, audited
from tests.core.register.test_step import ADMIN, CHAT, GROUP, NEW, NOON, Desk


def changes() -> tuple[Register, list[Line]]:
    """Let officials come, accept the code of ethics, get another office, and go."""
    desk, records = Desk(), []
    for body in (
        Enroll("7", "dishub", GROUP, "m1", name="Budi Contoh", by=ADMIN),
        Accept("7", CHAT, "q", "Budi", "1"),
        Invite("pupr", "petugas", 3, ADMIN, GROUP, "m2", CHAT, "telegram"),
        Enroll("7", "pupr", GROUP, "m3", by=ADMIN),
        Dismiss("7", GROUP, "m4", by=ADMIN),
    ):
        desk.now += timedelta(hours=1)
        desk.takes(body)
        records += desk.records
    lines = [line_of(record, shown_of_register) for record in records]
    return Register(desk.register.lines, desk.register.head), lines


def export(register: Register, lines: list[Line]) -> list[Part]:
    """Give a file with the register alone."""
    header = Header(VERSION, "KPG", stamp(NOON + timedelta(days=1)), whole=True)
    return [header, Keys(KEYS), register, *lines, End(0, len(lines))]


def test_the_register_is_a_chain() -> None:
    """Every change is a line of it, and as it was written it is right; it is no report, and has no limits."""
    register, lines = changes()
    found, state = audited(export(register, lines))
    assert [] == found
    assert (5, 5, 0, 0) == (state.register, register.lines, state.reports, state.limits.left_out)
    assert ["enrolled", "ethics_accepted", "invited", "enrolled", "dismissed"] == [line.what for line in lines]


def test_no_official_is_named_in_it() -> None:
    """Names and ids of officials are hidden; units and roles are there."""
    register, lines = changes()
    text = b"".join(write(part) for part in export(register, lines)).decode()
    assert [False, True] == ["Budi" in text, "pupr" in text]
    assert {"details.name", "details.id", "actor"} <= {
        name for line in lines for name, value in line.fields.items() if isinstance(value, str)
    }


BENT: dict[str, Callable[[list[Line]], list[Line]]] = {
    "taken away": lambda lines: [*lines[:1], *lines[2:]],
    "cut": lambda lines: lines[:-1],
    "another kind": lambda lines: [structs.replace(lines[0], what="dismissed"), *lines[1:]],
    "another time": lambda lines: [structs.replace(lines[0], at=stamp(NOON)), *lines[1:]],
    "another person": lambda lines: [
        structs.replace(lines[0], fields={**lines[0].fields, "details.id": "0" * 64}),
        *lines[1:],
    ],
    "moved": lambda lines: [lines[1], lines[0], *lines[2:]],
    "twice": lambda lines: [lines[0], *lines],
}


@pytest.mark.parametrize("name", BENT)
def test_what_is_bent_is_found(name: str) -> None:
    """A line that was altered, taken away, put in or moved shows, although the counts of the file agree."""
    register, lines = changes()
    bent = BENT[name](lines)
    assert [] != audited(export(structs.replace(register, lines=len(bent)), bent))[0]


def test_its_last_line_is_in_the_root_of_the_day() -> None:
    """The root of a day has the register like every ticket that moved."""
    register, lines = changes()
    gathered = Gathered()
    for line in lines:
        gathered.add(HeadMark(line.subject, NOON, line.n, line.head))
    (leaf,) = gathered.leaves()
    again = Gathered()
    again.add(HeadMark(REGISTER_LANE, NOON, register.lines, register.head))
    assert [leaf] == again.leaves()


def test_a_register_from_before_the_chain_goes_on_with_one() -> None:
    """Whoever stood there already stays; the first change after that is the first line that is chained."""
    desk = Desk(_8=NEW)
    desk.takes(Enroll("9", "dishub", GROUP, "m1", name="Baru", by=ADMIN))
    assert (1, {"8", "9"}) == (desk.register.lines, set(desk.register.members))
    (record,) = desk.records
    assert record.chain is not None
    assert (1, desk.register.head) == (record.chain.n, record.chain.head)
