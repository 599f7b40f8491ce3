"""Run one API call: budget, method, envelope."""

from dataclasses import dataclass
from typing import Any

from simulator.telegram import chats, editing, profile, sending
from simulator.telegram.access import chat_id_of
from simulator.telegram.budget import Budget
from simulator.telegram.errors import ApiError, bad, forbidden, too_many, unauthorized
from simulator.telegram.faults import Fault
from simulator.telegram.groups import Groups
from simulator.telegram.params import Params
from simulator.telegram.registry import METHODS, Method
from simulator.telegram.updates import Updates
from simulator.telegram.webhook import Webhook
from simulator.telegram.world import World

Json = dict[str, Any]
_MODULES = (chats, editing, profile, sending)  # importing them fills METHODS


@dataclass
class Api:
    """The methods on a world with its budgets, queue and webhook."""

    world: World
    budget: Budget
    updates: Updates
    webhook: Webhook
    groups: Groups
    time_scale: float = 1.0

    async def call(self, name: str, params: Params) -> Any:
        """Run a method by its case-insensitive name and give its result.

        Raises:
            ApiError: the call is refused.
        """
        lowered = name.lower()
        if lowered == "getupdates":
            return await self.updates.poll(params, self.webhook.url, self.time_scale)
        return self.call_now(lowered, params)

    def call_now(self, lowered: str, params: Params) -> Any:
        """Run a method that never waits (all but getUpdates)."""
        if lowered == "setwebhook":
            return self.webhook.set(params)
        if lowered == "deletewebhook":
            return self.webhook.delete(params)
        if lowered == "getwebhookinfo":
            return self.webhook.info()
        method = METHODS.get(lowered)
        if method is None:
            raise ApiError(404, "Not Found: method not found", bug=True)
        if method.sends or method.edits:
            self._spend(method, params)
        return method.handler(self.world, params)

    def _spend(self, method: Method, params: Params) -> None:
        chat_id = chat_id_of(self.world, params)
        if chat_id is None or chat_id not in self.world.chats:
            return
        weight = 1
        if method.name == "sendMediaGroup":
            weight = max(1, len(params.array("media") or []))
        wait = self.budget.spend(chat_id, weight, method.edits)
        if wait:
            raise too_many(wait)

    def strike(self, fault: Fault, params: Params) -> None:
        """Apply a fault that is an answer or a change of the world; those of the wire are the server's.

        Raises:
            ApiError: the answer of the fault.
        """
        chat_id = chat_id_of(self.world, params)
        chat = None if chat_id is None else self.world.chats.get(chat_id)
        kind = fault.kind
        if kind == "too_many_requests":
            raise too_many(fault.retry_after_seconds)
        if kind == "migrated" and chat is not None and chat.is_group and chat.migrated_to is None:
            self.groups.migrate(chat.id)
        if kind == "topic_gone" and chat is not None and params.integer("message_thread_id") in chat.topics:
            chats.drop_topic(self.world, chat.id, params.integer("message_thread_id"))
        if kind == "error":
            raise ApiError(fault.code, fault.description)
        answer = _ANSWERS.get(kind)
        if answer is not None:
            raise answer


_ANSWERS: dict[str, ApiError] = {
    "server_error": ApiError(500, "Internal Server Error: restart"),
    "bad_gateway": ApiError(502, "Bad Gateway"),
    "blocked": forbidden("bot was blocked by the user"),
    "deactivated": forbidden("user is deactivated"),
    "kicked": forbidden("bot was kicked from the supergroup chat"),
    "chat_not_found": bad("chat not found"),
    "unauthorized": unauthorized(),
    "topic_closed": bad("TOPIC_CLOSED"),
    "not_enough_rights": bad("not enough rights to send text messages to the chat"),
}
