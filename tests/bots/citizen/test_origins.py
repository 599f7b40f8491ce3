"""When and where a photo was taken is kept only with a yes, and nobody is asked without need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.vocabulary.citizen import FileReport, ForgetOrigins, FormSent, Update
from core.vocabulary.effects import DropOrigins, Effect, Fetch, KeepOrigins
from tests.bots.citizen.chat import LAMP, NUMBER, Chat, photo
from tests.bots.citizen.test_form import PHOTO, page, sent

QUESTION = "mencatat kapan dan di mana"
AGREE = "Boleh simpan"
NOTHING: list[Effect] = []


def with_photo(*, origin: bool = True) -> Chat:
    """Give a chat whose draft has a photo that tells when and where it was taken, or does not."""
    chat = Chat()
    chat.says(LAMP, files=[photo("a", "document")])
    chat.fetched("a", "m-a", origin=origin)
    return chat


def asked_for_origin() -> Chat:
    """Give a chat that is asked for the privacy, and whether it may be kept."""
    chat = with_photo()
    chat.presses("Kirim")
    return chat


def settled(chat: Chat) -> list[Effect]:
    """Give what became of it, in order."""
    return [effect for effect in chat.effects if isinstance(effect, KeepOrigins | DropOrigins)]


def test_it_is_asked_where_the_privacy_is() -> None:
    """The same message asks both, with one button more, and a yes costs no message where buttons are answered."""
    chat = with_photo()
    said = chat.presses("Kirim")
    assert QUESTION in said
    assert "Bagaimana nama Anda ditampilkan" in said
    assert [AGREE] == [label for label in chat.labels if "simpan" in label]
    assert "" == chat.presses(AGREE)
    assert ["Baik, kami simpan terpisah. Tinggal pilih bagaimana nama Anda ditampilkan."] == chat.answers
    chat.presses("Anonim")
    assert [KeepOrigins(("m-a",))] == settled(chat)
    assert [] == chat.state.origins


@pytest.mark.parametrize("start", [lambda: with_photo(origin=False), lambda: _said(Chat())])
def test_nobody_is_asked_without_need(start: Callable[[], Chat]) -> None:
    """A photo without such notes, and a report without a photo, are sent as ever."""
    chat = start()
    said = chat.presses("Kirim")
    assert QUESTION not in said
    assert AGREE not in chat.labels
    chat.presses("Anonim")
    assert NOTHING == settled(chat)


def _said(chat: Chat) -> Chat:
    chat.says(LAMP)
    return chat


@pytest.mark.parametrize("privacy", ["Anonim", "Rahasia", "Tampilkan nama"])
def test_without_an_answer_it_is_forgotten(privacy: str) -> None:
    """Whoever only chooses how the name is shown has allowed nothing."""
    chat = asked_for_origin()
    chat.presses(privacy)
    assert 1 == len(chat.told(FileReport))
    assert [DropOrigins(("m-a",))] == settled(chat)


WORDS = {
    "ya": True, "boleh": True, "iya boleh": True, "oke": True, "silakan": True, "simpan saja": True, "👍": True,
    "Boleh simpan": True, "yes": True, "setuju": True,
    "tidak": False, "jangan": False, "sonde": False, "tidak usah": False, "gak usah": False, "👎": False, "no": False,
}  # fmt: skip


@pytest.mark.parametrize(("words", "kept"), WORDS.items(), ids=WORDS.keys())
def test_it_can_be_answered_in_words(words: str, kept: bool) -> None:
    """A yes and a no in few words answer it, and the privacy is asked again, without the question."""
    chat = asked_for_origin()
    said = chat.says(words)
    assert "Bagaimana nama Anda ditampilkan" in said
    assert QUESTION not in said
    assert ("kami simpan terpisah" in said, "tidak kami simpan" in said) == (kept, not kept)
    chat.says("anonim")
    assert [KeepOrigins(("m-a",)) if kept else DropOrigins(("m-a",))] == settled(chat)


@pytest.mark.parametrize("words", ["terserah", "boleh tanya dulu kenapa ini perlu?", "ya anonim", "nama atau anonim"])
def test_what_is_no_clear_yes_allows_nothing(words: str) -> None:
    """A maybe, a question, and a privacy with a yes beside it are no yes to keeping anything."""
    chat = asked_for_origin()
    chat.says(words)
    if not chat.told(FileReport):
        chat.presses("Anonim")
    assert KeepOrigins(("m-a",)) not in settled(chat)


def test_a_photo_that_comes_later_is_kept_by_what_was_said() -> None:
    """A slow file of a report that was sent already goes the way of the yes, or of no yes."""
    chat = with_photo()
    chat.says(files=[photo("b", "document")])
    chat.presses("Kirim")
    chat.presses(AGREE)
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru"))
    chat.fetched("b", "m-b", origin=True)
    assert [KeepOrigins(("m-a",)), KeepOrigins(("m-b",))] == settled(chat)

    chat = with_photo()
    chat.says(files=[photo("b", "document")])
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.fetched("b", "m-b", origin=True)
    assert [DropOrigins(("m-a",)), DropOrigins(("m-b",))] == settled(chat)


def test_a_privacy_that_was_said_before_leaves_room_to_ask() -> None:
    """Where the privacy is asked no more the draft itself asks; a yes in words sends it, the button alone agrees."""
    chat = with_photo()
    said = chat.says("sembunyikan nama saya")
    assert (1, True) == (said.count(QUESTION), AGREE in chat.labels)
    chat.presses(AGREE)
    assert ["Baik, kapan dan di mana foto diambil kami simpan terpisah."] == chat.answers
    chat.presses("Kirim")
    assert (1, [KeepOrigins(("m-a",))]) == (len(chat.told(FileReport)), settled(chat))

    chat = with_photo()
    chat.says("sembunyikan nama saya")
    chat.says("ya")
    assert (1, [DropOrigins(("m-a",))]) == (len(chat.told(FileReport)), settled(chat))


def _cancelled(chat: Chat) -> None:
    chat.presses("Batal")
    chat.waits(days=5)


def _taken_out(chat: Chat) -> None:
    chat.takes_back("photo")


def _left_alone(chat: Chat) -> None:
    for _ in range(8):
        chat.waits(days=2)


def _deleted(chat: Chat) -> None:
    chat.says("hapus")
    chat.presses("Ya, hapus")


@pytest.mark.parametrize("end", [_cancelled, _taken_out, _left_alone, _deleted])
def test_it_goes_with_the_draft(end: Callable[[Chat], None]) -> None:
    """A draft that is cancelled, left alone, emptied or deleted takes it along."""
    chat = Chat()
    chat.says(LAMP)
    chat.says(files=[photo("a", "document")], message_id="photo")
    chat.fetched("a", "m-a", origin=True)
    end(chat)
    assert [DropOrigins(("m-a",))] == settled(chat)
    assert [] == chat.state.origins


def test_deleting_takes_back_what_was_allowed() -> None:
    """The tickets of the chat are told, and a report without a number as soon as it has one."""
    chat = asked_for_origin()
    chat.presses(AGREE)
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru"))
    chat.says("hapus data saya")
    chat.presses("Ya, hapus")
    assert [ForgetOrigins()] == chat.told(ForgetOrigins)


@pytest.mark.parametrize("ticked", [True, False])
def test_a_form_says_it_by_its_tick(ticked: bool) -> None:
    """With the tick the photo's origin waits apart and is kept when it came; without it nothing is ever put apart."""
    chat = page()
    form: Any = sent(evidence=(PHOTO,), origins=ticked)
    assert isinstance(form, FormSent)
    chat.happens(form)
    assert [ticked] == [one.origin for one in chat.effects if isinstance(one, Fetch)]
    if ticked:
        chat.fetched("u1", "m-u1", origin=True)
        assert [KeepOrigins(("m-u1",))] == settled(chat)
