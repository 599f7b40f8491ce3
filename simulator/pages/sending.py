"""POST /{page}/messages: recipient, window, message; then the echo, and what becomes of it at the person's phone."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.pages import platform as limits
from simulator.pages.checks import Content, check
from simulator.pages.errors import GraphError, invalid, no_object
from simulator.pages.reports import Item, messaging
from simulator.pages.world import Bubble, Comment, Media, User, World

Json = dict[str, Any]
KEYS = frozenset(
    {"recipient", "messaging_type", "tag", "message", "sender_action", "notification_type", "reply_to", "platform"}
)
TYPES = frozenset({"RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"})
ACTIONS = frozenset({"typing_on", "typing_off", "mark_seen", "react", "unreact"})
TEXT_PER_SECOND = 300
"""Send API calls per second and account."""


@dataclass
class Sending:
    """Take what the Page sends. `human_agent`: the feature is approved; `echoes`, `reports`: what is told after."""

    world: World
    push: Callable[[Item], None]
    human_agent: bool = True
    echoes: bool = True
    reports: bool = True
    per_second: int | None = TEXT_PER_SECOND
    typing: list[tuple[str, str]] = field(default_factory=list)
    _sent: deque[float] = field(default_factory=deque)

    def send(self, body: Json, file: tuple[bytes, str, str] | None) -> Json:
        """Send a message, or show a person that one is read or written.

        Raises:
            GraphError: the platform would refuse it.
        """
        if file is not None:
            body = {key: json.loads(value) if key in ("recipient", "message") else value for key, value in body.items()}
        for key in body:
            if key not in KEYS:
                raise invalid(f"no such key: {key}")
        recipient = body.get("recipient")
        if not isinstance(recipient, dict) or len(recipient) != 1:
            raise invalid("recipient needs exactly one id")
        if "sender_action" in body:
            return self._act(body, recipient)
        self._check_rate()
        if "comment_id" in recipient or "post_id" in recipient:
            return self._privately(body, recipient)
        user = self._person(recipient)
        content = check(body.get("message"), self.world.platform, self.world.utilities)
        self._check_window(user, body, content)
        return self._deliver(user, content, body, file)

    def _check_rate(self) -> None:
        now = self.world.now()
        while self._sent and self._sent[0] <= now - 1:
            self._sent.popleft()
        if self.per_second is not None and len(self._sent) >= self.per_second:
            raise GraphError(613, "Calls to this api have exceeded the rate limit.")
        self._sent.append(now)

    def _person(self, recipient: Json) -> User:
        identity = str(recipient.get("id", ""))
        user = self.world.find(identity)
        if user is None or user.id != identity:
            raise GraphError(100, "No matching user found", 2018001, bug="id" not in recipient)
        if user.gone or user.blocked:
            raise GraphError(551, "This person isn't available right now.", 1545041)
        return user

    def _act(self, body: Json, recipient: Json) -> Json:
        if body["sender_action"] not in ACTIONS or "message" in body:
            raise invalid("sender_action stands alone")
        user = self._person(recipient)
        self.typing.append((user.key, body["sender_action"]))
        self.world.feed.publish("action", {"user": user.key, "action": body["sender_action"]}, user.key)
        return {"recipient_id": user.id}

    def _check_window(self, user: User, body: Json, content: Content) -> None:
        """Hold to the rule of the window.

        Raises:
            GraphError: 10 with the platform's subcode, or 100 for a tag that is gone.
        """
        kind, tag = body.get("messaging_type"), body.get("tag", "")
        if kind not in TYPES:
            raise invalid(f"messaging_type {kind}")
        if tag in limits.REMOVED_TAGS:
            raise invalid(f"tag {tag} is no longer supported")
        if (kind == "MESSAGE_TAG") != bool(tag) or (tag and tag != "HUMAN_AGENT"):
            raise invalid(f"tag {tag!r} with messaging_type {kind}")
        if (kind == "UTILITY") != (content.kind == "utility"):
            raise invalid("UTILITY goes with a template")
        if kind == "UTILITY":
            return
        if tag and not self.human_agent:
            raise GraphError(10, "The Human Agent feature is not approved", bug=False)
        is_open = self.world.human_window_open(user) if tag else self.world.window_open(user)
        if not is_open:
            subcode = self.world.platform.outside_window
            raise GraphError(10, "This message is sent outside of allowed window.", subcode)

    def _deliver(self, user: User, content: Content, body: Json, file: tuple[bytes, str, str] | None) -> Json:
        media = self._media(content, file)
        bubble = self.world.add(
            user,
            content.text,
            from_page=True,
            quick=content.quick,
            buttons=content.buttons,
            kind=content.kind,
            media=media,
            tag=body.get("tag", ""),
            messaging_type=body.get("messaging_type", ""),
            template=content.template,
            metadata=content.metadata,
        )
        self._echo(user, bubble, content)
        self._arrive(user, bubble)
        return {"recipient_id": user.id, "message_id": bubble.mid}

    def _media(self, content: Content, file: tuple[bytes, str, str] | None) -> tuple[str, ...]:
        if content.kind not in ("image", "audio", "video", "file"):
            if file is not None:
                raise invalid("filedata without an attachment")
            return ()
        if file is not None:
            data, mime, name = file
            if not 0 < len(data) <= limits.ATTACHMENT_BYTES:
                raise invalid(f"filedata must be 1 to {limits.ATTACHMENT_BYTES} bytes")
            return (self.world.store(data, mime, name).key,)
        if content.attachment_id:
            if content.attachment_id not in self.world.media:
                raise GraphError(100, "The attachment_id is not valid", 2018008, bug=True)
            return (content.attachment_id,)
        if not content.url:
            raise invalid("an attachment needs a url, an attachment_id or filedata")
        return (content.url,)

    def upload(self, body: Json, file: tuple[bytes, str, str] | None) -> Json:
        """Keep a file to be sent later (Attachment Upload API)."""
        if file is None:
            raise invalid("filedata is required")
        check(json.loads(str(body.get("message", "null"))), self.world.platform, {})
        data, mime, name = file
        if not 0 < len(data) <= limits.ATTACHMENT_BYTES:
            raise invalid(f"filedata must be 1 to {limits.ATTACHMENT_BYTES} bytes")
        stored: Media = self.world.store(data, mime, name)
        return {"attachment_id": stored.key}

    # -- what follows ------------------------------------------------------------------------------------------------

    def _echo(self, user: User, bubble: Bubble, content: Content) -> None:
        if not self.echoes:
            return
        message: Json = {"mid": bubble.mid, "is_echo": True, "app_id": int(self.world.page.app_id)}
        if bubble.text:
            message["text"] = bubble.text
        if content.metadata:
            message["metadata"] = content.metadata
        if bubble.media:
            message["attachments"] = [
                {"type": bubble.kind, "payload": {"url": f"https://cdn.example/{bubble.media[0]}"}}
            ]
        field = "message_echoes" if self.world.platform.name == "messenger" else "messages"
        self.push(messaging(self.world, user, {"message": message}, field=field, from_page=True))

    def _arrive(self, user: User, bubble: Bubble) -> None:
        if not self.reports or not user.reached:
            return
        bubble.delivered = True
        if self.world.platform.deliveries:
            report = {"mids": [bubble.mid], "watermark": int(self.world.now() * 1000)}
            self.push(messaging(self.world, user, {"delivery": report}, field="message_deliveries"))

    # -- private replies ---------------------------------------------------------------------------------------------

    def _privately(self, body: Json, recipient: Json) -> Json:
        """Answer a public comment in private: once, within seven days; it opens no window."""
        identity = str(recipient.get("comment_id") or recipient.get("post_id"))
        comment = self.world.comments.get(identity)
        if comment is None:
            raise no_object(identity)
        content = check(body.get("message"), self.world.platform, {})
        user = self._author(comment)
        if comment.privately_answered:
            raise GraphError(10900, "Activity already replied to")
        late = self.world.now() - comment.at > limits.PRIVATE_REPLY_SECONDS
        if late or user.gone or user.blocked:
            raise GraphError(10903, "This user can't reply to this activity")
        comment.privately_answered = True
        return self._deliver(user, content, body, None)

    def _author(self, comment: Comment) -> User:
        if comment.author == self.world.page.id:
            raise GraphError(10903, "This user can't reply to this activity", bug=True)
        user = next((one for one in self.world.users.values() if one.public == comment.author), None)
        if user is None:
            raise GraphError(10903, "This user can't reply to this activity")
        return user
