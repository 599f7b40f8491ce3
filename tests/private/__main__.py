"""Say how much of what should go goes, and how much that should stay: ``python -m tests.private [--show]``."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from tests.core.kupang import kupang
from tests.private.measure import Half, Reader, Score, read_cases, score


def main(show: Annotated[bool, typer.Option(help="Print what went wrong in the tuned half.")] = False) -> None:
    """Print the figures of both halves."""
    for half in get_args(Half):
        cases = list(read_cases(half))
        for reader in get_args(Reader):
            found = score(kupang(), cases, reader)
            typer.echo(
                f"{half:7} {reader:8} {len(cases)} sentences: {found.marks - len(found.missed)} of {found.marks} marks "
                f"gone ({found.recall:.1%}), {found.harm:.2%} of {found.words} other words gone, "
                f"in {len(found.spoiled)} sentences"
            )
            if show and half == "tuned":
                _show(found)


def _show(found: Score) -> None:
    for kind, rows in (("STAYS", found.missed), ("GOES", found.spoiled)):
        for case, word, shown in rows:
            typer.echo(f"  {kind} {word!r}: {case.text!r} -> {shown!r}")


if __name__ == "__main__":
    typer.run(main)
