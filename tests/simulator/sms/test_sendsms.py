"""The stand-in of the gateway refuses what Kannel refuses, and what Kannel would take and spoil."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from simulator.sms import SmsStandIn
from simulator.sms.alphabet import parts
from simulator.sms.escapes import fill
from simulator.sms.real import configured

GOOD = {"username": "kanal", "password": "stand-in-password-of-the-gateway", "from": "1708", "to": "+6281239990011"}
GOOD |= {"text": "Halo", "charset": "UTF-8", "coding": "0"}
WRONG: list[tuple[dict[str, str | None], int, str, bool]] = [
    ({"password": "x"}, 403, "Authorization failed for sendsms", False),
    ({"username": None}, 403, "Authorization failed for sendsms", False),
    ({"to": None}, 400, "Missing receiver number, rejected", False),
    ({"to": " "}, 400, "Empty receiver number not allowed, rejected", True),
    ({"to": "rosa"}, 400, "Number(s) has/have been denied by white- and/or black-lists.", True),
    ({"from": None}, 400, "Sender missing and no global set, rejected", True),
    ({"from": "1709"}, 400, "Sender missing and no global set, rejected", True),
    ({"coding": "7"}, 400, "Coding field misformed, rejected", True),
    ({"coding": "x"}, 400, "Coding field misformed, rejected", True),
    ({"charset": "KOI8"}, 400, "Charset or body misformed, rejected", True),
    ({"text": ""}, 400, "Empty text not allowed, rejected", True),
    ({"text": "“Halo”"}, 400, "Charset or body misformed, rejected", True),
    ({"text": "😀"}, 400, "Charset or body misformed, rejected", True),
    ({"text": "a" * 307}, 400, "Charset or body misformed, rejected", True),
    ({"dlr-mask": "19"}, 400, "DLR-URL field misformed, rejected", True),
    ({"message": "x"}, 400, "Charset or body misformed, rejected", True),
]


@pytest.fixture
async def gateway() -> AsyncIterator[SmsStandIn]:
    """Run one."""
    standin = SmsStandIn()
    await standin.start()
    yield standin
    await standin.stop()


async def ask(gateway: SmsStandIn, params: dict[str, str]) -> tuple[int, str]:
    """Send a message."""
    async with aiohttp.ClientSession() as session, session.get(gateway.send_url, params=params) as answer:
        return answer.status, await answer.text()


async def test_a_good_message(gateway: SmsStandIn) -> None:
    """A message that Kannel would take comes to the phone."""
    assert (202, "0: Accepted for delivery") == await ask(gateway, GOOD)
    assert ["Halo"] == [shown.text for shown in gateway.people.screen("+6281239990011")]


@pytest.mark.parametrize(("change", "status", "words", "bug"), WRONG)
async def test_what_is_refused(
    gateway: SmsStandIn, change: dict[str, str | None], status: int, words: str, bug: bool
) -> None:
    """Each mistake is answered as Kannel answers, and is remembered where a correct caller would not make it."""
    params = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    assert (status, words) == await ask(gateway, params)
    assert bug == bool(gateway.refused)
    assert {} == gateway.people.by_number


async def test_another_address(gateway: SmsStandIn) -> None:
    """Only sendsms is there."""
    async with aiohttp.ClientSession() as session, session.get(f"{gateway.base_url}/status") as answer:
        assert (404, "Unknown request.") == (answer.status, await answer.text())


@pytest.mark.parametrize(
    ("text", "count"), [("a" * 160, 1), ("a" * 161, 2), ("a" * 152 + "{" * 77, 3), ("é😀", 1), ("東" * 71, 2)]
)
def test_parts(text: str, count: int) -> None:
    """A text is counted as a network would make it, also outside of the alphabet."""
    assert count == parts(text)


def test_escapes_are_filled_in() -> None:
    """Each escape becomes its value, as a part of an address; what has none is empty."""
    assert "a=%2B62+x&b=&c=%" == fill("a=%p&b=%q&c=%%", {"p": "+62 x"})


def test_a_configuration_with_other_values() -> None:
    """Values are replaced where they stand, added where they are not, and groups that are not there are named."""
    text = "group = core\nadmin-port = 1\nlog-level = 1\n\ngroup = smsc\nport = 2\n"
    assert "group = core\nadmin-port = 9\nlog-level = 1\n\ngroup = smsc\nsmsc-id = x\nport = 2\n" == configured(
        text, {("core", "admin-port"): "9", ("smsc", "smsc-id"): "x"}
    )
    with pytest.raises(KeyError):
        configured(text, {("smsbox", "x"): "1"})
