"""A journal's lines hang together: whatever is changed, taken away, put in or moved is found."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from core.proof.chain import canonical, erased, fields_of, linked, origin, stamp
from core.proof.lines import Line, flaws, line_of
from core.vocabulary.effects import Record
from core.vocabulary.seal import sealed_by
from tests.clock import START
from tests.core.proof.written import NUMBER, SEAL, lines, records, shown
from tests.core.ticket.lane import COORDINATOR, DISHUB, TicketLane

ALL = lines()
PLACES = st.integers(0, len(ALL) - 1)
WORDS = st.text(max_size=12)


def found(row: list[Line]) -> list[str]:
    """List what is wrong, by line and kind."""
    return [f"{flaw.n} {flaw.flaw}" for flaw in flaws(NUMBER, row)]


def bent(row: list[Line]) -> list[str]:
    """List what is wrong besides that no line says why words are gone."""
    return [flaw for flaw in found(row) if not flaw.endswith(" unexplained")]


def test_the_form_that_is_hashed() -> None:
    """A line is hashed as the document says, and anybody can do it with a JSON writer and SHA-256 alone."""

    def digest(kind: str, value: dict[str, object]) -> str:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(f"kanal:{kind}:v1\n{text}".encode()).hexdigest()

    record = Record(NUMBER, "pelapor", "replied", "diproses", START, "sudah é", {"unit": "dishub"})
    written, head = linked(record, 1, "", SEAL)
    assert written.chain is not None
    salts = {
        name: hashlib.sha256(f"kanal:salt:v1\n{written.chain.salt}\n{name}".encode()).hexdigest()[:32]
        for name in ("actor", "reason", "details.unit")
    }
    said = {"actor": "pelapor", "reason": "sudah é", "details.unit": "dishub"}
    fields = {n: digest("field", {"name": n, "salt": salts[n], "value": v}) for n, v in said.items()}
    prev = digest("chain", {"subject": NUMBER, "earlier": 0})
    at = START.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    line = {"subject": NUMBER, "n": 1, "prev": prev, "at": at, "what": "replied", "status": "diproses"}

    assert digest("line", {**line, "fields": fields}) == head == written.chain.head


def test_a_moment_is_hashed_as_it_is_stored() -> None:
    """Milliseconds are kept, in UTC, whatever zone a moment comes in."""
    assert "2026-07-06T02:00:00.123Z" == stamp(
        START.replace(year=2026, month=7, day=6, hour=2, minute=0, second=0, microsecond=123_999)
    )


@given(st.dictionaries(st.text(max_size=5), st.text() | st.integers(0, 9999), max_size=5))
def test_the_canonical_form_is_that_of_any_json_writer(value: dict[str, str | int]) -> None:
    """Whatever is said, the form is what the usual writer of JSON gives, with half surrogate pairs replaced."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value).decode() == "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)


def test_half_a_surrogate_pair_is_hashed_as_it_is_stored() -> None:
    """Words that nothing can store are hashed as what is stored in their place."""
    assert '{"a":"\ufffd"}'.encode() == canonical({"a": "\ud83d"})


def test_a_ticket_chains_its_lines() -> None:
    """Each line of a ticket hangs on the one before it, and the ticket knows the last one."""
    lane = TicketLane().opens().does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, choice="dishub")
    lane.does("ambil", DISHUB).says("masih mati")
    written = [effect for effect in lane.all_effects if isinstance(effect, Record)]
    row = [line_of(record, shown) for record in written]

    assert [] == list(flaws(lane.ticket.number, row))
    assert [1, 2, 3, 4, 5] == [line.n for line in row]
    assert row[-1].head == lane.ticket.head


def test_a_line_is_the_same_however_often_it_is_stepped() -> None:
    """The same event on the same document gives the same line: salts are no dice."""
    assert TicketLane().opens().records == TicketLane().opens().records


def test_a_row_as_it_was_written_is_right() -> None:
    """Nothing is found where nothing was touched, with hidden fields as with all of them."""
    assert [] == found(ALL)
    assert [] == found([line_of(record, lambda _name, _value: True) for record in records()])
    assert [] == found([line_of(record, lambda _name, _value: False) for record in records()])


def test_an_export_hides_what_it_is_told_to() -> None:
    """A hidden field is its digest, without value and salt."""
    text = msgspec.json.encode(ALL).decode()
    assert [] == [word for word in ("Maria", "Yosef", "tolong dicek", "sudah diganti", '"10"') if word in text]


def test_a_ticket_from_before_the_chain_begins_late() -> None:
    """Lines without a chain come first and are counted: one more or less of them is found."""
    row = lines(unchained=2)
    assert [0, 0, 3, 4, 5, 6] == [line.n for line in row]
    assert [] == found(row)
    assert ["3 missing"] == found(row[1:])
    assert ["3 inserted"] == found([row[0], *row])


