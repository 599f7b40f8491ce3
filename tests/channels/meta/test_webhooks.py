"""Every channel of Meta is called at the same kind of address, and judges by the same first rows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.contract import Received, Reply, Request
from channels.meta.errors import judge, read_error, shared_rules
from channels.meta.settings import MetaSettings
from channels.meta.verify import HEADER, signature
from channels.meta.webhooks import meta_routes
from core.vocabulary.errors import ChannelDown, Forged, Rejected, Retry, SendError, Unknown

BODY = b'{"object": "page", "entry": []}'
NOW = datetime(2026, 11, 2, tzinfo=UTC)
WORD = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "42"}
RULES = shared_rules("make a new token", "give the permission")


def asked(method: str, headers: dict[str, str], query: dict[str, str], body: bytes = b"") -> Received:
    """Ask the routes as the intake does, the body last."""
    values: dict[str, Any] = {"META_APP_SECRET": "secret", "META_VERIFY_TOKEN": "word"}
    routes = meta_routes(MetaSettings(_env_file=None, **values), lambda request: Received(lost=request.body.decode()))
    (route,) = [route for route in routes if method in route.methods]
    lower = {name.lower(): value for name, value in headers.items()}
    route.admit(Request(method, lower, query, b"", NOW))
    request = Request(method, lower, query, body, NOW)
    route.verify(request)
    return route.take(request)


def test_a_signed_body_is_taken() -> None:
    """What is signed with the app's secret comes to the channel as it was sent."""
    assert Received(lost=BODY.decode()) == asked("POST", {HEADER: signature(BODY, "secret")}, {}, BODY)


@pytest.mark.parametrize("headers", [{}, {HEADER: "sha256=0"}, {HEADER: signature(BODY, "other")}])
def test_another_body_is_forged(headers: dict[str, str]) -> None:
    """Nothing else comes in, and the channel does not see it."""
    with pytest.raises(Forged):
        asked("POST", headers, {}, BODY)


def test_the_question_is_answered() -> None:
    """Who knows our word hears the challenge; who does not, nothing."""
    assert Received(reply=Reply("42")) == asked("GET", {}, WORD)
    with pytest.raises(Forged):
        asked("GET", {}, {**WORD, "hub.verify_token": "another"})


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        (190, ChannelDown, "make a new token"),
        (0, ChannelDown, "make a new token"),
        (10, ChannelDown, "give the permission"),
        (250, ChannelDown, "give the permission"),
        (368, ChannelDown, "Business Support Home"),
        (2, Retry, ""),
        (4, Retry, ""),
        (100, Rejected, ""),
        (551, Unknown, ""),
    ],
)
def test_shared_rows(code: int, kind: type[SendError], told: str) -> None:
    """What all channels share is judged alike, with the channel's own advice; the rest is in no row."""
    error = judge(read_error({"error": {"code": code, "message": "x"}}, 400), RULES)
    assert kind is type(error)
    assert told in getattr(error, "advice", "")
