"""How long to wait so that the platform need not refuse."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.pacing import REMEMBERED_CHATS
from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.pace import Limits, Pace
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import Retry
from simulator.clock import ManualClock
from simulator.telegram import Limits as PlatformLimits
from simulator.telegram import TelegramStandIn
from simulator.telegram.budget import Budget
from tests.channels.telegram.fixtures import GROUP, MARIA
from tests.clock import StandInClock

START = datetime(2026, 9, 21, 8, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_a_short_burst_passes_then_one_a_second() -> None:
    """Three messages to a person go at once, the fourth after a second, and a pause gives the burst back."""
    pace = Pace()
    for _ in range(3):
        assert 0 == pace.reserve("1", START)
        pace.sent("1", START)
    assert pace.reserve("1", START) == pytest.approx(1.0)
    assert 0 == pace.reserve("1", after(1))
    pace.sent("1", after(1))
    assert pace.reserve("1", after(1)) == pytest.approx(1.0)
    assert 0 == pace.reserve("1", after(9))


def test_twenty_a_minute_in_a_group() -> None:
    """Sends and edits in a group share twenty places in any sixty seconds."""
    pace = Pace()
    for second in range(20):
        assert 0 == pace.reserve("-100", after(second))
        pace.sent("-100", after(second))
    assert pace.reserve("-100", after(20)) == pytest.approx(40.0)
    assert 0 == pace.reserve("-100", after(60))


def test_an_album_counts_each_item() -> None:
    """Five photos in a group take five of the twenty places."""
    pace = Pace(Limits(chat_burst=100))
    for _ in range(4):
        pace.sent("-100", START, weight=5)
    assert pace.reserve("-100", after(1)) == pytest.approx(59.0)


def test_a_slow_message_counts_from_its_arrival() -> None:
    """The minute of a message begins when the platform has it, so that a faster one does not come too early."""
    pace = Pace(Limits(chat_burst=100))
    pace.sent("-100", START, weight=20)
    pace.landed("-100", after(3), weight=20)
    assert pace.reserve("-100", after(61)) == pytest.approx(2.0)
    assert 0 == pace.reserve("-100", after(63))


def test_thirty_a_second_over_all_chats() -> None:
    """The thirty-first chat of a second waits, also when all ask before anybody has sent."""
    pace = Pace()
    assert [0] * 30 == [pace.reserve(f"{n}", START) for n in range(30)]
    assert pace.reserve("31", START) == pytest.approx(1.0)
    assert 0 == pace.reserve("7", START)
    for n in range(30):
        pace.sent(f"{n}", START)
    assert pace.reserve("31", after(0.5)) == pytest.approx(0.5)
    assert 0 == pace.reserve("31", after(1.01))


def test_a_place_that_is_not_used_comes_back() -> None:
    """A chat that asked and then did not send holds its place for a second only."""
    pace = Pace(Limits(overall_per_second=1))
    assert 0 == pace.reserve("1", START)
    assert pace.reserve("2", START) > 0
    assert 0 == pace.reserve("2", after(1.01))


def test_the_platforms_word_holds_one_chat() -> None:
    """After a 429 that chat is quiet as long as it said, others go on, even without limits of our own."""
    for pace in (Pace(), Pace(None)):
        pace.hold("1", 17, START)
        assert pace.reserve("1", after(7)) == pytest.approx(10.0)
        assert 0 == pace.reserve("2", after(7))
        assert 0 == pace.reserve("1", after(17))


def test_a_clock_that_goes_back_does_no_harm() -> None:
    """A corrected clock neither blocks a chat nor gives more than the burst."""
    pace = Pace()
    pace.sent("1", START)
    assert 0 == pace.reserve("1", after(-3600))


def test_idle_chats_are_forgotten() -> None:
    """The memory does not grow with every citizen who ever wrote."""
    pace = Pace()
    for n in range(REMEMBERED_CHATS + 10):
        pace.sent(f"{n}", after(n * 10))
    assert len(pace._chats) <= REMEMBERED_CHATS


def test_our_pace_satisfies_the_platform() -> None:
    """A lane that always waits as told never meets a 429 of the stand-in, in private and in a group."""
    clock = ManualClock()
    budget = Budget(PlatformLimits(), clock)
    pace = Pace()
    for n in range(200):
        address = GROUP if n % 2 else MARIA
        while (seconds := pace.reserve(str(address), datetime.fromtimestamp(clock(), UTC))) > 0:
            clock.advance(seconds)
        pace.sent(str(address), datetime.fromtimestamp(clock(), UTC))
        assert 0 == budget.spend(address, 1, is_edit=n % 3 == 0)


async def test_the_channel_keeps_count(standin: TelegramStandIn, client: Client, clock: ManualClock) -> None:
    """Sends and edits register themselves, and a 429 of the platform makes the chat wait."""
    channel = TelegramChannel(client, StandInClock(clock))
    now = StandInClock(clock).now()
    ids = await channel.send(Target(address=str(MARIA)), Send(text="satu"), [])
    for words in ("dua", "tiga"):
        await channel.edit(Target(address=str(MARIA), message_ids=ids), Send(text=words))
    assert channel.reserve(str(MARIA), now) == pytest.approx(1.0)
    standin.fail("too_many_requests", "sendMessage", retry_after_seconds=9)
    with pytest.raises(Retry):
        await channel.send(Target(address=str(MARIA)), Send(text="empat"), [])
    assert channel.reserve(str(MARIA), now) == pytest.approx(9.0)
