"""Journals for tests: a short life of a ticket, chained as its lane chains it."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from core.proof.chain import linked
from core.proof.lines import Line, line_of
from core.vocabulary.effects import Record
from core.vocabulary.seal import sealed_by
from tests.clock import START

NUMBER = "KPG-26-00001-5"
SEAL = sealed_by(b"a secret of the city")
_LIFE = (
    ("pelapor", "opened", "baru", "", {"category": "lampu-jalan", "kelurahan": "Oebufu"}),
    ("10", "verifikasi", "terverifikasi", "", {"name": "Maria", "by_unit": "setda"}),
    ("10", "disposisi", "didisposisikan", "tolong dicek", {"name": "Maria", "by_unit": "setda", "unit": "dishub"}),
    ("20", "ambil", "diproses", "", {"name": "Yosef", "by_unit": "dishub"}),
    ("20", "selesai", "ditindaklanjuti", "lampu sudah diganti", {"name": "Yosef", "by_unit": "dishub"}),
    ("pelapor", "confirmed", "selesai", "", {"outcome": "fixed"}),
)


@cache
def records(subject: str = NUMBER, unchained: int = 0) -> tuple[Record, ...]:
    """Give the lines of a life; so many of them as if they were written before there were chains."""
    found, head = [], ""
    for n, (actor, what, status, reason, details) in enumerate(_LIFE, start=1):
        record = Record(subject, actor, what, status, START + timedelta(hours=n, microseconds=n), reason, details)
        if n > unchained:
            record, head = linked(record, n, head, SEAL)
        found.append(record)
    return tuple(found)


def shown(name: str, value: str) -> bool:
    """Show what names nobody, and no words."""
    return name not in ("reason", "details.name") and not (name == "actor" and value.isdigit())


def lines(subject: str = NUMBER, unchained: int = 0) -> list[Line]:
    """Give a life as an export has it."""
    return [line_of(record, shown) for record in records(subject, unchained)]
