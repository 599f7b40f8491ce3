"""``kanal key``: make the key by which the city signs, and show those by which it has signed."""

import secrets

import typer

from core.proof.keys import KEY_BYTES, Signer, written


def new_key() -> int:
    """Print a new key as a line of ``.env``, and what of it may be known beside it."""
    secret = written(secrets.token_bytes(KEY_BYTES))
    signer = Signer.of(secret)
    typer.echo(f"KANAL_SIGNING_KEY={secret}")
    typer.echo(f"Key {signer.key}, public part {written(signer.public)}.", err=True)
    typer.echo("Keep the line above secret, and a copy of it safe; the public part may be printed anywhere.", err=True)
    return 0
