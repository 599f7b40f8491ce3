"""Indicators are read from days and desks, and stand in ``/metrics``."""

from __future__ import annotations

import math
from datetime import timedelta

from app.figures import read_figures
from app.gauges import Gauges
from app.observe import Observer
from app.readiness import Readiness
from core.docket.state import DocketState
from core.tally.catalogue import INDICATORS
from core.tally.state import DayState, counted
from core.vocabulary.docket import DocketRow, UnitCounts
from core.vocabulary.lane_names import docket_lane, tally_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.tally import Tallied, TallyRow
from tests.app.test_gauges import shown
from tests.clock import START, TestClock
from tests.core.kupang import kupang
from tests.fakes.memory_store import MemoryStore


async def stored() -> MemoryStore:
    """Give a store with a day of today and an open ticket on a desk."""
    store = MemoryStore(TestClock())
    rows = (TallyRow(("received",), "jalan", times=4), TallyRow(("answered", "in_time"), "jalan"))
    day = counted(DayState(), Tallied((*rows, TallyRow(("answered",), "jalan", times=3))))
    row = DocketRow("T-1", 1, "baru", "new", "jalan", START, START, due_at=START)
    await store.commit(Lane(tally_lane(START.date()), state=day), 0)
    await store.commit(Lane(docket_lane("verifikasi"), state=DocketState({"T-1": row})), 0)
    return store


async def test_all_of_the_catalogue_is_read() -> None:
    """Each indicator has its value, none where there is nothing to say."""
    found = (await read_figures(await stored(), kupang(), START)).indicators
    assert [one.code for one in INDICATORS] == list(found)
    assert (4, 4, 25.0, 1, 1, None) == tuple(
        found[code] for code in ("received", "answered", "in_time", "open", "overdue", "confirmed")
    )


async def test_they_stand_in_the_metrics() -> None:
    """A scrape shows them; what there is nothing to say about is no number."""
    store, observe = await stored(), Observer()
    gauges = Gauges(store, TestClock(), (), Readiness(store), observe, kupang())
    await gauges.refresh()
    lines = shown(observe)
    assert 25.0 == lines['kanal_indicator{indicator="in_time"}']
    assert math.isnan(lines['kanal_indicator{indicator="confirmed"}'])


async def test_units_and_channels_stand_in_the_metrics() -> None:
    """Each unit that answers for something has its late tickets, also none; each paid channel what it took and cost."""
    store, observe = await stored(), Observer()
    late = DocketRow("T-2", 1, "diproses", "working", "lampu-jalan", START, START, unit="dishub", due_at=START)
    await store.commit(Lane(docket_lane("dishub"), state=DocketState({"T-2": late})), 0)
    bills = (TallyRow(("message",), channel="sms", times=5), TallyRow(("spent",), channel="sms", times=206250))
    lane = tally_lane(START.date() - timedelta(days=1))
    await store.commit(Lane(lane, state=counted(DayState(), Tallied(bills))), 0)
    gauges = Gauges(store, TestClock(), (), Readiness(store), observe, kupang())
    await gauges.refresh()
    lines = shown(observe)
    expected = {
        "kanal_tickets_overdue": 2,
        'kanal_unit_overdue{unit="setda"}': 1,
        'kanal_unit_overdue{unit="dishub"}': 1,
        'kanal_unit_open{unit="dishub"}': 1,
        'kanal_unit_overdue{unit="dlhk"}': 0,
        'kanal_paid_messages{channel="sms"}': 5,
        'kanal_cost{channel="sms",currency="IDR"}': 2062.5,
    }
    assert expected == {name: lines[name] for name in expected}


async def test_late_tickets_are_all_counted() -> None:
    """However many are late, the count is whole: it is read from what desks count, not from tickets."""
    store, observe = await stored(), Observer()
    counts = {"dishub": UnitCounts(open=4000, late=3200)}
    await store.commit(Lane(docket_lane("dishub"), state=DocketState(counts=counts)), 0)
    await Gauges(store, TestClock(), (), Readiness(store), observe, kupang()).refresh()
    assert 3201 == shown(observe)["kanal_tickets_overdue"]
