"""What people tell of themselves goes, what officials need stays: figures over hundreds of invented sentences."""

from __future__ import annotations

import time

import pytest

from core.reading.redact import Redactor
from tests.core.kupang import kupang
from tests.private.measure import Half, Reader, case_of, read_cases, score

TARGETS: dict[tuple[Half, Reader], tuple[float, float]] = {
    ("tuned", "group"): (0.98, 0.004),
    ("tuned", "outside"): (0.98, 0.011),
    ("unseen", "group"): (0.88, 0.012),
    ("unseen", "outside"): (0.93, 0.022),
}
"""Half and reader -> the least share of marks that go, and the greatest of other words that go with them."""
INVISIBLE = (
    "0812\u200d3456\u20617812",
    "\u202e0812 3456 7812\u202c",
    "08\u00ad12\u20663456\u20697812",
    "0812\ufe0f 3456 7812",
)
HARMLESS = (
    "The lamp is broken, please help",
    "wis bener, kirim",
    "nama saya jangan ditulis",
    "beta pung nama jang keluar",
)


@pytest.mark.parametrize(("half", "reader"), TARGETS, ids=lambda one: str(one))
def test_most_goes_and_little_else(half: Half, reader: Reader) -> None:
    """Of each half, for officials and for everybody else, so much is taken out at least and so much else at most."""
    least, most = TARGETS[half, reader]
    found = score(kupang(), read_cases(half), reader)
    assert least <= found.recall
    assert most >= found.harm


def test_marks_are_read() -> None:
    """A mark is what goes; what touches none has to stay."""
    found = case_of("hubungi {Maria} di {0812}, rumah <pak Yosef>")
    assert "hubungi Maria di 0812, rumah pak Yosef" == found.text
    assert (("Maria", "0812"), ("pak Yosef",), "hubungi di rumah") == (found.own, found.others, found.rest)


@pytest.mark.parametrize("text", INVISIBLE)
def test_nothing_hides_a_number(text: str) -> None:
    """Characters that cannot be seen, or turn the direction, neither hide a number nor stay."""
    assert "hp [nomor]" == Redactor.of(kupang()).redact(f"hp {text}")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_languages_and_talk_of_names_stay(text: str) -> None:
    """Where words are of another language, or the name is only talked about, nothing is taken for a name."""
    assert text == Redactor.of(kupang()).redact(text, spare=kupang().own_words)


LONG = (
    "dr. ", "Jl. Prof. Dr. W.J. ", "a.", "a@", "a dot ", "a (at) ", "https://a/", "https://www.aaaa/in", "\n", " ",
    "+ ", "(", "- ", "a-", "O8I", "08 ", "satu ", "saya ", "Saya Maria ", "saya Maria dan Yosef ", "anak saya ",
    "terima kasih, ", "hubungi Maria Tefa ", "email a b c ", "blok a no ", "mobil saya ", "rt 1/rw 2 no 3 ",
    "Maria, ", "-10.123456, 123.12345 ",
)  # fmt: skip
"""What a text may be made of by somebody who wants the bridge to read it for minutes."""


MEASURED = 2


def seconds_for(piece: str, letters: int) -> float:
    """Measure how long the processor reads so many letters of it."""
    redactor, text, spare = Redactor.of(kupang()), (piece * letters)[:letters], kupang().own_words
    spent = []
    for _ in range(MEASURED):  # the least of some: a collection of garbage or a page of memory is not the reader's
        begun = time.thread_time()
        redactor.outside(text, (), spare)
        spent.append(time.thread_time() - begun)
    return min(spent)


@pytest.mark.parametrize("piece", LONG)
def test_a_text_four_times_as_long_is_read_about_four_times_as_long(piece: str) -> None:
    """No text makes a pattern look at all of it from each of its letters."""
    assert 9 > seconds_for(piece, 12_000) / max(0.03, seconds_for(piece, 3_000))
