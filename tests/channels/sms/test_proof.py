"""Only the gateway gets in: by the secret at the end of the path, and from where it may call."""

from datetime import UTC, datetime

import pytest

from channels.contract import Request
from channels.sms.proof import admit, networks
from core.vocabulary.errors import Forged

SECRET = "a-secret-of-the-gateway"
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def asked(below: str, remote: str = "127.0.0.1") -> Request:
    """Make a call with this end of its path."""
    return Request("GET", {}, {}, b"", NOW, remote=remote, below=below)


def test_the_secret_opens() -> None:
    """The whole secret below the address is enough where no sources are named."""
    admit(asked(f"/{SECRET}"), SECRET, ())


@pytest.mark.parametrize(
    "below",
    ["", "/", f"//{SECRET}", f"/{SECRET}/", f"/{SECRET[:-1]}", f"/{SECRET}x", f"/{SECRET.upper()}", "/other",
     f"/x/{SECRET}", "/\udcff", f"/{SECRET}?x", f"/ {SECRET}"],
)  # fmt: skip
def test_anything_else_is_forged(below: str) -> None:
    """Missing, cut, longer, in other letters or elsewhere: it is not the gateway."""
    with pytest.raises(Forged):
        admit(asked(below), SECRET, ())


def test_an_empty_secret_lets_nobody_in() -> None:
    """Without a secret of ours nothing is proven."""
    with pytest.raises(Forged):
        admit(asked("/"), "", ())


@pytest.mark.parametrize(
    ("remote", "sources", "fits"),
    [
        ("127.0.0.1", ["127.0.0.1"], True),
        ("10.8.3.4", ["127.0.0.1", "10.8.0.0/16"], True),
        ("10.9.3.4", ["127.0.0.1", "10.8.0.0/16"], False),
        ("::1", ["::1"], True),
        ("::ffff:10.8.3.4", ["10.8.0.0/16"], True),
        ("", ["127.0.0.1"], False),
        ("unix", ["127.0.0.1"], False),
        ("203.0.113.9", [], True),
    ],
)
def test_from_where_it_may_call(remote: str, sources: list[str], fits: bool) -> None:
    """With sources named, the right secret from elsewhere is a stolen one."""
    try:
        admit(asked(f"/{SECRET}", remote), SECRET, networks(sources))
    except Forged:
        assert not fits
    else:
        assert fits
