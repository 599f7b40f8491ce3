"""Read a city pack: TOML files in, one checked `City` out. Pure; reading the folder is `storage.city`'s work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.city.answers import read_answers
from core.city.areas import read_areas, read_map
from core.city.city import Category, City
from core.city.costs import read_costs
from core.city.desks import read_desks
from core.city.emergencies import WEIGHTS, read_emergencies, read_lines
from core.city.guide import read_pictures
from core.city.holidays import read_holidays
from core.city.languages import TEXTS, need_first, read_by_language, read_languages, read_texts, spoken
from core.city.limits import Limits, check_unit_limits, read_limits, read_unit_limits
from core.city.mentions import WEIGHTS as MENTIONS
from core.city.mentions import read_mentions
from core.city.outlines import FILE as BOUNDARIES
from core.city.outlines import read_outlines
from core.city.telling import read_telling
from core.city.templates import FILE as TEMPLATES
from core.city.templates import read_templates
from core.city.told import read_moments, read_names, read_private
from core.city.units import Unit
from core.language.data import PLAIN_SECTIONS, CityError, Language, Word
from core.language.patterns import PatternError, check_pattern
from core.language.tables import Reader, Table, load, need, unique

WORD_STRENGTHS: Mapping[str, float] = {"strong": 4.0, "clear": 2.0, "weak": 0.8, "against": -3.0}
"""How much a pattern of each list counts for its category; chosen on the tuning half of the labelled sentences."""
_WORDS = re.compile(r"^(?:base/)?words/([a-z-]+)\.toml$")
_PLAIN_LISTS = frozenset({"fillers", "marks", "place_markers", "place_stops"})
"""Lists of plain words; all others hold patterns."""
_HEAD = (
    "code",
    "name",
    "prefix",
    "timezone",
    "timezone_label",
    "languages",
    "group_language",
    "verification_unit",
    "secretary_unit",
    "map",
    "sms",
    "limits",
)
_LANGUAGE = ("base/language.toml", "language.toml")
_ACTS = ("base/acts.toml", "acts.toml")
_WEIGHTS = "base/acts.weights"


def parse_city(files: Mapping[str, bytes]) -> City:
    """Build the city from the files of its pack.

    `files` maps a path relative to the pack folder ("city.toml", "words/jalan.toml") to its content; files of the
    base pack that all cities share carry the prefix "base/". The city's own files override or extend the base's.
    Raises CityError that names file, key and problem.
    """
    kept = {name: content for name, content in files.items() if name.endswith(".toml") and not TEXTS.match(name)}
    tables = {name: load(name, content) for name, content in kept.items()}
    head = Reader("city.toml", need(tables, "city.toml")).only(*_HEAD)
    languages, group_language = read_languages(head)
    said = spoken(languages, group_language)
    limits = read_limits(head.file, "limits", head.table("limits"), Limits())
    units = _units(Reader("units.toml", need(tables, "units.toml")))
    areas = read_areas(Reader("areas.toml", need(tables, "areas.toml")))
    codes = {unit.code for unit in units}
    categories = _categories(Reader("categories.toml", need(tables, "categories.toml")), tables, codes, limits, said)
    verification = head.text("verification_unit")
    secretary = head.text("secretary_unit") if "secretary_unit" in head.data else ""
    for key, unit in (("verification_unit", verification), ("secretary_unit", secretary or verification)):
        if unit not in codes:
            raise CityError(head.file, key, f"unknown unit {unit!r}")
    check_unit_limits(units, {item.code: item.limits or limits for item in categories})
    _check_served(units, {area.name for area in areas.kelurahan})
    holidays = read_holidays(tables)
    language = _language(
        [Reader(name, tables[name]) for name in _LANGUAGE if name in tables],
        [Reader(name, tables[name]) for name in _ACTS if name in tables],
    )
    emergencies, danger = read_emergencies(
        tables, language, {item.code for item in categories}, codes, said, files.get(WEIGHTS, b"")
    )
    _check_patterns(tables, language)
    answering = {category.unit for category in categories}
    desks, groups = read_desks(tables, units, answering, spoken((group_language, *languages), group_language))
    return City(
        code=head.code("code"),
        name=head.line("name"),
        prefix=_prefix(head),
        timezone=_zone(head),
        timezone_label=head.text("timezone_label"),
        languages=languages,
        group_language=group_language,
        verification_unit=verification,
        secretary_unit=secretary,
        units=units,
        categories=categories,
        kecamatan=areas.kecamatan,
        kelurahan=areas.kelurahan,
        emergencies=emergencies,
        danger=danger,
        limits=limits,
        language=language,
        holidays_country=holidays.country,
        holidays_language=holidays.language,
        holidays_added=holidays.added,
        holidays_removed=holidays.removed,
        hours=holidays.hours,
        texts=read_texts(files, said, languages),
        desks=desks,
        groups=groups,
        sms_number=str(head.table("sms").get("number", "")),
        sms_keyword=str(head.table("sms").get("keyword", "")),
        places=areas.places,
        emergency_lines=read_lines(tables, said),
        map_box=read_map(head),
        outlines=read_outlines(files[BOUNDARIES], areas.kelurahan) if BOUNDARIES in files else None,
        moment_words=read_moments(tables),
        name_words=read_names(tables),
        private_words=read_private(tables),
        mention_words=read_mentions(tables, language, files.get(MENTIONS, b"")),
        templates=read_templates(tables.get(TEMPLATES, {})),
        telling=read_telling(tables),
        answers=read_answers(tables, {category.code for category in categories}, said),
        act_weights=files.get(_WEIGHTS, b""),
        guide_pictures=read_pictures(files),
        costs=read_costs(tables),
    )


def _prefix(head: Reader) -> str:
    prefix = head.text("prefix")
    if not re.fullmatch(r"[A-Z]{2,6}", prefix):
        raise CityError(head.file, "prefix", "two to six capital letters are needed")
    return prefix


def _zone(head: Reader) -> str:
    zone = head.text("timezone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CityError(head.file, "timezone", f"unknown time zone {zone!r}") from error
    return zone


def _units(reader: Reader) -> tuple[Unit, ...]:
    units = tuple(
        Unit(
            code=row.code("code"),
            name=row.line("name"),
            short=row.line("short", row.line("name")),
            kind=row.text("kind"),
            parent=row.text("parent") if "parent" in row.data else None,
            serves=row.texts("serves"),
            head=row.line("head") if "head" in row.data else "",
            limits=read_unit_limits(row),
        )
        for row in reader.rows("unit")
        if row.only("code", "name", "short", "kind", "parent", "serves", "head", "limits", "limits_by_category")
    )
    unique(reader.file, "unit.code", (unit.code for unit in units))
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


def _words(tables: Mapping[str, Table], code: str) -> tuple[Word, ...]:
    words: list[Word] = []
    for file in (f"base/words/{code}.toml", f"words/{code}.toml"):
        reader = Reader(file, tables.get(file, {}))
        for strength in reader.data:
            if strength not in WORD_STRENGTHS:
                raise CityError(file, strength, f"unknown list; known are {', '.join(WORD_STRENGTHS)}")
            words += [Word(text, WORD_STRENGTHS[strength]) for text in reader.texts(strength)]
    return tuple(words)


def _categories(
    reader: Reader, tables: Mapping[str, Table], units: set[str], limits: Limits, said: Sequence[str]
) -> tuple[Category, ...]:
    categories = []
    for row in reader.rows("category"):
        row.only("code", "names", "unit", "limits", "redirect", "photo")
        code, unit = row.code("code"), row.text("unit")
        if unit not in units:
            raise CityError(reader.file, f"category.{code}.unit", f"unknown unit {unit!r}")
        own = row.table("limits")
        names = read_by_language(row, "names", said)
        need_first(names, said[0], reader.file, row.key("names"))
        categories.append(
            Category(
                code=code,
                names=names,
                unit=unit,
                words=_words(tables, code),
                limits=read_limits(reader.file, f"category.{code}.limits", own, limits) if own else None,
                redirects=read_by_language(row, "redirect", said),
                photo=row.truth("photo", default=True),
            )
        )
    unique(reader.file, "category.code", (category.code for category in categories))
    codes = {category.code for category in categories}
    if "lainnya" not in codes:
        raise CityError(reader.file, "category", "the category 'lainnya' is needed: it takes what nothing else does")
    for file in tables:
        match = _WORDS.match(file)
        if match and match[1] not in codes and not file.startswith("base/"):
            raise CityError(file, "-", f"words of an unknown category {match[1]!r}")
    return tuple(categories)


def _language(readers: list[Reader], acts: list[Reader]) -> Language:
    spellings: dict[str, str] = {}
    stems: dict[str, str] = {}
    groups: dict[str, tuple[str, ...]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    plain: dict[str, dict[str, tuple[str, ...]]] = {section: {} for section in PLAIN_SECTIONS}
    for reader in readers:
        reader.only("spellings", "stems", "groups", "lists", *PLAIN_SECTIONS)
        spellings.update({str(word): str(meaning) for word, meaning in reader.table("spellings").items()})
        stems.update({str(word): str(root) for word, root in reader.table("stems").items()})
        for section, target in (("groups", groups), ("lists", lists), *plain.items()):
            inner = Reader(reader.file, reader.table(section), section)
            for name in inner.data:
                target[name] = target.get(name, ()) + inner.texts(name)
    return replace(_acts(acts), spellings=spellings, stems=stems, groups=groups, lists=lists, plain=plain)


def _acts(readers: list[Reader]) -> Language:
    cues: dict[str, tuple[str, ...]] = {}
    signs: dict[str, str] = {}
    for reader in readers:
        reader.only("cues", "signs")
        inner = Reader(reader.file, reader.table("cues"), "cues")
        for name in inner.data:
            cues[name] = cues.get(name, ()) + inner.texts(name)
        signs.update({str(sign): str(act) for sign, act in reader.table("signs").items()})
    return Language(cues=cues, signs=signs)


def _check_patterns(tables: Mapping[str, Table], language: Language) -> None:
    """See that every pattern can be read; what cannot is named with the file in which it stands."""
    bare = replace(language, lists={**language.lists, "fillers": ()})
    for file, table in tables.items():
        if _WORDS.match(file):
            reader, words, plain = Reader(file, table), language, frozenset[str]()
        elif file in _LANGUAGE:
            reader, words, plain = Reader(file, table.get("lists", {}), "lists"), language, _PLAIN_LISTS
        elif file in _ACTS:
            reader, words, plain = Reader(file, table.get("cues", {}), "cues"), bare, frozenset[str]()
        else:
            continue
        for name in reader.data.keys() - plain:
            for text in reader.texts(name):
                try:
                    check_pattern(text, words)
                except PatternError as error:
                    raise CityError(file, reader.key(name), str(error)) from error
