"""The keyword is taken away however it was typed, and never a word of the complaint."""

import pytest

from channels.sms.keyword import is_near, without

CASES = [
    ("KOTKUPANG lampu mati", "lampu mati"),
    ("kotkupang lampu mati", "lampu mati"),
    ("KotKupang   lampu  mati", "lampu  mati"),
    ("KOTKUPANGlampu mati", "lampu mati"),
    ("KOTKUPANGLAMPU MATI", "LAMPU MATI"),
    ("KOTKUPANGdi depan pasar", "di depan pasar"),
    ("KOTKUPANG:lampu", "lampu"),
    ("KOTKUPANG, lampu", "lampu"),
    ("KOTKUPANG-lampu", "lampu"),
    ("#KOTKUPANG# lampu", "lampu"),
    ("“KOTKUPANG” lampu", "lampu"),
    ("KOTKUPANG\nlampu", "lampu"),
    ("  KOTKUPANG   1", "1"),
    ("KOTKUPANG1", "1"),
    ("KOTAKUPANG lampu", "lampu"),
    ("KOTAKUPANGlampu", "lampu"),
    ("KOTKUPNG lampu", "lampu"),
    ("KOTKUPNGlampu", "lampu"),
    ("KOTKUPAMG lampu", "lampu"),
    ("KTKUPANG lampu", "lampu"),
    ("KTOKUPANG lampu", "lampu"),
    ("KOTTKUPANG lampu", "lampu"),
    ("KUTKUPANG lampu", "lampu"),
    ("KOT KUPANG lampu", "lampu"),
    ("KOT.KUPANG got mampet", "got mampet"),
    ("KOTA KUPANG LAMPU MATI", "LAMPU MATI"),
    ("KOTKUPANG", ""),
    ("KOTKUPANG STATUS KPG-26-00001-5", "STATUS KPG-26-00001-5"),
]
WORDS = [
    "Kota Kupang gelap semua malam ini",
    "kota kupang banjir",
    "Kupang gelap",
    "lampu KOTKUPANG mati",
    "ke kupang lewat mana",
    "kotak pos rusak",
    "Kotor sekali pasar Oeba",
    "kuburan gelap",
    "1",
    "sudah",
    "",
    "KPG-26-00001-5",
]


@pytest.mark.parametrize(("typed", "words"), CASES)
def test_the_keyword_in_every_spelling(typed: str, words: str) -> None:
    """What follows the keyword is the complaint."""
    assert (words, True) == without(typed, "KOTKUPANG", "Kota Kupang")


@pytest.mark.parametrize("typed", WORDS)
def test_words_stay(typed: str) -> None:
    """Without a keyword in front everything is the complaint, also where it begins like one."""
    assert (typed, False) == without(typed, "KOTKUPANG", "Kota Kupang")


def test_no_keyword_in_the_pack() -> None:
    """A city without a keyword takes nothing away."""
    assert ("KOTKUPANG lampu", False) == without("KOTKUPANG lampu", "")


@pytest.mark.parametrize(
    ("word", "keyword", "near"), [("lapor", "lapor", True), ("lapir", "lapor", True), ("lampu", "lapor", False),
                                  ("laper", "lap", False), ("lap", "lap", True), ("lop", "lap", False)]
)  # fmt: skip
def test_a_short_keyword_has_little_room(word: str, keyword: str, near: bool) -> None:
    """The shorter a keyword, the fewer letters of it may be wrong."""
    assert near == is_near(word, keyword)
