"""``kanal account``: who may look from outside; a person sets password and second factor up by an invitation."""

import secrets
from collections.abc import Callable, Sequence
from typing import get_args

import typer
from msgspec import structs

from app.clock import SystemClock
from app.oversight import factors_of
from app.settings import Settings
from cli.dead import with_store
from core.city.texts import Texts
from core.proof.keys import KEY_BYTES, written
from core.vocabulary.accounts import Account, Office
from storage.city import read_city
from storage.mongo.store import MongoStore
from web.monitor.entry_pages import plain_name
from web.monitor.factors import Factors, FactorShut
from web.monitor.login import invited_anew
from web.monitor.words import OversightPaths

OFFICES: tuple[Office, ...] = get_args(Office)
WORD_BYTES = 32
MOST_LOOKS = 1000


async def add(settings: Settings, name: str, office: str, cities: Sequence[str], subject: str) -> int:
    """Make an account, and print the link by which its person sets it up."""
    city = read_city(settings.city)
    wanted = next((one for one in OFFICES if one == office), None)
    plain = plain_name(name)
    if wanted is None or not plain or not all(sign.isalnum() or sign in "-_.@" for sign in plain):
        typer.echo(f"kanal: an office is one of {', '.join(OFFICES)}; a name has letters, digits, - _ . @", err=True)
        return 2
    factors = factors_of(settings)
    if not factors.keys:
        return _no_key()

    async def work(store: MongoStore) -> int:
        made = Account(plain, wanted, tuple(cities) or (city.code,), SystemClock().now(), subject=subject)
        word = secrets.token_urlsafe(WORD_BYTES)
        if not await store.put_account(invited_anew(made, word, SystemClock().now(), factors)):
            typer.echo(f"kanal: there is an account {plain}; `kanal account invite {plain}` sets it up anew", err=True)
            return 1
        _tell(settings, plain, word)
        return 0

    return await with_store(settings, work)


async def invite(settings: Settings, name: str) -> int:
    """Shut an account until its person sets it up anew, and print the link."""
    word, factors = secrets.token_urlsafe(WORD_BYTES), factors_of(settings)
    if not factors.keys:
        return _no_key()

    def anew(account: Account) -> Account:
        return invited_anew(account, word, SystemClock().now(), factors)

    async def work(store: MongoStore) -> int:
        if not await _changed(store, plain_name(name), anew):
            return 1
        _tell(settings, plain_name(name), word)
        return 0

    return await with_store(settings, work)


def new_key() -> int:
    """Print a new key for second factors as a line of ``.env``."""
    typer.echo(f"KANAL_ACCOUNTS_KEY={written(secrets.token_bytes(KEY_BYTES))}")
    typer.echo("Keep it secret, and a copy of it safe, apart from the database's.", err=True)
    typer.echo("To change a key, leave the one before it as KANAL_ACCOUNTS_KEY_BEFORE for one start.", err=True)
    return 0


def _no_key() -> int:
    typer.echo("kanal: KANAL_ACCOUNTS_KEY is not set: second factors are stored encrypted only;", err=True)
    typer.echo("`kanal account key` makes a key, for .env", err=True)
    return 2


async def close(settings: Settings, name: str) -> int:
    """Shut an account, and end its sessions; what it looked at stays in the log."""

    def closed(account: Account) -> Account:
        return structs.replace(account, closed=True, generation=account.generation + 1, invitation="")

    async def work(store: MongoStore) -> int:
        if not await _changed(store, plain_name(name), closed):
            return 1
        typer.echo(f"{plain_name(name)} is closed, and logged out everywhere")
        return 0

    return await with_store(settings, work)


async def _changed(store: MongoStore, name: str, change: Callable[[Account], Account]) -> bool:
    for _ in range(5):
        account = await store.account(name)
        if account is None:
            typer.echo(f"kanal: no account {name}; `kanal account list` shows what there is", err=True)
            return False
        if await store.put_account(structs.replace(change(account), version=account.version + 1)):
            return True
    typer.echo(f"kanal: {name} is being changed by others; try again", err=True)
    return False


async def show_all(settings: Settings) -> int:
    """Print a line per account."""

    async def work(store: MongoStore) -> int:
        found, factors = await store.accounts(), factors_of(settings)
        for one in found:
            typer.echo("\t".join((one.name, one.office, ",".join(one.cities), _state(one, factors))))
        typer.echo("1 account" if len(found) == 1 else f"{len(found)} accounts", err=True)
        return 0

    return await with_store(settings, work)


def _state(account: Account, factors: Factors) -> str:
    now = SystemClock().now()
    if account.closed:
        return "closed"
    try:
        factors.secret_of(account)
    except FactorShut:
        return "no key of ours opens its second factor"
    if account.invitation:
        late = account.invited_until is None or account.invited_until <= now
        return "invitation too old" if late else f"invited until {account.invited_until:%Y-%m-%d %H:%M}"
    if account.locked_until is not None and account.locked_until > now:
        return f"locked until {account.locked_until:%Y-%m-%d %H:%M}"
    return "open"


async def show_looks(settings: Settings, name: str) -> int:
    """Print what an account, or all of them, looked at: the newest first."""

    async def work(store: MongoStore) -> int:
        for look in await store.looks(plain_name(name), MOST_LOOKS):
            about = look.number or look.about or "-"
            typer.echo(f"{look.at:%Y-%m-%d %H:%M:%S}\t{look.account}\t{look.office}\t{look.page}\t{about}")
        return 0

    return await with_store(settings, work)


def _tell(settings: Settings, name: str, word: str) -> None:
    """Print the link; whoever reads it can set the account up, so it goes to its person alone."""
    paths = OversightPaths.of(Texts(read_city(settings.city).texts))
    place = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    typer.echo(f"{place}{paths.start}/{name}/{word}")
    typer.echo(f"Give this link to {name} alone: it works once, for three days.", err=True)
