"""The table of refusals: what the platform answers, which error that is, and what the adapter does about it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError

from channels.telegram import errors
from channels.telegram.errors import (
    RULES,
    Conflicted,
    Failed,
    FileGone,
    FileNotYet,
    FileTooBig,
    Harmless,
    NoText,
    PhotoRefused,
    TooLarge,
    classify,
    success,
)
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

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def outcome(status: int, description: str, parameters: Mapping[str, Any] | None = None) -> KanalError:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = dict(parameters)
    return judged(status, json.dumps(body).encode())


def judged(status: int, body: bytes) -> KanalError:
    with pytest.raises(TelegramError) as caught:
        success(status, body)
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
    (400, B + "CHAT_NOT_MODIFIED", Harmless),
    (400, B + "message to pin not found", TargetGone),
    (400, B + "need administrator rights in the channel chat", Barred),
    (400, B + "the chat is not a forum", Barred),
    (400, B + "CHANNEL_FORUM_MISSING", Barred),
    (400, B + "CHAT_RESTRICTED", Barred),
    (400, B + "CHANNEL_PRIVATE", Unreachable),
    (400, B + "group chat was deactivated", Unreachable),
    (400, B + "file is too big", FileTooBig),
    (400, B + "wrong file_id or the file is temporarily unavailable", FileNotYet),
    (400, B + "wrong file identifier/HTTP URL specified", FileGone),
    (400, B + "PHOTO_INVALID_DIMENSIONS", PhotoRefused),
    (400, B + "something that nobody has seen yet", Unknown),
    (400, B + "MESSAGE_TOO_LONG", Rejected),
    (400, B + "wrong parameter action in request", Rejected),
    (400, B + "inline keyboard expected", Rejected),
    (400, "Logged out", ChannelDown),
    (402, "Payment Required: stars", Unknown),
    (403, "Forbidden: something that nobody has seen yet", Unknown),
    (404, "Not Found: method not found", Unknown),
    (418, "I'm a teapot", Unknown),
    (409, "Conflict: terminated by other getUpdates request", Conflicted),
    (413, "Request Entity Too Large", Rejected),
    (429, "Too Many Requests: slow down", Retry),
    (500, "Internal Server Error: restart", Retry),
    (502, "Bad Gateway", Retry),
    (504, "Gateway Timeout", Retry),
)


@pytest.mark.parametrize(("status", "description", "kind"), CASES)
def test_refusal_becomes_typed(status: int, description: str, kind: type[KanalError]) -> None:
    """Each refusal is exactly the error that the table names."""
    assert type(outcome(status, description)) is kind


def test_the_wait_is_passed_on() -> None:
    """A 429 tells for how long, and missing rights are tried again every minute."""
    flood = outcome(429, "Too Many Requests: retry after 17", {"retry_after": 17})
    rights = outcome(400, B + "not enough rights to send photos to the chat")
    assert isinstance(flood, Retry)
    assert isinstance(rights, Retry)
    assert (17.0, errors.RIGHTS_RETRY_SECONDS) == (flood.after, rights.after)


PAGES = [b"<html><body>Forbidden</body></html>", b"", b"null", b"[]", b'"ok"', b"{}", b'{"error": "x"}', b"\xff\xfe"]


@pytest.mark.parametrize("body", PAGES)
@pytest.mark.parametrize("status", [200, 204, 301, 302, 400, 401, 403, 404, 413, 418, 451])
def test_a_proxys_page_is_not_the_platforms_word(status: int, body: bytes) -> None:
    """Whatever the status, what is not the server's own JSON is kept, tried again and shown."""
    error = judged(status, body)
    assert isinstance(error, Unknown)
    assert (True, False) == (str(status) in error.mark, "html" in str(error))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 599])
def test_a_busy_proxy_is_passing_trouble(status: int) -> None:
    """Where the status says that it will pass, nobody is bothered."""
    assert type(judged(status, b"<html>")) is Retry


