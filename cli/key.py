"""``kanal key``: make the key by which the city signs, and show those by which it signs and signed."""

import secrets

import typer

from app.settings import Settings
from cli.dead import with_store
from core.proof.keys import KEY_BYTES, Signer, written
from core.proof.roots import trusted
from core.vocabulary.proof import CityKey
from storage.mongo.store import MongoStore


def new_key() -> int:
    """Print a new key as a line of ``.env``, and what of it may be known beside it."""
    secret = written(secrets.token_bytes(KEY_BYTES))
    signer = Signer.of(secret)
    typer.echo(f"KANAL_SIGNING_KEY={secret}")
    typer.echo(f"Key {signer.key}, public part {written(signer.public)}.", err=True)
    typer.echo("Keep the line above secret, and a copy of it safe; the public part may be printed anywhere.", err=True)
    return 0


async def list_keys(settings: Settings) -> int:
    """Print a line for each key: its name and public part, since when, and who vouches for it."""

    async def work(store: MongoStore) -> int:
        keys = await store.city_keys()
        believed = trusted(keys)
        for place, key in enumerate(keys):
            typer.echo("\t".join((key.id, key.public, f"{key.since:%Y-%m-%d}", _word(key, place, key.id in believed))))
        if not keys:
            typer.echo("kanal: no key has signed yet; KANAL_SIGNING_KEY names one", err=True)
        return 0

    return await with_store(settings, work)


def _word(key: CityKey, place: int, believed: bool) -> str:
    if believed and key.before:
        return f"vouched for by {key.before}"
    return "the first" if place == 0 else "nobody vouches for it: publish it as the first one was"
