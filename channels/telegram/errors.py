"""What a refusal of the Bot API means, and what happens next: one table.

The descriptions are not a contract, so a rule matches a fragment in any case. Fragments come from the server's source
(tdlib/telegram-bot-api) or, where deeper layers write them, from practice. What matches no rule is ``Unknown``: kept,
tried again and shown to the operator. Only the server's own JSON is judged (Bot API, Making requests): a page of a
proxy says nothing about the token, the chat or the message.
"""

import json
import re
from dataclasses import dataclass

from telegram.error import TelegramError

from channels.telegram.raw import Json, obj, text, whole
from core.vocabulary.errors import (
    Barred,
    ChannelDown,
    KanalError,
    Moved,
    Rejected,
    Retry,
    SendError,
    TargetGone,
    TopicGone,
    Unknown,
    Unreachable,
)

RIGHTS_RETRY_SECONDS = 60.0
"""How often to try again while an administrator has to give the bot a right; nothing queued is lost meanwhile."""

TOKEN_ADVICE = (
    "Telegram does not know this token: get the current one from @BotFather (/mybots, API Token), put it into "
    "TELEGRAM_BOT_TOKEN and restart."
)
ADDRESS_ADVICE = "Is TELEGRAM_API_BASE the address of a Bot API server, such as https://api.telegram.org?"
PASSING_STATUSES = (408, 425, 429)
"""Beside 5xx, what a server or a proxy on the way answers when it is only busy (RFC 9110, 6585 and 8470)."""


class Harmless(KanalError):
    """The wanted state holds already, or it is too late to matter: success to the caller."""


class NoText(Rejected):
    """The message to edit is a photo or file: its caption is edited instead."""


class Stays(Rejected):
    """The message is older than what may be deleted."""


class PhotoRefused(Rejected):
    """The server cannot show this picture as a photo: it goes as a file instead."""


class FileTooBig(Rejected):
    """The file is over what bots may download."""


class FileGone(Rejected):
    """The file id is wrong or no longer good."""


class FileNotYet(Rejected):
    """The file id is wrong, or the file is not there for a while: the server says the same of both."""


class Conflicted(Retry):
    """Another process polls with this token, or a webhook is set."""


class Refused(TelegramError):
    """An answer that is no success, not judged yet.

    ``own``: it is the server's JSON, with ``code`` and ``description``; otherwise only the HTTP status is known.
    """

    def __init__(self, status: int, answer: Json | None = None) -> None:
        code, description = whole(obj(answer).get("error_code")), text(obj(answer).get("description"))
        self.own = answer is not None and answer.get("ok") is False and bool(code and description)
        self.code = code if self.own else status
        self.description = description if self.own else ""
        self.parameters = obj(obj(answer).get("parameters")) if self.own else {}
        super().__init__(self.description or f"HTTP {status}, and not the answer of a Bot API server")


class Failed(TelegramError):
    """No answer: the network's trouble, or with ``address`` that of TELEGRAM_API_BASE, or with ``ours`` our bug."""

    def __init__(self, reason: str, *, ours: bool = False, address: bool = False) -> None:
        super().__init__(reason)
        self.ours = ours
        self.address = address


class TooLarge(TelegramError):
    """A body went over what was allowed."""

    def __init__(self) -> None:
        super().__init__("the answer is too large")


class Payload(bytes):
    """A body with what it was decoded to, so that the library need not do it again."""

    answer: Json

    def __new__(cls, body: bytes, answer: Json) -> "Payload":
        """Keep both."""
        made = super().__new__(cls, body)
        made.answer = answer
        return made


def success(status: int, body: bytes) -> Payload:
    """Read the body of a success, ``{"ok": true, "result": …}``; raises ``Refused`` for everything else."""
    try:
        answer = json.loads(body.decode(errors="replace"))
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise Refused(status)
    if not 200 <= status < 300 or answer.get("ok") is not True or "result" not in answer:
        raise Refused(status, answer)
    return Payload(body, answer)


@dataclass(frozen=True)
class Rule:
    """One refusal: HTTP status, fragment of the description in lower case (empty: any), what it is, what follows."""

    status: int
    fragment: str
    kind: type[SendError | Harmless]
    then: str


