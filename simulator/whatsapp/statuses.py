"""Statuses of sent messages: sent, delivered, read, failed, with gaps, inversions and repeats when told so."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.whatsapp.bubble import Bubble
from simulator.whatsapp.errors import GraphError
from simulator.whatsapp.inbound import Item
from simulator.whatsapp.world import User, World

Json = dict[str, Any]
_RANK = {"sent": 0, "delivered": 1, "read": 2, "played": 3}


@dataclass
class StatusMode:
    """Which statuses come, how surely (chances from 0 to 1 by a seeded dice), and how late.

    `read` marks each message read at once; `read_on_reply` when the person acts in the chat. `before_answer` lets the
    statuses overtake the answer of the request that they are about.
    """

    delivered: bool = True
    read: bool = False
    read_on_reply: bool = False
    gap_chance: float = 0.0
    invert_chance: float = 0.0
    twice_chance: float = 0.0
    delay_seconds: float = 0.0
    before_answer: bool = False


@dataclass
class Statuses:
    """Report on the business's messages."""

    world: World
    push: Callable[[Item], None]
    mode: StatusMode = field(default_factory=StatusMode)
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    _timers: set[asyncio.TimerHandle] = field(default_factory=set)

    def accepted(self, bubble: Bubble) -> None:
        """Report on a message that was just accepted."""
        user = self.world.users[bubble.user]
        kinds = ["sent"]
        if not user.online or user.blocked:
            user.waiting.append(bubble)
            del user.waiting[: -self.world.remember]
        elif self.mode.delivered:
            kinds.append("delivered")
            user.unread.append(bubble)
            del user.unread[: -self.world.remember]
            if self.mode.read:
                kinds.append("read")
                user.unread.clear()
        self._report(bubble, kinds)

    def arrived(self, user: User) -> None:
        """Report delivered for what waited for the person to come online."""
        waiting, user.waiting = user.waiting, []
        user.unread.extend(waiting)
        for bubble in waiting:
            self._report(bubble, ["delivered"])

    def read(self, user: User) -> None:
        """Report read for everything the person had not read."""
        unread, user.unread = user.unread, []
        for bubble in unread:
            self._report(bubble, ["read"])

    def failed(self, bubble: Bubble, error: GraphError) -> None:
        """Report that a message did not go after all."""
        self._emit(bubble, "failed", error)

    def emit(self, bubble: Bubble, kind: str) -> None:
        """Report any status by name, also one that the bridge does not know."""
        self._emit(bubble, kind, None)

    def _report(self, bubble: Bubble, kinds: list[str]) -> None:
        mode, dice = self.mode, self.dice
        last = kinds[-1]
        kinds = [kind for kind in kinds if kind == last or dice.random() >= mode.gap_chance]
        if mode.invert_chance and dice.random() < mode.invert_chance:
            kinds.reverse()
        for kind in kinds:
            for _ in range(2 if mode.twice_chance and dice.random() < mode.twice_chance else 1):
                self._later(bubble, kind)

    def _later(self, bubble: Bubble, kind: str) -> None:
        if not self.mode.delay_seconds:
            self._emit(bubble, kind, None)
            return
        delay = self.mode.delay_seconds * (0.5 + self.dice.random())

        def fire() -> None:
            self._timers.discard(handle)
            self._emit(bubble, kind, None)

        handle = asyncio.get_running_loop().call_later(delay, fire)
        self._timers.add(handle)

    def _emit(self, bubble: Bubble, kind: str, error: GraphError | None) -> None:
        user = self.world.users[bubble.user]
        status: Json = {"id": bubble.id, "status": kind, "timestamp": str(int(self.world.now()))}
        if not bubble.to_user_id:
            status["recipient_id"] = user.phone
        if user.user_id:
            status["recipient_user_id"] = user.user_id
        if bubble.opaque:
            status["biz_opaque_callback_data"] = bubble.opaque
        if kind in _RANK:
            category = "referral_conversion" if bubble.pricing == "free_entry_point" else bubble.content.category
            status["pricing"] = {
                "billable": bubble.billable, "pricing_model": "PMP", "type": bubble.pricing, "category": category,
            }  # fmt: skip
        if error is not None:
            status["errors"] = [error.in_webhook()]
        bubble.statuses.append(kind)
        self.world.changed(bubble)
        self.push(Item("messages", {"statuses": [status]}))

    def close(self) -> None:
        """Forget what was to be reported later."""
        for handle in self._timers:
            handle.cancel()
        self._timers.clear()
