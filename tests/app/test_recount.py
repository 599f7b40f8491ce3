"""A process that starts with another calendar has the dates of open tickets reckoned again, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.recount import NOTE, recount
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.docket.state import DocketState
from core.tally.state import DayState
from core.vocabulary.dates import Recount
from core.vocabulary.events import Event
from core.vocabulary.lane_names import docket_lane, tally_lane
from core.vocabulary.lanes import Lane
from tests.clock import START
from tests.core.kupang import kupang
from tests.fakes.memory_store import MemoryStore


class Started:
    """A process that starts on a store, with what it accepted."""

    def __init__(self, store: MemoryStore, city: City) -> None:
        self.store, self.city = store, city
        self.events: list[Event] = []

    async def accept(self, events: Sequence[Event]) -> None:
        """Take events in."""
        self.events += events

    async def starts(self, *, always: bool = False) -> bool:
        """Start; tell whether the calendar was another one."""
        return await recount(self.store, self.city, START, self.accept, always=always)


def mourning() -> City:
    """Give the city with a further day off."""
    return replace(kupang(), holidays_added={date(START.year, 12, 30): "Hari berkabung"})


async def with_lists(*desks: str) -> MemoryStore:
    """Make a store in which some desks have lists."""
    store = MemoryStore()
    for desk in desks:
        assert await store.commit(Lane(docket_lane(desk), 1, DocketState()), 0)
    return store


async def test_the_first_start_only_notes_the_calendar() -> None:
    """Nothing was reckoned before, so that nothing is told; a second start by the same calendar does nothing either."""
    store = await with_lists("dishub")
    assert [False, False] == [await Started(store, kupang()).starts() for _ in range(2)]
    assert (await store.read_note(NOTE)).startswith("1 ")


async def test_another_calendar_is_told_to_every_list() -> None:
    """The lists that are there hear of it, also of a unit without a desk of its own; two processes tell the same."""
    store = await with_lists("verifikasi", "dishub", "pkm-alak")
    await Started(store, kupang()).starts()
    note = await store.read_note(NOTE)
    told = []
    for _ in range(2):
        await store.write_note(NOTE, note)  # both looked before one of them had noted it
        started = Started(store, mourning())
        assert await started.starts()
        told.append([(event.id, event.lane) for event in started.events])
    assert told[0] == told[1]
    assert ["docket:verifikasi", "docket:dishub", "docket:pkm-alak"] == [lane for _, lane in told[0]]
    assert not await Started(store, mourning()).starts()


async def test_days_that_are_to_be_reported_hear_of_it() -> None:
    """A week's report may come on another morning: its days find that out themselves, those that are there."""
    store = await with_lists("dishub")
    today = tally_lane(WorkingCalendar(kupang()).local_day(START))
    assert await store.commit(Lane(today, 1, DayState()), 0)
    await Started(store, kupang()).starts()
    started = Started(store, mourning())
    await started.starts()
    assert ["docket:dishub", today] == [event.lane for event in started.events]


async def test_a_calendar_that_comes_back_is_told_again() -> None:
    """A mistake that is taken back is another change, with ids of its own."""
    store = await with_lists("dishub")
    await Started(store, kupang()).starts()
    ids = []
    for city in (mourning(), kupang(), mourning()):
        started = Started(store, city)
        assert await started.starts()
        ids += [event.id for event in started.events]
    assert 3 == len(set(ids))


async def test_an_operator_may_have_it_done_at_any_time() -> None:
    """Asked for, dates are reckoned again by the same calendar too."""
    store = await with_lists("dishub")
    await Started(store, kupang()).starts()
    started = Started(store, kupang())
    await started.starts(always=True)
    assert [Recount] == [type(event.body) for event in started.events]
