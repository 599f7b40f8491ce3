"""Ask X for news: by one process at a time, within the day's budget, from the place where whoever asked before stopped.

The place moves only after ``handle`` has stored what was read: whatever happens in between, it is read again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import msgspec
from cachetools import LRUCache

from channels.contract import Handle
from channels.kit import Report
from channels.raw import Json
from channels.x import notices, posts
from channels.x.client import Client
from channels.x.errors import Refused, classify, seconds_left
from channels.x.money import Purse, next_day
from channels.x.places import Place, Places, Recent, Stopped
from channels.x.schedule import Beat, Outcome, next_beat, probe_seconds
from channels.x.shapes import NAME, Account, id_at, number
from channels.x.sources import Source, ids, next_page, sources, whole
from core.vocabulary.errors import ChannelDown, KanalError, Retry
from core.vocabulary.events import Event, Posted
from core.vocabulary.steps import Clock

log = logging.getLogger(__name__)

LATE = timedelta(seconds=30)
"""What the platform shows only so long after it was made is still found: of two ids the smaller may come later."""
REMEMBERED = 10_000
PAGES = 10
"""Pages in a row of one source: then the others have their turn."""
LOOKUP = "lookup"
LOOKUP_EVERY = 60.0
"""Times the pause of a busy source: how often the posts of the last day are looked up."""


class Poller:
    """One turn at asking, from taking the lease to losing it."""

    def __init__(
        self,
        handle: Handle,
        client: Client,
        purse: Purse,
        clock: Clock,
        report: Report,
        base_seconds: Callable[[], float],
        account: Callable[[], Account],
        query: Callable[[], str],
    ) -> None:
        """Take what asks and pays; ``account`` and ``query`` tell what is known of us by now."""
        self._handle = handle
        self._client = client
        self._purse = purse
        self._places = Places(purse.notes, account())
        self._clock = clock
        self._report = report
        self._base_seconds = base_seconds
        self._beats: dict[str, Beat] = {}
        self._rest_until: datetime | None = None
        self._stopped: dict[str, Stopped] = {}
        self._said: set[str] = set()
        # What is still young is read again: it need not be stored again.
        self._stored: LRUCache[str, None] = LRUCache(REMEMBERED)
        self._account = account
        self._query = query
        self._sources = {one.name: one for one in sources(client, query)}

    async def run(self, stop: asyncio.Event) -> None:
        """Ask until ``stop`` is set."""
        began = False
        while not stop.is_set():
            try:
                if not began:
                    await self.begin()
                    began = True
                due, name = self.due()
                seconds = (due - self._clock.now()).total_seconds()
                if seconds <= 0:
                    await self.turn(name)
                    continue
            except KanalError as reason:
                log.warning("x polling: %s", reason)
                seconds = self._base
            except Exception:  # the boundary of a turn: nothing was moved on, so the same is read again
                log.exception("x polling: a turn failed; the same is read again")
                seconds = self._base
            # The clock is looked at again now and then: a machine that slept is late already.
            await _sleep(stop, min(seconds, self._base))

    async def begin(self) -> None:
        """Find out how whoever asked before left things."""
        stopped = await self._places.stopped()
        wanted = self._wanted()
        # What is not asked any more cannot tell that reading goes on: the first source does in its place.
        self._stopped = {name if name in wanted else wanted[0]: one for name, one in stopped.items()}

    @property
    def _base(self) -> float:
        return self._base_seconds()

    # --- whose turn is it ---------------------------------------------------------------------------------------------

    def due(self) -> tuple[datetime, str]:
        """Give when which source is asked next."""
        now = self._clock.now()
        wanted = self._wanted()
        if everything := [name for name, one in self._stopped.items() if one.everything]:
            wanted = everything
        elif self._rest_until is not None and self._rest_until > now:
            return self._rest_until, wanted[0]
        for name in wanted:
            first = now + self._every_lookup() if name == LOOKUP else now
            self._beats.setdefault(name, Beat(first, self._base))
        name = min(wanted, key=lambda one: self._beats[one].due)
        return self._beats[name].due, name

    def _wanted(self) -> list[str]:
        """Name what is asked; nothing is searched while there is nothing to search for."""
        return [*(name for name in self._sources if name != "search" or self._query()), LOOKUP]

    def _every_lookup(self) -> timedelta:
        return timedelta(seconds=self._base * LOOKUP_EVERY)

    async def turn(self, name: str) -> None:
        """Ask one source, store what it gives, and set when it is asked next."""
        now = self._clock.now()
        source = self._sources.get(name)
        base = self._base * (source.slower if source else LOOKUP_EVERY)
        # Set before asking: what goes wrong on the way must not be asked again at once.
        beat = self._beats.get(name, Beat(now, base))
        self._beats[name] = next_beat(beat, Outcome("trouble"), now, base)
        outcome = await self._judged(name, self._look(source) if source else self._look_up(now))
        if outcome is not None:
            self._beats[name] = next_beat(beat, outcome, self._clock.now(), base)

    async def _judged(self, name: str, look: Awaitable[Outcome]) -> Outcome | None:
        """Look, and see to what stops reading; None where it has stopped."""
        error: KanalError
        try:
            outcome = await look
        except Refused as refused:
            seconds = self._clock.now().timestamp()
            error = classify(refused, seconds)
            if refused.status == 429:
                self._report("limited", channel=NAME, source=name)
                return Outcome("limited", seconds_left(refused, seconds))
            everything = refused.status in (401, 402)
        except (Retry, ChannelDown) as failure:
            error, everything = failure, True
        else:
            if outcome.kind != "limited":  # which is to wait without having asked
                await self._go_on(name)
            return outcome
        if isinstance(error, ChannelDown):
            await self._stop(name, error, everything=everything)
            return None
        self._tell(f"{name}: {error}")
        return Outcome("trouble", (error.after or 0.0) if isinstance(error, Retry) else 0.0)

    # --- looking ------------------------------------------------------------------------------------------------------

    async def _look(self, source: Source) -> Outcome:
        """Read what is new in one source, store it, and move its place."""
        now = self._clock.now()
        begun = place = await self._places.place(source.name, now)
        found: dict[str, Event] = {}
        trouble: Exception | None = None
        rest = done = False
        for page in range(PAGES):
            left = await self._purse.left(now) - source.leaves * self._purse.budget
            if left <= 0:
                rest = True
                break
            try:
                body = whole(await self._page(source, source.size(page, left), place, now))
            except (Refused, Retry) as error:
                trouble = error
                break
            given = ids(body)
            await self._purse.charge_once(now, source.price, given)
            found |= {event.id: event for event in self._read(source, body, place, now)}
            floor = place.known or id_at(place.since)
            grown = id_at(now - LATE)
            top = max([place.top, *(one for one in map(number, given) if one <= grown)])
            place = msgspec.structs.replace(place, token=next_page(body), top=top)
            if not place.token or any(number(one) <= floor for one in given):
                place = Place(place.since, max(place.top, place.known))
                done = True
                break
        await self._store(list(found.values()), now)
        if place != begun:
            await self._places.keep(source.name, place)
        if rest:
            return await self._rest(source, now)
        if trouble is not None:
            raise trouble
        return Outcome("news" if found else "quiet") if done else Outcome("unfinished")

    async def _page(self, source: Source, size: int, place: Place, now: datetime) -> Json:
        """Ask for one page; where the platform does not know the place any more, from one that it must know."""
        try:
            return await source.ask(size, place, now)
        except Refused as refused:
            if refused.status != 400 or not (place.token or place.known):
                raise
        # A page whose token has run out is looked for from the top, an id that is too old becomes a time.
        nearer = msgspec.structs.replace(place, token="") if place.token else Place(place.since)
        return await self._page(source, size, nearer, now)

    def _read(self, source: Source, body: Json, place: Place, now: datetime) -> list[Event]:
        parsed = source.read(body, self._account(), now)
        for lost in parsed.lost:
            self._once("malformed", error=f"{source.name}: {lost}")
        for kind in parsed.ignored:
            self._once("ignored", fields=kind)
        new = (event for event in parsed.events if event.order > place.known and event.at >= place.since)
        return [event for event in new if event.id not in self._stored]

    async def _store(self, found: Sequence[Event], now: datetime) -> None:
        """Hand over what was found, oldest first, and remember the posts among it."""
        if not found:
            return
        await self._handle(sorted(found, key=lambda event: event.order))
        self._stored.update({event.id: None for event in found})
        posted = {event.body.post: event for event in found if isinstance(event.body, Posted)}
        if posted:
            fresh = {post: Recent(event.lane.rpartition(":")[2], now) for post, event in posted.items()}
            await self._places.keep_recent({**await self._places.recent(), **fresh}, now)

    async def _look_up(self, now: datetime) -> Outcome:
        """See which of the posts of the last day are gone (X, Developer policy: what is deleted is forgotten)."""
        recent = await self._places.recent()
        asked = {post: one.first for post, one in recent.items()}
        if not asked or await self._purse.left(now) <= 0:
            return Outcome("quiet")
        body = await self._client.lookup(list(asked))
        await self._purse.charge_once(now, "post_read", ids(body))
        if missing := posts.gone(body, asked, self._account(), now):
            await self._handle(missing)
        left = set(asked) - {event.address for event in missing}
        await self._places.keep_recent({post: one for post, one in recent.items() if post in left}, now)
        return Outcome("news" if missing else "quiet")

    # --- standing still -----------------------------------------------------------------------------------------------

    async def _rest(self, source: Source, now: datetime) -> Outcome:
        """Read nothing more today, and say so once; a source that leaves a part to the others rests alone."""
        until = next_day(now)
        if await self._purse.left(now) > 0:
            log.warning("x polling: %s: its part of the day's budget is spent", source.name)
        else:
            self._rest_until = until
            if self._purse.budget > 0:  # who gives nothing wants nothing read, and need not be told each day
                await self._handle([notices.budget_spent(self._account(), now, self._purse.budget)])
            self._report("budget_spent", channel=NAME)
        return Outcome("limited", (until - now).total_seconds())

    async def _stop(self, name: str, down: ChannelDown, *, everything: bool) -> None:
        """Read nothing until a person has acted, say so once, and try now and then whether that is so."""
        now = self._clock.now()
        stopped = self._stopped.get(name) or Stopped(now)
        await self._handle([notices.reading_stopped(self._account(), stopped.since, str(down), down.advice)])
        due = now + timedelta(seconds=probe_seconds(stopped.tries))
        self._stopped[name] = Stopped(stopped.since, stopped.tries + 1, everything)
        self._beats[name] = Beat(due, self._base)
        await self._places.keep_stopped(self._stopped)

    async def _go_on(self, name: str) -> None:
        """Note that something works: what had stopped with it is read again at once."""
        self._said = {one for one in self._said if not one.startswith(f"trouble {name}:")}
        stopped = self._stopped.get(name)
        if stopped is None:
            return
        await self._handle([notices.reading_again(self._account(), stopped.since, self._clock.now())])
        del self._stopped[name]
        if stopped.everything:
            self._beats = {}
        await self._places.keep_stopped(self._stopped)

    def _tell(self, trouble: str) -> None:
        """Log a kind of trouble once, until something works again."""
        if f"trouble {trouble}" not in self._said:
            self._said.add(f"trouble {trouble}")
            log.warning("x polling: %s", trouble)

    def _once(self, name: str, **facts: str) -> None:
        """Report once in a turn what would come with every page."""
        key = f"{name} {facts}"
        if key not in self._said:
            self._said.add(key)
            self._report(name, channel=NAME, **facts)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), max(seconds, 0.001))
