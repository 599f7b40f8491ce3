"""Read by what times, names and private data are told: the base pack's words, the city's own added to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from core.language.data import CityError
from core.language.tables import Reader, Table
from core.language.told import TOKENS, UNITS, MomentWords, NameWords, Past, PrivateWords, Words

MOMENTS, NAMES, PRIVATE = "moments.toml", "names.toml", "private.toml"
FILES = (MOMENTS, NAMES, PRIVATE)
_MOST = {"numbers": 99, "months": 12, "weekdays": 7}


def read_moments(tables: Mapping[str, Table]) -> MomentWords:
    """Give the words of moments; raise CityError with file and key."""
    readers = _readers(tables, MOMENTS, (item.name for item in fields(MomentWords)))
    for reader in readers:
        Reader(reader.file, reader.table("units"), "units").only(*UNITS)
        for name, most in _MOST.items():
            for key in reader.table(name):
                if not key.isdigit() or not 0 < int(key) <= most:
                    raise CityError(reader.file, f"{name}.{key}", f"a number from 1 to {most} is needed")
    lists: dict[str, Any] = {name: _lists(readers, name) for name in (*_MOST, "units")}
    words = _words(readers, MomentWords, {*lists, "past", "coming"})
    return MomentWords(**words, **lists, past=_past(readers, "past"), coming=_past(readers, "coming"))


def read_names(tables: Mapping[str, Table]) -> NameWords:
    """Give the words around names; raise CityError with file and key."""
    readers = _readers(tables, NAMES, (item.name for item in fields(NameWords)))
    return NameWords(**_words(readers, NameWords, {"beginnings"}), beginnings=_lists(readers, "beginnings"))


def read_private(tables: Mapping[str, Table]) -> PrivateWords:
    """Give what private data looks like; raise CityError with file and key."""
    known = {item.name for item in fields(PrivateWords)} - {"country_code", "trunk", "mobile"}
    readers = _readers(tables, PRIVATE, (*known, "phone"))
    phone: dict[str, Any] = {}
    tokens: dict[str, str] = {}
    patterns: dict[str, Any] = {}
    for reader in readers:
        inner = Reader(reader.file, reader.table("phone"), "phone").only("country_code", "trunk", "mobile")
        for key in inner.data:
            phone[key] = inner.text(key)
            if not phone[key].isdigit():
                raise CityError(inner.file, inner.key(key), "only digits make a number that can be dialled")
        inner = Reader(reader.file, reader.table("tokens"), "tokens").only(*TOKENS)
        tokens.update({key: inner.text(key) for key in inner.data})
        patterns.update({key: reader.text(key) for key in ("identity", "plate") if key in reader.data})
        for key in ("identity", "plate", "tax", "home"):
            _check_patterns(reader, key)
    for token in TOKENS:
        if token not in tokens:
            raise CityError(f"base/{PRIVATE}", f"tokens.{token}", "what stands there instead is needed")
    words = _words(readers, PrivateWords, {"tokens", "country_code", "trunk", "mobile", "identity", "plate"})
    return PrivateWords(**words, **phone, **patterns, tokens=tokens)


def _readers(tables: Mapping[str, Table], file: str, known: Iterable[str]) -> list[Reader]:
    names = tuple(known)
    return [Reader(name, tables[name]).only(*names) for name in (f"base/{file}", file) if name in tables]


def _words(readers: Sequence[Reader], kind: type[Any], others: Collection[str]) -> dict[str, Any]:
    """Join the plain lists of all files."""
    names = [item.name for item in fields(kind) if item.name not in others]
    return {name: tuple(word for reader in readers for word in reader.texts(name)) for name in names}


def _lists(readers: Sequence[Reader], section: str) -> dict[str, Words]:
    """Join the lists of a table of lists."""
    found: dict[str, Words] = {}
    for reader in readers:
        inner = Reader(reader.file, reader.table(section), section)
        for name in inner.data:
            found[name] = (*found.get(name, ()), *inner.texts(name))
    return found


def _past(readers: Sequence[Reader], section: str) -> dict[str, Past]:
    found: dict[str, Past] = {}
    for reader in readers:
        for name in reader.table(section):
            table = Reader(reader.file, reader.table(section), section).table(name)
            row = Reader(reader.file, table, f"{section}.{name}").only("days", "months", "words")
            before = found.get(name, Past())
            days, months = row.data.get("days", before.days), row.data.get("months", before.months)
            if not isinstance(days, int) or not isinstance(months, int) or days + months < 1:
                raise CityError(row.file, row.where, "so many days or months are needed, whole numbers")
            found[name] = Past(days, months, (*before.words, *row.texts("words")))
    return found


def _check_patterns(reader: Reader, key: str) -> None:
    value = reader.data.get(key, [])
    for pattern in value if isinstance(value, list) else [value]:
        try:
            re.compile(str(pattern))
        except re.error as error:
            raise CityError(reader.file, key, f"no regular expression: {error}") from error
