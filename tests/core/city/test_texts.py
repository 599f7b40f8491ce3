"""Texts: said by key and language, with every mistake named."""

from __future__ import annotations

import pytest

from core.city.texts import TextError, Texts, parse_texts
from tests.catalogues import differences

TEXTS = Texts({"id": {"a.hi": "Halo {name}", "b": "Hanya di sini"}, "en": {"a.hi": "Hello {name}"}})


def test_tables_become_dotted_keys() -> None:
    """Nested tables of a catalogue are joined by dots."""
    assert {"a": "x", "b.c.d": "{e}"} == parse_texts(b'a = "x"\n[b.c]\nd = "{e}"')


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"a = 1", "a"),
        (b"[t]\nx = [1]", "t.x"),
        (b'a = "{0}"', "a"),
        (b'a = "{b.c}"', "a"),
        (b'a = "{"', "a"),
        (b"=", "-"),
    ],
)
def test_bad_catalogue_names_its_key(content: bytes, key: str) -> None:
    """A text that is no text, or has a field that is not a plain name, is refused by its key."""
    with pytest.raises(TextError) as caught:
        parse_texts(content)
    assert key == caught.value.key


def test_text_is_said_in_the_language_or_in_indonesian() -> None:
    """A key that English lacks falls back to Indonesian; so does an unknown language."""
    assert "Hello Ina" == TEXTS.say("a.hi", "en", name="Ina")
    assert "Hanya di sini" == TEXTS.say("b", "en")
    assert "Halo Ina" == TEXTS.say("a.hi", "fr", name="Ina")


def test_missing_key_and_field_are_named() -> None:
    """Saying an unknown key, or leaving out a field, raises an error that names it."""
    with pytest.raises(TextError, match=r"'c'.*no such text"):
        TEXTS.say("c")
    with pytest.raises(TextError, match=r"'a.hi'.*name"):
        TEXTS.say("a.hi", "id")


def test_values_are_not_interpreted() -> None:
    """Braces in a citizen's words stay as they are."""
    assert "Halo {x}" == TEXTS.say("a.hi", name="{x}")


def test_check_finds_a_missing_key_and_a_field_that_nobody_gives() -> None:
    """The check of texts passes what is complete and refuses the rest."""
    TEXTS.check({"a.hi": ["name"], "b": []})
    with pytest.raises(TextError, match="'zz'"):
        TEXTS.check({"zz": []})
    with pytest.raises(TextError, match="asks for name"):
        TEXTS.check({"a.hi": ["surname"]})


def test_differences_between_languages_are_listed() -> None:
    """Keys that one language lacks and keys with other fields are listed."""
    catalogues = {"id": {"a": "{x}", "b": "1"}, "en": {"a": "{y}", "c": "2"}}
    expected = ["b: only in id", "c: only in en", "a: other fields in id and en"]
    assert expected == differences(catalogues, "id", "en")
