"""Who comes in: the right three together, few wrong tries, sessions that end."""

from __future__ import annotations

import asyncio
import itertools

import pyotp
import pytest
from argon2 import PasswordHasher
from msgspec import structs

from core.vocabulary.accounts import Account
from tests.clock import START, TestClock
from tests.web.accounts import FACTORS, AccountsInMemory
from web.monitor.factors import Factors
from web.monitor.login import TRIES, Entrance, invited_anew
from web.monitor.secrets import Hasher, digest_of, weakness

NAME, PASSWORD, SECRET = "ombudsman-ntt", "lima kuda putih", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ACCOUNT = Account(NAME, "ombudsman", ("kupang",), START, password=QUICK.hash(PASSWORD), secret=SECRET)


def code_at(clock: TestClock, secret: str = SECRET) -> str:
    """Give the code that a phone shows now."""
    return pyotp.TOTP(secret).at(clock.now())


def entrance(
    clock: TestClock, account: Account | None = ACCOUNT, city: str = "kupang", factors: Factors = FACTORS
) -> Entrance:
    """Give an entrance with one account."""
    accounts = AccountsInMemory({account.name: account} if account else {})
    words = (f"word-{n}" for n in itertools.count())
    return Entrance(accounts, clock, city, lambda: next(words), Hasher(QUICK), factors)


@pytest.mark.parametrize(
    ("changes", "name", "password", "code", "comes_in"),
    [
        ({}, NAME, PASSWORD, "", True),
        ({}, NAME, PASSWORD + "h", "", False),
        ({}, NAME, PASSWORD, "000000", False),
        ({}, NAME, PASSWORD, "１２３４５６", False),
        ({}, "somebody", PASSWORD, "", False),
        ({}, NAME, "", "", False),
        ({"closed": True}, NAME, PASSWORD, "", False),
        ({"cities": ("lembahsari",)}, NAME, PASSWORD, "", False),
        ({"password": ""}, NAME, "", "", False),
        ({"secret": ""}, NAME, PASSWORD, "", False),
    ],
    ids=["right", "password", "code", "odd-digits", "name", "nothing", "closed", "city", "no-password", "no-secret"],
)
async def test_only_all_three_let_in(
    changes: dict[str, object], name: str, password: str, code: str, comes_in: bool
) -> None:
    """Name, password and code have to be right, of an account that is open and for this city."""
    clock = TestClock()
    door = entrance(clock, structs.replace(ACCOUNT, **changes))
    assert comes_in == (await door.judge(name, password, code or code_at(clock)) is not None)


async def test_a_code_is_used_once() -> None:
    """A code that let somebody in lets nobody in again; the next one does, also on a phone that is a little late."""
    clock = TestClock()
    door, code = entrance(clock), code_at(clock)
    seen = [await door.judge(NAME, PASSWORD, code) is not None for _ in range(2)]
    clock.move(seconds=30)
    late = code_at(clock)
    clock.move(seconds=30)
    assert [True, False, True] == [*seen, await door.judge(NAME, PASSWORD, late) is not None]


async def test_five_wrong_tries_lock_for_a_quarter_of_an_hour() -> None:
    """After five wrong tries the right one is refused too; after fifteen minutes it is taken."""
    clock = TestClock()
    door = entrance(clock)
    for _ in range(TRIES):
        assert await door.judge(NAME, "wrong", "123456") is None
    assert await door.judge(NAME, PASSWORD, code_at(clock)) is None
    clock.move(minutes=15)
    assert await door.judge(NAME, "wrong", "123456") is None, "counted anew"
    assert await door.judge(NAME, PASSWORD, code_at(clock)) is not None


async def test_tries_at_once_are_no_more_than_five() -> None:
    """Of twenty wrong tries at one moment no more than five are judged, and the account is locked."""
    clock = TestClock()
    door = entrance(clock)
    await asyncio.gather(*(door.judge(NAME, f"wrong {n}", "123456") for n in range(20)))
    account = await door.accounts.account(NAME)
    assert account is not None
    assert (TRIES, True) == (account.failed, account.locked_until is not None)


async def test_a_right_try_forgets_the_wrong_ones() -> None:
    """Four wrong tries and a right one, and four wrong ones again: nobody is locked out."""
    clock = TestClock()
    door = entrance(clock)
    for _ in range(3):
        for _ in range(TRIES - 1):
            assert await door.judge(NAME, "wrong", "123456") is None
        assert await door.judge(NAME, PASSWORD, code_at(clock)) is not None
        clock.move(minutes=1)


