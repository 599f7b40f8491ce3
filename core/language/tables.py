"""Read typed values out of TOML tables, with errors that name file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.language.data import CityError

Table = Mapping[str, Any]
LINE_CHARACTERS: Final = 160
"""A name on a card or a button is no longer."""
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
"""What fits into a button's data beside a ticket's number, into a lane, an address, and a word of a command."""


class Reader:
    """Read typed values out of one TOML table and say precisely what is wrong."""

    def __init__(self, file: str, data: Table, where: str = "") -> None:
        """Take a table, its file, and the dotted key under which it stands there."""
        self.file = file
        self.data = data
        self.where = where

    def key(self, name: str) -> str:
        """Give the dotted key of a value, for an error message."""
        return f"{self.where}.{name}" if self.where else name

    def only(self, *known: str) -> Reader:
        """See that the table holds nothing that nobody reads; give the reader itself."""
        for name in self.data:
            if name not in known:
                raise CityError(self.file, self.key(name), f"unknown key; known are {', '.join(sorted(known))}")
        return self

    def text(self, name: str, default: str | None = None) -> str:
        """Give a non-empty text, or the default when the key is missing."""
        value = self.data.get(name, default)
        if not isinstance(value, str) or not value.strip():
            raise CityError(self.file, self.key(name), "a non-empty text is needed")
        return value

    def line(self, name: str, default: str | None = None) -> str:
        """Give a text of one line as it can stand on a button, or the default when the key is missing."""
        value = self.text(name, default)
        if not value.isprintable() or len(value) > LINE_CHARACTERS:
            raise CityError(self.file, self.key(name), f"one line of at most {LINE_CHARACTERS} characters is needed")
        return value

    def code(self, name: str) -> str:
        """Give a code: what is named by it in buttons, lanes and commands."""
        value = self.text(name)
        if not _CODE.fullmatch(value):
            problem = "at most 30 small letters, digits and dashes are needed, without spaces"
            raise CityError(self.file, self.key(name), problem)
        return value

    def truth(self, name: str, *, default: bool) -> bool:
        """Give true or false, or the default when the key is missing."""
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            raise CityError(self.file, self.key(name), "true or false is needed")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts, empty when the key is missing."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise CityError(self.file, self.key(name), "a list of texts is needed")
        return tuple(value)

    def table(self, name: str) -> Table:
        """Give a table, empty when the key is missing."""
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            raise CityError(self.file, self.key(name), "a table is needed")
        return value

    def rows(self, name: str) -> list[Reader]:
        """Give a reader for each entry of an array of tables, of which there must be one."""
        value = self.data.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise CityError(self.file, self.key(name), f"at least one [[{name}]] is needed")
        return [Reader(self.file, item, f"{name}[{number}]") for number, item in enumerate(value)]


def unique(file: str, key: str, codes: Iterable[str]) -> None:
    """See that no code stands there twice; raise CityError."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CityError(file, key, f"duplicate {code!r}")
        seen.add(code)


def load(name: str, content: bytes) -> Table:
    """Parse one TOML file; raise CityError when it is none. Some editors put a byte order mark before it."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityError(name, "-", f"not valid TOML: {error}") from error


def need(tables: Mapping[str, Table], name: str) -> Table:
    """Give a table of that file name; raise CityError when the file is missing."""
    if name not in tables:
        raise CityError(name, "-", "the file is missing")
    return tables[name]
