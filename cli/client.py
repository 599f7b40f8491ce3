"""``kanal client``: give keys to machines that may use the bridge, list them, and take them back."""

import secrets
from dataclasses import dataclass
from typing import get_args

import typer

from app.clock import SystemClock
from app.settings import Settings
from cli.dead import with_store
from core.vocabulary.clients import Client, Scope
from storage.mongo.store import MongoStore
from web.keys import NAME, SECRET_BYTES, digest_of, key_of

SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True)
class Wanted:
    """What a new client is to be; words are as they were typed."""

    name: str
    scopes: tuple[str, ...]
    requests_per_minute: int
    reports_per_day: int
    public: bool = False
    media_hosts: tuple[str, ...] = ()


async def add_client(settings: Settings, wanted: Wanted) -> int:
    """Keep a new client and print its key, which is shown this once."""
    scopes = tuple(one for one in SCOPES if one in wanted.scopes)
    if not NAME.fullmatch(wanted.name):
        return _refused("a name is 3 to 40 small letters, digits and dashes")
    if not scopes or set(wanted.scopes) - set(SCOPES):
        return _refused(f"scopes are {', '.join(SCOPES)}")
    key = key_of(wanted.name, secrets.token_urlsafe(SECRET_BYTES))
    client = Client(
        id=wanted.name,
        digest=digest_of(key),
        scopes=scopes,
        added_at=SystemClock().now(),
        requests_per_minute=wanted.requests_per_minute,
        reports_per_day=wanted.reports_per_day,
        public=wanted.public,
        media_hosts=tuple(host.strip().lower() for host in wanted.media_hosts),
    )

    async def work(store: MongoStore) -> int:
        if not await store.add_client(client):
            return _refused(f"{wanted.name} was used before, and a name is given once")
        typer.echo(key)
        typer.echo("This key is shown once; only its digest is kept.", err=True)
        return 0

    return await with_store(settings, work)


async def list_clients(settings: Settings) -> int:
    """Print a line for each client, never a key."""

    async def work(store: MongoStore) -> int:
        for line in map(_line, await store.list_clients()):
            typer.echo(line)
        return 0

    return await with_store(settings, work)


async def revoke_client(settings: Settings, name: str) -> int:
    """Close a client's key at once, in every process."""

    async def work(store: MongoStore) -> int:
        if not await store.revoke_client(name, SystemClock().now()):
            return _refused(f"no client {name} whose key is open; `kanal client list` shows them")
        typer.echo(f"revoked {name}")
        return 0

    return await with_store(settings, work)


def _line(client: Client) -> str:
    state = f"revoked {client.revoked_at:%Y-%m-%d %H:%M}" if client.revoked_at is not None else "open"
    return "\t".join(
        (
            client.id,
            "+".join(client.scopes),
            f"{client.requests_per_minute} requests a minute",
            f"{client.reports_per_day} reports a day",
            "public" if client.public else "private",
            f"files from {', '.join(client.media_hosts)}" if client.media_hosts else "no files by address",
            f"since {client.added_at:%Y-%m-%d}",
            state,
        )
    )


def _refused(why: str) -> int:
    typer.echo(f"kanal: {why}", err=True)
    return 1
