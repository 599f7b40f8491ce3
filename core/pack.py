"""Read a city pack: TOML files in, one checked `City` out. Pure; reading the folder is `storage.city`'s work."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.city import Category, City, CityError, EmergencyKind, Kelurahan, Language, Limits, Unit, Word
from core.texts import TextError, parse_texts

Table = Mapping[str, Any]
WORD_STRENGTHS: Mapping[str, float] = {"strong": 4.0, "clear": 2.0, "weak": 0.8, "against": -3.0}
"""How much a pattern of each list counts for its category; chosen on the tuning half of the labelled sentences."""
_TEXTS = re.compile(r"^(?:base/)?[a-z]+\.([a-z]{2})\.toml$")
_WORDS = re.compile(r"^(?:base/)?words/([a-z-]+)\.toml$")
_LANGUAGE = ("base/language.toml", "language.toml")


def parse_city(files: Mapping[str, bytes]) -> City:
    """Build the city from the files of its pack.

    `files` maps a path relative to the pack folder ("city.toml", "words/jalan.toml") to its content; files of the
    base pack that all cities share carry the prefix "base/". The city's own files override or extend the base's.
    Raises CityError that names file, key and problem.
    """
    tables = {name: _load(name, content) for name, content in files.items() if not _TEXTS.match(name)}
    head = _Reader("city.toml", _need(tables, "city.toml"))
    limits = _limits(head.file, "limits", head.table("limits"), Limits())
    units = _units(_Reader("units.toml", _need(tables, "units.toml")))
    kecamatan, kelurahan, places = _areas(_Reader("areas.toml", _need(tables, "areas.toml")))
    codes = {unit.code for unit in units}
    categories = _categories(_Reader("categories.toml", _need(tables, "categories.toml")), tables, codes, limits)
    verification = head.text("verification_unit")
    if verification not in codes:
        raise CityError(head.file, "verification_unit", f"unknown unit {verification!r}")
    _check_served(units, {area.name for area in kelurahan})
    added, removed = _holidays(tables.get("holidays.toml", {}))
    return City(
        code=head.text("code"),
        name=head.text("name"),
        prefix=_prefix(head),
        timezone=_zone(head),
        timezone_label=head.text("timezone_label"),
        verification_unit=verification,
        units=units,
        categories=categories,
        kecamatan=kecamatan,
        kelurahan=kelurahan,
        emergencies=_emergencies(
            _Reader("emergency.toml", _need(tables, "emergency.toml")), {category.code for category in categories}
        ),
        limits=limits,
        language=_language([tables[name] for name in _LANGUAGE if name in tables]),
        holidays_added=added,
        holidays_removed=removed,
        texts=_texts(files),
        sms_number=str(head.table("sms").get("number", "")),
        sms_keyword=str(head.table("sms").get("keyword", "")),
        places=places,
    )


class _Reader:
    """Read typed values out of one TOML table and say precisely what is wrong."""

    def __init__(self, file: str, data: Table, where: str = "") -> None:
        self.file = file
        self.data = data
        self.where = where

    def key(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str) or not value.strip():
            raise CityError(self.file, self.key(name), "a non-empty text is needed")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise CityError(self.file, self.key(name), "a list of texts is needed")
        return tuple(value)

    def table(self, name: str) -> Table:
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            raise CityError(self.file, self.key(name), "a table is needed")
        return value

    def rows(self, name: str) -> list[_Reader]:
        value = self.data.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise CityError(self.file, self.key(name), f"at least one [[{name}]] is needed")
        return [_Reader(self.file, item, f"{name}[{number}]") for number, item in enumerate(value)]


def _load(name: str, content: bytes) -> Table:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityError(name, "-", f"not valid TOML: {error}") from error


def _need(tables: Mapping[str, Table], name: str) -> Table:
    if name not in tables:
        raise CityError(name, "-", "the file is missing")
    return tables[name]


def _prefix(head: _Reader) -> str:
    prefix = head.text("prefix")
    if not re.fullmatch(r"[A-Z]{2,6}", prefix):
        raise CityError(head.file, "prefix", "two to six capital letters are needed")
    return prefix


def _zone(head: _Reader) -> str:
    zone = head.text("timezone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CityError(head.file, "timezone", f"unknown time zone {zone!r}") from error
    return zone


def _limits(file: str, key: str, table: Table, base: Limits) -> Limits:
    known = {item.name: str(item.type) for item in fields(Limits)}
    for name, value in table.items():
        if name not in known:
            raise CityError(file, f"{key}.{name}", "unknown limit")
        if known[name] == "float" and isinstance(value, float) and value > 0:
            continue
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise CityError(file, f"{key}.{name}", "a whole number of at least 1 is needed")
    return replace(base, **dict(table))


def _unique(file: str, key: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CityError(file, key, f"duplicate {code!r}")
        seen.add(code)


def _units(reader: _Reader) -> tuple[Unit, ...]:
    units = tuple(
        Unit(
            code=row.text("code"),
            name=row.text("name"),
            short=row.text("short", row.text("name")),
            kind=row.text("kind"),
            parent=row.text("parent") if "parent" in row.data else None,
            serves=row.texts("serves"),
        )
        for row in reader.rows("unit")
    )
    _unique(reader.file, "unit.code", (unit.code for unit in units))
    parents = {unit.code: unit.parent for unit in units}
    for unit in units:
        above: str | None = unit.parent
        passed = {unit.code}
        while above is not None:
            if above not in parents:
                raise CityError(reader.file, f"unit.{unit.code}.parent", f"unknown unit {above!r}")
            if above in passed:
                raise CityError(reader.file, f"unit.{unit.code}.parent", "the unit is above itself")
            passed.add(above)
            above = parents[above]
    return units


def _check_served(units: Iterable[Unit], areas: set[str]) -> None:
    for unit in units:
        for name in unit.serves:
            if name not in areas:
                raise CityError("units.toml", f"unit.{unit.code}.serves", f"unknown kelurahan {name!r}")


def _areas(reader: _Reader) -> tuple[tuple[str, ...], tuple[Kelurahan, ...], dict[str, str]]:
    districts: list[str] = []
    areas: list[Kelurahan] = []
    for row in reader.rows("kecamatan"):
        districts.append(row.text("name"))
        for item in row.rows("kelurahan"):
            careful = item.data.get("careful", False)
            if not isinstance(careful, bool):
                raise CityError(reader.file, item.key("careful"), "true or false is needed")
            areas.append(Kelurahan(item.text("name"), row.text("name"), item.texts("spellings"), careful))
    _unique(reader.file, "kecamatan.name", districts)
    _unique(reader.file, "kelurahan.name", (area.name for area in areas))
    names = {area.name for area in areas}
    places: dict[str, str] = {}
    for place, name in reader.table("places").items():
        if name not in names:
            raise CityError(reader.file, f"places.{place}", f"unknown kelurahan {name!r}")
        places[place.lower()] = name
    return tuple(districts), tuple(areas), places


def _words(tables: Mapping[str, Table], code: str) -> tuple[Word, ...]:
    words: list[Word] = []
    for file in (f"base/words/{code}.toml", f"words/{code}.toml"):
        reader = _Reader(file, tables.get(file, {}))
        for strength in reader.data:
            if strength not in WORD_STRENGTHS:
                raise CityError(file, strength, f"unknown list; known are {', '.join(WORD_STRENGTHS)}")
            words += [Word(text, WORD_STRENGTHS[strength]) for text in reader.texts(strength)]
    return tuple(words)


def _categories(reader: _Reader, tables: Mapping[str, Table], units: set[str], limits: Limits) -> tuple[Category, ...]:
    categories = []
    for row in reader.rows("category"):
        code, unit = row.text("code"), row.text("unit")
        if unit not in units:
            raise CityError(reader.file, f"category.{code}.unit", f"unknown unit {unit!r}")
        own = row.table("limits")
        redirect = row.table("redirect")
        categories.append(
            Category(
                code=code,
                name_id=row.text("name_id"),
                name_en=row.text("name_en"),
                unit=unit,
                words=_words(tables, code),
                limits=_limits(reader.file, f"category.{code}.limits", own, limits) if own else None,
                redirect_id=redirect.get("id"),
                redirect_en=redirect.get("en"),
            )
        )
    _unique(reader.file, "category.code", (category.code for category in categories))
    codes = {category.code for category in categories}
    if "lainnya" not in codes:
        raise CityError(reader.file, "category", "the category 'lainnya' is needed: it takes what nothing else does")
    for file in tables:
        match = _WORDS.match(file)
        if match and match[1] not in codes and not file.startswith("base/"):
            raise CityError(file, "-", f"words of an unknown category {match[1]!r}")
    return tuple(categories)


def _emergencies(reader: _Reader, categories: set[str]) -> tuple[EmergencyKind, ...]:
    kinds = []
    for row in reader.rows("emergency"):
        number = row.text("number")
        if not number.isdigit():
            raise CityError(reader.file, row.key("number"), "only digits make a number that can be dialled")
        category = row.text("category")
        if category not in categories:
            raise CityError(reader.file, row.key("category"), f"unknown category {category!r}")
        kinds.append(
            EmergencyKind(
                row.text("code"),
                number,
                category,
                row.text("name_id"),
                row.text("name_en"),
                row.texts("words"),
                row.texts("unless"),
            )
        )
    _unique(reader.file, "emergency.code", (kind.code for kind in kinds))
    return tuple(kinds)


def _language(tables: list[Table]) -> Language:
    spellings: dict[str, str] = {}
    stems: dict[str, str] = {}
    groups: dict[str, tuple[str, ...]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for table in tables:
        reader = _Reader("language.toml", table)
        spellings.update({str(word): str(meaning) for word, meaning in reader.table("spellings").items()})
        stems.update({str(word): str(root) for word, root in reader.table("stems").items()})
        for section, target in (("groups", groups), ("lists", lists)):
            inner = _Reader("language.toml", reader.table(section), section)
            for name in inner.data:
                target[name] = target.get(name, ()) + inner.texts(name)
    return Language(spellings, stems, groups, lists)


def _holidays(table: Table) -> tuple[dict[date, str], frozenset[date]]:
    added: dict[date, str] = {}
    for name, reason in table.get("added", {}).items():
        added[_day("added", name)] = str(reason)
    removed = frozenset(_day("removed", name) for name in table.get("removed", []))
    return added, removed


def _day(key: str, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise CityError("holidays.toml", f"{key}.{value}", "a date like 2026-12-24 is needed") from error


def _texts(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    catalogues: dict[str, dict[str, str]] = {}
    for name in sorted(files, key=lambda item: (not item.startswith("base/"), item)):
        match = _TEXTS.match(name)
        if not match:
            continue
        try:
            catalogues.setdefault(match[1], {}).update(parse_texts(files[name]))
        except TextError as error:
            raise CityError(name, error.key, error.problem) from error
    return catalogues
