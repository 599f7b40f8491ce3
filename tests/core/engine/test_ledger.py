"""The ledger alone: what a process knows of lanes, who wins a commit, and who may send."""

from dataclasses import dataclass, field

import msgspec

from core.engine.keys import Keys
from core.engine.ledger import Ledger
from core.engine.settings import EngineSettings
from core.vocabulary.effects import Send, Tell
from core.vocabulary.lanes import Lane, Receipt
from core.vocabulary.officials import Notice
from tests.clock import START, TestClock
from tests.core.lanes import LANE, entry, lane
from tests.fakes.memory_store import MemoryStore

LEASE = EngineSettings(lease_seconds=40.0)


@dataclass
class Workers:
    """Two processes on one store."""

    clock: TestClock = field(default_factory=TestClock)
    dead: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.store = MemoryStore(self.clock)
        self.keys = Keys(10)
        self.first, self.second = self._ledger("first", Keys(10)), self._ledger("second", self.keys)

    def _ledger(self, worker: str, keys: Keys) -> Ledger:
        return Ledger(self.store, self.clock, keys, settings=LEASE, worker=worker, is_dead=self.dead.__contains__)

    async def leave(self, document: Lane) -> None:
        """Have a document in the store."""
        assert await self.store.commit(msgspec.structs.replace(document, version=1), 0)


def raised(document: Lane) -> Lane:
    """Make the next version of a document."""
    return msgspec.structs.replace(document, version=document.version + 1, state="newer")


async def test_a_lane_that_nobody_wrote_is_empty() -> None:
    """It is known from then on, without another look at the store."""
    slot = await Workers().first.slot(LANE)
    assert Lane(LANE) == slot.lane


async def test_one_of_two_commits_wins_and_the_loser_reads_again() -> None:
    """The second process' document was out of date; what it remembered of named messages may be too."""
    workers = Workers()
    mine, theirs = await workers.first.slot(LANE), await workers.second.slot(LANE)
    workers.keys.put(LANE, Receipt("card", LANE, START, ("7",), "card"))
    assert await workers.first.commit(mine, raised(mine.lane))
    assert not await workers.second.commit(theirs, raised(theirs.lane))
    again = await workers.second.reload(LANE)
    assert ("newer", None) == (again.lane.state, workers.keys.get(LANE, "card"))
    assert again is theirs, "a delivery may be at work on it"


async def test_a_lane_in_doubt_is_read_before_it_is_used() -> None:
    """After a store that did not answer, nobody knows what was written."""
    workers = Workers()
    theirs = await workers.second.slot(LANE)
    mine = await workers.first.slot(LANE)
    await workers.first.commit(mine, raised(mine.lane))
    assert 0 == theirs.lane.version
    workers.second.doubt(LANE)
    assert 1 == (await workers.second.slot(LANE)).lane.version


async def test_a_lease_is_kept_until_it_ends() -> None:
    """One sends; the other waits until the lease is over, or its holder is known to be dead."""
    workers = Workers()
    await workers.leave(lane(entry("a")))
    mine = await workers.first.slot(LANE)
    assert await workers.first.keep_lease(mine)
    assert ["a"] == [one.id for one in workers.first.covered(mine)]
    assert not await workers.second.keep_lease(await workers.second.slot(LANE))
    workers.clock.move(seconds=40)
    assert await workers.second.keep_lease(await workers.second.slot(LANE))
    workers.dead.add("second")
    assert await workers.first.keep_lease(await workers.first.reload(LANE))


async def test_a_fresh_lease_costs_no_commit() -> None:
    """Only one that is half over is renewed."""
    workers = Workers()
    await workers.leave(lane(entry("a")))
    mine = await workers.first.slot(LANE)
    versions = []
    for _ in range(4):
        assert await workers.first.keep_lease(mine)
        versions.append(mine.lane.version)
        workers.clock.move(seconds=11)
    assert [2, 2, 3, 3] == versions


async def test_a_lease_that_covers_only_what_rests_is_renewed() -> None:
    """What another process put behind a download under way is covered at once, not when the lease is half over."""
    workers = Workers()
    await workers.leave(lane(entry("a")))
    mine = await workers.first.slot(LANE)
    assert await workers.first.keep_lease(mine)
    theirs = await workers.second.slot(LANE)
    longer = msgspec.structs.replace(theirs.lane, version=3, outbox=(*theirs.lane.outbox, entry("b")))
    assert await workers.second.commit(theirs, longer)
    mine = await workers.first.reload(LANE)
    assert await workers.first.may_send(mine)
    assert await workers.first.keep_lease(mine)
    assert ["a"] == [one.id for one in workers.first.covered(mine)]
    assert await workers.first.keep_lease(mine, {"a"})
    assert ["a", "b"] == [one.id for one in workers.first.covered(mine)]


async def test_receipts_tell_what_another_process_delivered() -> None:
    """A receipt proves its message and the events before it, and then the lane is free."""
    workers = Workers()
    told = entry("told", Tell("ticket:1", Notice("k")))
    await workers.leave(lane(told, entry("said"), entry("later", Send("more"))))
    await workers.first.keep_lease(await workers.first.slot(LANE))
    await workers.store.record(Receipt("said", LANE, START, ("7",), weight=1))
    slot = await workers.second.slot(LANE)
    assert not await workers.second.may_send(slot)
    assert ({"told", "said"}, ["said"]) == (slot.delivered, list(slot.rate_marks))
    await workers.store.record(Receipt("later", LANE, START, ("8",)))
    assert await workers.second.may_send(slot)


async def test_a_delivered_outbox_is_pruned_by_whoever_has_the_newest_document() -> None:
    """A lost compare-and-set means another look, not a lost event."""
    workers = Workers()
    await workers.leave(lane(entry("a")))
    slot = await workers.first.slot(LANE)
    slot.delivered.add("a")
    assert [slot] == workers.first.delivered()
    theirs = await workers.second.slot(LANE)
    assert await workers.second.commit(theirs, raised(theirs.lane))
    assert not await workers.first.prune(slot)
    assert await workers.first.prune(slot)
    stored = await workers.store.load(LANE)
    assert stored is not None
    assert ((), None, "newer") == (stored.outbox, stored.sending, stored.state)
