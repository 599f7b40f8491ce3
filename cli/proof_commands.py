"""The commands that make and check proofs; what they do stands in files of their own, loaded where they are needed."""

from pathlib import Path
from typing import Annotated

import typer

from cli.running import load_settings, run

key = typer.Typer(help="Keys by which the city signs receipts and the roots of its days.", no_args_is_help=True)
Roots = Annotated[
    list[Path] | None, typer.Option(help="Published files of days, or folders of them. May be given more than once.")
]
Pinned = Annotated[str, typer.Option(help="Public part of a key of the city, as printed or published elsewhere.")]


@key.command("new")
def key_new() -> None:
    """Make a signing key: one line for .env, shown this once."""
    from cli.key import new_key

    raise typer.Exit(new_key())


@key.command("list")
def key_list() -> None:
    """List the keys by which this city signs or signed: since when, and which key vouches for each."""
    from cli.key import list_keys

    run(list_keys(load_settings()))


def roots(folder: Annotated[Path, typer.Argument(help="Where the files go; those that are there stay.")]) -> None:
    """Write the signed roots of all days that are over into a folder, to be published and kept elsewhere."""
    from cli.roots import write_roots

    run(write_roots(load_settings(), folder))


def verify(
    receipt: Annotated[str, typer.Argument(help="The receipt, KANAL1.…; - reads it from standard input.")],
    roots: Roots = None,
    key: Pinned = "",
    words: Annotated[Path | None, typer.Option(help="A file with the words that were filed.")] = None,
) -> None:
    """Check a receipt without any network: 0 when all is right, 1 when something is wrong, 2 when it cannot be said."""
    from cli.verify import verify_receipt

    raise typer.Exit(verify_receipt(receipt, roots or [], key, words))


def chains(
    file: Annotated[Path, typer.Argument(help="Where it goes.")],
    period: Annotated[str, typer.Option(help="2026, 2026-Q1, 2026-03; default: everything there is.")] = "",
) -> None:
    """Write the chained journals of all reports, without persons and words, for whoever checks the city."""
    from cli.chains import write_chains

    run(write_chains(load_settings(), file, period))


def audit(
    file: Annotated[Path, typer.Argument(help="What `kanal chains` wrote.")],
    roots: Roots = None,
    key: Pinned = "",
    city: Annotated[
        Path | None, typer.Option(help="City pack whose limits and holidays hold; default: KANAL_CITY.")
    ] = None,
) -> None:
    """Check an export of chains: every line, every root, every limit; 0 when all is right, 1 when anything differs."""
    from cli.audit import audit_export

    raise typer.Exit(audit_export(file, roots or [], key, city or load_settings().city))


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(key, name="key")
    for command in (roots, verify, chains, audit):
        app.command()(command)