@given(PLACES, st.sampled_from(["at", "what", "status", "prev", "head", "subject"]), WORDS)
def test_whatever_is_altered_is_found(place: int, name: str, word: str) -> None:
    """Any other text in any part of any line is found."""
    row = list(ALL)
    if word == getattr(row[place], name):
        return
    row[place] = structs.replace(row[place], **{name: word})
    assert found(row)


@given(PLACES, st.data(), WORDS)
def test_whatever_a_field_says_else_is_found(place: int, data: st.DataObject, word: str) -> None:
    """Another value, another digest, a field more or a field less: each is found."""
    line = ALL[place]
    name = data.draw(st.sampled_from([*line.fields, "details.extra"]))
    value = data.draw(st.sampled_from([None, word, (word, "00"), (word, "ab" * 16)]))
    fields = {key: kept for key, kept in line.fields.items() if key != name}
    changed = fields if value is None else fields | {name: value}
    if changed == line.fields:
        return
    assert [f"{line.n} altered"] == found([*ALL[:place], structs.replace(line, fields=changed), *ALL[place + 1 :]])


@given(PLACES.filter(lambda place: place < len(ALL) - 1))
def test_a_line_that_is_taken_away_is_found(place: int) -> None:
    """A line that is missing leaves a hole in the count."""
    assert [f"{place + 2} missing"] == found([*ALL[:place], *ALL[place + 1 :]])


@given(st.permutations(range(len(ALL))))
def test_lines_that_are_moved_are_found(order: list[int]) -> None:
    """Any order but the one in which lines were written is found."""
    assert (order == sorted(order)) == (not found([ALL[place] for place in order]))


@given(PLACES, PLACES)
def test_a_line_that_is_put_in_is_found(place: int, copied: int) -> None:
    """A copy of a line, or a line with a number of its own, is found wherever it stands."""
    copy = ALL[copied]
    assert found([*ALL[: place + 1], copy, *ALL[place + 1 :]])
    forged, _head = linked(Record(NUMBER, "20", "progres", "diproses", START), place + 2, ALL[place].head, SEAL)
    assert found([*ALL[: place + 1], line_of(forged, shown), *ALL[place + 1 :]]) or place == len(ALL) - 1


def test_a_chain_that_is_forged_from_one_line_on_hangs_together() -> None:
    """Whoever has the database can write a whole chain anew: only roots that were published before show it."""
    row, head = list(records()[:2]), ALL[1].head
    for record in records()[2:]:
        bare = structs.replace(record, reason="lain", chain=None)
        again, head = linked(bare, len(row) + 1, head, sealed_by(b"another"))
        row.append(again)
    assert [] == found([line_of(record, shown) for record in row])
    assert head != ALL[-1].head


@pytest.mark.parametrize("names", [{"reason"}, {"actor", "details.name"}, {"reason", "actor", "details.name"}])
def test_erased_words_leave_the_chain_whole(names: set[str]) -> None:
    """Words that are erased are gone with their salt; the line is still what was written, and says the rest."""
    gone = [erased(record, frozenset(names)) for record in records()]

    assert [] == bent([line_of(record, lambda _name, _value: True) for record in gone])
    assert [] == [name for record in gone for name in fields_of(record) if name in names]
    assert [] == [record.chain.salt for record in gone if record.chain is not None and record.chain.salt]
    assert "dishub" == gone[2].details["unit"]


def test_erasing_twice_is_harmless() -> None:
    """What is gone stays gone, and another field can go later."""
    once = erased(records()[4], frozenset({"reason"}))
    assert once == erased(once, frozenset({"reason"}))
    twice = erased(once, frozenset({"details.name"}))
    assert ["5 unexplained"] == found([*ALL[:4], line_of(twice, shown), ALL[5]])
    assert {"by_unit": "dishub"} == twice.details


def test_what_is_added_to_an_erased_line_is_found() -> None:
    """A field that was put into a line without salts has none."""
    gone = erased(records()[4], frozenset({"reason"}))
    more = structs.replace(gone, details={**gone.details, "unit": "dlhk"})
    assert ["5 altered"] == bent([*ALL[:4], line_of(more, shown), ALL[5]])


def test_each_chain_has_a_beginning_of_its_own() -> None:
    """Lines of one ticket cannot stand in for those of another."""
    assert 3 == len({origin(NUMBER), origin("KPG-26-00002-3"), origin(NUMBER, 1)})
    moved = [structs.replace(line, subject="KPG-26-00002-3") for line in ALL]
    assert list(flaws("KPG-26-00002-3", moved))


def test_a_line_without_a_chain_among_chained_ones_is_found() -> None:
    """Once a chain has begun every line is in it."""
    bare = line_of(Record(NUMBER, "20", "progres", "diproses", START + timedelta(hours=9)), shown)
    assert ["0 unchained"] == found([*ALL, bare])
