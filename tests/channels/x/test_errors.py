"""The table of refusals: status and words of the platform, the error it is, what follows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.x.errors import Duplicate, Refused, classify, cleaned, read_refusal, seconds_left
from core.vocabulary import errors
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable
from tests.channels.x.fixtures import ERRORS, EXPECTED, FOLDER

NOW = 1_793_581_700.0
KINDS: dict[str, type[SendError]] = {"Duplicate": Duplicate}


def refusal(status: int, detail: str = "", title: str = "Told", **more: Any) -> Refused:
    """Give a refusal in the platform's own form."""
    return Refused(status, {"title": title, "detail": detail, "status": status, **more}, ours=True)


@pytest.mark.parametrize("name", ERRORS)
def test_recorded_refusal_becomes_typed(name: str) -> None:
    """Each recorded refusal is the error that the table of fixtures names."""
    status = int(name.split("_")[1])
    refused = read_refusal(status, {}, (FOLDER / f"{name}.json").read_bytes())
    expected = KINDS.get(EXPECTED[name]) or getattr(errors, EXPECTED[name])
    assert expected is type(classify(refused, NOW))


@pytest.mark.parametrize(
    ("status", "detail", "kind"),
    [
        (400, "One or more parameters to your request was invalid.", Rejected),
        (409, "The subscription exists already.", Rejected),
        (413, "Request entity too large", Rejected),
        (401, "Unauthorized", ChannelDown),
        (402, "Your enrolled account does not have any credits to fulfill this request.", ChannelDown),
        (403, "You do not have permission to DM one or more participants.", Unreachable),
        (403, "You cannot send messages to this user.", Unreachable),
        (403, "You are not allowed to create a Tweet with duplicate content.", Duplicate),
        (403, "Reply to this conversation is not allowed because you have not been mentioned", Rejected),
        (403, "You attempted to reply to a Tweet that is deleted or not visible to you.", Unreachable),
        (403, "Your Tweet text is too long.", Rejected),
        (403, "Your account is suspended and is not permitted to access this feature.", ChannelDown),
        (403, "To protect our users, your account is temporarily locked.", ChannelDown),
        (403, "Your client app is not configured with the appropriate oauth1-permissions", ChannelDown),
        (403, "You are not permitted to perform this action.", ChannelDown),
        (403, "Authenticating with this kind of token is forbidden for this endpoint.", ChannelDown),
        (403, "Something that was never said before", Unknown),
        (404, "Could not find user with id", Unreachable),
        (418, "I'm a teapot", Unknown),
        (429, "Too Many Requests", Retry),
        (500, "Internal Server Error", Retry),
        (503, "Service Unavailable", Retry),
    ],
)
def test_status_and_words_become_typed(status: int, detail: str, kind: type[SendError]) -> None:
    """Each documented refusal is exactly one error; words that nobody knows get no default meaning."""
    assert kind is type(classify(refusal(status, detail), NOW))


@pytest.mark.parametrize(("status", "detail"), [(401, ""), (402, ""), (403, "suspended"), (403, "client-forbidden")])
def test_every_fatal_refusal_has_advice(status: int, detail: str) -> None:
    """Whatever takes the channel down says what the operator should do."""
    error = classify(refusal(status, detail), NOW)
    assert isinstance(error, ChannelDown)
    assert 20 < len(error.advice)


@pytest.mark.parametrize("status", [200, 301, 302, 400, 401, 402, 403, 404, 409, 418])
@pytest.mark.parametrize("page", [b"<html>no</html>", b"", b"[]", b"{}", b'{"ok": true}', b"\xff"])
def test_a_proxys_page_is_not_the_platforms_word(status: int, page: bytes) -> None:
    """What is not the platform's own JSON says nothing of keys, credit or person, whatever the status."""
    error = classify(read_refusal(status, {}, page), NOW)
    assert isinstance(error, Unknown)
    assert f"HTTP {status}" == error.mark


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_proxy_is_passing_trouble(status: int) -> None:
    """Where the status says that it will pass, nobody is bothered."""
    assert Retry is type(classify(read_refusal(status, {}, b"<html>"), NOW))


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [("", 900.0), ("x", 900.0), (str(int(NOW) + 60), 60.0), (str(int(NOW) - 60), 1.0), ("9" * 30, 900.0)],
)
def test_a_rate_limit_ends_when_it_says(reset: str, seconds: float) -> None:
    """The header says when there may be more calls; without it a window's length is waited."""
    refused = read_refusal(429, {"x-rate-limit-reset": reset}, b'{"title": "Too Many Requests"}')
    assert seconds == seconds_left(refused, NOW)
    error = classify(refused, NOW)
    assert isinstance(error, Retry)
    assert seconds == error.after


def test_people_stay_out() -> None:
    """Neither a name nor an id stands in the words of an error."""
    assert "user … (…) is gone" == cleaned("user  @yantilopo (2000000001)\nis gone")
    assert "2000000001" not in str(classify(refusal(403, "permission to DM 2000000001"), NOW))


WORDS = st.text("abc\n@9é", max_size=9) | st.none()
LISTED = st.dictionaries(st.sampled_from(["message", "parameters", "code"]), st.integers() | st.none())
NAMES = st.sampled_from(["title", "detail", "type", "errors", "reason"])


@given(st.integers(100, 599), st.dictionaries(NAMES, WORDS | st.lists(LISTED, max_size=2)))
def test_no_shape_raises(status: int, problem: dict[str, Any]) -> None:
    """Any status with any problem is a typed error."""
    assert isinstance(classify(Refused(status, problem, ours=bool(problem)), NOW), SendError)
