"""Webhooks and activity: addresses proven by CRC, subscriptions, and signed deliveries (X Activity API)."""

import asyncio
import base64
import hashlib
import hmac
import json
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from simulator.clock import Now
from simulator.deliveries import Couriers, DeliveryMode
from simulator.x import limits
from simulator.x.errors import Problem, invalid
from simulator.x.money import Purse
from simulator.x.world import World

Json = dict[str, Any]
SIGNATURE_HEADER = "x-twitter-webhooks-signature"
PUBLIC = frozenset({"post.create", "post.delete", "post.mention.create", "post.reply.create", "post.quote.create"})
PRIVATE = frozenset({"dm.received", "dm.sent", "chat.received", "oauth.revoke"})
FREE = frozenset({"dm.sent", "post.delete", "oauth.revoke"})
TRIES = 4


def signature(secret: str, body: bytes) -> str:
    """Give ``sha256=`` and base64 of the HMAC, of a raw body or of a CRC token."""
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass
class Hook:
    """One registered address; it gets nothing while it is not `valid`."""

    id: str
    url: str
    valid: bool = True

    def shape(self) -> Json:
        """Give it as JSON."""
        return {"id": self.id, "url": self.url, "valid": self.valid, "created_at": "2026-11-01T00:00:00.000Z"}


