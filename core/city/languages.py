"""Read which languages a city speaks, and what is named in each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from core.city.dates import LOCALE, is_locale
from core.city.texts import TextError, fields_of, parse_texts
from core.language.data import CityError
from core.language.tables import Reader

ByLanguage = Mapping[str, str]
"""Language -> what something is called there; the city's default language stands first."""

Catalogues = Mapping[str, Mapping[str, str]]

TEXTS = re.compile(r"^(?:base/)?[a-z]+\.([a-z]{2,3})\.toml$")
"""A file of texts with the code of its language (ISO 639, two or three letters)."""
OWN_NAMES = tuple(f"citizen.{key}" for key in ("choice.language", "language.ask", "language.hint", "language.short"))
"""Texts in which a language names itself: no other can stand in."""
NOT_SPOKEN = "the city does not speak this language (city.toml: languages)"
_CODE = re.compile(r"[a-z]{2,3}")
_BASE = "base/"


def in_language(texts: ByLanguage, language: str) -> str:
    """Give what is said in a language, or else in the first one; empty when nothing is said at all."""
    return texts.get(language) or next(iter(texts.values()), "")


def read_languages(head: Reader) -> tuple[tuple[str, ...], str]:
    """Give the languages of the citizens, the default one first, and that of the officials' groups."""
    languages = head.texts("languages")
    group = head.text("group_language", languages[0] if languages else "-")
    for key, codes in (("languages", languages), ("group_language", (group,))):
        if not codes or not all(map(_CODE.fullmatch, codes)):
            raise CityError(head.file, key, "codes of languages with two or three letters are needed, like 'id'")
    if len(set(languages)) < len(languages):
        raise CityError(head.file, "languages", "one language stands there twice")
    return languages, group


def read_by_language(row: Reader, key: str, spoken: Sequence[str], base: ByLanguage | None = None) -> ByLanguage:
    """Give what stands under a key in the languages that are spoken, over what the base pack says.

    Languages that only the base pack knows are left out; one of the city's own that it does not speak is a mistake.
    """
    inner = Reader(row.file, row.table(key), row.key(key))
    for language in inner.data:
        if language not in spoken and not row.file.startswith(_BASE):
            raise CityError(row.file, inner.key(language), NOT_SPOKEN)
    said = {**(base or {}), **{language: inner.text(language) for language in inner.data}}
    return {language: said[language] for language in spoken if language in said}


def need_first(names: ByLanguage, language: str, file: str, key: str) -> None:
    """See that something has a name in the default language, which stands in for all others."""
    if language not in names:
        raise CityError(file, f"{key}.{language}", "a name in the city's first language is needed")


def read_texts(files: Mapping[str, bytes], spoken: Sequence[str], answered: Sequence[str]) -> Catalogues:
    """Give the texts of each language that is spoken, by key, the city's own over the base pack's.

    `answered` are those of them that citizens can choose.

    The first language has every text, because it stands in where another has none.
    """
    known: dict[str, dict[str, str]] = {}
    for name in sorted(files, key=lambda item: (not item.startswith(_BASE), item)):
        match = TEXTS.match(name)
        if match is None:
            continue
        if match[1] not in spoken and not name.startswith(_BASE):
            raise CityError(name, "-", NOT_SPOKEN)
        try:
            texts = parse_texts(files[name])
            if not name.startswith(_BASE):
                _check_override(texts, known)
        except TextError as error:
            raise CityError(name, error.key, error.problem) from error
        known.setdefault(match[1], {}).update(texts)
    catalogues = {language: known.get(language, {}) for language in spoken}
    for key in sorted({key for texts in known.values() for key in texts}):
        if key not in catalogues[spoken[0]]:
            raise CityError(f"texts.{spoken[0]}.toml", key, "a text in the city's first language is needed")
    for key in OWN_NAMES:
        for language in answered:
            if any(key in texts for texts in known.values()) and key not in catalogues[language]:
                raise CityError(f"texts.{language}.toml", key, "every language has to say its own name")
    for language, texts in catalogues.items():
        locale = texts.get(LOCALE)
        if locale is not None and not is_locale(locale):
            raise CityError(f"texts.{language}.toml", LOCALE, f"unknown locale {locale!r}; name a neighbour's")
    return catalogues


def _check_override(texts: Mapping[str, str], known: Catalogues) -> None:
    """See that a city's wording stands under a key that is used, and asks for nothing that nobody gives."""
    for key, text in texts.items():
        given = [fields_of(key, catalogue[key]) for catalogue in known.values() if key in catalogue]
        if not given:
            raise TextError(key, "there is no such text to override")
        if extra := fields_of(key, text) - frozenset().union(*given):
            raise TextError(key, f"asks for {', '.join(sorted(extra))}, which nobody gives")


def spoken(languages: Iterable[str], group: str) -> tuple[str, ...]:
    """List every language in which anything is said, the default one first."""
    return tuple(dict.fromkeys((*languages, group)))
