"""Only what Meta signed gets in."""

import pytest

from channels.meta.verify import HEADER, challenge, signature, verify
from core.vocabulary.errors import Forged

SECRET = "fb_app_secret"
BODY = b'{"object":"page"}'
SIGNATURE = "sha256=214e07b90abda2d8643521f9ac4d10a5603564dc4512f7e21315047905298b44"


def test_known_answer() -> None:
    """The signature of a known body with a known secret is the published one."""
    assert SIGNATURE == signature(BODY, SECRET)


@pytest.mark.parametrize("name", [HEADER, HEADER.lower(), HEADER.upper()])
def test_a_signed_body_passes(name: str) -> None:
    """The right signature passes whatever the case of the header's name."""
    assert verify({name: SIGNATURE}, BODY, SECRET) is None  # type: ignore[func-returns-value]


def test_the_raw_bytes_are_signed() -> None:
    """A body with escaped characters is verified as it came, and the same JSON with other bytes is not."""
    escaped, plain = b'{"text":"\\u00e4 \\ud83d\\ude21"}', '{"text":"ä 😡"}'.encode()
    signed = {HEADER: signature(escaped, SECRET)}
    assert verify(signed, escaped, SECRET) is None  # type: ignore[func-returns-value]
    with pytest.raises(Forged):
        verify(signed, plain, SECRET)


@pytest.mark.parametrize(
    ("headers", "body", "secret"),
    [
        ({}, BODY, SECRET),
        ({HEADER: ""}, BODY, SECRET),
        ({HEADER: SIGNATURE[:-1]}, BODY, SECRET),
        ({HEADER: SIGNATURE + "0"}, BODY, SECRET),
        ({HEADER: SIGNATURE.removeprefix("sha256=")}, BODY, SECRET),
        ({HEADER: "sha1=" + SIGNATURE.removeprefix("sha256=")}, BODY, SECRET),
        ({HEADER: SIGNATURE.upper()}, BODY, SECRET),
        ({HEADER: SIGNATURE}, BODY + b" ", SECRET),
        ({HEADER: SIGNATURE}, BODY, "other_secret"),
        ({HEADER: signature(BODY, "")}, BODY, ""),
        ({HEADER: "sha256=\udcff"}, BODY, SECRET),
    ],
)
def test_anything_else_is_forged(headers: dict[str, str], body: bytes, secret: str) -> None:
    """A missing, wrong, truncated or otherwise signed call is forged, and without a secret every call is."""
    with pytest.raises(Forged):
        verify(headers, body, secret)


ASKED = {"hub.mode": "subscribe", "hub.verify_token": "kata-sandi", "hub.challenge": "1158201444"}


def test_the_challenge_is_given_back() -> None:
    """The verification by GET is answered with the bare challenge."""
    assert "1158201444" == challenge(ASKED, "kata-sandi")


@pytest.mark.parametrize(
    ("query", "token"),
    [
        ({**ASKED, "hub.verify_token": "kata-sand"}, "kata-sandi"),
        ({**ASKED, "hub.mode": "unsubscribe"}, "kata-sandi"),
        ({"hub.mode": "subscribe", "hub.verify_token": "kata-sandi"}, "kata-sandi"),
        ({**ASKED, "hub.verify_token": ""}, ""),
        ({}, "kata-sandi"),
    ],
)
def test_a_wrong_verification_is_forged(query: dict[str, str], token: str) -> None:
    """A wrong or missing token, another mode or no challenge is forged, and without a token of ours everything is."""
    with pytest.raises(Forged):
        challenge(query, token)
