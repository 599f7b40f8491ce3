"""Deliver webhooks: signed, in parallel, in batches, again and again until a 200."""

import asyncio
import hashlib
import hmac
import io
import json
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import aiohttp

from simulator.clock import Now
from simulator.deliveries import Couriers, DeliveryMode

Json = dict[str, Any]
AnyItem = TypeVar("AnyItem")
LAYOUTS = ("values", "changes", "entries", "mixed")
"""How items share a body: in common values, in several changes, in several entries, or mixed by the dice."""
SIGNATURE_HEADER = "X-Hub-Signature-256"
CONNECTIONS = 40
MB = 1024 * 1024
WEBHOOK_UPDATES = 1000
WEBHOOK_BYTES = 3 * MB
WEBHOOK_GIVE_UP_SECONDS = 7 * 24 * 3600.0
"""At most so many updates and bytes in one body; repeated for a week (Webhooks, Getting started)."""
REMEMBERED_ITEMS = 50_000
_TIMEOUT_SECONDS = 30.0


def signature(secret: str, body: bytes) -> str:
    """Give the value of X-Hub-Signature-256 for a raw body (Webhooks, Validate payloads)."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def raw(body: Json) -> bytes:
    """Write a body as Meta does: unicode escaped with lower-case digits, and / < % @ escaped too."""
    text = json.dumps(body, separators=(",", ":"))
    return text.replace("/", "\\/").replace("<", "\\u003c").replace("%", "\\u0025").replace("@", "\\u0040").encode()


@dataclass
class BatchMode(DeliveryMode):
    """How deliveries come beside that: up to `batch` items at once in a layout, the first few with a bad signature."""

    batch: int = 1
    batch_wait_seconds: float = 0.02
    layout: str = "mixed"
    bad_signatures: int = 0


class NotVerified(Exception):
    """Raised when an address did not give the challenge back."""


@dataclass
class Webhook(Generic[AnyItem]):
    """The subscription and its deliveries; real delays are `retry_base_seconds` doubled each time, capped.

    `compose` puts items into one body in a layout.
    """

    compose: Callable[[list[AnyItem], str, random.Random], Json]
    secret: str
    now: Now
    poke: Callable[[], None]
    retry_base_seconds: float = 0.05
    retry_cap_seconds: float = 2.0
    mode: BatchMode = field(default_factory=BatchMode)
    url: str = ""
    subscribed: bool = True
    delivered: int = 0
    attempts: int = 0
    given_up: int = 0
    last_error: str = ""
    statuses: deque[int] = field(default_factory=lambda: deque(maxlen=1_000))
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    waiting: deque[AnyItem] = field(default_factory=lambda: deque(maxlen=REMEMBERED_ITEMS))
    _couriers: Couriers = field(init=False)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS))
    _gathering: bool = False

    def __post_init__(self) -> None:
        self._couriers = Couriers(_TIMEOUT_SECONDS, self._failed)

    async def subscribe(self, url: str, verify_token: str) -> None:
        """Verify an address by GET with a challenge, then deliver to it, also what waits.

        Raises:
            NotVerified: the address did not answer 200 with the bare challenge.
        """
        challenge = str(self.dice.randrange(10**9, 10**10))
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        try:
            async with self._couriers.client().get(url, params=query) as response:
                answer = (response.status, await response.text())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            answer = (0, str(error))
        if answer != (200, challenge):
            raise NotVerified(f"{answer[0]}: {answer[1][:200]}")
        self.url = url
        self._start()

    def push(self, item: AnyItem) -> None:
        """Take something to report."""
        self.waiting.append(item)
        self._start()

    def hold(self) -> None:
        """Keep everything new back until `release`."""
        self.mode.held = True

    def release(self, shuffle: bool = False) -> None:
        """Deliver what was kept back, in any order when told so."""
        self.mode.held = False
        if shuffle:
            items = list(self.waiting)
            self.dice.shuffle(items)
            self.waiting = deque(items, maxlen=REMEMBERED_ITEMS)
        self._start()

    def restart(self) -> None:
        """Deliver what waits, if it may go now."""
        self._start()

    def _start(self) -> None:
        if not self.url or not self.subscribed or self.mode.held or self._gathering or not self.waiting:
            return
        if self.mode.batch == 1:
            while self.waiting:
                self._send([self.waiting.popleft()])
            return
        self._gathering = True
        self._couriers.send(self._gather())

    async def _gather(self) -> None:
        """Wait a little so that a batch fills, then send all that waits."""
        await asyncio.sleep(self.mode.batch_wait_seconds)
        self._gathering = False
        if self.mode.held:
            return
        most = max(1, min(self.mode.batch, WEBHOOK_UPDATES))
        while self.waiting:
            self._send([self.waiting.popleft() for _ in range(min(most, len(self.waiting)))])

    def _send(self, items: list[AnyItem]) -> None:
        if self.mode.layout not in LAYOUTS:
            raise ValueError(f"unknown layout: {self.mode.layout}")
        body = raw(self.compose(items, self.mode.layout, self.dice))
        if len(body) > WEBHOOK_BYTES and len(items) > 1:
            middle = len(items) // 2
            self._send(items[:middle])
            self._send(items[middle:])
            return
        for _ in range(2 if self.mode.twice else 1):
            self._couriers.send(self._deliver(body))

    def inject(self, body: bytes | Json) -> None:
        """Deliver a body as it is."""
        self._couriers.send(self._deliver(body if isinstance(body, bytes) else raw(body)))

    async def _deliver(self, body: bytes) -> None:
        await self.mode.dawdle(self.dice)
        failures, began = 0, self.now()
        while True:
            async with self._slots:
                done = await self._post(body)
            self.poke()
            if done:
                self.delivered += 1
                return
            if self.now() - began > WEBHOOK_GIVE_UP_SECONDS:
                self.given_up += 1
                return
            await asyncio.sleep(min(self.retry_cap_seconds, self.retry_base_seconds * 2 ** min(failures, 30)))
            failures += 1

    async def _post(self, body: bytes) -> bool:
        sign = signature(self.secret, body)
        if self.mode.bad_signatures > 0:
            self.mode.bad_signatures -= 1
            sign = signature(self.secret + "?", body)
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: sign, "User-Agent": "facebookexternalua"}
        self.attempts += 1
        # aiohttp wants a stream for what is large.
        sent = io.BytesIO(body) if len(body) > MB else body
        try:
            async with self._couriers.client().post(self.url, data=sent, headers=headers) as response:
                await response.read()
                self.statuses.append(response.status)
                if response.status != 200:
                    self._failed(f"{response.status} {response.reason}")
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.statuses.append(0)
            self._failed(f"connection failed: {error}")
            return False

    def _failed(self, message: str) -> None:
        self.last_error = message

    @property
    def on_the_way(self) -> int:
        """Count what waits and what is being delivered, again and again if need be."""
        return len(self.waiting) + len(self._couriers)

    async def idle(self, timeout: float = 5.0) -> None:
        """Wait until nothing is on the way; raises TimeoutError."""
        await self._couriers.idle(timeout)

    async def close(self) -> None:
        """Stop for good."""
        await self._couriers.close()
