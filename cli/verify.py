"""``kanal verify``: check a receipt with published files alone; no network, no database, no settings."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from cli.published import Unusable, pinned_key, read_days
from core.proof.checking import Checked, check
from core.proof.slip import read_slip

RIGHT, WRONG, OPEN = 0, 1, 2


def verify_receipt(receipt: str, roots: Sequence[Path], key: str, words: Path | None) -> int:
    """Print what was checked, a line each; give 0, 1 or 2: all is right, something is wrong, it cannot be said."""
    text = sys.stdin.read() if receipt == "-" else receipt
    slip = read_slip(text)
    if slip is None:
        typer.echo("kanal: this is no receipt: one line that begins with KANAL1. and has seven parts", err=True)
        return WRONG
    try:
        filed = words.read_text(encoding="utf-8") if words is not None else None
        checked = check(slip, read_days(roots), pinned_key(key), filed)
    except (Unusable, OSError, UnicodeError) as trouble:
        typer.echo(f"kanal: {trouble}", err=True)
        return OPEN
    except ValueError:
        typer.echo("kanal: the time on this receipt is none", err=True)
        return WRONG
    for line in _said(checked, pinned=bool(key)):
        typer.echo(line)
    return WRONG if checked.wrong else RIGHT if checked.whole else OPEN


def _said(checked: Checked, *, pinned: bool) -> Iterator[str]:
    slip = checked.slip
    yield f"receipt\t{slip.number}\tgiven {slip.moment:%Y-%m-%d %H:%M:%S} UTC"
    trust = "a key that hangs on the one you named" if pinned else "the first key in these files; --key names another"
    yield {
        "right": f"signature\tright\tby key {slip.key}, {trust}",
        "wrong": f"signature\tWRONG\tkey {slip.key} did not sign this",
        "unknown": f"signature\tnot checked\tno key {slip.key} in what was given; see --roots and --key",
    }[checked.signature]
    yield {
        "found": f"root\tright\tin the root of {checked.day}",
        "absent": f"root\tMISSING\tin no root since {checked.day} that was given, and it should be in the first",
        "open": "root\tnot checked\tno root that was given is of its day or later",
    }[checked.rooted]
    if checked.words:
        yield f"words\t{'right' if checked.words == 'right' else 'WRONG: other words were filed'}"
    for flaw in checked.flaws:
        yield f"{flaw.subject}\t{flaw.flaw.upper()}\t{flaw.words}"
