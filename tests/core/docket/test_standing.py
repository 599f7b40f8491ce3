"""What each unit has on a desk: counted with every step, in order, and read without any row."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, get_args

from core.city.desks import ESCALATION, VERIFICATION
from core.docket.counting import most_urgent_first
from core.docket.standing import COUNTS, LISTS, MARKS, counted, marked, numbers_of, read_counts, read_marks
from core.docket.state import ENDED_KEPT, MOST_ENDED, Lapse, load
from core.vocabulary.docket import DocketRow, Listed, Stage, UnitCounts, Unlisted
from core.vocabulary.events import Body, Timer
from core.vocabulary.lane_names import docket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.ticket import TicketStatus
from tests.core.docket.test_step import NOON, Docket, row
from tests.core.kupang import kupang

CITY = kupang()
OFFICE = CITY.verification_unit
STATUS_OF: Mapping[Stage, tuple[TicketStatus, ...]] = {
    "new": ("didisposisikan",),
    "working": ("diproses", "menunggu_pelapor", "ditunda", "disanggah"),
    "answered": ("ditindaklanjuti",),
    "ended": ("lewat", "selesai"),
}


def any_row(chance: random.Random, number: int, revision: int) -> DocketRow:
    """Make up how a ticket stands."""
    stage: Stage = chance.choice(get_args(Stage))
    return row(
        f"T-{number}",
        revision,
        status=chance.choice(STATUS_OF[stage]),
        stage=stage,
        unit=chance.choice(("", "pupr", "dlhk")),
        due_at=NOON + timedelta(hours=chance.randrange(-5, 9)) if chance.random() < 0.8 else None,
        changed_at=NOON + timedelta(minutes=chance.randrange(90)),
        priority=chance.random() < 0.2,
        emergency="api" if chance.random() < 0.1 else "",
    )


class Kept:
    """Documents of desks; whole ones are read only where nothing else says how it stands."""

    def __init__(self, states: Mapping[str, Any], *, whole: bool = False) -> None:
        self.states = {docket_lane(desk): state for desk, state in states.items()}
        self.whole = whole

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        assert self.whole, f"{lane} is read with all its rows"
        return Lane(lane, 1, self.states[lane])

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields."""
        known = {lane: self.states[lane] for lane in lanes if lane in self.states}
        return {lane: {name: state[name] for name in fields if name in state} for lane, state in known.items()}


def test_counts_are_those_of_a_recount() -> None:
    """Whatever comes, in any order and how often, also after a ticket went to another desk."""
    for seed in range(30):
        chance, docket = random.Random(seed), Docket()
        news = [Listed(any_row(chance, number, revision)) for number in range(12) for revision in range(3)]
        gone = [Unlisted(f"T-{number}", 5) for number in range(3)]
        bodies: list[Body] = [*news, *gone, *chance.choices(news, k=9)]
        chance.shuffle(bodies)
        docket.happens(*bodies)
        state = load(docket.state)
        last = {f"T-{number}" for number in range(3, 12)}
        assert last == {*state.open, *state.ended}
        by_hand: dict[str, dict[str, int]] = {}
        for one in (*state, *state.ended.values()):
            here = by_hand.setdefault(one.unit or OFFICE, dict.fromkeys(UnitCounts.__struct_fields__, 0))
            here["lapsed"] += one.status == "lewat"
            if one.stage != "ended":
                here["open"] += 1
                here[one.stage] += 1
                here["late"] += one.stage != "answered" and one.due_at is not None and one.due_at <= NOON
                for status, name in (("menunggu_pelapor", "citizen"), ("ditunda", "hold"), ("disanggah", "disputed")):
                    here[name] += one.status == status
        assert {unit: UnitCounts(**one) for unit, one in by_hand.items() if any(one.values())} == state.counts


def test_lists_are_in_their_order() -> None:
    """What is most urgent first, what ended last first; counts and lists say the same."""
    chance = random.Random(7)
    rows = [any_row(chance, number, 1) for number in range(200)]
    standing = [one for one in rows if one.stage != "ended"]
    silent = {one.number: Lapse(one.unit, 1, one.changed_at) for one in rows if one.status == "lewat"}
    lists, counts = marked(standing, NOON, OFFICE, silent), counted(standing, NOON, OFFICE, silent)
    for unit, name in ((unit, name) for unit in (OFFICE, "pupr", "dlhk") for name in LISTS):
        own = [one for one in rows if (one.unit or OFFICE) == unit]
        open_ = most_urgent_first((one for one in own if one.stage != "ended"), NOON)
        lapsed = sorted((one for one in own if one.status == "lewat"), key=lambda one: one.changed_at, reverse=True)
        late = [one for one in open_ if one.stage != "answered" and one.due_at is not None and one.due_at <= NOON]
        disputed = [one for one in open_ if one.status == "disanggah"]
        expected = {"open": open_, "late": late, "lapsed": lapsed, "disputed": disputed}[name]
        found = list(numbers_of(lists[unit][name]))
        assert len(expected) == getattr(counts[unit], name)
        assert sorted(one.number for one in expected) == sorted(found)
        if name != "lapsed":
            assert [one.number for one in expected] == found
        else:
            times = {one.number: one.changed_at for one in lapsed}
            assert sorted(times.values(), reverse=True) == [times[number] for number in found]