_BLOCKED = "the person is unreachable until they start or unblock the bot"
_GROUP_LOST = "the officials' group: everything waits until an administrator adds the bot again; others: unreachable"
_HARMLESS = "nothing: counted as done"
_ANEW = "the message is posted anew"
_TOPIC = "the topic is opened again and the message is sent there"
_TOKEN = "the channel is down, everything for it is held, the health topic is told"
_UNKNOWN = "tried again with back-off; the health topic is told once a day"
_BUG = "dead letter: our mistake, shown to the operator, can be replayed after a fix"
_RIGHTS = "the lane waits and tries every minute until an administrator gives the right; nothing is lost"
_TOPICS_OFF = "the lane waits and tries every minute until an administrator turns the topics on again; nothing is lost"

RULES: tuple[Rule, ...] = (
    Rule(403, "kicked", Unreachable, _GROUP_LOST),
    Rule(403, "not a member", Unreachable, _GROUP_LOST),
    Rule(403, "group chat was deleted", Unreachable, _GROUP_LOST),
    Rule(403, "not enough rights", Barred, _RIGHTS),
    Rule(403, "blocked by the user", Unreachable, _BLOCKED),
    Rule(403, "user is deactivated", Unreachable, _BLOCKED),
    Rule(403, "can't initiate conversation", Unreachable, _BLOCKED),
    Rule(403, "can't send messages to bots", Unreachable, _BLOCKED),
    Rule(403, "can't send messages to the user", Unreachable, _BLOCKED),
    Rule(400, "message is not modified", Harmless, _HARMLESS),
    Rule(400, "query is too old", Harmless, _HARMLESS),
    Rule(400, "query id is invalid", Harmless, _HARMLESS),
    Rule(400, "there is no text in the message", NoText, "the caption is edited instead"),
    Rule(400, "there is no caption in the message", TargetGone, _ANEW),
    Rule(400, "message to edit not found", TargetGone, _ANEW),
    Rule(400, "message can't be edited", TargetGone, _ANEW),
    Rule(400, "message_id_invalid", TargetGone, _ANEW),
    Rule(400, "message identifier is not specified", TargetGone, _ANEW),
    Rule(400, "message to be replied not found", TargetGone, _ANEW),
    Rule(400, "message to reply not found", TargetGone, _ANEW),
    Rule(400, "replied message not found", TargetGone, _ANEW),
    Rule(400, "message to delete not found", Harmless, _HARMLESS),
    Rule(400, "message can't be deleted", Stays, "it loses its words instead, and the group is told of its files"),
    Rule(400, "message thread not found", TopicGone, _TOPIC),
    Rule(400, "topic_closed", TopicGone, _TOPIC),
    Rule(400, "topic_deleted", TopicGone, _TOPIC),
    Rule(400, "topic_id_invalid", TopicGone, _TOPIC),
    Rule(400, "chat not found", Unreachable, _GROUP_LOST),
    Rule(400, "user not found", Unreachable, _BLOCKED),
    Rule(400, "peer_id_invalid", Unreachable, _BLOCKED),
    Rule(400, "input_user_deactivated", Unreachable, _BLOCKED),
    Rule(400, "not enough rights", Barred, _RIGHTS),
    Rule(400, "need administrator rights", Barred, _RIGHTS),
    Rule(400, "have no rights", Barred, _RIGHTS),
    Rule(400, "chat_admin_required", Barred, _RIGHTS),
    Rule(400, "chat_write_forbidden", Barred, _RIGHTS),
    Rule(400, "not a forum", Barred, _TOPICS_OFF),
    Rule(400, "channel_forum_missing", Barred, _TOPICS_OFF),
    Rule(400, "channel_private", Unreachable, _GROUP_LOST),
    Rule(400, "channel_invalid", Unreachable, _GROUP_LOST),
    Rule(400, "group chat was deactivated", Unreachable, _GROUP_LOST),
    Rule(400, "group is deactivated", Unreachable, _GROUP_LOST),
    Rule(400, "chat_restricted", Barred, _RIGHTS),
    Rule(400, "topic_not_modified", Harmless, _HARMLESS),
    Rule(400, "chat_not_modified", Harmless, _HARMLESS),
    Rule(400, "message to pin not found", TargetGone, "it is not pinned"),
    Rule(400, "file is too big", FileTooBig, "the file will not come: too large"),
    Rule(400, "temporarily unavailable", FileNotYet, "asked for a few times more, then gone"),
    Rule(400, "wrong file", FileGone, "the file will not come: gone"),
    Rule(400, "invalid file", FileGone, "the file will not come: gone"),
    Rule(400, "file_id doesn't match", FileGone, "the file will not come: gone"),
    Rule(400, "file reference", FileGone, "the file will not come: gone"),
    Rule(400, "photo_invalid_dimensions", PhotoRefused, "sent as a file instead of a photo"),
    Rule(400, "photo_save_file_invalid", PhotoRefused, "sent as a file instead of a photo"),
    Rule(400, "image_process_failed", PhotoRefused, "sent as a file instead of a photo"),
    Rule(400, "message text is empty", Rejected, _BUG),
    Rule(400, "is too long", Rejected, _BUG),  # message, caption, text, reply markup
    Rule(400, "_too_long", Rejected, _BUG),
    Rule(400, "can't parse", Rejected, _BUG),
    Rule(400, "must be non-empty", Rejected, _BUG),
    Rule(400, "button_data_invalid", Rejected, _BUG),
    Rule(400, "button_type_invalid", Rejected, _BUG),
    Rule(400, "button_url_invalid", Rejected, _BUG),
    Rule(400, "inline keyboard", Rejected, _BUG),
    Rule(400, "reply markup", Rejected, _BUG),
    Rule(400, "in the album", Rejected, _BUG),
    Rule(400, "strings must be encoded in utf-8", Rejected, _BUG),
    Rule(400, "parameter", Rejected, _BUG),  # wrong, required, invalid
    Rule(400, "wrong latitude or longitude", Rejected, _BUG),
    Rule(400, "logged out", ChannelDown, "the channel is down: the bot was logged out of this server"),
    Rule(401, "", ChannelDown, _TOKEN),
    Rule(404, "method not found", Unknown, _UNKNOWN),
    Rule(404, "", ChannelDown, _TOKEN),
    Rule(409, "", Conflicted, "the poller waits until the other one has gone"),
    Rule(413, "", Rejected, _BUG),
    Rule(429, "", Retry, "the chat is left alone as long as the server says"),
)


