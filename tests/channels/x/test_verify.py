"""Only what X signed gets in, and only challenges are answered."""

import json

import pytest

from channels.x.verify import HEADER, admit, challenged, response, signature, verify
from core.vocabulary.errors import Forged

SECRET = "apiSecret"
BODY = b'{"data":{"event_type":"dm.received"}}'
SIGNED = signature(BODY, SECRET)


def test_known_answer() -> None:
    """The answer to a known challenge with a known secret is the published one."""
    expected = "sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0="
    assert {"response_token": expected} == json.loads(response(challenged({"crc_token": "test token"}), SECRET))


@pytest.mark.parametrize("name", [HEADER, HEADER.upper(), HEADER.title()])
def test_a_signed_body_passes(name: str) -> None:
    """The right signature passes whatever the case of the header's name."""
    admit({name: SIGNED})
    verify({name: SIGNED}, BODY, SECRET)


@pytest.mark.parametrize(
    ("headers", "body", "secret"),
    [
        ({}, BODY, SECRET),
        ({HEADER: ""}, BODY, SECRET),
        ({HEADER: SIGNED[:-1]}, BODY, SECRET),
        ({HEADER: SIGNED + "="}, BODY, SECRET),
        ({HEADER: SIGNED.removeprefix("sha256=")}, BODY, SECRET),
        ({HEADER: SIGNED.swapcase()}, BODY, SECRET),
        ({HEADER: SIGNED}, BODY + b" ", SECRET),
        ({HEADER: SIGNED}, BODY, "another"),
        ({HEADER: signature(BODY, "")}, BODY, ""),
        ({HEADER: "sha256=\udcff"}, BODY, SECRET),
    ],
)
def test_anything_else_is_forged(headers: dict[str, str], body: bytes, secret: str) -> None:
    """A missing, wrong, truncated or otherwise signed call is forged, and without a secret every call is."""
    with pytest.raises(Forged):
        verify(headers, body, secret)


@pytest.mark.parametrize("given", ["", "sha256=", "sha1=" + SIGNED[7:], SIGNED[:-1], "sha256=" + "0" * 64])
def test_what_is_no_signature_is_not_read(given: str) -> None:
    """Without something in the form of a signature a body is not worth reading."""
    with pytest.raises(Forged):
        admit({HEADER: given})


@pytest.mark.parametrize("token", ["", BODY.decode(), '{"a":1}', "[]", "x" * 201, "a\nb", "ä"])
def test_no_body_can_be_signed_as_a_challenge(token: str) -> None:
    """Challenges and bodies are signed alike, so nothing that could be a body is answered as a challenge."""
    with pytest.raises(Forged):
        challenged({"crc_token": token})
