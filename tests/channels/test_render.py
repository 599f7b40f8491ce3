"""Choices are shown as buttons, else as a list, else as numbered lines, and never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.render import draw, numbered, plain
from core.language.shorten import utf16_units
from core.vocabulary.channel import Capabilities
from core.vocabulary.effects import Choice

CAPABILITIES = Capabilities(text=400, caption=100, buttons=3, button_label=20, rows=10, row_label=24, row_detail=72)


def choices(*labels: str, detail: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(f"c{number}", label, detail=detail) for number, label in enumerate(labels))


@pytest.mark.parametrize(
    ("offered", "text", "expected"),
    [
        ((), "Teks", "plain"),
        (choices("Ya"), "Teks", "buttons"),
        (choices("Ya", "Tidak", "Batal"), "Teks", "buttons"),
        (choices("x" * 20), "Teks", "buttons"),
        (choices("x" * 21), "Teks", "list"),
        (choices("😀" * 10), "Teks", "buttons"),
        (choices("😀" * 11), "Teks", "list"),
        (choices("a", "b", "c", "d"), "Teks", "list"),
        (choices(*"abcdefghij"), "Teks", "list"),
        (choices(*"abcdefghijk"), "Teks", "numbered"),
        (choices("x" * 25), "Teks", "numbered"),
        (choices("sama", "sama"), "Teks", "numbered"),
        (choices("sama", " sama "), "Teks", "numbered"),
        (choices("a", ""), "Teks", "numbered"),
        (choices("a", "b", "c", "d", detail="x" * 72), "Teks", "list"),
        (choices("a", "b", "c", "d", detail="x" * 73), "Teks", "numbered"),
        (choices("a"), "t" * 200, "buttons"),
        (choices("a"), "t" * 201, "list"),
        (choices("a"), "t" * 301, "numbered"),
    ],
)
def test_what_fits_is_chosen(offered: tuple[Choice, ...], text: str, expected: str) -> None:
    """Each number and length of choices gets the first way in which everything fits."""
    assert expected == draw(text, offered, CAPABILITIES, beside_buttons=200, beside_list=300).kind


def test_numbers_stand_below_the_text() -> None:
    """Numbered choices follow the text, one a line, with their detail, in the given order."""
    offered = (Choice("b", "Anonim", row=2, detail="nama tidak terlihat"), Choice("a", "Batal", row=1))
    assert "Bagaimana?\n\n1. Anonim (nama tidak terlihat)\n2. Batal" == numbered("Bagaimana?", offered)
    assert "1. Batal" == numbered("", offered[1:])


def test_a_platform_without_buttons_gets_numbers() -> None:
    """Where nothing can be tapped everything is numbered."""
    bare = Capabilities(text=160, caption=0, buttons=0, button_label=0)
    assert "Teks\n\n1. Ya" == draw("Teks", choices("Ya"), bare).text


@given(st.lists(st.text(max_size=30), max_size=15), st.text(max_size=400))
def test_no_choice_is_lost(labels: list[str], text: str) -> None:
    """However they are shown, all choices are there, in order, and none is shortened."""
    offered = choices(*labels)
    drawn = draw(text, offered, CAPABILITIES)
    assert offered == drawn.choices
    assert drawn.kind != "numbered" or all(one.label in drawn.text for one in offered)
    assert drawn.kind != "buttons" or all(utf16_units(one.label.strip()) <= 20 for one in offered)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("✅ Tercatat: *KPG-26*", "Tercatat: *KPG-26*"),
        ("1️⃣ satu\n2️⃣ dua", "1 satu\n2 dua"),
        ("📍 Oebufu 👩🏽‍🚒, 3 hari", "Oebufu , 3 hari"),
        ("Dinas “Perhubungan” — 50 % é ä ñ … •", "Dinas “Perhubungan” — 50 % é ä ñ … •"),
        ("satu\n\n🟡 dua", "satu\n\ndua"),
        ("😀", ""),
    ],
)
def test_plain_words_have_no_pictures(text: str, expected: str) -> None:
    """Emoji go, whatever they are made of; words, lines and punctuation stay."""
    assert expected == plain(text)