@dataclass
class Activity:
    """The addresses, what they are subscribed to, and the deliveries; `twice` in the mode repeats each event."""

    world: World
    purse: Purse
    secret: str
    now: Now
    retry_base_seconds: float = 0.05
    mode: DeliveryMode = field(default_factory=DeliveryMode)
    bad_signatures: int = 0
    hooks: dict[str, Hook] = field(default_factory=dict)
    subscriptions: dict[str, Json] = field(default_factory=dict)
    statuses: deque[int] = field(default_factory=lambda: deque(maxlen=1_000))
    delivered: int = 0
    given_up: int = 0
    last_error: str = ""
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    held: list[bytes] = field(default_factory=list)
    _couriers: Couriers = field(init=False)
    _events: int = 0

    def __post_init__(self) -> None:
        self._couriers = Couriers(limits.WEBHOOK_SECONDS, self._failed)

    # -- addresses ---------------------------------------------------------------------------------------------------

    async def register(self, url: str) -> Json:
        """Take an address after it answered the challenge.

        Raises:
            Problem: 400, it is not https on the usual port (a stand-in takes this machine too), known, or silent.
        """
        local = url.startswith(("http://127.0.0.1:", "http://localhost:"))
        if not local and (not url.startswith("https://") or ":" in url.removeprefix("https://")):
            raise invalid("url", url, "must be https without a port")
        if any(hook.url == url for hook in self.hooks.values()):
            raise Problem(400, "The url has already been registered.", title="DuplicateUrl", kind="invalid-request")
        await self._challenge(url)
        hook = Hook(self.world.new_id(), url)
        self.hooks[hook.id] = hook
        return {"data": hook.shape()}

    async def validate(self, identity: str) -> Json:
        """Challenge an address again."""
        hook = self._hook(identity)
        hook.valid = False
        await self._challenge(hook.url)
        hook.valid = True
        return {"data": {"valid": True}}

    def listed(self) -> Json:
        """List the addresses."""
        hooks = [hook.shape() for hook in self.hooks.values()]
        return {**({"data": hooks} if hooks else {}), "meta": {"result_count": len(hooks)}}

    def forget(self, identity: str) -> Json:
        """Take an address off."""
        del self.hooks[self._hook(identity).id]
        return {"data": {"deleted": True}}

    def _hook(self, identity: str) -> Hook:
        hook = self.hooks.get(identity)
        if hook is None:
            raise Problem(404, f"Could not find webhook with id: [{identity}].", kind="resource-not-found")
        return hook

    async def _challenge(self, url: str) -> None:
        token = f"{self.dice.randrange(16**24):024x}"
        try:
            async with self._couriers.client().get(url, params={"crc_token": token}) as response:
                answer, status = await response.json(content_type=None), response.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            answer, status = {"error": str(error)}, 0
        wanted = signature(self.secret, token.encode())
        if status != 200 or not isinstance(answer, dict) or answer.get("response_token") != wanted:
            detail = f"Webhook validation failed: {status}"
            raise Problem(400, detail, title="CrcValidationFailed", kind="invalid-request")

    # -- subscriptions -----------------------------------------------------------------------------------------------

    def subscribe(self, body: Json, token: str) -> Json:
        """Subscribe to one kind of event of one person; private kinds need that person's consent."""
        kind, user = str(body.get("event_type", "")), str(dict(body.get("filter") or {}).get("user_id", ""))
        if kind not in PUBLIC | PRIVATE:
            raise invalid("event_type", kind, "is not an event type")
        if not user.isdigit():
            raise invalid("filter", body.get("filter"), "needs a user_id")
        if kind in PRIVATE and (token != "user" or user != self.world.account.id):
            raise Problem(403, "This event type needs the consent of the user.")
        same = (
            one
            for one in self.subscriptions.values()
            if (one["event_type"], one["filter"]) == (kind, {"user_id": user})
        )
        if next(same, None) is not None:
            raise Problem(409, "The subscription exists already.", title="DuplicateSubscription", kind="duplicate")
        if len(self.subscriptions) >= limits.SUBSCRIPTIONS:
            raise Problem(403, "Too many subscriptions.")
        made: Json = {
            "subscription_id": self.world.new_id(), "event_type": kind, "filter": {"user_id": user},
            "webhook_id": str(body.get("webhook_id", "")), "tag": str(body.get("tag", "")),
        }  # fmt: skip
        self.subscriptions[made["subscription_id"]] = made
        return {"data": {"subscription": made, "total_subscriptions": len(self.subscriptions)}}

    def subscribed(self) -> Json:
        """List the subscriptions."""
        found = list(self.subscriptions.values())
        return {**({"data": found} if found else {}), "meta": {"total_subscriptions": len(found)}}

    def unsubscribe(self, identity: str) -> Json:
        """End a subscription."""
        if self.subscriptions.pop(identity, None) is None:
            raise Problem(404, f"Could not find subscription with id: [{identity}].", kind="resource-not-found")
        return {"data": {"deleted": True}}

    # -- deliveries --------------------------------------------------------------------------------------------------

    def tell(self, kind: str, payload: Json, includes: Json | None = None, user_id: str = "") -> None:
        """Deliver an event to every valid address, when somebody is subscribed to it."""
        user = user_id or self.world.account.id
        wanted = [
            one for one in self.subscriptions.values() if (one["event_type"], one["filter"]["user_id"]) == (kind, user)
        ]
        if not wanted:
            return
        if kind not in FREE:
            self.purse.charge(
                "chat_event" if kind.startswith("chat.") else "dm_event" if kind.startswith("dm.") else "post_event"
            )
        self._events += 1
        data: Json = {
            "event_uuid": str(UUID(int=self.dice.getrandbits(128))), "filter": {"user_id": user}, "event_type": kind,
            "tag": wanted[0]["tag"], "payload": payload,
        }  # fmt: skip
        if includes:
            data["includes"] = includes
        body = json.dumps({"data": data}, ensure_ascii=False).encode()
        if self.mode.held:
            self.held.append(body)
        else:
            self.inject(body)

    def inject(self, body: bytes) -> None:
        """Deliver a body as it is."""
        for hook in self.hooks.values():
            for _ in range(2 if self.mode.twice else 1):
                if hook.valid:
                    self._couriers.send(self._deliver(hook, body))

    def release(self) -> None:
        """Deliver what was held back."""
        self.mode.held, waiting = False, list(self.held)
        self.held.clear()
        for body in waiting:
            self.inject(body)

    async def _deliver(self, hook: Hook, body: bytes) -> None:
        await self.mode.dawdle(self.dice)
        for tries in range(TRIES):
            if await self._post(hook, body):
                self.delivered += 1
                return
            await asyncio.sleep(self.retry_base_seconds * 2**tries)
        self.given_up += 1

    async def _post(self, hook: Hook, body: bytes) -> bool:
        secret = self.secret
        if self.bad_signatures > 0:
            self.bad_signatures -= 1
            secret += "?"
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signature(secret, body)}
        try:
            async with self._couriers.client().post(hook.url, data=body, headers=headers) as response:
                await response.read()
                self.statuses.append(response.status)
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.statuses.append(0)
            self._failed(str(error))
            return False
        finally:
            self.world.feed.poke()

    def _failed(self, message: str) -> None:
        self.last_error = message

    @property
    def on_the_way(self) -> int:
        """Count the deliveries under way."""
        return len(self._couriers)

    async def idle(self, timeout: float = 5.0) -> None:
        """Wait until nothing is on the way; raises TimeoutError."""
        await self._couriers.idle(timeout)

    async def close(self) -> None:
        """Stop for good."""
        await self._couriers.close()


Tell = Callable[..., None]
