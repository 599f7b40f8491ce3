"""Asking for news: from a place that moves when things are stored, within the budget, as the platform lets us."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from channels.kit import Forgetful
from channels.x.client import Client
from channels.x.money import Purse, dollars
from channels.x.places import RECENT_MOST
from channels.x.poll import LOOKUP, Poller
from channels.x.shapes import Account
from channels.x.sources import left_out, query_of
from core.vocabulary.errors import StoreDown
from core.vocabulary.events import Event, Posted, Said, Unposted
from core.vocabulary.officials import Notice
from simulator.clock import ManualClock
from simulator.x import XStandIn
from simulator.x.world import User
from tests.clock import StandInClock

BASE = 60.0
QUERY = query_of("banjir, lampu jalan", "KanalKupang")


class Desk:
    """One process that asks: what it stored, and what it reported. ``broken``: the store is down."""

    def __init__(self, standin: XStandIn, client: Client, manual: ManualClock, notes: Forgetful, budget: float) -> None:
        self.standin = standin
        self.manual = manual
        self.clock = StandInClock(manual)
        self.events: list[Event] = []
        self.reports: list[tuple[str, dict[str, Any]]] = []
        self.broken = False
        self.query = QUERY
        self.purse = Purse(notes, standin.account.id, budget, self.report)
        account = Account(standin.account.id, standin.account.username)
        self.poller = Poller(
            self.handle, client, self.purse, self.clock, self.report, lambda: BASE, lambda: account, lambda: self.query
        )

    def report(self, name: str, **facts: Any) -> None:
        self.reports.append((name, facts))

    async def handle(self, events: Sequence[Event]) -> None:
        if self.broken:
            raise StoreDown("away")
        self.events.extend(events)

    async def run(self, **later: float) -> None:
        """Do everything that becomes due until then."""
        end = self.clock.now() + timedelta(**later)
        while True:
            due, name = self.poller.due()
            if due > end:
                break
            self.manual.advance(max(0.0, (due - self.clock.now()).total_seconds()))
            await self.poller.turn(name)
        self.manual.advance(max(0.0, (end - self.clock.now()).total_seconds()))

    def said(self) -> list[str]:
        return [event.body.text for event in self.events if isinstance(event.body, Said | Posted)]

    def notices(self) -> list[str]:
        """Name what the health topic was told, each event id once, as the store does."""
        told = {event.id: event.body.key for event in self.events if isinstance(event.body, Notice)}
        return [key.rpartition(".")[2] for key in told.values()]

    def calls(self, method: str) -> int:
        return len(self.standin.calls_of(method))


@pytest.fixture
def desk(standin: XStandIn, client: Client, manual: ManualClock, notes: Forgetful) -> Desk:
    """A process with five dollars a day."""
    return Desk(standin, client, manual, notes, 5.0)


def another(desk: Desk, client: Client, notes: Forgetful) -> Desk:
    """Give the process that goes on after this one."""
    return Desk(desk.standin, client, desk.manual, notes, desk.purse.budget)


# --- the place --------------------------------------------------------------------------------------------------------


async def test_each_thing_is_stored_once_and_in_order(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """Messages, mentions and keywords come oldest first, each once, however often is asked."""
    for n in range(12):
        standin.people.write(yanti.id, f"pesan {n}")
    standin.people.post(yanti.id, "@KanalKupang halo")
    standin.people.post(yanti.id, "banjir di Oesapa")
    standin.people.post(yanti.id, "kucing saya lucu")
    await desk.run(minutes=30)
    assert [f"pesan {n}" for n in range(12)] == [one for one in desk.said() if "pesan" in one]
    assert ["@KanalKupang halo", "banjir di Oesapa"] == sorted(one for one in desk.said() if "pesan" not in one)
    assert [] == standin.refused


async def test_what_is_not_stored_comes_again(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """The place moves after storing: what a store that is down did not take is read again."""
    await desk.run(minutes=1)
    standin.people.write(yanti.id, "halo")
    standin.people.post(yanti.id, "@KanalKupang halo juga")
    desk.broken = True
    for name in ("directs", "mentions"):
        with pytest.raises(StoreDown):
            await desk.poller.turn(name)
    desk.broken = False
    await desk.run(minutes=10)
    assert ["halo", "@KanalKupang halo juga"] == desk.said()


async def test_what_is_shown_late_is_found(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """A message or post that the platform shows only after a newer one is not passed over."""
    await desk.run(minutes=1)
    late, hidden = standin.people.write(yanti.id, "terlambat"), standin.people.post(yanti.id, "@KanalKupang terlambat")
    standin.people.write(yanti.id, "halo")
    standin.people.post(yanti.id, "@KanalKupang halo")
    del standin.world.directs[late.id], standin.world.posts[hidden.id]
    for name in ("directs", "mentions"):
        await desk.poller.turn(name)
    assert ["halo", "@KanalKupang halo"] == desk.said()
    standin.world.directs[late.id], standin.world.posts[hidden.id] = late, hidden
    await desk.run(minutes=10)
    assert ["@KanalKupang halo", "@KanalKupang terlambat", "halo", "terlambat"] == sorted(desk.said())


async def test_another_process_goes_on_from_the_same_place(
    standin: XStandIn, client: Client, desk: Desk, notes: Forgetful, yanti: User
) -> None:
    """Who takes over reads nothing twice, and loses nothing of what came in between."""
    standin.people.write(yanti.id, "satu")
    standin.people.post(yanti.id, "@KanalKupang satu")
    await desk.run(minutes=5)
    standin.people.write(yanti.id, "dua")
    standin.people.post(yanti.id, "@KanalKupang dua")
    other = another(desk, client, notes)
    await other.run(minutes=5)
    assert ["dua", "@KanalKupang dua"] == other.said()


async def test_a_look_that_was_broken_off_goes_on_at_its_page(
    standin: XStandIn, client: Client, desk: Desk, notes: Forgetful, yanti: User
) -> None:
    """A hundred and thirty messages in three pages: after the second one another process reads the rest."""
    for n in range(130):
        standin.people.write(yanti.id, f"pesan {n}")
    standin.rates.limits = None
    standin.fail("slow", "dm_events", times=2, seconds=0.0)
    standin.fail("over_capacity", "dm_events", times=1)
    await desk.poller.turn("directs")
    assert 0 < len(desk.said()) < 130
    other = another(desk, client, notes)
    await other.run(minutes=5)
    # What is younger than half a minute is read by both; the store has each id once.
    told = {event.id: event for event in [*desk.events, *other.events]}
    assert sorted(f"pesan {n}" for n in range(130)) == sorted(
        one.body.text for one in told.values() if isinstance(one.body, Said)
    )


async def test_a_page_that_is_none_is_not_the_last_one(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """An empty object in the middle of a look ends nothing: what is older still comes."""
    for n in range(70):
        standin.people.write(yanti.id, f"pesan {n}")
    standin.fail("slow", "dm_events", times=1, seconds=0.0)
    standin.fail("empty", "dm_events", times=1)
    await desk.poller.turn("directs")
    assert 5 == len(desk.said())
    await desk.run(minutes=10)
    assert sorted(f"pesan {n}" for n in range(70)) == sorted(desk.said())


async def test_a_page_that_the_platform_forgot_is_no_dead_end(
    standin: XStandIn, client: Client, desk: Desk, notes: Forgetful, yanti: User
) -> None:
    """A token that X no longer takes costs a new look from the top, and nothing else."""
    for n in range(9):
        standin.people.write(yanti.id, f"pesan {n}")
    await desk.run(minutes=1)
    place = await notes.read_note("poll:x:1708170817081708:directs")
    await notes.write_note("poll:x:1708170817081708:directs", place.replace("}", ',"token":"7140w-lama"}'))
    standin.people.write(yanti.id, "pesan baru")
    standin.fail("problem", "dm_events", status=400, title="Invalid Request", detail="The pagination token is invalid.")
    await desk.run(minutes=10)
    assert "pesan baru" in desk.said()


async def test_old_messages_are_not_answered_at_the_first_start(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """Who switches the channel on answers what came in the hour before, and nothing older."""
    standin.people.write(yanti.id, "kemarin")
    standin.people.post(yanti.id, "@KanalKupang kemarin")
    desk.manual.advance(2 * 3600)
    standin.people.write(yanti.id, "barusan")
    standin.people.post(yanti.id, "@KanalKupang barusan")
    await desk.run(minutes=10)
    assert ["barusan", "@KanalKupang barusan"] == desk.said()


async def test_a_place_older_than_a_week_becomes_a_time(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """After eight days away a search goes on from a moment that X takes, without a refusal on the way."""
    standin.people.post(yanti.id, "banjir lama")
    await desk.run(minutes=10)
    desk.manual.advance(8 * 86_400)
    standin.people.post(yanti.id, "banjir baru")
    await desk.run(minutes=30)
    assert ["banjir lama", "banjir baru"] == desk.said()
    assert {200} == {call.status for call in standin.calls_of("search")}


async def test_a_since_id_that_is_refused_becomes_a_time(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """Where X calls a place too old before we do, the same look goes on from a time."""
    standin.people.post(yanti.id, "banjir lama")
    await desk.run(minutes=10)
    desk.manual.advance(7 * 86_400 - 400)
    calls = desk.calls("search")
    standin.people.post(yanti.id, "banjir baru")
    await desk.run(minutes=30)
    assert calls < desk.calls("search")
    assert ["banjir lama", "banjir baru"] == desk.said()


# --- how often --------------------------------------------------------------------------------------------------------


async def test_an_idle_hour_asks_less_and_news_ask_more(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """In silence the pause grows to five minutes; the first message brings back one look a minute."""
    await desk.run(hours=1)
    quiet = desk.calls("dm_events")
    assert quiet < 20
    standin.people.write(yanti.id, "halo")
    await desk.run(minutes=5)
    before = desk.calls("dm_events")
    for _ in range(5):
        standin.people.write(yanti.id, "halo")
        await desk.run(minutes=1)
    assert 4 <= desk.calls("dm_events") - before <= 5


async def test_too_many_calls_wait_until_the_platform_says(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """After 429 a source is not asked until its window ends; the others go on meanwhile."""
    await desk.run(minutes=1)
    standin.rates.exhaust("dm_events")
    standin.people.write(yanti.id, "halo")
    refused = len([call for call in standin.calls_of("dm_events") if call.status == 429])
    await desk.run(minutes=10)
    assert 1 == len([call for call in standin.calls_of("dm_events") if call.status == 429]) - refused
    assert 1 < desk.calls("mentions")
    await desk.run(minutes=10)
    assert ["halo"] == desk.said()
    assert "limited" in [name for name, _facts in desk.reports]


@pytest.mark.parametrize("fault", ["cut", "over_capacity", "server_error", "page", "empty", "too_many_old"])
async def test_a_bad_moment_loses_nothing(standin: XStandIn, desk: Desk, yanti: User, fault: str) -> None:
    """Whatever an answer was in place of news, the news comes later, once."""
    await desk.run(minutes=1)
    standin.people.write(yanti.id, "halo")
    standin.people.post(yanti.id, "@KanalKupang halo")
    for name in ("dm_events", "mentions"):
        standin.fail(fault, name, times=2)
    await desk.run(minutes=40)
    assert ["@KanalKupang halo", "halo"] == sorted(desk.said())
    assert [] == desk.notices()


async def test_groups_are_named_once(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """A conversation of several is ignored, with one line however often it is read."""
    sent = standin.people.write(yanti.id, "halo semua")
    sent.conversation = "555"
    await desk.run(minutes=20)
    assert ([], 1) == (desk.said(), [name for name, _facts in desk.reports].count("ignored"))


# --- money ------------------------------------------------------------------------------------------------------------


async def test_our_count_is_the_platforms_bill(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """Over two UTC days of messages, mentions and keywords we count what X charges, to the cent."""
    for day in range(2):
        for n in range(7):
            standin.people.write(yanti.id, f"pesan {day} {n}")
            standin.people.post(yanti.id, f"@KanalKupang halo {day} {n}")
            standin.people.post(yanti.id, f"banjir {day} {n}")
        await desk.run(hours=24)
    spent = [await desk.purse.spent(desk.clock.now() - timedelta(days=day)) for day in range(4)]
    assert standin.purse.dollars == pytest.approx(sum(map(dollars, spent)))


async def test_a_spent_budget_rests_until_midnight_with_one_notice(
    standin: XStandIn, client: Client, manual: ManualClock, notes: Forgetful, yanti: User
) -> None:
    """Nothing is asked after the budget is spent; past midnight in UTC it goes on from the same place."""
    desk = Desk(standin, client, manual, notes, 0.10)
    await desk.run(seconds=1)
    for n in range(40):
        standin.people.write(yanti.id, f"pesan {n}")
    await desk.run(minutes=10)
    calls = standin.journal.count
    assert 0 < len(desk.said()) < 40
    await desk.run(hours=2)
    assert (calls, ["x_budget_spent"]) == (standin.journal.count, desk.notices())
    for _ in range(12):
        await desk.run(hours=24)
    assert sorted(f"pesan {n}" for n in range(40)) == sorted(set(desk.said()))
    assert len(desk.said()) == len({event.id for event in desk.events if isinstance(event.body, Said)})


async def test_keywords_leave_something_to_who_writes(
    standin: XStandIn, client: Client, manual: ManualClock, notes: Forgetful, yanti: User
) -> None:
    """A flood of posts about the keywords ends the search for the day; messages and mentions are read on."""
    desk = Desk(standin, client, manual, notes, 2.0)
    await desk.run(seconds=1)
    for n in range(400):
        standin.people.post(yanti.id, f"banjir {n}")
    await desk.run(hours=2)
    found = len(desk.said())
    assert 100 <= found <= 200
    standin.people.write(yanti.id, "halo")
    standin.people.post(yanti.id, "@KanalKupang halo")
    await desk.run(hours=1)
    assert (["@KanalKupang halo", "halo"], []) == (sorted(desk.said()[found:]), desk.notices())
    await desk.run(hours=30)
    assert len(desk.said()) > found + 2


async def test_a_budget_of_nothing_asks_nothing_and_tells_nobody(
    standin: XStandIn, client: Client, manual: ManualClock, notes: Forgetful
) -> None:
    """Who sets the budget to zero wants nothing read."""
    desk = Desk(standin, client, manual, notes, 0.0)
    await desk.run(hours=50)
    assert (0, []) == (standin.journal.count, desk.notices())


async def test_no_credit_is_told_once_and_goes_on_when_topped_up(
    standin: XStandIn, client: Client, desk: Desk, notes: Forgetful, yanti: User
) -> None:
    """402 stops everything, with one notice over two processes; topped up, all comes from the same place."""
    await desk.run(minutes=2)
    standin.purse.credit = 0.0
    standin.people.write(yanti.id, "halo")
    standin.people.post(yanti.id, "@KanalKupang halo")
    calls = standin.journal.count
    await desk.run(hours=1)
    tries = standin.journal.count - calls
    assert 3 <= tries <= 8
    other = another(desk, client, notes)
    await other.poller.begin()
    await other.run(hours=1)
    assert ["x_reading_stopped"] == desk.notices()
    told = {event.id for event in [*desk.events, *other.events] if isinstance(event.body, Notice)}
    assert 1 == len(told)
    standin.top_up(5.0)
    await other.run(hours=2)
    assert ["@KanalKupang halo", "halo"] == sorted(other.said())
    assert ["x_reading_stopped", "x_reading_again"] == other.notices()


async def test_who_gives_up_searching_when_the_credit_is_spent_is_read_again(
    standin: XStandIn, client: Client, desk: Desk, notes: Forgetful, yanti: User
) -> None:
    """The search met the 402, and the operator took its keywords away: reading goes on when there is credit."""
    await desk.run(minutes=2)
    standin.purse.credit = 0.0
    standin.people.post(yanti.id, "banjir di Oesapa")
    await desk.poller.turn("search")
    assert ["x_reading_stopped"] == desk.notices()
    standin.people.write(yanti.id, "halo")
    standin.top_up(5.0)
    other = another(desk, client, notes)
    other.query = ""
    await other.poller.begin()
    await other.run(hours=3)
    assert (["halo"], ["x_reading_again"]) == (other.said(), other.notices())


async def test_revoked_keys_stop_and_go_on(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """401 is told once with what to do; restored keys bring everything."""
    await desk.run(minutes=2)
    standin.revoke_token()
    standin.people.write(yanti.id, "halo")
    await desk.run(hours=3)
    assert ["x_reading_stopped"] == desk.notices()
    standin.restore_token()
    await desk.run(hours=2)
    assert (["halo"], ["x_reading_stopped", "x_reading_again"]) == (desk.said(), desk.notices())


async def test_what_only_one_source_may_not_do_stops_only_that(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """Without the right to read private messages mentions still come."""
    standin.fail("problem", "dm_events", status=403, detail="Your client app is not permitted to perform this action.",
                 times=None)  # fmt: skip
    standin.people.post(yanti.id, "@KanalKupang halo")
    await desk.run(minutes=30)
    assert (["@KanalKupang halo"], ["x_reading_stopped"]) == (desk.said(), desk.notices())


# --- what is gone -----------------------------------------------------------------------------------------------------


async def test_what_its_author_deletes_is_noticed(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """Posts of the last day are looked up now and then; a deleted one is told once, an edited one is not."""
    gone = standin.people.post(yanti.id, "@KanalKupang satu")
    edited = standin.people.post(yanti.id, "@KanalKupang dua")
    await desk.run(minutes=10)
    standin.people.edit(edited.id, "@KanalKupang dua baru")
    await desk.run(minutes=20)
    standin.people.delete(gone.id)
    await desk.run(hours=5)
    away = [event for event in desk.events if isinstance(event.body, Unposted)]
    assert [(f"mention:x:{gone.id}", gone.id)] == [(event.lane, event.address) for event in away]
    versions = [event.lane for event in desk.events if isinstance(event.body, Posted) and "dua" in event.body.text]
    assert [f"mention:x:{edited.id}"] * 2 == versions


async def test_only_so_many_are_looked_up(standin: XStandIn, desk: Desk, yanti: User) -> None:
    """A hundred and more mentions in a day are looked up in one call of a hundred."""
    standin.rates.limits = None
    for n in range(RECENT_MOST + 20):
        standin.people.post(yanti.id, f"@KanalKupang {n}")
    await desk.run(minutes=10)
    await desk.poller.turn(LOOKUP)
    (call,) = standin.calls_of("lookup")
    assert RECENT_MOST == len(call.query["ids"].split(","))


# --- keywords ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keywords", "query"),
    [
        ("", ""),
        (" , ,", ""),
        ("banjir", "(banjir) -is:retweet -from:Kota -@Kota"),
        ("banjir, lampu  jalan ,banjir", '(banjir OR "lampu jalan") -is:retweet -from:Kota -@Kota'),
        ('jalan "rusak"', '("jalan rusak") -is:retweet -from:Kota -@Kota'),
    ],
)
def test_keywords_become_a_query(keywords: str, query: str) -> None:
    """Several words are a phrase; reposts, own posts and those that name us anyway are left out."""
    assert query == query_of(keywords, "Kota")


def test_keywords_that_do_not_fit_are_named() -> None:
    """X takes 512 characters: what is beyond is left out and told."""
    keywords = ",".join(f"katakunci{n:03d}" for n in range(60))
    query = query_of(keywords, "Kota")
    assert len(query) <= 512
    assert 60 == query.count("katakunci") + len(left_out(keywords, query))
