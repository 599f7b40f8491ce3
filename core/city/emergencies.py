"""Read the kinds of danger of a city pack: the base pack's, changed and extended by the city's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.city.danger import Cue, Danger, EmergencyKind, EmergencyLine
from core.city.languages import need_first, read_by_language
from core.language.data import CityError, Language
from core.language.model import ModelError, unpack
from core.language.patterns import PatternError, check_pattern
from core.language.tables import Reader, Table, need

FILE = "emergency.toml"
WEIGHTS = "base/danger.weights"
_BASE = f"base/{FILE}"
_ONLY_DIGITS = "only digits make a number that can be dialled"
_KIND = ("code", "number", "extension", "also", "category", "names", "desks", "gentle", "stubborn")
_TABLES = (
    "fillers",
    "skipped",
    "idioms",
    "negations",
    "undone",
    "spellings",
    "stems",
    "groups",
    "line",
    "cue",
    "emergency",
)
_STRENGTHS = ("sure", "words", "hint", "unless")


def read_emergencies(
    tables: Mapping[str, Table],
    language: Language,
    categories: set[str],
    units: set[str],
    said: Sequence[str],
    weights: bytes = b"",
) -> tuple[tuple[EmergencyKind, ...], Danger]:
    """Give the kinds and what they share, the base pack's first; raise CityError with file and key.

    A kind of the city with a code of the base changes what it names and adds its words; a new code is a further kind.
    `said` are the languages in which kinds are named.
    """
    files = [Reader(name, tables[name]) for name in (_BASE, FILE) if name in tables] or [
        Reader(FILE, need(tables, FILE))
    ]
    kinds: dict[str, EmergencyKind] = {}
    for reader in files:
        reader.only(*_TABLES)
        for row in reader.rows("emergency") if "emergency" in reader.data else ():
            code = row.text("code")
            kinds[code] = _kind(row, kinds.get(code), said)
            for unit in kinds[code].on_duty:
                if unit not in units:
                    raise CityError(row.file, row.key("on_duty"), f"unknown unit {unit!r}")
    for kind in kinds.values():
        if kind.category not in categories:
            raise CityError(FILE, f"emergency.{kind.code}.category", f"unknown category {kind.category!r}")
        need_first(kind.names, said[0], FILE, f"emergency.{kind.code}.names")
    danger = replace(_danger(files, language), weights=weights)
    _check_labels(weights, kinds)
    for reader in files:
        _check(reader, danger.language, kinds.values(), danger)
    return tuple(kinds.values()), danger


def read_lines(tables: Mapping[str, Table], said: Sequence[str]) -> tuple[EmergencyLine, ...]:
    """Give the numbers that are named where no danger was heard, the city's instead of the base pack's.

    Raises CityError with file and key.
    """
    for reader in (Reader(name, tables[name]) for name in (FILE, _BASE) if name in tables):
        if "line" not in reader.data:
            continue
        lines = []
        for row in reader.rows("line"):
            number = row.text("number")
            if not number.isdigit():
                raise CityError(row.file, row.key("number"), _ONLY_DIGITS)
            lines.append(EmergencyLine(number, read_by_language(row, "names", said)))
        return tuple(lines)
    raise CityError(FILE, "line", "at least one [[line]] is needed: the number that help and menus name")


def _check_labels(weights: bytes, kinds: Iterable[str]) -> None:
    """See that the learnt weights can be read and speak of kinds that exist."""
    try:
        labels = unpack(weights).labels if weights else ()
    except ModelError as error:
        raise CityError(WEIGHTS, "-", str(error)) from error
    for label in labels:
        if label and label not in kinds:
            raise CityError(WEIGHTS, "labels", f"unknown kind {label!r}")


def _kind(row: Reader, base: EmergencyKind | None, said: Sequence[str]) -> EmergencyKind:
    row.only(*_KIND, *_STRENGTHS)
    number = row.text("number", base.number if base else None)
    further = row.texts("also") if "also" in row.data or base is None else base.also
    extension = str(row.data.get("extension", base.extension if base else ""))
    for key, dialled in (("number", number), ("extension", extension or "0"), *(("also", one) for one in further)):
        if not dialled.isdigit():
            raise CityError(row.file, row.key(key), _ONLY_DIGITS)
    category = row.text("category", base.category if base else None)
    kind = base or EmergencyKind(row.text("code"), number, category, {})
    return replace(
        kind,
        number=number,
        category=category,
        also=further,
        extension=extension,
        on_duty=row.texts("on_duty") if "on_duty" in row.data else kind.on_duty,
        names=read_by_language(row, "names", said, kind.names),
        gentle=bool(row.data.get("gentle", kind.gentle)),
        stubborn=bool(row.data.get("stubborn", kind.stubborn)),
        sure=(*kind.sure, *row.texts("sure")),
        own=kind.own if row.file.startswith("base/") else (*kind.own, *row.texts("sure")),
        words=(*kind.words, *row.texts("words")),
        hint=(*kind.hint, *row.texts("hint")),
        unless=(*kind.unless, *row.texts("unless")),
    )


def _danger(files: Iterable[Reader], language: Language) -> Danger:
    spellings, stems, groups = dict(language.spellings), dict(language.stems), dict(language.groups)
    fillers: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    cues: dict[str, Cue] = {}
    for reader in files:
        spellings.update({str(word): str(meaning) for word, meaning in reader.table("spellings").items()})
        stems.update({str(word): str(root) for word, root in reader.table("stems").items()})
        inner = Reader(reader.file, reader.table("groups"), "groups")
        for name in inner.data:
            groups[name] = (*groups.get(name, ()), *inner.texts(name))
        fillers += reader.texts("fillers")
        skipped += reader.texts("skipped")
        idioms += reader.texts("idioms")
        negations += reader.texts("negations")
        undone += reader.texts("undone")
        for row in reader.rows("cue") if "cue" in reader.data else ():
            name = row.text("name")
            before = cues.get(name)
            lift = row.data.get("lift", before.lift if before else None)
            if not isinstance(lift, int | float) or isinstance(lift, bool):
                raise CityError(row.file, row.key("lift"), "a number is needed")
            cues[name] = Cue(name, float(lift), (*(before.words if before else ()), *row.texts("words")))
    spoken = Language(spellings, stems, groups, {"fillers": fillers}, plain=language.plain)
    return Danger(spoken, skipped, idioms, negations, undone, tuple(cues.values()))


def _check(reader: Reader, language: Language, kinds: Iterable[EmergencyKind], danger: Danger) -> None:
    bare = replace(language, lists={"fillers": (*language.group("fillers"), *danger.skipped)})
    groups: list[tuple[str, Language, Iterable[str]]] = [("idioms", bare, danger.idioms)]
    groups += [(f"cue.{cue.name}", language, cue.words) for cue in danger.cues]
    groups += [(f"emergency.{kind.code}", bare, (*kind.sure, *kind.words, *kind.hint, *kind.unless)) for kind in kinds]
    for key, spoken, texts in groups:
        for text in texts:
            try:
                check_pattern(text.replace("_", " "), spoken)
            except PatternError as error:
                raise CityError(reader.file, key, str(error)) from error
