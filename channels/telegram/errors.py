"""What a refusal of the Bot API means, and what happens next: one table.

The descriptions are not a contract, so a rule matches a fragment in any case. Fragments come from the server's source
(tdlib/telegram-bot-api) or, where deeper layers write them, from practice. The library turns the HTTP status into the
exception class and drops the "Bad Request:" in front.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from channels.telegram.transport import Unsendable
from core.errors import (
    Barred,
    ChannelDown,
    KanalError,
    Moved,
    Rejected,
    Retry,
    TargetGone,
    TopicGone,
    Unreachable,
)

RIGHTS_RETRY_SECONDS = 60.0
"""How often to try again while an administrator has to give the bot a right; nothing queued is lost meanwhile."""

TOKEN_ADVICE = (
    "Telegram does not know this token: get the current one from @BotFather (/mybots, API Token), put it into "
    "TELEGRAM_BOT_TOKEN and restart."
)


class Harmless(KanalError):
    """The wanted state holds already, or it is too late to matter: success to the caller."""


class NoText(Rejected):
    """The message to edit is a photo or file: its caption is edited instead."""


class PhotoRefused(Rejected):
    """The server cannot show this picture as a photo: it goes as a file instead."""


class FileTooBig(Rejected):
    """The file is over what bots may download."""


class FileGone(Rejected):
    """The file id is wrong or no longer good."""


class Conflicted(Retry):
    """Another process polls with this token, or a webhook is set."""


@dataclass(frozen=True)
class Rule:
    """One refusal: HTTP status, fragment of the description in lower case (empty: any), what it is, what follows."""

    status: int
    fragment: str
    kind: type[KanalError]
    then: str


_BLOCKED = "the person is unreachable until they start or unblock the bot"
_GROUP_LOST = "the officials' group: everything waits until an administrator adds the bot again; others: unreachable"
_HARMLESS = "nothing: counted as done"
_ANEW = "the message is posted anew"
_TOPIC = "the topic is opened again and the message is sent there"
_BUG = "dead letter: our mistake, shown to the operator, can be replayed after a fix"
_RIGHTS = "the lane waits and tries every minute until an administrator gives the right; nothing is lost"
_TOPICS_OFF = "the lane waits and tries every minute until an administrator turns the topics on again; nothing is lost"

RULES: tuple[Rule, ...] = (
    Rule(403, "kicked", Unreachable, _GROUP_LOST),
    Rule(403, "not a member", Unreachable, _GROUP_LOST),
    Rule(403, "group chat was deleted", Unreachable, _GROUP_LOST),
    Rule(403, "not enough rights", Barred, _RIGHTS),
    Rule(403, "", Unreachable, _BLOCKED),  # blocked, deactivated, never started, a bot
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
    Rule(400, "message can't be deleted", Harmless, _HARMLESS),
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
    Rule(400, "file is too big", FileTooBig, "the file will not come: too large"),
    Rule(400, "wrong file", FileGone, "the file will not come: gone"),
    Rule(400, "invalid file", FileGone, "the file will not come: gone"),
    Rule(400, "file_id doesn't match", FileGone, "the file will not come: gone"),
    Rule(400, "file reference", FileGone, "the file will not come: gone"),
    Rule(400, "temporarily unavailable", Retry, "tried again with back-off"),
    Rule(400, "photo_invalid_dimensions", PhotoRefused, "sent as a file instead of a photo"),
    Rule(400, "photo_save_file_invalid", PhotoRefused, "sent as a file instead of a photo"),
    Rule(400, "image_process_failed", PhotoRefused, "sent as a file instead of a photo"),
    Rule(400, "", Rejected, _BUG),
)


def classify(error: TelegramError, token: str) -> KanalError:
    """Turn an exception of the library into a typed error whose text is free of the token and of citizens' words."""
    reason = cleaned(error.message, token)
    match error:
        case RetryAfter():
            return Retry(reason, after=_seconds(error.retry_after))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case InvalidToken():
            return ChannelDown(f"the token was refused: {reason}", TOKEN_ADVICE)
        case Conflict():
            return Conflicted(reason)
        case Forbidden():
            return _by_rule(403, error.message, reason)
        case BadRequest():
            return _by_rule(400, error.message, reason)
        case Unsendable():
            return Rejected(f"our request cannot be written: {reason}")
        case TimedOut():
            return Retry(reason)
    if "entity too large" in error.message.lower():  # 413, a file over what the server takes
        return Rejected(reason)
    return Retry(reason)


def _seconds(duration: float | timedelta) -> float:
    return duration.total_seconds() if isinstance(duration, timedelta) else float(duration)


def _by_rule(status: int, message: str, reason: str) -> KanalError:
    lower = message.lower()
    rule = next(rule for rule in RULES if rule.status == status and rule.fragment in lower)
    if rule.kind is Barred:
        return Barred(reason, after=RIGHTS_RETRY_SECONDS)
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
