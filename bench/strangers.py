"""Three thousand strangers write at once, on a clock that jumps: how long do cards, pushes and newcomers wait?

Only the pace is measured: the engine and the channels' own rates are real, the platform takes 50 ms, and the processor
and the database take nothing.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

from channels.telegram.pace import Pace as TelegramPace
from channels.whatsapp.pace import Pace as WhatsAppPace
from core.engine.engine import Engine
from core.vocabulary.channel import Capabilities, Channel, Share, Target
from core.vocabulary.effects import Edit, Send
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Moment, Outcome
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
PLATFORM_SECONDS = 0.05
SAMPLE_SECONDS = 5.0
CHANNEL = "toy"
CAPABILITIES = Capabilities(
    text=4096, caption=1024, buttons=8, button_label=64, audiences=frozenset({"private", "group"})
)


class Rate(Protocol):
    """A channel's pace."""

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place, or the seconds to wait."""
        ...

    def sent(self, address: str, now: datetime) -> None:
        """Note that a message goes out."""
        ...


RATES: dict[str, type[TelegramPace] | type[WhatsAppPace]] = {"telegram": TelegramPace, "whatsapp": WhatsAppPace}


class LoopClock:
    """The loop's time as a date."""

    def now(self) -> datetime:
        """Give the present moment."""
        return START + timedelta(seconds=asyncio.get_running_loop().time())


@dataclass
class Platform:
    """Take everything within the rate, and remember when; with ``fair`` False all classes are one."""

    rate: Rate
    fair: bool
    name: str = CHANNEL
    capabilities: Capabilities = CAPABILITIES
    taken: dict[str, float] = field(default_factory=dict)
    most_at_once: int = 0
    _recent: list[float] = field(default_factory=list)

    async def _take(self, address: str, text: str) -> None:
        now = asyncio.get_running_loop().time()
        self._recent = [*(at for at in self._recent if at > now - 0.999), now]
        self.most_at_once = max(self.most_at_once, len(self._recent))
        self.rate.sent(address, LoopClock().now())
        await asyncio.sleep(PLATFORM_SECONDS)
        self.taken[text] = asyncio.get_running_loop().time()

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Take a message."""
        await self._take(target.address, message.text)
        return (str(len(self.taken)),)

    async def edit(self, target: Target, message: Send) -> None:
        """Take an edit."""
        await self._take(target.address, message.text)

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Ask the pace."""
        return self.rate.reserve(address, now, share) if self.fair else self.rate.reserve(address, now)


class Talk:
    """Answer what is said, and pass on what a notice says: a card's edit in the group, a push in a chat."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Say the event's name, so that its way can be followed."""
        if not isinstance(event.body, Notice):
            return Outcome(state, (Send(event.id, audience="group" if event.lane == OFFICIALS_LANE else "private"),))
        if event.lane == OFFICIALS_LANE:
            return Outcome(state, (Edit("card", Send(event.id, audience="group")),))
        return Outcome(state, (Send(event.id, ref="KPG-26-000001-7"),))


@dataclass(frozen=True)
class Waits:
    """The longest wait in seconds of each kind while the crowd is served, and when the last stranger was."""

    card: float
    push: float
    known: float
    newcomer: float
    crowd: float
    most_at_once: int


def measure(strangers: int, rate: Rate, *, fair: bool, new: bool = True) -> Waits:
    """Let so many people write in one second, and meanwhile, every five seconds, one of each other kind.

    ``new``: nobody in the crowd has ever been answered before.
    """
    return run_virtually(_story(strangers, Platform(rate, fair), new))


async def _story(strangers: int, platform: Platform, new: bool) -> Waits:
    engine = Engine(
        MemoryStore(LoopClock()),
        {"chat": Talk(), "group": Talk()},
        {CHANNEL: cast("Channel", platform)},
        LoopClock(),
        worker="only",
        rng=random.Random(1),
    )
    asked: dict[str, float] = {}

    async def happen(name: str, lane: str, body: Any, address: str) -> None:
        asked[name] = asyncio.get_running_loop().time()
        await engine.accept([Event(name, lane, LoopClock().now(), body, channel=CHANNEL, address=address)])

    def said(who: str, n: int) -> Said:
        return Said(Person(who), str(n), text="halo")

    await happen("before/0", f"chat:{CHANNEL}:known", said("known", 0), "known")
    await happen("before/1", f"chat:{CHANNEL}:reporter", said("reporter", 0), "reporter")
    for n in range(0 if new else strangers):
        await happen(f"early/{n}", f"chat:{CHANNEL}:s{n}", said(f"s{n}", 0), f"s{n}")
    await engine.settle(600.0)
    await asyncio.sleep(60.0)
    for n in range(strangers):
        await happen(f"crowd/{n}", f"chat:{CHANNEL}:s{n}", said(f"s{n}", 1), f"s{n}")
        if n % max(1, strangers // 20) == 0:
            await asyncio.sleep(0.05)
    samples = 0
    while not all(f"crowd/{n}" in platform.taken for n in range(strangers)):
        samples += 1
        await happen(f"card/{samples}", OFFICIALS_LANE, Notice("card"), "-1")
        await happen(f"push/{samples}", f"chat:{CHANNEL}:reporter", Notice("push"), "reporter")
        await happen(f"known/{samples}", f"chat:{CHANNEL}:known", said("known", samples), "known")
        await happen(f"newcomer/{samples}", f"chat:{CHANNEL}:n{samples}", said(f"n{samples}", 0), f"n{samples}")
        await asyncio.sleep(SAMPLE_SECONDS)
    await engine.settle(600.0)
    await engine.stop()

    def longest(kind: str) -> float:
        """Take the newest of what was joined for each of its parts: edits of one card collapse while they wait."""
        waits, at = [], 0.0
        for name in reversed([name for name in asked if name.startswith(f"{kind}/")]):
            at = platform.taken.get(name, at)
            waits.append(at - asked[name])
        return max(waits)

    return Waits(
        longest("card"), longest("push"), longest("known"), longest("newcomer"), longest("crowd"), platform.most_at_once
    )


def show(strangers: int) -> None:
    """Print the figures of one rate for all beside those of fair shares."""
    print(f"{strangers} strangers write at once: the longest wait in seconds of what comes meanwhile, on a moved clock")
    print(
        f"{'':<10}{'crowd of':<14}{'':<12}{'card':>7}{'push':>7}{'known':>7}{'newcomer':>10}{'crowd':>7}{'most/s':>8}"
    )
    for name, rate in RATES.items():
        for crowd, new in (("new people", True), ("known people", False)):
            for words, fair in (("one rate", False), ("fair shares", True)):
                one = measure(strangers, rate(), fair=fair, new=new)
                print(
                    f"{name:<10}{crowd:<14}{words:<12}{one.card:>7.1f}{one.push:>7.1f}{one.known:>7.1f}"
                    f"{one.newcomer:>10.1f}{one.crowd:>7.1f}{one.most_at_once:>8}",
                    flush=True,
                )
