"""The table of refusals: what the platform answers, which error that is, and what the adapter does about it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from channels.telegram import errors
from channels.telegram.errors import RULES, Conflicted, FileGone, FileTooBig, Harmless, NoText, PhotoRefused, classify
from core.errors import Barred, ChannelDown, KanalError, Moved, Rejected, Retry, TargetGone, TopicGone, Unreachable

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


class Canned(BaseRequest):
    """Answer every request in the same way."""

    def __init__(self, status: int, body: bytes) -> None:
        self._answer = status, body

    @property
    def read_timeout(self) -> float | None:
        """Never wait."""
        return None

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Hold nothing."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Give the answer."""
        return self._answer


async def outcome(status: int, description: str, parameters: Mapping[str, Any] | None = None) -> KanalError:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = dict(parameters)
    bot = Bot(TOKEN, request=Canned(status, json.dumps(body).encode()))
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(1, "x")
    return classify(caught.value, TOKEN)


B = "Bad Request: "
CASES: tuple[tuple[int, str, type[KanalError]], ...] = (
    (401, "Unauthorized", ChannelDown),
    (404, "Not Found", ChannelDown),
    (403, "Forbidden: bot was blocked by the user", Unreachable),
    (403, "Forbidden: user is deactivated", Unreachable),
    (403, "Forbidden: bot was kicked from the group chat", Unreachable),
    (403, "Forbidden: bot was kicked from the supergroup chat", Unreachable),
    (403, "Forbidden: bot is not a member of the supergroup chat", Unreachable),
    (403, "Forbidden: the group chat was deleted", Unreachable),
    (403, "Forbidden: bot can't initiate conversation with a user", Unreachable),
    (403, "Forbidden: bot can't send messages to bots", Unreachable),
    (403, "Forbidden: not enough rights to send text messages to the chat", Barred),
    (400, B + "chat not found", Unreachable),
    (400, B + "PEER_ID_INVALID", Unreachable),
    (400, B + "message is not modified: specified new message content and reply markup are exactly the same", Harmless),
    (400, B + "query is too old and response timeout expired or query ID is invalid", Harmless),
    (400, B + "there is no text in the message to edit", NoText),
    (400, B + "there is no caption in the message to edit", TargetGone),
    (400, B + "message to edit not found", TargetGone),
    (400, B + "message can't be edited", TargetGone),
    (400, B + "message to be replied not found", TargetGone),
    (400, B + "MESSAGE_ID_INVALID", TargetGone),
    (400, B + "message to delete not found", Harmless),
    (400, B + "message thread not found", TopicGone),
    (400, B + "TOPIC_CLOSED", TopicGone),
    (400, B + "TOPIC_DELETED", TopicGone),
    (400, B + "message text is empty", Rejected),
    (400, B + "message is too long", Rejected),
    (400, B + "message caption is too long", Rejected),
    (400, B + "can't parse entities: Unsupported start tag", Rejected),
    (400, B + "BUTTON_DATA_INVALID", Rejected),
    (400, B + "reply markup is too long", Rejected),
    (400, B + "not enough rights to create a topic", Barred),
    (400, B + "need administrator rights in the channel chat", Barred),
    (400, B + "the chat is not a forum", Barred),
    (400, B + "CHANNEL_FORUM_MISSING", Barred),
    (400, B + "CHAT_RESTRICTED", Barred),
    (400, B + "CHANNEL_PRIVATE", Unreachable),
    (400, B + "group chat was deactivated", Unreachable),
    (400, B + "file is too big", FileTooBig),
    (400, B + "wrong file_id or the file is temporarily unavailable", FileGone),
    (400, B + "wrong file identifier/HTTP URL specified", FileGone),
    (400, B + "PHOTO_INVALID_DIMENSIONS", PhotoRefused),
    (400, B + "something that nobody has seen yet", Rejected),
    (409, "Conflict: terminated by other getUpdates request", Conflicted),
    (413, "Request Entity Too Large", Rejected),
    (429, "Too Many Requests: slow down", Retry),
    (500, "Internal Server Error: restart", Retry),
    (502, "Bad Gateway", Retry),
    (504, "Gateway Timeout", Retry),
)


@pytest.mark.parametrize(("status", "description", "kind"), CASES)
async def test_refusal_becomes_typed(status: int, description: str, kind: type[KanalError]) -> None:
    """Each refusal is exactly the error that the table names."""
    assert type(await outcome(status, description)) is kind


async def test_the_wait_is_passed_on() -> None:
    """A 429 tells for how long, and missing rights are tried again every minute."""
    flood = await outcome(429, "Too Many Requests: retry after 17", {"retry_after": 17})
    rights = await outcome(400, B + "not enough rights to send photos to the chat")
    assert isinstance(flood, Retry)
    assert isinstance(rights, Retry)
    assert (flood.after, rights.after) == (17.0, errors.RIGHTS_RETRY_SECONDS)


async def test_a_moved_group_tells_its_new_address() -> None:
    """A group that became a supergroup gives the id to write to."""
    moved = await outcome(400, B + "group chat was upgraded", {"migrate_to_chat_id": -1001700000001})
    assert isinstance(moved, Moved)
    assert moved.address == "-1001700000001"


async def test_a_refused_token_comes_with_advice() -> None:
    """A wrong or revoked token takes the channel down and says what the operator should do."""
    down = await outcome(401, "Unauthorized")
    assert isinstance(down, ChannelDown)
    assert "BotFather" in down.advice


async def test_words_of_citizens_stay_out() -> None:
    """What the server quotes of a text is not repeated in the error; codes in quotes are."""
    parse = await outcome(400, B + 'can\'t parse entities: unsupported start tag "budi di rt 5" at byte offset 3')
    album = await outcome(400, B + 'failed to send message #1 with the error message "WEBPAGE_CURL_FAILED"')
    assert ("budi" in str(parse), "webpage_curl_failed" in str(album).lower()) == (False, True)


def test_every_rule_is_reachable_and_tested() -> None:
    """No rule hides behind an earlier one, and each says what happens next."""
    for position, rule in enumerate(RULES):
        earlier = [other for other in RULES[:position] if other.status == rule.status]
        assert [other for other in earlier if other.fragment in rule.fragment] == []
        assert rule.then
