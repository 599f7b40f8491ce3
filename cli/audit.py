"""``kanal audit``: check a file of chains without the city's help; no network and no database."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

import msgspec
import typer

from cli.published import Unusable, pinned_key, read_days
from core.city.calendar import WorkingCalendar
from core.language.data import CityError
from core.proof.audit import Audit, audit
from core.proof.export import Part, read
from core.proof.limits import LimitCount
from core.proof.lines import WHY, Finding
from storage.city import read_city

RIGHT, WRONG, UNUSABLE = 0, 1, 2
SHOWN = 200
"""Findings that are shown one by one; more are counted."""


def audit_export(file: Path, roots: Sequence[Path], key: str, pack: Path) -> int:
    """Print what is wrong, a line each, and what was counted; give 0, or 1 when anything differs."""
    try:
        city = read_city(pack)
        state = Audit(LimitCount(city, WorkingCalendar(city)), read_days(roots), pinned_key(key))
        began, count = process_time(), 0
        for finding in _found(file, state):
            count += 1
            if count <= SHOWN:
                typer.echo(f"{finding.subject}\t{finding.n}\t{finding.flaw}\t{finding.words}")
    except (Unusable, CityError, OSError) as trouble:
        typer.echo(f"kanal: {trouble}", err=True)
        return UNUSABLE
    if count > SHOWN:
        typer.echo(f"… and {count - SHOWN} more")
    for line in _counted(state, key):
        typer.echo(line)
    typer.echo(f"{state.lines / max(process_time() - began, 1e-9):.0f} lines a second of processor time", err=True)
    typer.echo("NOT RIGHT: " + str(count) if count else "all is right")
    return WRONG if count else RIGHT


def _found(file: Path, state: Audit) -> Iterator[Finding]:
    length = file.stat().st_size
    hidden = not sys.stderr.isatty()
    with file.open("rb") as lines, typer.progressbar(length=length, file=sys.stderr, hidden=hidden) as bar:
        yield from audit(_parts(lines, bar.update), state)


def _parts(lines: Iterator[bytes], passed: object) -> Iterator[Part]:
    for number, line in enumerate(lines, start=1):
        try:
            yield read(line)
        except msgspec.MsgspecError as wrong:
            raise Unusable(f"line {number} is none of this file's: {wrong}") from wrong
        if callable(passed):
            passed(len(line))


def _counted(state: Audit, key: str) -> Iterator[str]:
    limits, roots = state.limits, state.days
    yield f"{state.reports} reports, {state.lines} lines, {len(roots)} roots"
    if roots and not state.outside:
        yield "the roots are those of the file itself: --roots takes those that were published and kept elsewhere"
    if roots and not key:
        yield "the keys are those of the file itself: --key names one that is known otherwise"
    if state.register:
        yield f"{state.register} of the lines say who became, was and is no more an official"
    if state.unchained:
        yield f"{state.unchained} lines are older than the chain: nothing vouches for them"
    for line in state.erased[:SHOWN]:
        yield f"{line.subject}\t{line.n}\terased\t{line.at[:10]} {line.says(WHY)}"
    if state.erased:
        yield f"{len(state.erased)} times what was personal in a report was erased: its lines stand by their digests"
    if state.open_heads:
        yield f"{state.open_heads} reports moved after the last root"
    yield f"limits of {limits.counted} reports counted again, of {limits.hidden} of them without being told their kind"
    if limits.left_out:
        yield f"limits of {limits.left_out} reports left out: they are older than the chain"
    for unit, kept in sorted(limits.units.items()):
        yield f"{unit}\tanswers in time {kept.in_time}\tlate {kept.late}\tlimits that passed {kept.passed}"
