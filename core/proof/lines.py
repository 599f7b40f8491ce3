"""Chained lines outside of the house: as an export has them, and what is wrong with a row of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from core.proof.chain import digests_of, field_digest, fields_of, line_digest, origin, salts_of, stamp
from core.vocabulary.effects import Record

Shown = Callable[[str, str], bool]
"""Tell of a field, by name and value, whether an export shows it."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True, tag="line", tag_field="kind"):
    """One line: each field is shown as its value and its salt, or hidden as its digest.

    ``gone`` names those that nobody can show any more, because they were erased.
    """

    subject: str
    n: int
    at: str
    what: str
    status: str
    fields: dict[str, str | tuple[str, str]]
    prev: str
    head: str
    gone: tuple[str, ...] = ()

    def says(self, name: str) -> str:
        """Give a field's value; empty when it is hidden or there is none."""
        field = self.fields.get(name, "")
        return "" if isinstance(field, str) else field[0]


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it has to be: at which subject, which line, what kind of flaw, and in words."""

    subject: str
    n: int
    flaw: str
    words: str


_NONE: Final = ""
ERASED: Final = "erased"
"""What a line is called that says that the words of those before it were erased; `WHY` is the field with the reason."""
MERGED_ERASED: Final = "merged_erased"
"""What a line is called that says so of the words of a report that was merged: those of lines named `ADDITION`."""
ADDITION: Final = "addition"
WHY: Final = "details.why"


def line_of(record: Record, shown: Shown) -> Line:
    """Make a line of a record, without what is not shown; one from before the chain has the number 0."""
    chain = record.chain
    if chain is None:
        said = {name: (value, _NONE) for name, value in fields_of(record).items() if shown(name, value)}
        return Line(record.subject, 0, stamp(record.at), record.what, record.status, {**said}, _NONE, _NONE)
    salts, values = salts_of(record, chain), fields_of(record)
    fields: dict[str, str | tuple[str, str]] = dict(digests_of(record, chain))
    fields |= {name: (value, salts[name]) for name, value in values.items() if shown(name, value)}
    at, gone = stamp(record.at), tuple(sorted(chain.erased))
    return Line(record.subject, chain.n, at, record.what, record.status, fields, chain.prev, chain.head, gone)


def digest_of_line(line: Line) -> str:
    """Hash a line again from what it shows and the digests of what it hides."""
    digests = {
        name: field if isinstance(field, str) else field_digest(name, *field) for name, field in line.fields.items()
    }
    return line_digest(line.subject, line.n, line.prev, line.at, line.what, line.status, digests)


def flaws(subject: str, lines: Sequence[Line]) -> Iterator[Finding]:
    """Find every line of one subject that was altered, taken away, put in or moved, in the order of the export.

    Lines from before the chain come first and are only counted. That the last lines are gone can be seen by the roots
    of the days alone, or by the ticket's own count.
    """
    earlier = 0
    while earlier < len(lines) and lines[earlier].n == 0:
        earlier += 1
    last, head = earlier, origin(subject, earlier)
    for place, line in enumerate(lines[earlier:], start=1):
        if line.subject != subject or line.n == 0:
            yield Finding(subject, line.n, "unchained", f"line {place} belongs to no chain")
            continue
        if line.n <= last:
            yield Finding(subject, line.n, "inserted", f"line {line.n} comes again or out of its place")
        elif line.n > last + 1:
            yield Finding(subject, line.n, "missing", f"lines {last + 1} to {line.n - 1} are missing")
        elif line.prev != head:
            yield Finding(subject, line.n, "broken", f"line {line.n} does not hang on the line before it")
        if digest_of_line(line) != line.head:
            yield Finding(subject, line.n, "altered", f"line {line.n} is not what was written")
        last, head = max(last, line.n), line.head
    yield from _unexplained(subject, lines[earlier:])


def _unexplained(subject: str, lines: Sequence[Line]) -> Iterator[Finding]:
    """Find lines without their words behind which no line says that, when and why these were erased."""
    said = max((line.n for line in lines if line.what == ERASED and line.says(WHY)), default=0)
    merged = max((line.n for line in lines if line.what == MERGED_ERASED and line.says(WHY)), default=0)
    for line in lines:
        if line.gone and line.n > (max(said, merged) if line.what == ADDITION else said):
            yield Finding(subject, line.n, "unexplained", f"words of line {line.n} are gone, and no line says why")