async def test_a_session_lasts_while_it_is_used_and_a_day_at_most() -> None:
    """Half an hour without a look ends a session, and so do twelve hours of looking."""
    clock = TestClock()
    door = entrance(clock)
    word = await door.begin(ACCOUNT)
    for _ in range(25):
        clock.move(minutes=28)
        assert await door.known(word) is not None
    clock.move(minutes=21)
    assert await door.known(word) is None, "twelve hours"
    other = await door.begin(ACCOUNT)
    clock.move(minutes=30)
    assert await door.known(other) is None, "half an hour"


@pytest.mark.parametrize("way", ["end", "end_all", "closed", "city", "password"])
async def test_a_session_can_be_ended(way: str) -> None:
    """Logging out, ending all, closing the account, taking the city away or a new password: the session is over."""
    clock = TestClock()
    door = entrance(clock)
    word, other = await door.begin(ACCOUNT), await door.begin(ACCOUNT)
    if way == "end":
        await door.end(word)
    elif way == "end_all":
        await door.end_all(NAME)
    elif way == "password":
        await door.change_password(ACCOUNT, "tujuh kambing hitam")
    else:
        changes = {"closed": True} if way == "closed" else {"cities": ("lembahsari",)}
        await door.accounts.put_account(structs.replace(ACCOUNT, version=2, **changes))
    assert await door.known(word) is None
    assert (way == "end") == (await door.known(other) is not None), "only logging out leaves other browsers alone"
    assert await door.known("") is None


async def test_another_citys_session_opens_nothing() -> None:
    """The word of a session in one city is none in another, though both share a database and the account sees both."""
    clock = TestClock()
    both = structs.replace(ACCOUNT, cities=("kupang", "lembahsari"))
    kupang = entrance(clock, both)
    word = await kupang.begin(both)
    other = Entrance(kupang.accounts, clock, "lembahsari", lambda: "x", Hasher(QUICK), FACTORS)
    assert await kupang.known(word) is not None
    assert await other.known(word) is None


async def test_an_invitation_is_followed_once_and_for_three_days() -> None:
    """A link sets password and second factor up, with a code that proves it; used, late or wrong it leads nowhere."""
    clock = TestClock()
    account = invited_anew(structs.replace(ACCOUNT, password="", secret=""), "hello", clock.now(), FACTORS)
    door = entrance(clock, account)
    assert await door.judge(NAME, "", code_at(clock, FACTORS.secret_of(account))) is None, "not before it is set up"
    assert [None, None] == [await door.invited(NAME, "hallo"), await door.invited("other", "hello")]
    invited = await door.invited(NAME, "hello")
    assert invited is not None
    assert await door.accept(invited, PASSWORD, "000000") is None
    assert await door.accept(invited, PASSWORD, code_at(clock, FACTORS.secret_of(account))) is not None
    assert await door.invited(NAME, "hello") is None
    assert await door.accept(invited, "another password", code_at(clock, FACTORS.secret_of(account))) is None
    clock.move(seconds=60)
    assert await door.judge(NAME, PASSWORD, code_at(clock, FACTORS.secret_of(account))) is not None


async def test_a_late_invitation_leads_nowhere() -> None:
    """After three days a link is of no use."""
    clock = TestClock()
    door = entrance(clock, invited_anew(ACCOUNT, "hello", clock.now(), FACTORS))
    clock.move(days=3)
    assert await door.invited(NAME, "hello") is None


async def test_an_account_that_is_invited_anew_is_shut_until_then() -> None:
    """A new link takes password, second factor and sessions away."""
    clock = TestClock()
    door = entrance(clock)
    word = await door.begin(ACCOUNT)
    await door.accounts.put_account(structs.replace(invited_anew(ACCOUNT, "again", clock.now(), FACTORS), version=2))
    assert await door.known(word) is None
    assert await door.judge(NAME, PASSWORD, code_at(clock)) is None


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("lima kuda putih", ""),
        ("pendek", "short"),
        ("a" * 12, "easy"),
        ("ombudsman-ntt 2026", "easy"),
        ("abcdefghijklmn", "easy"),
        ("123456789012", "easy"),
        ("x" * 129, "long"),
    ],
)
def test_weak_passwords(password: str, wrong: str) -> None:
    """A password is long enough, has several characters, and is neither the name nor the alphabet."""
    assert wrong == weakness(password, NAME)


def test_words_are_stored_as_digests() -> None:
    """What is stored of a word does not tell it."""
    assert "word" not in digest_of("word")
