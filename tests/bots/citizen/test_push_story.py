"""What of a ticket's news reaches the citizen: each of it, whole, and never untrue."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import Replied, Update
from core.vocabulary.effects import Send
from core.vocabulary.events import Blocked, Unblocked
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import Arrival
from core.vocabulary.report import Evidence
from core.vocabulary.results import Delivered, Undelivered
from tests.bots.citizen.chat import LANE, NOON, NUMBER, Chat

LONG = "Penjelasan langkah pengurusan. " * 120 + "YANG TERPENTING: datang ke loket 7"
ANSWERED = Update(NUMBER, "answered", "ditindaklanjuti", "Lampu sudah diganti.", "dishub", NOON + timedelta(days=14))
PHOTO = (Evidence("photo", "x", "media-x"),)


def filed() -> Chat:
    """Give a chat with one filed report."""
    chat = Chat()
    chat.files_a_report()
    return chat


def test_equal_news_is_told_twice() -> None:
    """Two pieces of news with the same words are two; the same event again is a repeat."""
    chat = filed()
    news = Update(NUMBER, "progress", "diproses", "", "dishub", evidence=PHOTO)
    assert chat.gets(news) == chat.gets(news) != ""
    assert "" == chat.repeats(news)
    assert 2 == len([bubble for bubble in chat.bubbles if bubble.evidence])


def test_repeat_after_other_news() -> None:
    """A repeat is known even when other news came in between."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.gets(Update(NUMBER, "progress", "ditindaklanjuti", "Terima kasih"))
    chat._count -= 2
    assert "" == chat.gets(ANSWERED)


@pytest.mark.parametrize("kind", ["progress", "question", "answered", "held", "not_ours", "corrected"])
def test_long_words_arrive_whole(kind: str) -> None:
    """An official's words are never cut, whatever their length."""
    assert LONG in filed().gets(Update(NUMBER, kind, "diproses", LONG, "dishub"))  # type: ignore[arg-type]


def test_missed_words_arrive_whole() -> None:
    """What could not be given is told whole later, all of it and not only the newest."""
    chat = filed()
    chat.happens(Blocked(chat.person))
    chat.gets(Update(NUMBER, "progress", "diproses", LONG, "dishub"))
    chat.gets(Update(NUMBER, "progress", "diproses", "Besok selesai.", "dishub", evidence=PHOTO))
    (said,) = chat.happens(Unblocked(chat.person))
    assert PHOTO == chat.bubbles[-1].evidence
    assert LONG in said
    assert "Besok selesai." in said


def test_undelivered_news_is_known_by_its_cause() -> None:
    """Each piece of news that did not arrive is kept with its own words, even when another came after it."""
    chat = filed()
    events = []
    for words in ("Tim berangkat.", "Tim pulang."):
        chat.gets(Update(NUMBER, "progress", "diproses", words, "dishub"))
        events.append(f"e{chat._count}")
    for event in events:
        chat.happens(Undelivered(f"{event}:0", NUMBER, "unreachable"))
    said = chat.says("halo")
    assert "Tim berangkat." in said
    assert "Tim pulang." in said


def test_delivered_push_clears_unreached() -> None:
    """When a later push arrives, the card no longer says that the citizen is not reached."""
    chat = filed()
    chat.gets(Update(NUMBER, "claimed", "diproses", unit="dishub"))
    chat.happens(Undelivered(f"e{chat._count}:0", NUMBER, "rejected"))
    chat.gets(Update(NUMBER, "progress", "diproses", "Tim berangkat."))
    (push,) = [effect for effect in chat.last if isinstance(effect, Send)]
    assert push.confirm
    chat.happens(Delivered(f"e{chat._count}:0", NUMBER))
    assert [Arrival(LANE, NUMBER, False, "rejected"), Arrival(LANE, NUMBER, True)] == chat.told(Arrival)


def test_answer_that_arrives_late_is_told_to_the_ticket() -> None:
    """The ticket learns that an answer arrived only now; one that arrives at once needs no word."""
    for late, expected in ((timedelta(minutes=1), []), (timedelta(days=3), [Arrival(LANE, NUMBER, True)])):
        chat = filed()
        chat.gets(ANSWERED)
        chat.now += late
        chat.happens(Delivered(f"e{chat._count}:0", NUMBER))
        assert expected == chat.told(Arrival)


