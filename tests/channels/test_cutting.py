"""Texts are split as a platform counts, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.cutting import Count, pieces
from core.language.shorten import utf16_units

WORDS = st.text(alphabet="ab \n😀é", max_size=300)


def utf8(text: str) -> int:
    """Count bytes."""
    return len(text.encode())


@pytest.mark.parametrize("count", [utf16_units, len, utf8])
@given(words=WORDS, limit=st.integers(8, 60))
def test_pieces_fit_and_lose_nothing(count: Count, words: str, limit: int) -> None:
    """However a platform counts, no piece is empty or too long, and joined they are the text again."""
    found = pieces(words, limit, count)
    assert all(1 <= count(one) <= limit for one in found)
    assert "".join(words.split()) == "".join("".join(found).split())


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("lampu mati", 10, ("lampu mati",)),
        ("lampu mati di sini", 12, ("lampu mati", "di sini")),
        ("satu dua\n\ntiga empat", 14, ("satu dua", "tiga empat")),
        ("satu dua tiga\nempat", 14, ("satu dua tiga", "empat")),
        ("abcdefghij", 4, ("abcd", "efgh", "ij")),
        ("aa\U0001f468\u200d\U0001f469bb", 6, ("aa", "\U0001f468\u200d\U0001f469b", "b")),
        ("\U0001f468\u200d\U0001f469", 4, ("\U0001f468\u200d", "\U0001f469")),
        ("  a  ", 4, ("a",)),
        ("", 4, ()),
    ],
)
def test_where_a_text_is_split(text: str, limit: int, expected: tuple[str, ...]) -> None:
    """After a paragraph, a line or a word, and inside a word only when there is no other way."""
    assert expected == pieces(text.strip(), limit)
