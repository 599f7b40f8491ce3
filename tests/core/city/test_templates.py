"""Messages to be approved: the pack's are fit to submit, spoiled ones are refused, the right one stands in."""

from typing import Any

import pytest
from msgspec.structs import replace

from core.city.templates import read_templates, template_finder
from core.language.data import CityError
from core.vocabulary.channel import Template
from core.vocabulary.effects import Send
from tests.core.kupang import kupang

GOOD: dict[str, Any] = {
    "channel": "whatsapp",
    "key": "update",
    "name": "kabar",
    "language": "id",
    "category": "utility",
    "body": "Laporan {{1}} kini {{2}} ya.",
    "examples": ["KPG-26-000123-7", "selesai"],
}


def test_kupang_has_every_message_in_both_languages() -> None:
    """Every message exists in Indonesian and English, with as many places in both."""
    templates = kupang().templates
    places = {"update": 2, "question": 2, "answered": 2, "reminder": 2, "received": 1, "desk_answer": 1}
    wanted = {(key, language, count) for key, count in places.items() for language in ("id", "en")}
    assert wanted == {(text.key, text.language, text.places) for text in templates}
    assert {("whatsapp", "utility")} == {(text.channel, text.category) for text in templates}


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("body", "{{1}} di depan {{2}} ya", "first or last"),
        ("body", "di belakang {{1}} dan {{2}}", "first or last"),
        ("body", "di belakang {{1}} dan {{2}}.", "first or last"),
        ("body", "lompat {{1}} ke {{3}} ya", "in order"),
        ("body", "bernama {{nomor}} dan {{2}} ya", "in order"),
        ("body", "x" * 1025, "1024"),
        ("body", " ", "non-empty"),
        ("name", "Kabar Laporan", "a-z"),
        ("language", "Indonesia", "a code"),
        ("category", "service", "must be one of"),
        ("examples", ["satu"], "one example"),
        ("examples", "satu", "a list"),
        ("key", 5, "non-empty"),
        ("channel", None, "non-empty"),
        ("channel", "WhatsApp", "lower case"),
    ],
)
def test_what_would_not_be_approved_is_refused(key: str, value: object, problem: str) -> None:
    """A template that the platform would not take stops the pack, with the place and the reason."""
    with pytest.raises(CityError, match=problem) as refused:
        read_templates({"template": [{**GOOD, key: value}]})
    assert refused.value.key == f"template[0].{key}"


def test_the_same_twice_is_refused() -> None:
    """One key has one text per channel and language."""
    with pytest.raises(CityError, match="duplicate"):
        read_templates({"template": [GOOD, {**GOOD, "name": "lain"}]})
    assert 2 == len(read_templates({"template": [GOOD, {**GOOD, "channel": "pigeon"}]}))


def test_a_pack_without_templates() -> None:
    """A city may have none; then nothing stands in."""
    assert () == read_templates({})
    assert template_finder((), "id")("whatsapp", Send("x", template="update")) is None


def test_what_stands_in() -> None:
    """The message's own language is taken, else the city's default; wrong values or an unknown key find nothing."""
    english = {**GOOD, "language": "en", "body": "Report {{1}} is now {{2}} here."}
    find = template_finder(read_templates({"template": [GOOD, english]}), "id")
    values = ("KPG-1", "selesai")
    push = Send("x", template="update", template_values=values)
    assert find("whatsapp", push) == Template("kabar", "id", values)
    assert find("whatsapp", replace(push, language="en")) == Template("kabar", "en", values)
    assert find("whatsapp", replace(push, language="fr")) == Template("kabar", "id", values)
    assert find("whatsapp", Send("x", template="update", template_values=values[:1])) is None
    assert find("whatsapp", Send("x", template="other", template_values=values)) is None
    assert find("whatsapp", Send("x")) is None


def test_each_channel_has_its_own() -> None:
    """A message of one channel never stands in on another, nor for a channel that has none."""
    other = {**GOOD, "channel": "pigeon", "name": "merpati"}
    find = template_finder(read_templates({"template": [GOOD, other]}), "id")
    push = Send("x", template="update", template_values=("KPG-1", "selesai"))
    assert ["kabar", "merpati", None] == [
        found.name if (found := find(channel, push)) else None for channel in ("whatsapp", "pigeon", "telegram")
    ]
