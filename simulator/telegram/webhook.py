"""Deliver updates by webhook: in order within a chat, in parallel across chats, again and again until a 2xx."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulator.deliveries import Couriers, DeliveryMode
from simulator.telegram import limits
from simulator.telegram.errors import bug
from simulator.telegram.params import Params
from simulator.telegram.updates import SET_WEBHOOK, Pending, Updates, check_secret, check_webhook_url

Json = dict[str, Any]
Execute = Callable[[str, Params], None]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_TIMEOUT_SECONDS = 60.0


@dataclass
class Webhook:
    """The registered webhook and its deliveries; real delays are `retry_base_seconds` doubled each time, capped."""

    updates: Updates
    execute: Execute
    poke: Callable[[], None]
    retry_base_seconds: float = 0.05
    retry_cap_seconds: float = 2.0
    mode: DeliveryMode = field(default_factory=DeliveryMode)
    url: str = ""
    secret: str = ""
    max_connections: int = limits.DEFAULT_WEBHOOK_CONNECTIONS
    last_error: tuple[int, str] | None = None
    delivered: int = 0
    attempts: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    _lanes: dict[int, deque[int]] = field(default_factory=dict)
    _couriers: Couriers = field(init=False)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(limits.DEFAULT_WEBHOOK_CONNECTIONS))

    def __post_init__(self) -> None:
        self._couriers = Couriers(_TIMEOUT_SECONDS, self._failed)

    def set(self, params: Params) -> bool:
        """Register (Bot API, setWebhook); an empty url removes it."""
        url = params.text("url")
        if not url:
            return self.delete(params)
        check_webhook_url(url)
        check_secret(params.text("secret_token"))
        connections = params.integer("max_connections", limits.DEFAULT_WEBHOOK_CONNECTIONS)
        if connections not in limits.WEBHOOK_CONNECTIONS:
            raise bug("max_connections must be 1-100")
        self.cancel()
        self.updates.end_poll(SET_WEBHOOK)
        self.updates.allow(params)
        if params.flag("drop_pending_updates"):
            self.updates.pending.clear()
        self.url, self.secret, self.max_connections = url, params.text("secret_token"), connections
        self._slots = asyncio.Semaphore(connections)
        self.restart()
        return True

    def delete(self, params: Params) -> bool:
        """Remove the webhook (Bot API, deleteWebhook); what was not delivered waits for a poller."""
        self.cancel()
        self.url = self.secret = ""
        if params.flag("drop_pending_updates"):
            self.updates.pending.clear()
        return True

    def info(self) -> Json:
        """Give the WebhookInfo (Bot API, getWebhookInfo)."""
        body: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.url:
            body.update(max_connections=self.max_connections, ip_address="127.0.0.1")
            if self.last_error is not None:
                body["last_error_date"], body["last_error_message"] = self.last_error
        if self.updates.allowed_as_given:
            body["allowed_updates"] = self.updates.allowed_as_given
        return body

    def restart(self) -> None:
        """Queue everything that waits."""
        if self.url:
            for item in list(self.updates.pending.values()):
                self.push(item)

    def push(self, item: Pending) -> None:
        """Take a new update into the lane of its chat."""
        if not self.url or self.mode.held:
            return
        lane = item.update_id if self.mode.shuffle else item.lane
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(item.update_id)
            return
        self._lanes[lane] = deque([item.update_id])
        self._couriers.send(self._run_lane(lane))

    def hold(self) -> None:
        """Keep new updates back until `release`."""
        self.mode.held = True

    def release(self, shuffle: bool = False) -> None:
        """Deliver what was kept back, each chat in order, or everything in any order at once."""
        self.mode.held = False
        items = list(self.updates.pending.values())
        if not shuffle:
            self.cancel()
            self.restart()
            return
        self.dice.shuffle(items)
        before, self.mode.shuffle = self.mode.shuffle, True
        for item in items:
            if item.update_id not in self._lanes:
                self.push(item)
        self.mode.shuffle = before

    async def _run_lane(self, lane: int) -> None:
        waiting = self._lanes[lane]
        failures = 0
        await self.mode.dawdle(self.dice)
        while waiting:
            item = self.updates.pending.get(waiting[0])
            if item is None or self.updates.now() - item.at > limits.RETENTION_SECONDS:
                self.updates.pending.pop(waiting.popleft(), None)
                continue
            async with self._slots:
                retry_after = await self._deliver(item)
            if retry_after is None:
                self.updates.pending.pop(waiting.popleft(), None)
                self.delivered += 1
                failures = 0
                self.poke()
                continue
            self.poke()
            grown = min(self.retry_cap_seconds, self.retry_base_seconds * 2**failures)
            failures = min(failures + 1, 30)
            await asyncio.sleep(retry_after or grown)
        del self._lanes[lane]

    async def _deliver(self, item: Pending) -> float | None:
        """Post once (or twice at once); give None on success, else the seconds asked for by Retry-After (0: none)."""
        body = json.dumps(item.update, ensure_ascii=False).encode()
        if not self.mode.twice:
            return await self._post(body)
        first, second = await asyncio.gather(self._post(body), self._post(body))
        return first if second is None else second

    async def _post(self, body: bytes) -> float | None:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        self.attempts += 1
        try:
            async with self._couriers.client().post(self.url, data=body, headers=headers) as response:
                answer = await response.read()
                if 200 <= response.status < 300:
                    self._reply_in_body(answer)
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                asked = response.headers.get("Retry-After", "")
                return min(float(asked), limits.RETRY_AFTER_CAP_SECONDS) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {error}")
            return 0.0

    def _failed(self, message: str) -> None:
        self.last_error = (int(self.updates.now()), message)

    def _reply_in_body(self, answer: bytes) -> None:
        """Run the method that a 2xx body may carry; its outcome goes nowhere (Bot API, Making requests)."""
        if not answer.startswith(b"{"):
            return
        try:
            values = json.loads(answer)
        except ValueError:
            return
        name = values.pop("method", None) if isinstance(values, dict) else None
        forbidden = ("setwebhook", "deletewebhook", "close", "logout")
        if isinstance(name, str) and not name.lower().startswith("get") and name.lower() not in forbidden:
            self.execute(name, Params(values))

    async def idle(self, timeout: float = 5.0) -> None:
        """Wait until nothing is on the way; raises TimeoutError."""
        await self._couriers.idle(timeout)

    def cancel(self) -> None:
        """Stop all deliveries that are on the way; their updates stay pending."""
        self._couriers.cancel()
        self._lanes.clear()

    async def close(self) -> None:
        """Stop for good."""
        self.cancel()
        await self._couriers.close()
