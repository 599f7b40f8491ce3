"""Only Telegram, which knows the secret, gets in."""

import pytest

from channels.telegram.verify import HEADER, derived_secret, verify
from core.vocabulary.errors import Forged

SECRET = "rahasia_webhook-1"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: ""},
        {HEADER: "lain"},
        {HEADER: SECRET[:-1]},
        {HEADER: SECRET + "x"},
        {HEADER: "ré\udcff"},
        {"X": SECRET},
    ],
)
def test_a_missing_or_wrong_secret_is_forged(headers: dict[str, str]) -> None:
    """A missing, truncated, longer, foreign or undecodable secret is refused."""
    with pytest.raises(Forged):
        verify(headers, SECRET)


@pytest.mark.parametrize("name", [HEADER, HEADER.lower(), HEADER.upper()])
def test_the_right_secret_passes(name: str) -> None:
    """The right secret passes whatever the case of the header's name."""
    verify({name: SECRET}, SECRET)
    with pytest.raises(Forged):
        verify({name: SECRET}, SECRET + "2")


def test_without_a_secret_nobody_gets_in() -> None:
    """An empty setting does not open the door to an empty header."""
    with pytest.raises(Forged):
        verify({HEADER: ""}, "")


def test_the_derived_secret_is_stable_and_allowed() -> None:
    """The secret made from a token is the same every time, differs by token and does not contain it."""
    token = "123456:AAExampleExample"
    assert derived_secret(token) == derived_secret(token)
    assert derived_secret(token) != derived_secret(token + "x")
    assert derived_secret(token).isalnum()
    assert len(derived_secret(token)) <= 256