@pytest.mark.parametrize(
    "body",
    [
        b'{"ok": true}',
        b'{"ok": 1, "result": {}}',
        b'{"result": {"message_id": 1}}',
        b'{"ok": false, "result": {}}',
        b'{"ok": false, "error_code": "403", "description": "Forbidden: bot was blocked by the user"}',
        b'{"ok": false, "error_code": 403, "description": null}',
    ],
)
def test_shapes_that_are_not_the_servers(body: bytes) -> None:
    """A success has a result, and a refusal a code and a description; what has not is nobody's word."""
    assert type(judged(200, body)) is Unknown


def test_the_refusal_counts_and_not_the_status_around_it() -> None:
    """The server's own refusal is obeyed also inside of a success."""
    body = b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'
    assert type(judged(200, body)) is Unreachable


@pytest.mark.parametrize(
    ("told", "seconds"),
    [(17, 17.0), (-5, None), (0, None), ("abc", None), ("30", 30.0), (10**9, 3600.0), (None, None), ([], None)],
)
def test_a_wait_is_believed_within_reason(told: object, seconds: float | None) -> None:
    """What is no time above zero means back off, and nobody waits for more than an hour."""
    error = outcome(429, "Too Many Requests: retry after", {"retry_after": told})
    assert isinstance(error, Retry)
    assert error.after == seconds


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (Failed("timed out"), Retry),
        (Failed("aiohttp.ServerDisconnectedError"), Retry),
        (Failed("nothing was sent: ValueError", ours=True), Rejected),
        (Failed("no address", address=True), ChannelDown),
        (TooLarge(), Unknown),
    ],
)
def test_what_gave_no_answer(failure: TelegramError, kind: type[KanalError]) -> None:
    """The network's trouble passes, a wrong address needs the operator, and our own failure is our bug."""
    assert type(classify(failure, TOKEN)) is kind


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.integers(100, 599),
    st.fixed_dictionaries(
        {}, optional={"ok": JSON, "error_code": JSON, "description": JSON, "parameters": JSON, "result": JSON}
    ),
)
def test_no_shape_raises_anything_else(status: int, answer: dict[str, Any]) -> None:
    """Any status with any JSON is a success with a result, or a typed error."""
    try:
        found: object = success(status, json.dumps(answer).encode()).answer.get("result", answer)
    except TelegramError as error:
        found = classify(error, TOKEN)
    assert isinstance(found, SendError | Harmless) or found == answer["result"] or found != found


def test_a_moved_group_tells_its_new_address() -> None:
    """A group that became a supergroup gives the id to write to."""
    moved = outcome(400, B + "group chat was upgraded", {"migrate_to_chat_id": -1001700000001})
    assert isinstance(moved, Moved)
    assert "-1001700000001" == moved.address


def test_a_refused_token_comes_with_advice() -> None:
    """A wrong or revoked token takes the channel down and says what the operator should do."""
    down = outcome(401, "Unauthorized")
    assert isinstance(down, ChannelDown)
    assert "BotFather" in down.advice


def test_words_of_citizens_stay_out() -> None:
    """What the server quotes of a text is not repeated in the error; codes in quotes are."""
    parse = outcome(400, B + 'can\'t parse entities: unsupported start tag "budi di rt 5" at byte offset 3')
    album = outcome(400, B + 'failed to send message #1 with the error message "WEBPAGE_CURL_FAILED"')
    assert (False, True) == ("budi" in str(parse), "webpage_curl_failed" in str(album).lower())


def test_every_rule_is_reachable_and_tested() -> None:
    """No rule hides behind an earlier one, and each says what happens next."""
    for position, rule in enumerate(RULES):
        earlier = [other for other in RULES[:position] if other.status == rule.status]
        assert [] == [other for other in earlier if other.fragment in rule.fragment]
        assert rule.then
