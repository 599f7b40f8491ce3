"""An auditor finds every line that was altered, taken away, put in or moved, and every limit that is told otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.proof.chain import erased, linked
from core.proof.export import Day, End, Header, Part, Report, read, write
from core.proof.limits import BESIDE, TAKEN_BACK, LimitCount
from core.proof.lines import Line, line_of
from core.proof.showing import passing, shown
from core.ticket import undoing
from core.vocabulary.effects import Record
from core.vocabulary.seal import sealed_by
from tests.core.proof.city_life import audited, days, export, lives, published
from tests.core.ticket.lane import city

PARTS = export()
LINES = [write(part) for part in PARTS]
PLACES = st.integers(0, len(LINES) - 1)


def kinds(parts: list[Part], **more: Any) -> set[str]:
    """List the kinds of what was found."""
    return {flaw.flaw for flaw in audited(parts, **more)[0]}


def test_the_file_as_it_was_written_is_right() -> None:
    """Nothing is found where nothing was touched; lines, roots and limits are counted."""
    found, state = audited(PARTS)
    assert [] == found
    assert (4, 12, 0) == (state.reports, len(state.days), state.unchained)
    assert (4, 1, 0) == (state.limits.counted, state.limits.hidden, state.limits.left_out)
    kept = state.limits.units["dishub"]
    assert (1, 0) == (kept.in_time, kept.late)


def test_the_life_is_worth_checking() -> None:
    """The reports of this test met limits, pauses, returns, and acts that were taken back."""
    said = {record.what for life in lives() for record in life.records}
    assert {
        "opened",
        "late",
        "reminded",
        "tanya",
        "replied",
        "selesai",
        "confirmed",
        "bukan_wewenang",
        "urungkan",
    } <= said


def test_no_person_is_in_the_file() -> None:
    """Names, ids, words and the kind of a confidential report are not there."""
    text = b"".join(LINES).decode()
    for hidden in ("Maria", "Yosef", "Beny", "Pungli", "pegawai", "Sampah", "diganti", "nomor lima", '"20"', '"10"'):
        assert hidden not in text


def values_of(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the ways to all values in a JSON document."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in values_of(one, (*way, key))]
    if isinstance(value, list):
        return [found for key, one in enumerate(value) for found in values_of(one, (*way, key))]
    return [way]


def other(value: Any) -> Any:
    """Give another value of the same sort."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value[:-1]}{'0' if value[-1:] != '0' else '1'}"


FREE = {("header", name) for name in ("city", "version", "made_at", "whole")} | {("report", "unit")}
"""What says nothing that is checked here: what the file is called and covers, and who has a report now."""


@given(st.data())
def test_whatever_is_altered_in_any_line_is_found(data: st.DataObject) -> None:
    """Any value of any line, changed in one sign or by one, is found, or makes the file unreadable."""
    place = data.draw(PLACES)
    document = json.loads(LINES[place])
    way = data.draw(st.sampled_from([one for one in values_of(document) if one[-1] != "kind"]))
    if (document["kind"], way[-1]) in FREE or (document["kind"], way[0]) == ("report", "confidential"):
        return
    inner: Any = document
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = other(inner[way[-1]])
    try:
        part = read(json.dumps(document).encode())
    except msgspec.MsgspecError:
        return
    assert audited([*PARTS[:place], part, *PARTS[place + 1 :]], published())[0]


@given(PLACES)
def test_a_line_that_is_taken_away_is_found(place: int) -> None:
    """Whatever is missing from the file is found."""
    assert audited([*PARTS[:place], *PARTS[place + 1 :]], published())[0]


@given(PLACES, PLACES)
def test_a_line_that_is_put_in_is_found(place: int, copied: int) -> None:
    """A copy of any line at any place is found, but for the keys, which may be said twice."""
    if PARTS[copied] == PARTS[1]:
        return
    assert audited([*PARTS[:place], PARTS[copied], *PARTS[place:]], published())[0]


@given(st.integers(0, len(PARTS) - 2))
def test_lines_that_change_places_are_found(place: int) -> None:
    """Two lines that stand the other way round are found; the order of keys and days before all reports is free."""
    if all(not isinstance(part, Line | Report | End | Header) for part in PARTS[place : place + 2]):
        return
    if isinstance(PARTS[place + 1], Report) and isinstance(PARTS[place], Day):
        return
    assert audited([*PARTS[:place], PARTS[place + 1], PARTS[place], *PARTS[place + 2 :]], published())[0]


