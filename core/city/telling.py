"""Read who is told what (`telling.toml`): the base pack's matrix, with the city's own cells, texts and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from core.language.data import CityError
from core.language.tables import Reader, Table

FILE: Final = "telling.toml"
AUDIENCES: Final = ("reporter", "follower", "desk", "called")
"""Who reported it; who follows it; the officials at its desk; who is called by name."""
CARD: Final = "card"
PLACES: Final = ("number", "status", "unit")
"""What can fill a place of a template: the ticket's number, its status, or the unit that has it, in words."""
_NOT: Final = "-"
_HEAD: Final = ("nobody", "otherwise", "template", *AUDIENCES, "row")


@dataclass(frozen=True, slots=True)
class News:
    """How something reads: the key of its text, and the template that stands in for it outside of a window.

    ``no_template`` says why there is none.
    """

    text: str
    template: str = ""
    no_template: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Whom one cause tells what: a cell for each audience, of names of news, and of reasons for which it hears nothing.

    ``by`` is the role of who brings the cause about, where that makes a difference.
    """

    cause: str
    by: str
    cells: Mapping[str, tuple[str, ...]]

    def news(self, audience: str) -> tuple[str, ...]:
        """Name what an audience is told."""
        return tuple(one for one in self.cells.get(audience, ()) if not one.startswith(_NOT))

    def reasons(self, audience: str) -> tuple[str, ...]:
        """Name why an audience is told nothing, always or at times."""
        return tuple(one.removeprefix(_NOT) for one in self.cells.get(audience, ()) if one.startswith(_NOT))


@dataclass(frozen=True)
class Telling:
    """The matrix: rows by cause and role, how each news reads, and what the reasons mean."""

    rows: tuple[Row, ...] = ()
    news: Mapping[str, Mapping[str, News]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Template -> what fills its places, in order."""

    def row(self, cause: str, by: str = "") -> Row | None:
        """Give the row of a cause that somebody of a role brings about; None when there is none."""
        same = [row for row in self.rows if row.cause == cause]
        return next((row for row in same if row.by == by), next((row for row in same if not row.by), None))

    def tells(self, cause: str, by: str, audience: str, name: str) -> bool:
        """Tell whether a cause tells an audience this; of a cause that has no row nothing is kept back."""
        row = self.row(cause, by)
        return row is None or name in row.news(audience)

    def reads(self, audience: str, name: str) -> News:
        """Give how news for an audience reads. Raises ``LookupError`` with the name of what nobody has worded."""
        found = self.news.get(audience, {}).get(name)
        if found is None:
            raise LookupError(f"{FILE}: no [{audience}] {name}")
        return found


def read_telling(tables: Mapping[str, Table]) -> Telling:
    """Read the matrix; raise CityError with file and key."""
    telling = Telling()
    for name in (f"base/{FILE}", FILE):
        if name in tables:
            telling = _with(telling, Reader(name, tables[name]).only(*_HEAD), own=name == FILE)
    return telling


def _with(before: Telling, reader: Reader, *, own: bool) -> Telling:
    places = Reader(reader.file, reader.table("template"), "template")
    known = {**before.places, **{name: _places(places, name) for name in places.data}}
    reasons = Reader(reader.file, reader.table("nobody"), "nobody")
    telling = replace(
        before,
        news={audience: _news(before, reader, audience, known) for audience in AUDIENCES},
        reasons={**before.reasons, **{name: reasons.text(name) for name in reasons.data}},
        places=known,
    )
    otherwise = Reader(reader.file, reader.table("otherwise"), "otherwise").only(*AUDIENCES)
    rows = {(row.cause, row.by): row for row in before.rows}
    for one in reader.rows("row") if "row" in reader.data else []:
        row = _row(telling, one.only("cause", "by", *AUDIENCES), otherwise, rows, own=own)
        rows[row.cause, row.by] = row
    return replace(telling, rows=tuple(rows.values()))


def _places(reader: Reader, name: str) -> tuple[str, ...]:
    places = reader.texts(name)
    if any(place not in PLACES for place in places):
        raise CityError(reader.file, reader.key(name), f"only {', '.join(PLACES)} can fill a place")
    return places


def _news(
    before: Telling, reader: Reader, audience: str, templates: Mapping[str, tuple[str, ...]]
) -> Mapping[str, News]:
    table = reader.table(audience)
    found = dict(before.news.get(audience, {}))
    for name, value in table.items():
        if not isinstance(value, dict):
            raise CityError(reader.file, f"{audience}.{name}", "a table with a text is needed")
        one = Reader(reader.file, value, f"{audience}.{name}").only("text", "template", "no_template")
        news = News(one.text("text"), str(one.data.get("template", "")), str(one.data.get("no_template", "")))
        if news.template and news.template not in templates:
            raise CityError(one.file, one.key("template"), f"no places are named for {news.template!r}")
        found[name] = news
    return found


def _row(telling: Telling, reader: Reader, otherwise: Reader, rows: Mapping[tuple[str, str], Row], *, own: bool) -> Row:
    cause, by = reader.text("cause"), str(reader.data.get("by", ""))
    before = rows.get((cause, by))
    if own and before is None:
        raise CityError(reader.file, reader.key("cause"), f"the base pack has no row {cause!r} by {by or 'anybody'!r}")
    if not own and before is not None:
        raise CityError(reader.file, reader.key("cause"), f"duplicate {cause!r}")
    cells = dict(before.cells) if before is not None else {}
    for audience in AUDIENCES:
        if audience in reader.data:
            cells[audience] = _cell(telling, reader, audience)
        elif audience not in cells and audience in otherwise.data:
            cells[audience] = _cell(telling, otherwise, audience)
    if before is not None and CARD in before.news("desk") and CARD not in cells["desk"]:
        raise CityError(reader.file, reader.key("desk"), "a card shows what happened, in every city")
    return Row(cause, by, cells)


def _cell(telling: Telling, reader: Reader, audience: str) -> tuple[str, ...]:
    cell = reader.texts(audience)
    unknown = [one for one in cell if not _is_known(telling, audience, one)]
    if unknown or not cell:
        problem = f"unknown {', '.join(unknown)}" if unknown else "say what is told, or why nothing is"
        raise CityError(reader.file, reader.key(audience), problem)
    return cell


def _is_known(telling: Telling, audience: str, name: str) -> bool:
    if name.startswith(_NOT):
        return name.removeprefix(_NOT) in telling.reasons
    return name in telling.news.get(audience, {})


def silent(rows: Iterable[Row]) -> Sequence[tuple[Row, str]]:
    """List the cells that say neither what is told nor why nothing is."""
    return [(row, audience) for row in rows for audience in AUDIENCES if not row.cells.get(audience)]
