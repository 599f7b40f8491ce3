"""Which words of a push an official typed, and what else there is for somebody who has read those alone."""

from typing import get_args

import pytest

from core.vocabulary.citizen import Update, UpdateKind
from core.vocabulary.effects import Send
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.report import Evidence
from tests.bots.citizen.chat import NUMBER, Chat

WORDS = "Tiang nomor berapa yang mati?"
TYPED = {"question", "progress", "answered", "corrected"}
PHOTO = (Evidence("photo", "r", "m1"),)


def pushed(kind: UpdateKind, evidence: tuple[Evidence, ...] = ()) -> Send:
    """Give the push of an update in an official's words."""
    chat = Chat()
    chat.files_a_report()
    status = {"question": "menunggu_pelapor", "answered": "ditindaklanjuti"}.get(kind, "diproses")
    chat.gets(Update(NUMBER, kind, status, f" {WORDS} ", "dishub", evidence=evidence))  # type: ignore[arg-type]
    (push,) = [effect for effect in chat.last if isinstance(effect, Send)]
    return push


@pytest.mark.parametrize("kind", [kind for kind in get_args(UpdateKind) if kind != "filed"])
def test_only_an_officials_own_words_are_typed(kind: UpdateKind) -> None:
    """Questions, progress, answers and corrections are; a reason alone would not be understood."""
    assert (WORDS if kind in TYPED else "") == pushed(kind).typed


@pytest.mark.parametrize(
    ("kind", "evidence", "rest"),
    [
        ("question", (), ""),
        ("progress", (), ""),
        ("progress", PHOTO, f"Lampiran dari petugas untuk {NUMBER}."),
        ("answered", (), f"Untuk laporan {NUMBER}: sudah beres atau belum? Abaikan bila sudah Anda jawab."),
        ("answered", PHOTO, f"Untuk laporan {NUMBER}: sudah beres atau belum? Abaikan bila sudah Anda jawab."),
    ],
)
def test_what_else_there_is(kind: UpdateKind, evidence: tuple[Evidence, ...], rest: str) -> None:
    """Files and the choice are left; of a mere question nothing is, for it is read already."""
    assert rest == pushed(kind, evidence).rest


@pytest.mark.parametrize(("evidence", "rest"), [((), ""), (PHOTO, "Lampiran dari petugas.")])
def test_what_the_desk_answers_is_typed(evidence: tuple[Evidence, ...], rest: str) -> None:
    """So are the desk's answers to a wish."""
    chat = Chat()
    chat.happens(DeskAnswer("person", WORDS, evidence=evidence))
    (answer,) = [effect for effect in chat.last if isinstance(effect, Send)]
    assert (WORDS, rest) == (answer.typed, answer.rest)
