"""The queue of updates for the bot, and getUpdates on it (Bot API, Getting updates)."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Now
from simulator.telegram import limits
from simulator.telegram.errors import ApiError, bug, conflict
from simulator.telegram.params import Params

Json = dict[str, Any]
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
SET_WEBHOOK = "terminated by setWebhook request"


@dataclass(frozen=True)
class Pending:
    """An update that the bot has not confirmed; `lane` is the chat whose order it belongs to."""

    update_id: int
    update: Json
    lane: int
    at: float


@dataclass
class Updates:
    """Number the updates, keep them until confirmed, and serve them to a poller."""

    now: Now
    poke: Callable[[], None]
    last_id: int = 700_000_000
    pending: OrderedDict[int, Pending] = field(default_factory=OrderedDict)
    allowed: frozenset[str] = limits.DEFAULT_UPDATE_KINDS
    allowed_as_given: list[str] | None = None
    on_new: Callable[[Pending], None] | None = None
    _poll: asyncio.Future[str] | None = None
    _fresh: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, kind: str, body: Json, lane: int) -> int:
        """Queue an update; give its id, or 0 when the bot did not ask for this kind."""
        if kind not in self.allowed:
            return 0
        return self.inject({kind: body}, lane)

    def inject(self, update: Json, lane: int) -> int:
        """Queue an update as it is, numbered unless it carries an update_id."""
        update_id = int(update.get("update_id", self.last_id + 1))
        self.last_id = max(self.last_id, update_id)
        item = Pending(update_id, {"update_id": update_id, **update}, lane, self.now())
        self.pending[update_id] = item
        self._fresh.set()
        if self.on_new is not None:
            self.on_new(item)
        return update_id

    def allow(self, params: Params) -> None:
        """Remember `allowed_updates`; absent keeps the setting, an empty list means the default kinds."""
        wanted = params.array("allowed_updates")
        if wanted is None:
            return
        self.allowed_as_given = [str(kind) for kind in wanted]
        known = frozenset(self.allowed_as_given) & limits.UPDATE_KINDS
        self.allowed = known or limits.DEFAULT_UPDATE_KINDS

    @property
    def polling(self) -> bool:
        """Tell whether a getUpdates waits right now."""
        return self._poll is not None

    def end_poll(self, reason: str) -> None:
        """Make a waiting getUpdates fail with that conflict."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)

    def _expire(self) -> None:
        horizon = self.now() - limits.RETENTION_SECONDS
        while self.pending and next(iter(self.pending.values())).at < horizon:
            self.pending.popitem(last=False)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popitem(last=False)
        while offset > 0 and self.pending and next(iter(self.pending)) < offset:
            self.pending.popitem(last=False)

    async def poll(self, params: Params, webhook_url: str, time_scale: float) -> list[Json]:
        """Answer getUpdates: confirm below `offset`, then give up to `limit`, waiting up to `timeout` seconds.

        Raises:
            ApiError: 409 while a webhook is set, or when another poll or setWebhook takes over.
        """
        self.end_poll(OTHER_POLLER)
        if webhook_url:
            raise conflict(WEBHOOK_ACTIVE)
        limit = params.integer("limit", 100)
        if not 1 <= limit <= 100:
            limit = 100
        seconds = min(limits.POLL_SECONDS, max(0, params.integer("timeout")))
        self.allow(params)
        self._expire()
        self._confirm(params.integer("offset"))
        if not self.pending and seconds:
            await self._wait(seconds * time_scale)
        return [item.update for item, _ in zip(self.pending.values(), range(limit), strict=False)]

    async def _wait(self, seconds: float) -> None:
        ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = ended
        self._fresh.clear()
        self.poke()
        fresh = asyncio.ensure_future(self._fresh.wait())
        try:
            await asyncio.wait((ended, fresh), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            fresh.cancel()
            if self._poll is ended:
                self._poll = None
        if ended.done():
            raise conflict(ended.result())


def check_secret(secret: str) -> None:
    """Refuse a secret_token outside of 1-256 characters A-Z a-z 0-9 _ -."""
    allowed = all(character.isascii() and (character.isalnum() or character in "_-") for character in secret)
    if len(secret) > 256 or not allowed:
        raise bug("secret token contains unallowed characters")


def check_webhook_url(url: str) -> None:
    """Refuse what is no web address; plain http passes, because the stand-in and the bot share a machine."""
    if not url.startswith(("https://", "http://")):
        raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", bug=True)
