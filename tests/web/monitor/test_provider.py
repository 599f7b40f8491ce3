"""Coming in by an identity provider: only whom it vouches for, as surely as it has to, in the browser that asked."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.clock import START, TestClock
from tests.web.monitor.house import House, account, served
from tests.web.monitor.provider import SUBJECT, StandIn, stand_in

ROOT = "/pengawas"
AWAY = f"{ROOT}/masuk/oidc"


async def comes_back(house: House) -> str:
    """Go to the provider and give the address to which it leads back."""
    async with house.client.get(AWAY, allow_redirects=False) as answer:
        place = answer.headers["Location"]
    async with ClientSession() as browser, browser.get(place, allow_redirects=False) as answer:
        return answer.headers["Location"].partition(str(house.client.make_url("/")).rstrip("/"))[2]


def known(there: StandIn, **changes: Any) -> Any:
    """Give an account that the provider vouches for."""
    return account(**{"subject": f"{there.issuer}|{SUBJECT}", "password": "", "secret": "", **changes})


async def test_whom_the_provider_vouches_for_is_let_in_once() -> None:
    """The way there and back lets in, without a password here; the same way back a second time does not."""
    async with stand_in(TestClock()) as there, served(known=known(there), provider=there.provider()) as house:
        assert "Masuk lewat SSO Ombudsman" in (await house.ask(f"{ROOT}/masuk"))[1]
        back = await comes_back(house)
        assert 303 == (await house.ask(back))[0]
        assert 200 == (await house.ask(ROOT))[0]
        house.client.session.cookie_jar.clear()
        assert 403 == (await house.ask(back))[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"nonce": "another"},
        {"exp": int(START.timestamp()) - 600},
        {"amr": ["pwd"]},
        {"amr": []},
        {"sub": "somebody else"},
    ],
    ids=["issuer", "audience", "nonce", "old", "one-factor", "no-factor", "stranger"],
)
async def test_a_token_that_does_not_fit_lets_nobody_in(changes: dict[str, Any]) -> None:
    """Of another issuer, for another client, old, of one factor alone or about a stranger: nobody comes in."""
    async with stand_in(TestClock()) as there, served(known=known(there), provider=there.provider()) as house:
        there.changes = changes
        assert 403 == (await house.ask(await comes_back(house)))[0]
        assert {} == house.accounts.browsers


async def test_a_forged_token_lets_nobody_in() -> None:
    """A token that another key signed is none."""
    async with stand_in(TestClock()) as there, served(known=known(there), provider=there.provider()) as house:
        there.forged = True
        assert 403 == (await house.ask(await comes_back(house)))[0]


@pytest.mark.parametrize("changes", [{"closed": True}, {"cities": ("lembahsari",)}], ids=["closed", "city"])
async def test_an_account_that_is_shut_stays_shut(changes: dict[str, Any]) -> None:
    """Who has no open account for this city is not let in, whoever vouches."""
    async with (
        stand_in(TestClock()) as there,
        served(known=known(there, **changes), provider=there.provider()) as house,
    ):
        assert 403 == (await house.ask(await comes_back(house)))[0]


async def test_another_browsers_way_back_leads_nowhere() -> None:
    """A code that was made for one browser lets no other in."""
    async with stand_in(TestClock()) as there, served(known=known(there), provider=there.provider()) as house:
        back = await comes_back(house)
        house.client.session.cookie_jar.clear()
        await comes_back(house)
        assert 403 == (await house.ask(back))[0]


async def test_a_provider_that_is_not_there_is_said() -> None:
    """With the provider away the login page says that nobody came in, and logs no bug."""
    async with stand_in(TestClock()) as there:
        provider = there.provider()
    async with served(provider=provider) as house:
        assert 403 == (await house.ask(AWAY))[0]
        assert 404 == (await house.ask(f"{ROOT}/masuk/oidc/back/x"))[0]


async def test_without_a_provider_there_is_no_way() -> None:
    """A deployment without one does not offer it."""
    async with served() as house:
        assert 404 == (await house.ask(AWAY))[0]
        assert "oidc" not in (await house.ask(f"{ROOT}/masuk"))[1]
