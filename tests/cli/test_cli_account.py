"""`kanal account`: who may look from outside."""

import re
from pathlib import Path

import pytest

from core.vocabulary.accounts import Account, LookLine
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.clock import START
from tests.web.accounts import FACTOR_KEY, FACTORS
from web.monitor.secrets import digest_of


@pytest.fixture
def settings(mongo_uri: str, database_name: str) -> dict[str, str]:
    """Give the settings that reach the store."""
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name, "KANAL_ACCOUNTS_KEY": FACTOR_KEY}


async def test_an_account_is_made_listed_invited_anew_and_closed(
    settings: dict[str, str], store: MongoStore, tmp_path: Path
) -> None:
    """Each link is printed once and stored as a digest; a closed account has none."""
    made = await kanal(tmp_path, "account", "add", "Ombudsman-NTT", "--office", "ombudsman", settings=settings)
    link = re.fullmatch(r"http://127\.0\.0\.1:8080/pengawas/mulai/ombudsman-ntt/([\w-]{43})\n", made.out)
    assert link is not None
    account = await store.account("ombudsman-ntt")
    assert account is not None
    assert (digest_of(link[1]), ("kupang",), "") == (account.invitation, account.cities, account.password)
    assert 32 == len(FACTORS.secret_of(account))
    again = await kanal(tmp_path, "account", "add", "ombudsman-ntt", "--office", "mayor", settings=settings)
    assert (1, True) == (again.code, "there is an account ombudsman-ntt" in again.err)
    anew = await kanal(tmp_path, "account", "invite", "ombudsman-ntt", settings=settings)
    assert (0, False) == (anew.code, link[1] in anew.out)
    listed = await kanal(tmp_path, "account", "list", settings=settings)
    assert listed.out.startswith("ombudsman-ntt\tombudsman\tkupang\tinvited until ")
    closed = await kanal(tmp_path, "account", "close", "ombudsman-ntt", settings=settings)
    assert ["ombudsman-ntt is closed, and logged out everywhere"] == closed.lines
    listed = await kanal(tmp_path, "account", "list", settings=settings)
    assert ["ombudsman-ntt\tombudsman\tkupang\tclosed"] == listed.lines


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "x", "--office", "governor"), 2, "an office is one of ombudsman, ministry, mayor"),
        (("add", "a/b", "--office", "mayor"), 2, "a name has letters"),
        (("invite", "nobody"), 1, "no account nobody"),
        (("close", "nobody"), 1, "no account nobody"),
    ],
)
async def test_mistakes_are_said(
    settings: dict[str, str], store: MongoStore, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """An office or a name that is none, and an account that is not there, are said in a line."""
    ended = await kanal(tmp_path, "account", *arguments, settings=settings)
    assert (code, True) == (ended.code, said in ended.err)


async def test_looks_are_listed(settings: dict[str, str], store: MongoStore, tmp_path: Path) -> None:
    """Every look has a line: when, who, for whom, which page, about what."""
    assert await store.put_account(Account("m", "mayor", ("kupang",), START))
    await store.keep_look(LookLine("1", "m", "mayor", START, "unit", "dishub"))
    await store.keep_look(LookLine("2", "m", "mayor", START, "ticket", "", "KPG-26-00001-5"))
    ended = await kanal(tmp_path, "account", "log", "m", settings=settings)
    at = f"{START:%Y-%m-%d %H:%M:%S}\tm\tmayor"
    assert [f"{at}\tticket\tKPG-26-00001-5", f"{at}\tunit\tdishub"] == sorted(ended.lines)


async def test_no_account_is_made_without_a_key(settings: dict[str, str], store: MongoStore, tmp_path: Path) -> None:
    """Without a key nothing is stored and the way to one is said; with another key the list says what is shut."""
    add = ("account", "add", "m", "--office", "mayor")
    refused = await kanal(tmp_path, *add, settings={**settings, "KANAL_ACCOUNTS_KEY": ""})
    assert (2, True, None) == (refused.code, "`kanal account key`" in refused.err, await store.account("m"))
    made = await kanal(tmp_path, "account", "key")
    name, _, key = made.lines[0].partition("=")
    assert ("KANAL_ACCOUNTS_KEY", True) == (name, key != FACTOR_KEY)
    assert 0 == (await kanal(tmp_path, *add, settings={**settings, name: key})).code
    listed = await kanal(tmp_path, "account", "list", settings=settings)
    assert ["m\tmayor\tkupang\tno key of ours opens its second factor"] == listed.lines
