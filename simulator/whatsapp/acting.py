"""The common part of everything a person does: the message goes into the chat, and a webhook tells of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.control import Impossible
from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Bubble, Content
from simulator.whatsapp.budget import Budget
from simulator.whatsapp.inbound import Item, contact, sender
from simulator.whatsapp.statuses import Statuses
from simulator.whatsapp.world import User, World

Json = dict[str, Any]


@dataclass
class Acting:
    """What actions share."""

    world: World
    statuses: Statuses
    budget: Budget
    push: Callable[[Item], None]

    def _send(
        self, user: User, kind: str, body: Json, content: Content, *, context: str = "", more: Json | None = None,
        forwarded: bool = False, hidden: bool = False,
    ) -> Json:  # fmt: skip
        """Send a message, which opens the window; `hidden` ones make no bubble. Give it as the bridge sees it."""
        self._ready(user)
        identity = self.world.new_id(user)
        message: Json = {
            **sender(user), "id": identity, "timestamp": str(int(self.world.now())), "type": kind, **(more or {}),
        }  # fmt: skip
        if body:
            message[kind] = body
        if context:
            message["context"] = {"from": self._author(context, user), "id": context}
        if forwarded:
            message["context"] = {"forwarded": True}
        if hidden:
            self.world.note(Bubble(self.world.number, identity, user.key, False, content, self.world.now()))
        else:
            self.world.compose(
                user, content, from_business=False, identity=identity, context=context, forwarded=forwarded, raw=message
            )
        self._tell(user, message)
        return message

    def _ready(self, user: User) -> None:
        """Do what every sign of life does: unblock, read, open the window, spend the number's throughput."""
        if not user.on_whatsapp:
            raise Impossible(f"{user.key} is not on WhatsApp")
        user.blocked = False
        if not user.online:
            user.online = True
            self.statuses.arrived(user)
        if self.statuses.mode.read_on_reply:
            self.statuses.read(user)
        user.last_inbound_at = self.world.now()
        self.budget.received()

    def _tell(self, user: User, message: Json, errors: list[Json] | None = None) -> None:
        value: Json = {"contacts": [contact(user)], "messages": [message]}
        if errors:
            value["errors"] = errors
        self.push(Item("messages", value))

    def _author(self, message_id: str, user: User) -> str:
        bubble = self._bubble(user, message_id)
        return self.world.business.phone if bubble.from_business else user.phone or user.user_id

    def _bubble(self, user: User, message_id: str) -> Bubble:
        bubble = user.messages.get(message_id)
        if bubble is None:
            raise Impossible(f"no message {message_id} in the chat of {user.key}")
        return bubble

    def _own(self, user: User, message_id: str) -> Bubble:
        bubble = self._bubble(user, message_id)
        if bubble.from_business:
            raise Impossible("only the author can do that to a message")
        return bubble

    def _open(self, user: User, source: Json) -> Json:
        """Mark the chat as opened from an ad or post: 72 h without price."""
        user.free_entry_until = self.world.now() + limits.FREE_ENTRY_SECONDS
        return {"referral": source}
