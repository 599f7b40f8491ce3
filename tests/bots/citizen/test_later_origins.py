"""Of photos that come to a filed report is asked once, and nothing is kept without a yes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.vocabulary.citizen import Confirmed, ForgetOrigins, Update
from core.vocabulary.effects import DropOrigins, Fetch, KeepOrigins
from tests.bots.citizen.chat import LAMP, NUMBER, Chat, photo
from tests.bots.citizen.test_form import PHOTO, page, sent
from tests.bots.citizen.test_origins import AGREE, NOTHING, asked_for_origin, settled

QUESTION = f"Foto untuk laporan {NUMBER} mencatat kapan dan di mana"
REFUSE = "Tidak usah"


def filed() -> Chat:
    """Give a chat with a report that was sent without a photo."""
    chat = Chat()
    chat.files_a_report()
    return chat


def added(chat: Chat, ref: str = "c", *, origin: bool = True, words: str = "Tiang 12") -> str:
    """Send a photo to the report, and give what is said when it has come."""
    chat.says(words, files=[photo(ref, "document")], reply_ref=NUMBER)
    return chat.fetched(ref, f"m-{ref}", origin=origin)


def asked() -> Chat:
    """Give a chat in which was asked about a photo that came later."""
    chat = filed()
    assert QUESTION in added(chat)
    return chat


def test_it_is_asked_about_a_later_photo() -> None:
    """The photo is here and with the report before anybody asks; a yes keeps what waited, and no word is said twice."""
    chat = asked()
    assert [AGREE, REFUSE] == chat.labels
    assert NOTHING == settled(chat)
    chat.presses(AGREE)
    assert ["Baik, kapan dan di mana foto diambil kami simpan terpisah."] == chat.answers
    assert [KeepOrigins(("m-c",))] == settled(chat)
    assert [] == chat.state.origins


def test_nobody_is_asked_twice() -> None:
    """Photos that come before the answer wait with the first, those after a yes are kept, those after a no are not."""
    chat = asked()
    assert "" == added(chat, "d")
    chat.presses(AGREE)
    assert "" == added(chat, "e")
    assert [KeepOrigins(("m-c", "m-d")), KeepOrigins(("m-e",))] == settled(chat)

    chat = asked()
    chat.presses(REFUSE)
    assert "" == added(chat, "d")
    assert [DropOrigins(("m-c",))] == settled(chat)[:1]
    assert ("d", False) == [(one.file.ref, one.origin) for one in chat.effects if isinstance(one, Fetch)][-1]


def test_a_photo_that_tells_nothing_asks_nothing() -> None:
    """Most photos say neither when nor where: nothing is asked of them, and the next one still may be."""
    chat = filed()
    assert "" == added(chat, origin=False)
    assert QUESTION in added(chat, "d")


WORDS = {
    "ya": True,
    "boleh": True,
    "Boleh simpan": True,
    "1": True,
    "tidak": False,
    "jangan": False,
    "Tidak usah": False,
}


@pytest.mark.parametrize(("words", "kept"), WORDS.items(), ids=WORDS.keys())
def test_it_can_be_answered_in_words(words: str, kept: bool) -> None:
    """A yes and a no in few words answer it, and go to nobody else."""
    chat = asked()
    before = len(chat.effects)
    said = chat.says(words)
    assert ("kami simpan terpisah" in said, "tidak kami simpan" in said) == (kept, not kept)
    assert [KeepOrigins(("m-c",)) if kept else DropOrigins(("m-c",))] == settled(chat)
    assert [] == [one for one in chat.effects[before:] if "Replied" in repr(one)]


def test_no_answer_is_a_no() -> None:
    """After three days nobody keeps anything, whatever is pressed then, and later photos ask no more."""
    chat = asked()
    chat.waits(days=3)
    chat.presses(AGREE)
    assert "" == added(chat, "d")
    assert not any(isinstance(one, KeepOrigins) for one in chat.effects)
    assert [] == chat.state.origins


def test_who_was_asked_with_the_report_is_not_asked_again() -> None:
    """A question without an answer was a no, and a yes then holds for what follows."""
    for press, kept in ((False, False), (True, True)):
        chat = asked_for_origin()
        if press:
            chat.presses(AGREE)
        chat.presses("Anonim")
        chat.gets(Update(NUMBER, "filed", "baru"))
        assert "" == added(chat)
        assert kept == (KeepOrigins(("m-c",)) in settled(chat))


@pytest.mark.parametrize("number_first", [True, False])
def test_a_slow_photo_of_the_report_itself_is_asked_about(number_first: bool) -> None:
    """A photo that comes before the report's number, or after it, is asked about as soon as both are there."""
    chat = Chat()
    chat.says(LAMP, files=[photo("c", "document")])
    chat.presses("Kirim")
    chat.presses("Anonim")
    news: list[Callable[[], str]] = [
        lambda: chat.gets(Update(NUMBER, "filed", "baru")),
        lambda: chat.fetched("c", "m-c", origin=True),
    ]
    first, last = [tell() for tell in (news if number_first else reversed(news))]
    assert (False, True) == (QUESTION in first, QUESTION in last)
    chat.presses(AGREE)
    assert [KeepOrigins(("m-c",))] == settled(chat)


def test_nobody_is_asked_while_something_else_is() -> None:
    """While it is asked whether it is fixed, a "ya" must not be one to this; and what is not asked is forgotten."""
    chat = filed()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", text="Sudah diganti."))
    assert QUESTION not in added(chat, words="fotonya menyusul")
    assert [DropOrigins(("m-c",))] == settled(chat)

    chat = asked()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", text="Sudah diganti."))
    chat.says("ya")
    assert [1, NOTHING] == [len(chat.told(Confirmed)), [one for one in settled(chat) if isinstance(one, KeepOrigins)]]


def test_an_ended_report_asks_nothing() -> None:
    """What waits for an answer when a report ends is forgotten, and nothing later is asked."""
    chat = asked()
    chat.gets(Update(NUMBER, "archived", "diarsipkan"))
    assert [DropOrigins(("m-c",))] == settled(chat)
    chat.presses(AGREE)
    assert [DropOrigins(("m-c",))] == settled(chat)


def test_deleting_takes_it_along() -> None:
    """The wish to delete forgets what waits, takes back what was allowed, and is the last word."""
    for answer in (False, True):
        chat = asked()
        if answer:
            chat.presses(AGREE)
        chat.says("hapus data saya")
        chat.presses("Ya, hapus")
        assert [ForgetOrigins()] == chat.told(ForgetOrigins)
        assert "" == added(chat, "d")
        assert DropOrigins(("m-d",)) == settled(chat)[-1]
        assert not chat.state.origins


@pytest.mark.parametrize("ticked", [False, True])
@pytest.mark.parametrize("photos", [False, True])
def test_a_private_page_asks_like_a_chat(ticked: bool, photos: bool) -> None:
    """Who had a tick beside the photos of the form has answered; who sent none is asked when the first one comes."""
    chat = page()
    chat.happens(sent(evidence=(PHOTO,) if photos else (), origins=ticked))
    chat.gets(Update(NUMBER, "filed", "baru"))
    said = added(chat)
    assert (not photos, photos and ticked) == (QUESTION in said, KeepOrigins(("m-c",)) in settled(chat))
