"""POST /{phone-number-id}/messages: check, price, deliver (Cloud API, Messages)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Bubble, Content
from simulator.whatsapp.budget import Budget
from simulator.whatsapp.checks.content import KINDS
from simulator.whatsapp.checks.interactive import interactive
from simulator.whatsapp.checks.node import Node
from simulator.whatsapp.checks.template import template
from simulator.whatsapp.errors import GraphError, invalid, malformed, missing
from simulator.whatsapp.faults import Fault
from simulator.whatsapp.statuses import Statuses
from simulator.whatsapp.templates import Templates
from simulator.whatsapp.world import User, World

Json = dict[str, Any]
After = Callable[[], None]
_COMMON = ("messaging_product", "recipient_type", "to", "recipient", "type", "context", "biz_opaque_callback_data")
_TYPES = (*KINDS, "interactive", "template")
_BSUID = re.compile(limits.BSUID)


@dataclass
class Sending:
    """Take messages of the business. Codes in `late` are told by a failed status instead of an HTTP error."""

    world: World
    templates: Templates
    budget: Budget
    statuses: Statuses
    late: set[int] = field(default_factory=set)

    def send(self, body: Json, fault: Fault | None) -> tuple[Json, After]:
        """Take a message; give the answer and what happens after it.

        Raises:
            GraphError: the message is refused.
        """
        node = Node(body)
        kind = self._head(node)
        content = self._content(node, kind)
        context = self._context(node)
        opaque = node.optional("biz_opaque_callback_data", limits.OPAQUE)
        user, to, by_id = self._recipient(node)
        if by_id and content.category == "authentication":
            raise GraphError(131062, "Authentication templates cannot be sent to a business-scoped user id", bug=True)
        failure = self._state(user, content, fault)
        outside = not self.world.window_open(user)
        self.budget.spend(user.key, outside)
        if content.kind == "reaction":
            return self._react(user, content, to, by_id)
        if context and (quoted := self.world.by_id.get(context)) is not None and quoted.user != user.key:
            raise GraphError(131009, "context: the message is not of this chat", bug=True)
        held = fault is not None and fault.kind == "held"
        bubble = self._compose(user, content, context, opaque, by_id, held or failure is not None)
        answer = self._answer(user, to, by_id, bubble.id)
        if kind == "template":
            answer["messages"][0]["message_status"] = "held_for_quality_assessment" if held else "accepted"
        if failure is not None:
            error = failure
            return answer, lambda: self.statuses.failed(bubble, error)
        return answer, (lambda: None) if held else (lambda: self.statuses.accepted(bubble))

    def _head(self, node: Node) -> str:
        if not node.has("messaging_product"):
            raise GraphError(100, "The parameter messaging_product is required.", bug=True)
        node.one_of("messaging_product", ("whatsapp",))
        if node.has("recipient_type"):
            node.one_of("recipient_type", ("individual", "group"))
        kind = node.one_of("type", _TYPES) if node.has("type") else "text"
        node.only(*_COMMON, kind)
        return kind

    def _content(self, node: Node, kind: str) -> Content:
        if kind == "template":
            return template(node, self.world.medias, self.templates)
        if kind == "interactive":
            return interactive(node, self.world.medias)
        return KINDS[kind](node, self.world.medias)

    def _context(self, node: Node) -> str:
        if not node.has("context"):
            return ""
        identity = node.child("context").only("message_id").text("message_id", 512)
        if not identity.startswith("wamid."):
            raise invalid("context['message_id'] is not a message id")
        return identity

    def _recipient(self, node: Node) -> tuple[User, str, bool]:
        """Find who it is for: `to` wins over `recipient`."""
        if node.value.get("recipient_type") == "group":
            raise malformed("Param to must be the id of a group of this number")
        if node.has("to"):
            to = node.text("to", 64)
            digits = re.sub(r"[+\s()-]", "", to)
            if not digits.isdigit() or len(digits) not in limits.PHONE_DIGITS:
                raise malformed(f"Param to is not a valid phone number: {to!r}; an id goes into recipient")
            if digits == self.world.business.phone:
                raise GraphError(131021, "The sender and the recipient are the same number")
            user = self.world.find(digits)
            return self._known(user if user is not None and user.phone == digits else None, to), to, False
        if not node.has("recipient"):
            raise missing("to")
        recipient = node.text("recipient", 200)
        if not _BSUID.fullmatch(recipient):
            raise invalid(f"recipient is not a business-scoped user id: {recipient!r}")
        user = self.world.find(recipient)
        return self._known(user if user is not None and user.user_id == recipient else None, recipient), recipient, True

    def _known(self, user: User | None, to: str) -> User:
        if user is None:
            raise GraphError(131026, f"Message undeliverable: {to} is not on WhatsApp")
        return user

    def _state(self, user: User, content: Content, fault: Fault | None) -> GraphError | None:
        """Find what forbids the message now; give it when it is to come late, raise it otherwise."""
        error: GraphError | None = None
        if fault is not None and fault.kind == "late":
            return GraphError(fault.code, fault.details)
        if not user.on_whatsapp:
            error = GraphError(131026, "Message undeliverable: the user is not on WhatsApp")
        elif content.kind != "template" and not self.world.window_open(user):
            error = GraphError(131047, "More than 24 hours have passed since the customer last replied to this number")
        elif content.category == "marketing" and user.stopped_marketing:
            error = GraphError(131050, "The user has stopped marketing messages of this business")
        if error is None or error.code in self.late:
            return error
        raise error

    def _compose(self, user: User, content: Content, context: str, opaque: str, by_id: bool, hidden: bool) -> Bubble:
        identity = self.world.new_id(user)
        if hidden:
            # It never reaches the person: it has an id and a status, and no place in the chat.
            return Bubble(
                self.world.number,
                identity,
                user.key,
                True,
                content,
                self.world.now(),
                context,
                opaque,
                by_id,
                held=True,
            )
        bubble = self.world.compose(
            user, content, from_business=True, identity=identity, context=context, opaque=opaque, to_user_id=by_id
        )
        self.world.price(user, bubble)
        return bubble

    def _react(self, user: User, content: Content, to: str, by_id: bool) -> tuple[Json, After]:
        target = user.messages.get(content.target)
        identity = self.world.new_id(user)
        note = Bubble(self.world.number, identity, user.key, True, content, self.world.now(), to_user_id=by_id)
        answer = self._answer(user, to, by_id, identity)
        gone = target is None or target.revoked or self.world.now() - target.at > limits.REACTION_SECONDS
        if target is None or gone:
            error = GraphError(131009, "reaction: the message is unknown, deleted or older than 30 days")
            return answer, lambda: self.statuses.failed(note, error)
        target.reactions.pop("business", None)
        if content.emoji:
            target.reactions["business"] = content.emoji
        self.world.changed(target)
        return answer, lambda: self.statuses.emit(note, "sent")

    def _answer(self, user: User, to: str, by_id: bool, identity: str) -> Json:
        contact: Json = {"input": to}
        if not by_id:
            contact["wa_id"] = user.phone
        if user.user_id:
            contact["user_id"] = user.user_id
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": identity}]}

    def mark_read(self, body: Json) -> Json:
        """Mark a message of a person, and the earlier ones, as read; show typing when asked."""
        node = Node(body).only("messaging_product", "status", "message_id", "typing_indicator")
        node.one_of("messaging_product", ("whatsapp",))
        node.one_of("status", ("read",))
        if node.has("typing_indicator"):
            node.child("typing_indicator").only("type").one_of("type", ("text",))
        bubble = self.world.by_id.get(node.text("message_id", 512))
        if bubble is None or bubble.from_business:
            raise GraphError(131009, "message_id: no such message from a user")
        self.world.mark_read(bubble)
        if node.has("typing_indicator"):
            data = {"user": bubble.user, "seconds": limits.TYPING_SECONDS}
            self.world.feed.publish("typing", data, bubble.user)
        return {"success": True}
