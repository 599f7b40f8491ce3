"""What every store promises of accounts, their sessions and the log of looks."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from msgspec import structs

from core.vocabulary.accounts import Account, LookLine, Session
from tests.clock import START

HOUR = timedelta(hours=1)
ACCOUNT = Account("ombudsman-ntt", "ombudsman", ("kupang",), START)


def look(number: int, account: str = "ombudsman-ntt") -> LookLine:
    """Give a look that was so many hours after the start."""
    return LookLine(f"{account}:{number}", account, "ombudsman", START + number * HOUR, "unit", "dishub")


class AccountContract:
    """Accounts change by their version, sessions come and go, looks stay."""

    async def test_an_account_is_written_by_its_version(self, store: Any) -> None:
        """A new account is stored once; a change counts only on what it was made from, so that of two one wins."""
        assert await store.put_account(ACCOUNT)
        assert not await store.put_account(structs.replace(ACCOUNT, office="mayor"))
        failed = [structs.replace(ACCOUNT, version=2, failed=n, invited_until=START) for n in (1, 2, 3)]
        written = await asyncio.gather(*(store.put_account(one) for one in failed))
        assert 1 == written.count(True)
        assert failed[written.index(True)] == await store.account(ACCOUNT.name)
        assert await store.account("nobody") is None

    async def test_accounts_are_listed_by_name_and_found_by_subject(self, store: Any) -> None:
        """All accounts are read in order; one that an identity provider names is found by it, nobody by no name."""
        mayor = Account("a-mayor", "mayor", ("kupang",), START, subject="https://id.example|7")
        assert [True, True] == [await store.put_account(one) for one in (ACCOUNT, mayor)]
        assert ["a-mayor", "ombudsman-ntt"] == [one.name for one in await store.accounts()]
        assert mayor == await store.account_of("https://id.example|7")
        assert [None, None] == [await store.account_of(one) for one in ("", "https://id.example|8")]

    async def test_a_session_is_used_ended_and_forgotten(self, store: Any) -> None:
        """A session remembers its last use; one that ended is gone, and one that was used long ago is purged."""
        first = Session("digest", "ombudsman-ntt", "kupang", 0, START, START)
        await store.put_session(first)
        await store.touch_session("digest", START + HOUR)
        assert structs.replace(first, seen_at=START + HOUR) == await store.session("digest")
        await store.end_session("digest")
        assert await store.session("digest") is None
        await store.put_session(structs.replace(first, id="old"))
        assert [0, 1] == [await store.purge_sessions(START + n * HOUR) for n in (0, 1)]

    async def test_looks_are_kept_once_and_read_newest_first(self, store: Any) -> None:
        """Each look is one line; they are read of one account or of all, the newest first."""
        for one in (look(1), look(3), look(2, "mayor"), look(1)):
            await store.keep_look(one)
        assert [look(3), look(1)] == list(await store.looks("ombudsman-ntt", 10))
        assert [look(3), look(2, "mayor")] == list(await store.looks("", 2))
