"""The addresses, the kit, and what the check-up says."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.settings import Settings
from channels.contract import Request
from channels.sms.kit import KIT
from channels.sms.settings import SmsSettings
from core.vocabulary.errors import Forged
from simulator.sms import SmsStandIn
from tests.channels.sms.conftest import SECRET, Make
from tests.channels.sms.fixtures import recorded

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def test_which_address_a_path_is(make: Make) -> None:
    """The secret stands below each of the two addresses; reports have the nearer one."""
    messages, reports = make().routes
    assert (True, True, False) == tuple(messages.fits(path) for path in ("", "/x", "x"))
    assert (True, True, False) == tuple(reports.fits(path) for path in ("/report", "/report/x", "/reports"))
    assert (("GET",), "") == (messages.methods, messages.reply.body)


def test_a_link_opens_a_message_with_the_keyword(make: Make) -> None:
    """The link for posters names the city's number, and its words begin with the keyword."""
    assert "sms:1708?body=KOTKUPANG%20{words}" == make().entrance()


def test_the_secret_is_asked_for(make: Make) -> None:
    """Both addresses are closed without it."""
    for route in make(SMS_ALLOWED_SOURCES="127.0.0.1").routes:
        route.admit(Request("GET", {}, {}, b"", NOW, remote="127.0.0.1", below=f"/{SECRET}"))
        for remote, below in (("127.0.0.1", ""), ("10.0.0.1", f"/{SECRET}")):
            with pytest.raises(Forged):
                route.admit(Request("GET", {}, {}, b"", NOW, remote=remote, below=below))


def test_a_recorded_query_is_sent_again_as_it_was() -> None:
    """`kanal replay` sends the raw query to the address that it belongs to."""
    settings = SmsSettings(_env_file=None, SMS_WEBHOOK_SECRET="se/cret")
    message, report = (KIT.sign(settings, recorded(name).encode()) for name in ("ucs2", "report_delivered"))
    assert ("GET", "/se%2Fcret", recorded("ucs2")) == (message.method, message.suffix, message.raw_query)
    assert ("/report/se%2Fcret", "ref=") == (report.suffix, report.raw_query[:4])


@pytest.mark.parametrize(
    "wrong",
    [{"SMS_ALLOWED_SOURCES": "kupang"}, {"SMS_COUNTRIES": "Indonesia"}, {"SMS_PARAMETERS": "x=y"},
     {"SMS_SEND_URL": "localhost:13013"}, {"SMS_PART_PRICE": "-1"}],
)  # fmt: skip
def test_wrong_settings_are_named_at_start(wrong: dict[str, Any]) -> None:
    """A setting that cannot be read stops the start."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Settings(_env_file=None, **wrong)


async def test_all_is_well(gateway: SmsStandIn, make: Make) -> None:
    """The check-up asks the gateway without writing to anybody, and is no mistake there."""
    findings = await make(SMS_ALLOWED_SOURCES="127.0.0.1", SMS_PART_PRICE="350").check()
    assert [] == [finding for finding in findings if not finding.ok]
    assert ([], [], {}) == (gateway.refused, gateway.people.screen("+6281239990011"), gateway.people.by_number)


@pytest.mark.parametrize(
    ("more", "told", "advice"),
    [
        ({"SMS_PASSWORD": "wrong"}, "does not know us", "SMS_PASSWORD"),
        ({"SMS_SEND_URL": "http://127.0.0.1:9/cgi-bin/sendsms"}, "does not answer", "start bearerbox and smsbox"),
        ({"public_url": ""}, "whether messages arrive", "SMS_CALLBACK_URL"),
        ({"SMS_WEBHOOK_SECRET": "short"}, "SMS_WEBHOOK_SECRET is short", "kannel.conf"),
    ],
)
async def test_what_is_wrong_is_found(make: Make, more: dict[str, Any], told: str, advice: str) -> None:
    """Each trouble is a finding that says what to do."""
    found = [finding for finding in await make(**more).check() if not finding.ok]
    assert 1 == len(found)
    assert told in found[0].detail
    assert advice in found[0].advice


async def test_another_path_of_the_gateway(gateway: SmsStandIn, make: Make) -> None:
    """An address that is not sendsms is found too."""
    found = [one for one in await make(SMS_SEND_URL=f"{gateway.base_url}/sendsms").check() if not one.ok]
    assert "SMS_SEND_URL" in found[0].advice


async def test_the_gateway_is_greeted_at_start(make: Make, reports: list[tuple[str, dict[str, Any]]]) -> None:
    """At start a gateway that does not know us is named in the log, and nothing stops."""
    await make().register("")
    await make(SMS_PASSWORD="wrong").register("")
    assert ["gateway_trouble"] == [name for name, _facts in reports]
    assert "wrong" not in str(reports)
