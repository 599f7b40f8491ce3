"""The table of refusals: code of the platform, the error it is, what follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.meta.errors import cleaned, read_error
from channels.whatsapp.errors import RULES, MediaRefused, classify, reason_of
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable, WindowClosed

TOKEN = "EAAGraphTokenOfTheTest1234567890"

CASES: tuple[tuple[int, int, type[SendError], str], ...] = (
    (401, 0, ChannelDown, "down"),
    (401, 190, ChannelDown, "down"),
    (500, 3, ChannelDown, "down"),
    (403, 10, ChannelDown, "down"),
    (403, 200, ChannelDown, "down"),
    (403, 299, ChannelDown, "down"),
    (403, 368, ChannelDown, "down"),
    (403, 131005, ChannelDown, "down"),
    (403, 131031, ChannelDown, "down"),
    (400, 131037, ChannelDown, "down"),
    (400, 131042, ChannelDown, "down"),
    (400, 133010, ChannelDown, "down"),
    (400, 1, Retry, "retry"),
    (503, 2, Retry, "retry"),
    (500, 131000, Retry, "retry"),
    (500, 131016, Retry, "retry"),
    (500, 131045, Retry, "retry"),
    (500, 131057, Retry, "retry"),
    (400, 4, Retry, "retry"),
    (400, 80007, Retry, "retry"),
    (400, 130429, Retry, "retry"),
    (400, 131048, Retry, "retry"),
    (400, 131056, Retry, "retry"),
    (400, 133016, Retry, "retry"),
    (400, 131047, WindowClosed, "window"),
    (400, 470, WindowClosed, "window"),
    (400, 131021, Unreachable, "unreachable"),
    (400, 131026, Unreachable, "unreachable"),
    (400, 131030, Unreachable, "unreachable"),
    (400, 131049, Unreachable, "unreachable"),
    (400, 131050, Unreachable, "unreachable"),
    (400, 130472, Unreachable, "unreachable"),
    (403, 130497, Unreachable, "unreachable"),
    (400, 33, ChannelDown, "down"),
    (400, 100, Rejected, "rejected"),
    (400, 131008, Rejected, "rejected"),
    (400, 131009, Rejected, "rejected"),
    (400, 131051, Rejected, "rejected"),
    (400, 131062, Rejected, "rejected"),
    (400, 131052, MediaRefused, "rejected"),
    (400, 131053, MediaRefused, "rejected"),
    (400, 132000, Rejected, "rejected"),
    (404, 132001, Rejected, "rejected"),
    (400, 132015, Rejected, "rejected"),
    (400, 999999, Unknown, "retry"),
    (200, 999999, Unknown, "retry"),
    (500, 999999, Unknown, "retry"),
)


def body(code: int, **more: object) -> dict[str, object]:
    return {"error": {"message": "(#1) told", "type": "OAuthException", "code": code, "fbtrace_id": "A", **more}}


@pytest.mark.parametrize(("status", "code", "kind", "reason"), CASES)
def test_code_becomes_typed(status: int, code: int, kind: type[SendError], reason: str) -> None:
    """Each code is exactly the error that the table names, and the same reason in a failed status."""
    assert type(classify(read_error(body(code), status))) is kind
    assert reason_of(code) == reason


def test_every_rule_is_in_the_cases() -> None:
    """No code of the table is untested, apart from the middle of a range of permissions and of templates."""
    tested = {code for _, code, _, _ in CASES}
    assert {code for code in RULES if not (200 < code < 299 or code > 132001)} <= tested | {133010, 133016}


@pytest.mark.parametrize("code", [132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132099])
def test_what_is_wrong_with_a_template_closes_the_window(code: int) -> None:
    """A template that cannot be sent leads to holding the words, not to a dead letter."""
    error = classify(read_error(body(code), 400), template=True)
    assert type(error) is WindowClosed
    assert str(code) in str(error)


@pytest.mark.parametrize(("tries", "seconds"), [(0, 1.0), (1, 4.0), (2, 16.0), (3, 64.0), (5, 1024.0), (50, 1024.0)])
def test_the_pair_rate_waits_longer_each_time(tries: int, seconds: float) -> None:
    """Refusals of the pair rate in a row wait 4^n seconds."""
    error = classify(read_error(body(131056), 400), tries=tries)
    assert isinstance(error, Retry)
    assert error.after == seconds


@pytest.mark.parametrize("code", [4, 80007, 130429, 131048, 133016])
def test_other_throttles_say_how_long(code: int) -> None:
    """Each throttle waits a fixed time."""
    error = classify(read_error(body(code), 400))
    assert isinstance(error, Retry)
    assert error.after is not None


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (500, body(777777), Unknown),
        (400, body(777777, is_transient=True), Unknown),
        (429, body(777777), Unknown),
        (400, body(777777), Unknown),
        (200, body(190), ChannelDown),
        (400, {"error": {"code": "190"}}, ChannelDown),
        (400, {"error": {"code": True}}, Unknown),
        (400, {"error": {"code": 19.0}}, Unknown),
        (400, {"error": {"code": None, "message": "x"}}, Unknown),
        (400, {"error": "x"}, Unknown),
        (400, {"error": [190]}, Unknown),
        (500, {"error": "x"}, Retry),
    ],
)
def test_unknown_answers(status: int, answer: object, kind: type[SendError]) -> None:
    """An unknown code is kept, tried again and shown, and so is an error without a code."""
    assert type(classify(read_error(answer, status))) is kind


@pytest.mark.parametrize("answer", [None, "<html>", [], {}, {"ok": True}])
@pytest.mark.parametrize("status", [200, 204, 301, 302, 400, 401, 403, 404, 409, 413, 418])
def test_a_proxys_page_is_not_the_platforms_word(status: int, answer: object) -> None:
    """What is not the platform's own JSON says nothing of token, person or message, whatever the status."""
    error = classify(read_error(answer, status))
    assert isinstance(error, Unknown)
    assert error.mark == f"HTTP {status}"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_a_busy_proxy_is_passing_trouble(status: int) -> None:
    """Where the status says that it will pass, nobody is bothered."""
    assert type(classify(read_error("<html>", status))) is Retry


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.fixed_dictionaries(
    {}, optional={"code": JSON, "error_subcode": JSON, "error_data": JSON, "message": JSON, "is_transient": JSON}
)


