"""Texts that are too long end with a whole word, or a whole emoji, and an ellipsis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.shorten import in_one_line, shorten, utf16_units

FAMILY = "👨\u200d👩\u200d👧"
WAVE = "👋🏽"
HEART = "❤\ufe0f"
FLAG = "🇮🇩"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("lampu mati", 10, "lampu mati"),
        (" lampu \n", 10, " lampu \n"),
        ("lampu jalan mati", 15, "lampu jalan…"),
        ("lampu jalan mati", 12, "lampu jalan…"),
        ("lampu jalan mati", 11, "lampu…"),
        ("lampu, jalan mati", 8, "lampu…"),
        ("satu dua\ntiga empat", 12, "satu dua…"),
        ("ya " + "x" * 20, 12, "ya xxxxxxxx…"),
        ("lampu", 1, "…"),
        ("lampu", 0, ""),
        (FAMILY * 2, 7, f"{FAMILY}…"),
        (WAVE * 2, 3, f"{WAVE}…"),
        (HEART * 2, 3, f"{HEART}…"),
        (FLAG * 3, 4, f"{FLAG}…"),
        ("e\u0301" * 3, 4, "e\u0301…"),
    ],
)
def test_a_long_text_ends_whole(text: str, most: int, expected: str) -> None:
    """A text that does not fit ends after a word or a character as people see them, with an ellipsis."""
    assert expected == shorten(text, most)


def test_a_limit_in_units_counts_an_emoji_twice() -> None:
    """Where a platform counts UTF-16 units, an emoji takes two of them and is left out whole."""
    assert ("🔥🔥🔥", "🔥🔥…") == (shorten("🔥🔥🔥", 6, utf16_units), shorten("🔥🔥🔥", 5, utf16_units))


def test_one_line_has_single_spaces() -> None:
    """Lines and runs of spaces become single spaces before anything is left out."""
    assert "lampu jalan…" == in_one_line(" lampu\n\n  jalan\tmati", 14)


@given(st.text(alphabet=st.sampled_from(f"ab \n,{FAMILY}{WAVE}{HEART}{FLAG}"), max_size=40), st.integers(0, 30))
def test_what_is_left_begins_the_text_and_fits(text: str, most: int) -> None:
    """Whatever the text: the result fits, in either measure, and begins as the text does."""
    for size in (len, utf16_units):
        short = shorten(text, most, size)
        assert size(short) <= most
        assert text.startswith(short.removesuffix("…"))


@given(st.text(max_size=60))
def test_units_are_those_of_the_encoding(text: str) -> None:
    """The count is that of the text in UTF-16."""
    assert len(text.encode("utf-16-le", "surrogatepass")) // 2 == utf16_units(text)