async def test_everything_that_lapsed_in_its_days_is_counted_and_listed() -> None:
    """However much ends on a desk, of every kind: what ended in silence is all there for its days, and then gone."""
    docket = Docket()
    for n in range(300):
        docket.happens(Listed(row(f"T-{n}", 2, status="lewat", stage="ended", unit="pupr", changed_at=NOON)))
        docket.happens(Listed(row(f"S-{n}", 2, status="selesai", stage="ended", unit="pupr", changed_at=NOON)))
    kept = Kept({"pupr": docket.state})
    assert MOST_ENDED == len(load(docket.state).ended)
    assert 300 == (await read_counts(kept, CITY, NOON))["pupr"].lapsed
    wanted = sorted(f"T-{n}" for n in range(300))
    assert wanted == sorted(numbers_of(await read_marks(kept, CITY, "lapsed", NOON, "pupr")))
    docket.happens(Listed(row("T-0", 3, status="disanggah", stage="working", unit="pupr")), Unlisted("T-1", 3))
    docket.happens(Listed(row("T-2", 1, status="diproses", stage="working", unit="pupr")))
    assert {"pupr": UnitCounts(open=1, working=1, disputed=1, lapsed=298)} == load(docket.state).counts
    docket.now = NOON + ENDED_KEPT
    docket.happens(Timer(docket.now))
    assert 0 == (await read_counts(Kept({"pupr": docket.state}), CITY, docket.now))["pupr"].lapsed


async def test_what_an_older_version_kept_as_rows_lapsed_too() -> None:
    """A list that names nothing as lapsed takes it from its rows."""
    docket = Docket().happens(Listed(row("T-1", status="lewat", stage="ended", unit="pupr", changed_at=NOON)))
    docket.state = {name: value for name, value in docket.state.items() if name != "lapsed"}
    assert {"pupr": UnitCounts(lapsed=1)} == load(docket.happens(Timer(NOON)).state).counts


async def test_a_limit_passes_and_is_counted() -> None:
    """The list wakes then by itself, and who looks reads one more that is late."""
    docket = Docket().happens(Listed(row(unit="pupr", due_at=NOON + timedelta(hours=3))))
    assert {"pupr": UnitCounts(open=1, new=1)} == await read_counts(Kept({"pupr": docket.state}), CITY, NOON)
    docket.now = NOON + timedelta(hours=3)
    docket.happens(Timer(docket.now))
    kept = Kept({"pupr": docket.state})
    assert {"pupr": UnitCounts(open=1, new=1, late=1)} == await read_counts(kept, CITY, docket.now)
    assert ["T-1"] == list(numbers_of(await read_marks(kept, CITY, "late", docket.now, "pupr")))


async def test_who_verifies_has_what_nobody_has() -> None:
    """What is new and what was sent back too often are in one list, in its order; another unit's are not."""
    later, sooner = NOON + timedelta(hours=2), NOON + timedelta(hours=1)
    states = {
        VERIFICATION: Docket().happens(Listed(row("T-1", due_at=later)), Listed(row("T-9", unit="pupr"))).state,
        ESCALATION: Docket().happens(Listed(row("T-2", due_at=sooner))).state,
    }
    kept = Kept(states)
    assert ["T-2", "T-1"] == list(numbers_of(await read_marks(kept, CITY, "open", NOON, OFFICE)))
    assert ["T-2", "T-1", "T-9"] == list(numbers_of(await read_marks(kept, CITY, "open", NOON)))
    assert 2 == (await read_counts(kept, CITY, NOON))[OFFICE].open


async def test_a_list_of_an_older_version_is_counted_from_its_rows() -> None:
    """Until its next step it has no counts, and nobody sees less meanwhile."""
    state = Docket().happens(Listed(row("T-1", unit="pupr")), Listed(row("T-2", unit="pupr"))).state
    older = {"pupr": {name: value for name, value in state.items() if name not in (COUNTS, MARKS)}}
    for states, whole in (({"pupr": state}, False), (older, True)):
        kept = Kept(states, whole=whole)
        assert {"pupr": UnitCounts(open=2, new=2)} == await read_counts(kept, CITY, NOON)
        assert ["T-1", "T-2"] == list(numbers_of(await read_marks(kept, CITY, "open", NOON, "pupr")))


def test_an_empty_list_is_counted_too() -> None:
    """It says that there is nothing, so that nobody reads rows."""
    state = Docket().happens(Listed(row("T-1", status="selesai", stage="ended"))).state
    assert ({}, {}) == (state[COUNTS], state[MARKS])