def report_of(parts: list[Part], serial: int) -> tuple[int, int]:
    """Find where a report begins and ends in a file."""
    starts = [place for place, part in enumerate(parts) if isinstance(part, Report)]
    return starts[serial - 1], [*starts, len(parts) - 1][serial]


def without(serial: int, lines: int = 0) -> list[Part]:
    """Cut the last lines of a report, or all of it, and make its own count and that of the file agree."""
    parts = list(PARTS)
    begin, end = report_of(parts, serial)
    report, rows = parts[begin], parts[begin + 1 : end]
    assert isinstance(report, Report)
    kept: list[Part] = []
    if lines:
        left = rows[:-lines]
        last = left[-1]
        assert isinstance(last, Line)
        kept = [structs.replace(report, lines=len(left), head=last.head, status=last.status), *left]
    parts[begin:end] = kept
    total = sum(isinstance(part, Line) for part in parts)
    parts[-1] = End(sum(isinstance(part, Report) for part in parts), total)
    return parts


def test_whoever_owns_the_database_cannot_cut_the_end_of_a_report() -> None:
    """Lines that are gone with every count of them made to agree still stand in the roots."""
    assert {"unrooted", "missing"} >= kinds(without(1, 1)) != set()


def test_whoever_owns_the_database_cannot_lose_a_report() -> None:
    """A whole report that is gone leaves leaves behind that belong to nobody."""
    assert {"missing"} == kinds(without(2))


def test_whoever_owns_the_database_cannot_write_a_report_anew() -> None:
    """A chain that was written again from one line on hangs together, and is in no root."""
    parts = list(PARTS)
    begin, end = report_of(parts, 1)
    head, rows = "", []
    for n, record in enumerate(lives()[0].records, start=1):
        bare = structs.replace(record, chain=None, actor="21" if n == 4 else record.actor)
        again, head = linked(bare, n, head, sealed_by(b"another"))
        rows.append(line_of(again, shown(confidential=False)))
    report = parts[begin]
    assert isinstance(report, Report)
    parts[begin:end] = [structs.replace(report, head=head), *rows]
    assert {"unrooted", "missing"} == kinds(parts)


def test_roots_that_were_published_bind_those_of_the_file() -> None:
    """A day whose root was signed anew is not what was published."""
    place = next(n for n, part in enumerate(PARTS) if isinstance(part, Day) and part.root.day == "2026-07-08")
    day = PARTS[place]
    assert isinstance(day, Day)
    parts = [*PARTS[:place], structs.replace(day, root=structs.replace(day.root, at="x")), *PARTS[place + 1 :]]
    assert {"altered"} == kinds(parts, outside=published())
    assert "signature" in kinds(parts)


def test_a_stretch_of_days_can_be_checked_without_the_rest() -> None:
    """A file that is not of everything may lack reports; its lines are checked all the same."""
    header, *rest = without(2)
    assert isinstance(header, Header)
    assert [] == audited([structs.replace(header, whole=False), *rest])[0]


def test_a_report_from_before_the_chain() -> None:
    """Lines without a chain before the first root are counted; after it they are found."""
    parts: list[Part] = [part for part in PARTS if not isinstance(part, Day)]
    begin, end = report_of(parts, 2)
    rows = [line_of(structs.replace(r, chain=None), shown(confidential=False)) for r in lives()[1].records]
    report = parts[begin]
    assert isinstance(report, Report)
    parts[begin:end] = [structs.replace(report, head=""), *rows]
    found, state = audited(parts)
    assert ([], len(rows)) == (found, state.unchained)
    assert "unchained" in kinds([*parts[:2], *days(), *parts[2:]])


# --- limits ----------------------------------------------------------------------------------------------------------


def chained_anew(serial: int, change: Any) -> list[Part]:
    """Write a report as a city would that bends what it writes from the start; without roots nothing else shows."""
    parts: list[Part] = [part for part in PARTS if not isinstance(part, Day)]
    begin, end = report_of(parts, serial)
    report, head, rows = parts[begin], "", []
    assert isinstance(report, Report)
    records = [one for one in (change(record) for record in lives()[serial - 1].records) if one is not None]
    for n, record in enumerate(records, start=1):
        again, head = linked(structs.replace(record, chain=None), n, head, sealed_by(b"x"))
        rows.append(line_of(again, shown(confidential=report.confidential)))
    parts[begin:end] = [structs.replace(report, lines=len(rows), head=head), *rows]
    parts[-1] = End(4, sum(isinstance(part, Line) for part in parts))
    return parts


