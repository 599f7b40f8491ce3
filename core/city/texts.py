"""Say things: every sentence a person reads comes from a catalogue, by key and language."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

_FORMATTER = string.Formatter()


class TextError(LookupError):
    """Raised when a text cannot be said; names its key and what is wrong."""

    def __init__(self, key: str, problem: str) -> None:
        """Keep the dotted key and the problem."""
        super().__init__(f"text {key!r}: {problem}")
        self.key = key
        self.problem = problem


def parse_texts(content: bytes) -> dict[str, str]:
    """Read one catalogue: TOML tables become dotted keys, leaves must be texts with named {fields}.

    Raises TextError with the key of the first bad text ("-" when the file is not TOML).
    """
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TextError("-", f"not valid TOML: {error}") from error
    found: dict[str, str] = {}
    _flatten("", data, found)
    return found


def _flatten(prefix: str, table: Mapping[str, Any], found: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            _flatten(f"{key}.", value, found)
        elif isinstance(value, str):
            fields_of(key, value)
            found[key] = value
        else:
            raise TextError(key, "a text is needed")


def fields_of(key: str, template: str) -> frozenset[str]:
    """Give the names of the {fields} of a template; raise TextError for one that is not a plain name."""
    try:
        names = [name for _, name, _, _ in _FORMATTER.parse(template) if name is not None]
    except ValueError as error:
        raise TextError(key, f"broken braces: {error}") from error
    for name in names:
        if not name.isidentifier():
            raise TextError(key, f"field {name!r} is not a plain name")
    return frozenset(names)


class Texts:
    """Say a text by key in a language, falling back to the first language where that one has none."""

    def __init__(self, catalogues: Mapping[str, Mapping[str, str]]) -> None:
        """Take the catalogues: language code -> key -> template, the default language first (`City.texts`)."""
        self._catalogues = {language: dict(catalogue) for language, catalogue in catalogues.items()}
        self._default = next(iter(self._catalogues), "")

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages there are, the default one first."""
        return tuple(self._catalogues)

    def has(self, key: str) -> bool:
        """Tell whether the key exists in the default language."""
        return key in self._catalogues.get(self._default, {})

    def speaks(self, key: str, lang: str) -> bool:
        """Tell whether the key exists in this very language."""
        return key in self._catalogues.get(lang, {})

    def say(self, key: str, lang: str = "", /, **values: object) -> str:
        """Fill the template of a key, in the default language when none is named.

        Raises TextError that names a missing key or a missing field.
        """
        template = self._template(key, lang)
        missing = fields_of(key, template) - values.keys()
        if missing:
            raise TextError(key, f"no value for {', '.join(sorted(missing))}")
        return template.format(**values)

    def _template(self, key: str, lang: str) -> str:
        for name in (lang, self._default):
            template = self._catalogues.get(name, {}).get(key)
            if template is not None:
                return template
        raise TextError(key, f"no such text in {lang or self._default!r} or {self._default!r}")

    def below(self, table: str, lang: str = "") -> dict[str, str]:
        """Give all texts of a table, which have no fields, by the rest of their keys."""
        keys = [key for key in self._catalogues.get(self._default, {}) if key.startswith(f"{table}.")]
        return {key.removeprefix(f"{table}."): self.say(key, lang) for key in keys}

    def below_keys(self, table: str) -> tuple[str, ...]:
        """Name the texts that stand in a table itself, and not in a table below it."""
        keys = (key for key in self._catalogues.get(self._default, {}) if key.startswith(f"{table}."))
        return tuple(name for key in keys if "." not in (name := key.removeprefix(f"{table}.")))

    def check(self, required: Mapping[str, Iterable[str]]) -> None:
        """Check that every required key exists and uses no field beyond those promised to it.

        `required` maps a key to the fields its caller gives. Raises TextError for the first problem.
        """
        for key, given in required.items():
            promised = frozenset(given)
            for lang in self.languages:
                extra = fields_of(key, self._template(key, lang)) - promised
                if extra:
                    raise TextError(key, f"{lang!r} asks for {', '.join(sorted(extra))}, which nobody gives")
