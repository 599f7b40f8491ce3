"""Second factors as they are stored: encrypted, bound to their account, and never a door that stands open."""

from __future__ import annotations

import pytest
from msgspec import structs

from core.vocabulary.accounts import Account
from tests.clock import START, TestClock
from tests.web.accounts import FACTORS, AccountsInMemory
from tests.web.monitor.house import NAME, PASSWORD, SECRET, served
from tests.web.monitor.test_login import ACCOUNT, code_at, entrance
from web.monitor.factors import BadFactorKey, Factors, FactorShut, fernet_of, keep_all
from web.monitor.login import TRIES, invited_anew

ANOTHER = "B" * 42 + "A"
ROTATED = Factors.of(ANOTHER, "A" * 43)


def kept(account: Account = ACCOUNT, factors: Factors = FACTORS) -> Account:
    """Give an account whose second factor is encrypted."""
    return structs.replace(account, secret=factors.kept(account.name, SECRET))


def test_nothing_of_a_secret_is_stored() -> None:
    """What is stored says nothing of the secret, is never twice the same, and opens by the key alone."""
    one, other = kept(), kept()
    assert (False, True) == (SECRET in one.secret, one.secret != other.secret)
    assert [SECRET, SECRET] == [FACTORS.secret_of(one), ROTATED.secret_of(other)]
    for shut in (Factors.of(ANOTHER), Factors.of(""), Factors.of("", "A" * 43)):
        with pytest.raises(FactorShut):
            shut.secret_of(one)


def test_a_secret_is_bound_to_its_account() -> None:
    """Carried into another account, or altered by one sign, it opens nothing."""
    carried = structs.replace(kept(), name="mayor")
    altered = structs.replace(kept(), secret=kept().secret[:-3] + "xx=")
    for one in (carried, altered):
        with pytest.raises(FactorShut):
            FACTORS.secret_of(one)


@pytest.mark.parametrize("key", ["rahasia", "A" * 42, "A" * 44])
def test_a_key_is_32_bytes(key: str) -> None:
    """Anything else is refused when the settings are read."""
    with pytest.raises(BadFactorKey, match="kanal account key"):
        fernet_of(key)


@pytest.mark.parametrize("stored", [ACCOUNT, kept()], ids=["plain", "key-before"])
async def test_a_login_encrypts_by_the_present_key(stored: Account) -> None:
    """Whoever comes in with a second factor from before the key is kept by the present key from then on."""
    clock = TestClock()
    door = entrance(clock, stored, factors=ROTATED)
    assert await door.judge(NAME, PASSWORD, code_at(clock)) is not None
    account = await door.accounts.account(NAME)
    assert account is not None
    assert (True, SECRET) == (Factors.of(ANOTHER).is_current(account), Factors.of(ANOTHER).secret_of(account))


async def test_a_start_encrypts_all_by_the_present_key_once() -> None:
    """Plain ones and those of the key before are renewed, what nobody opens is named and left."""
    lost = kept(structs.replace(ACCOUNT, name="lost"), Factors.of("C" * 42 + "A"))
    without = structs.replace(ACCOUNT, name="oidc", secret="")
    people = (ACCOUNT, kept(structs.replace(ACCOUNT, name="before")), lost, without)
    accounts = AccountsInMemory({one.name: one for one in people})
    assert (["before", NAME], ["lost"]) == await keep_all(accounts, ROTATED)
    assert ([], ["lost"]) == await keep_all(accounts, Factors.of(ANOTHER))
    assert lost == accounts.people["lost"]


@pytest.mark.parametrize("factors", [Factors.of(ANOTHER), Factors.of("")], ids=["another", "none"])
@pytest.mark.parametrize("stored", [ACCOUNT, kept()], ids=["plain", "kept"])
async def test_without_the_key_nobody_comes_in_and_nobody_is_locked(factors: Factors, stored: Account) -> None:
    """The right password is told that the key is missing, as often as it is tried; a wrong one learns nothing."""
    if stored is ACCOUNT and factors.keys:
        return  # a plain one is encrypted by whatever key there is
    clock = TestClock()
    door = entrance(clock, stored, factors=factors)
    for _ in range(TRIES + 1):
        with pytest.raises(FactorShut):
            await door.judge(NAME, PASSWORD, code_at(clock))
    assert await door.judge(NAME, "wrong", code_at(clock)) is None
    account = await door.accounts.account(NAME)
    assert account is not None
    assert (1, None, stored.secret) == (account.failed, account.locked_until, account.secret)


async def test_nobody_is_invited_without_a_key() -> None:
    """An account is not made with a secret that would have to stand there in plain."""
    with pytest.raises(FactorShut):
        invited_anew(ACCOUNT, "hello", START, Factors.of(""))


async def test_the_page_says_that_it_is_not_the_visitors_fault() -> None:
    """Login and invitation answer 503 with a sentence that says whom to tell."""
    other = structs.replace(kept(factors=Factors.of(ANOTHER)), generation=1)
    async with served(known=other) as house:
        login = "/pengawas/masuk"
        fields = {"token": await house.token(login), "name": NAME, "password": PASSWORD, "code": "123456"}
        status, _, page = await house.post(login, fields)
        assert (503, True) == (status, "Ini bukan kesalahan Anda" in page)
        status, _, page = await house.post(login, {**fields, "password": "wrong"})
        assert (403, False) == (status, "Ini bukan kesalahan Anda" in page)