def due_on(day: str, record: Record, *what: str) -> Record:
    """Give a line with another day of July for its limit, if it is one of these."""
    details = {**record.details, "due": f"2026-07-{day}T15:59:59+00:00"}
    return structs.replace(record, details=details) if record.what in what else record


LIMITS = {
    "not called late": (2, lambda one: None if one.what == "late" else one, "no line says so"),
    "in confidence, not called late": (3, lambda one: None if one.what == "late" else one, "no line says so"),
    "in confidence, another date": (3, lambda one: due_on("15", one, "late"), "the date is given as 2026-07-15"),
    "in confidence, called late too early": (
        3,
        lambda one: structs.replace(one, at=one.at - timedelta(days=2)) if one.what == "late" else one,
        "called late before",
    ),
    "another date": (
        2,
        lambda one: (
            structs.replace(one, details={**one.details, "due": "2026-08-01T15:59:59+00:00"})
            if one.what == "late"
            else one
        ),
        "the date is given as 2026-08-01",
    ),
    "a better date for an answer": (
        1,
        lambda one: (
            structs.replace(one, details={**one.details, "due": "2026-08-01T15:59:59+00:00"})
            if one.what == "selesai"
            else one
        ),
        "the date is given as 2026-08-01",
    ),
    "late too early": (
        2,
        lambda one: structs.replace(one, what="late") if one.what == "reminded" else one,
        "called late before the limit had passed",
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_that_are_bent_are_found(name: str) -> None:
    """A limit that is left out, moved or called early is found from the lines alone, although the chain is whole."""
    serial, change, words = LIMITS[name]
    found, _ = audited(chained_anew(serial, change))
    assert {"limit"} == {flaw.flaw for flaw in found}
    assert any(words in flaw.words for flaw in found)


def test_the_unbent_twin_is_right() -> None:
    """Written anew without a change nothing is found: what is found above is the change."""
    assert [] == audited(chained_anew(1, lambda one: one))[0]
    assert [] == audited(chained_anew(2, lambda one: one))[0]


def test_the_rules_of_the_recount_are_those_of_tickets() -> None:
    """What can be taken back, and what leaves it as it is, has the same names here as where it is done."""
    assert (undoing.BESIDE, undoing.UNDOABLE | {"closing_held"}) == (BESIDE, TAKEN_BACK)


def test_a_hidden_kind_is_one_and_the_same_in_all_lines() -> None:
    """Where categories have other limits a confidential report may be of any, and its lines have to agree on one."""
    slow = replace(city().limits, verification_days=7)
    first, *others = city().categories
    pack = replace(city(), categories=(replace(first, limits=slow), *others))
    assert 2 == len(LimitCount(pack, WorkingCalendar(pack)).kinds)

    def found(*what: str) -> list[str]:
        parts = chained_anew(3, lambda one: due_on("15", one, *what))
        rows = [part for part in parts[slice(*report_of(parts, 3))] if isinstance(part, Line)]
        count = LimitCount(pack, WorkingCalendar(pack))
        return [one.words for one in count.of_report(rows, datetime.fromisoformat(rows[-1].at))]

    assert [] == found()
    assert ["the date is given as 2026-07-15, and it is 2026-07-09"] == found("late")[:1]


def with_erased(what: str, **details: str) -> list[Part]:
    """Give an export in which the words of the first report are gone, and a line behind them of this name."""
    life = lives()[0]
    bare = [erased(record, passing(record)) for record in life.records]
    last = life.records[-1]
    assert last.chain is not None
    said = Record(last.subject, "sistem", what, last.status, last.at, "", details)
    said, head = linked(said, last.chain.n + 1, last.chain.head, sealed_by(b"s"))
    lines = [line_of(record, shown(confidential=True)) for record in (*bare, said)]
    header, keys = PARTS[0], PARTS[1]
    assert isinstance(header, Header)
    report = Report(last.subject, len(lines), head, last.status, "dishub", confidential=True)
    return [replace_whole(header), keys, report, *lines, End(1, len(lines))]


def replace_whole(header: Header) -> Header:
    """Say that the file is a part."""
    return structs.replace(header, whole=False)


def test_what_was_erased_is_told_from_what_was_altered() -> None:
    """Words that are gone are right where a line behind them says since when and why, and a finding without it."""
    found, state = audited(with_erased("erased", why="request"))
    assert ([], ["request"]) == (found, [line.says("details.why") for line in state.erased])
    assert {"unexplained"} == kinds(with_erased("merged_erased", why="request"))  # it explains no words but of those
    assert {"unexplained"} == kinds(with_erased("erased")) == kinds(with_erased("lihat", why="request"))
