"""A pack says which languages its city speaks; what is named in others is no use, and the first one lacks nothing."""

from __future__ import annotations

import pytest

from core.city.languages import in_language, read_by_language, read_languages, read_texts
from core.language.data import CityError
from core.language.tables import Reader

BASE = {
    "base/citizen.id.toml": b'[a]\nhi = "Halo {name}"\nbye = "Dah"',
    "base/citizen.en.toml": b'[a]\nhi = "Hi {name}"',
}


def test_one_language_is_enough() -> None:
    """A city that speaks one language needs no other, and its groups read it."""
    assert (("id",), "id") == read_languages(Reader("city.toml", {"languages": ["id"]}))


def test_a_group_may_read_what_citizens_are_not_answered_in() -> None:
    """Three languages for citizens, the first of them the default, and a fourth for the offices."""
    head = {"languages": ["tet", "pt", "en"], "group_language": "id"}
    assert (("tet", "pt", "en"), "id") == read_languages(Reader("city.toml", head))


def test_names_of_the_base_in_other_languages_are_left_out() -> None:
    """What the base pack calls something stays only in the languages of the city, the first one first."""
    row = Reader("emergency.toml", {"names": {"jv": "Geni"}}, "emergency[0]")
    assert [("jv", "Geni"), ("id", "Kebakaran")] == list(
        read_by_language(row, "names", ("jv", "id"), {"id": "Kebakaran", "en": "Fire"}).items()
    )


def test_a_name_in_another_language_is_a_mistake_of_the_city() -> None:
    """A name that nobody will ever read is named with its key."""
    row = Reader("categories.toml", {"names": {"fr": "Feu"}}, "category[0]")
    with pytest.raises(CityError, match=r"categories.toml: category\[0\].names.fr: the city does not speak"):
        read_by_language(row, "names", ("id",))


def test_the_first_language_stands_in() -> None:
    """What has no name in a language is called as in the first one; what has none at all is empty."""
    assert ["Fire", "Api", "Api", ""] == [
        in_language({"id": "Api", "en": "Fire"}, "en"),
        in_language({"id": "Api", "en": "Fire"}, "fr"),
        in_language({"id": "Api"}, ""),
        in_language({}, "id"),
    ]


def test_texts_of_a_further_language_may_be_few() -> None:
    """A second language says what it has; the languages that the city does not speak are left out."""
    own = {"texts.jv.toml": b'[a]\nhi = "Sugeng {name}"'}
    expected = {"id": {"a.hi": "Halo {name}", "a.bye": "Dah"}, "jv": {"a.hi": "Sugeng {name}"}}
    assert expected == read_texts({**BASE, **own}, ("id", "jv"), ("id", "jv"))


@pytest.mark.parametrize(
    ("file", "text", "spoken", "message"),
    [
        (
            "texts.jv.toml",
            b'[a]\nhi = "Sugeng {name}"',
            ("jv", "id"),
            "texts.jv.toml: a.bye: a text in the city's first",
        ),
        ("texts.fr.toml", b'[a]\nhi = "Salut"', ("id", "en"), "texts.fr.toml: -: the city does not speak"),
        ("texts.id.toml", b'[a]\nho = "Hai"', ("id", "en"), "texts.id.toml: a.ho: there is no such text"),
        (
            "texts.jv.toml",
            b'[a]\nhi = "{nama}"',
            ("id", "jv"),
            "texts.jv.toml: a.hi: asks for nama, which nobody gives",
        ),
    ],
)
def test_texts_that_are_missing_or_useless_are_named(
    file: str, text: bytes, spoken: tuple[str, ...], message: str
) -> None:
    """The first language needs every text; no city words what nobody says, in a language that nobody hears."""
    with pytest.raises(CityError) as caught:
        read_texts({**BASE, file: text}, spoken, spoken)
    assert message in str(caught.value)