def classify(error: TelegramError, token: str) -> SendError | Harmless:
    """Turn what went wrong into a typed error whose text is free of the token and of citizens' words."""
    reason = cleaned(error.message, token)
    match error:
        case Refused(own=True):
            return _judged(error, reason)
        case Refused() if error.code >= 500 or error.code in PASSING_STATUSES:
            return Retry(reason)
        case Refused():
            return Unknown(reason, f"HTTP {error.code}")
        case TooLarge():
            return Unknown(reason, "too large")
        case Failed(ours=True):
            return Rejected(f"our request cannot be written: {reason}")
        case Failed(address=True):
            return ChannelDown(reason, ADDRESS_ADVICE)
    return Retry(reason)


def _judged(refused: Refused, reason: str) -> SendError | Harmless:
    moved = whole(refused.parameters.get("migrate_to_chat_id"))
    if moved:
        return Moved(str(moved))
    if refused.code >= 500:
        return Retry(reason)
    lower = refused.description.lower()
    rule = next((rule for rule in RULES if rule.status == refused.code and rule.fragment in lower), None)
    if rule is None or rule.kind is Unknown:
        return Unknown(f"unknown refusal: {reason}", f"{refused.code} {reason.lower()[:80]}")
    if rule.kind is ChannelDown:
        return ChannelDown(f"the token was refused: {reason}", TOKEN_ADVICE)
    if rule.kind is Barred:
        return Barred(reason, after=RIGHTS_RETRY_SECONDS)
    if issubclass(rule.kind, Retry):
        return rule.kind(reason, after=refused.parameters.get("retry_after"))
    return rule.kind(reason)


# An error code in quotes (the library has made it lower case) may stay; anything else may be a citizen's words.
_QUOTED = re.compile(r'"(?![a-z]+(_[a-z0-9]+)+")[^"]*"', re.IGNORECASE)


def cleaned(message: str, token: str) -> str:
    """Take the token and quoted words (the server quotes the text that it could not parse) out of a message."""
    message = scrub(message, token)
    return _QUOTED.sub('"…"', message)[:300]


def scrub(message: str, token: str) -> str:
    """Replace the token, also as it looks inside a percent-encoded address."""
    for form in (token, token.replace(":", "%3A"), token.replace(":", "%3a")):
        if form:
            message = message.replace(form, "<token>")
    return message
