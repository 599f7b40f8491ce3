"""What the gateway answers, and what happens next: one row each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.errors import RULES, classify, is_taken
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable

TAKEN = [
    (202, "0: Accepted for delivery"),
    (202, "3: Queued for later delivery"),
    (202, "Sent."),
    (200, "0: Accepted for delivery"),  # older builds
    (201, " 0 : accepted"),
    (202, "Sent.\n"),
]
REFUSED: list[tuple[int, str, type[SendError]]] = [
    (403, "Authorization failed for sendsms", ChannelDown),
    (401, "Authorization failed for sendsms", ChannelDown),
    (202, "Authorization failed for sendsms", ChannelDown),  # older builds
    (403, "Not routable. Do not try again.", Unreachable),
    (400, "Number(s) has/have been denied by white- and/or black-lists.", Unreachable),
    (503, "Temporal failure, try again later.", Retry),
    (202, "Temporal failure, try again later.", Retry),
    (400, "Missing receiver number, rejected", Rejected),
    (400, "Empty receiver number not allowed, rejected", Rejected),
    (400, "Sender missing and no global set, rejected", Rejected),
    (400, "Charset or body misformed, rejected", Rejected),
    (400, "Coding field misformed, rejected", Rejected),
    (400, "DLR-URL field misformed, rejected", Rejected),
    (400, "Empty text not allowed, rejected", Rejected),
    (415, "Unsupported content-type, rejected", Rejected),
    (404, "Unknown request.", ChannelDown),
    (500, "Internal failure", Retry),
]
UNKNOWN = [
    (200, ""), (200, "<html>Welcome</html>"), (202, "4: something new"), (202, "30: Accepted"), (204, ""),
    (301, "Moved"), (302, ""), (400, ""), (400, "no"), (401, "<html>"), (403, "<html>Forbidden</html>"),
    (404, "Not Found"), (418, "x"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "answer"), TAKEN)
def test_what_is_taken(status: int, answer: str) -> None:
    """A success is told by class and leading digit, or by its word: builds differ in the rest."""
    assert is_taken(status, answer)


@pytest.mark.parametrize(("status", "answer", "kind"), REFUSED)
def test_each_documented_answer(status: int, answer: str, kind: type[SendError]) -> None:
    """Each refusal of the user guide has its kind, whatever status a build gives it."""
    assert not is_taken(status, answer)
    assert kind is type(classify(status, answer))


def test_every_rule_is_in_the_cases() -> None:
    """No rule of the table is without a case."""
    said = [str(classify(status, answer)) for status, answer, _kind in REFUSED]
    told = [rule for rule in RULES if any(rule[1].why in one for one in said)]
    assert [words for words, _rule in RULES] == [words for words, _rule in told]


def test_every_rule_that_stops_the_channel_has_advice() -> None:
    """Whatever takes the channel down says what the operator should do."""
    assert [] == [words for words, rule in RULES if rule.kind is ChannelDown and len(rule.advice) < 20]


@pytest.mark.parametrize(("status", "answer"), UNKNOWN)
def test_a_proxys_page_is_not_the_gateways_word(status: int, answer: str) -> None:
    """What no rule knows is kept, tried again and shown, and a success without the gateway's word is none."""
    assert not is_taken(status, answer)
    error = classify(status, answer)
    assert isinstance(error, Unknown)
    assert f"HTTP {status}" == error.mark


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_proxy_is_passing_trouble(status: int) -> None:
    """Where the status says that it will pass, nobody is bothered."""
    assert Retry is type(classify(status, "<html>"))


def test_numbers_stay_out_of_errors() -> None:
    """A gateway that repeats the number in its words tells it to no log."""
    assert "6281239990011" not in str(classify(400, "no way to +6281239990011, 6281239990011 denied"))


@given(st.integers(100, 599), st.text(max_size=60))
def test_no_answer_raises(status: int, answer: str) -> None:
    """Any answer is taken or a typed error."""
    assert is_taken(status, answer) or isinstance(classify(status, answer), SendError)