def test_status_does_not_wait_for_an_answer_that_was_given() -> None:
    """After the answer to a question the list no longer says that it waits for the answer."""
    chat = filed()
    chat.gets(Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub"))
    assert "menunggu jawaban Anda" in chat.says("status")
    chat.says("nomor 4", reply_ref=NUMBER)
    assert 1 == len(chat.told(Replied))
    said = chat.says("status")
    assert "menunggu jawaban" not in said
    assert "dalam proses" in said


def test_what_is_late_says_so() -> None:
    """Past its due date a report is called late with the date, in the list, in a status and in a push."""
    chat = filed()
    due = NOON + timedelta(days=5)
    news = Update(NUMBER, "claimed", "diproses", unit="dishub", due_at=due)
    assert "Terlambat" not in chat.gets(news)
    assert "batas waktu Minggu, 29 Nov 2026" in chat.says("status")
    chat.now = due
    assert "terlambat, batas waktunya Minggu, 29 Nov 2026" in chat.says("status")
    for kind in ("status", "progress"):
        said = chat.gets(Update(NUMBER, kind, "diproses", unit="dishub", due_at=due, late=True))
        assert "⏰ Terlambat: batas waktunya Minggu, 29 Nov 2026." in said


def test_citizens_own_time_is_never_late() -> None:
    """The end of the time to answer is no limit that the city missed."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.now += timedelta(days=20)
    assert "jawaban Anda ditunggu sampai" in chat.says("status")


def test_withdrawn_and_solved() -> None:
    """What was taken back is said with its number, and gladly when the matter solved itself."""
    chat = filed()
    assert "sudah kami tarik" in chat.gets(Update(NUMBER, "withdrawn", "ditarik"))
    assert "Syukurlah" in chat.gets(Update(NUMBER, "withdrawn", "ditarik", solved=True))
    assert "ditarik kembali oleh Anda" in chat.says("status")


def test_changed_privacy_holds_for_later_words() -> None:
    """After a change to anonymous later words go on without the name; after one to the name they go as they are."""
    chat = filed()
    assert "petugas tidak melihat nama Anda" in chat.gets(Update(NUMBER, "privacy", "diproses", privacy="anonim"))
    chat.says("Saya Maria Tallo", reply_ref=NUMBER)
    assert "Maria" not in chat.told(Replied)[-1].text
    assert "petugas melihat nama Anda" in chat.gets(Update(NUMBER, "privacy", "diproses", privacy="nama"))
    chat.says("Saya Maria Tallo", reply_ref=NUMBER)
    assert "Maria" in chat.told(Replied)[-1].text


@pytest.mark.parametrize(
    ("kind", "head"), [("person", "Jawaban petugas dari"), ("deletion", "tentang data Anda"), ("copy", "salinan data")]
)
def test_desk_answer(kind: str, head: str) -> None:
    """The coordinator's answer arrives whole, in one bubble, with its files and a template for a closed window."""
    chat = Chat()
    answer = DeskAnswer(kind, LONG, evidence=PHOTO)  # type: ignore[arg-type]
    (said,) = chat.happens(answer)
    assert head in said
    assert LONG in said
    assert (PHOTO, "desk_answer") == (chat.bubbles[-1].evidence, chat.bubbles[-1].template)
    chat._count -= 1
    assert [] == chat.happens(answer)


def test_desk_answer_that_does_not_arrive() -> None:
    """An answer of the desk that did not arrive, or met a blocked chat, is told when the citizen is back."""
    chat = Chat()
    chat.happens(DeskAnswer("person", "Datang ke loket 7.", NUMBER))
    chat.happens(Undelivered(f"e{chat._count}:0", NUMBER, "unreachable"))
    chat.happens(Blocked(chat.person))
    assert [] == chat.happens(DeskAnswer("deletion", "Data sudah dihapus.", NUMBER))
    said = chat.says("halo")
    assert "Datang ke loket 7." in said
    assert "Data sudah dihapus." in said