@given(st.integers(100, 599), JSON | st.fixed_dictionaries({"error": JSON | FIELDS}))
def test_no_shape_raises(status: int, answer: object) -> None:
    """Any status with any JSON is a typed error, and one with only a status is never a dead letter."""
    refused = read_error(answer, status)
    error = classify(refused)
    assert isinstance(error, SendError)
    assert refused.coded or isinstance(error, Retry)


def test_a_number_that_is_not_ours_takes_the_channel_down() -> None:
    """A wrong phone number id must not turn every queued message into a dead letter."""
    error = classify(read_error(body(100, error_subcode=33), 400))
    assert isinstance(error, ChannelDown)
    assert "WHATSAPP_PHONE_NUMBER_ID" in error.advice


def test_every_fatal_code_has_advice() -> None:
    """Whatever takes the channel down says what the operator should do."""
    assert [] == [code for code, rule in RULES.items() if rule.kind is ChannelDown and len(rule.advice) < 20]


def test_secrets_and_people_stay_out() -> None:
    """Neither the token nor a person's number or id stands in the text of an error."""
    told = f"Token {TOKEN} of +62 813-3900-1122 (6281339001122, ID.13491208655302741918) is bad"
    assert "Token <token> of … (…, …) is bad" == cleaned(told, TOKEN)
    error = classify(read_error(body(131030, error_data={"details": told}), 400, TOKEN))
    assert not any(part in str(error) for part in (TOKEN, "13491208655302741918", "6281339001122", "3900-1122"))
