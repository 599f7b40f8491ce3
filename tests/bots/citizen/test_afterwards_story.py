"""Stories of messages that are edited, deleted, quoted or forwarded after what they did is done."""

import pytest

from core.vocabulary.citizen import Amended, Confirmed, Disputed, Replied, Retracted, Update
from core.vocabulary.events import Said
from tests.bots.citizen.chat import LAMP, NUMBER, Chat

QUESTION = Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub")
ANSWERED = Update(NUMBER, "answered", "ditindaklanjuti", "Lampu sudah diganti.", "dishub")


def filed(message_id: str = "first") -> Chat:
    """Give a chat with one filed report, of one message."""
    chat = Chat()
    chat.says(LAMP, message_id=message_id)
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru"))
    return chat


def test_edited_answer_is_passed_on() -> None:
    """An answer that reads otherwise after it was relayed is told to the officials, and the citizen hears so."""
    chat = filed()
    chat.gets(QUESTION)
    chat.says("Rumah nomor 12, pagar biru", message_id="a")
    assert "diteruskan" in chat.edits("a", "Rumah nomor 21, pagar biru")
    assert [Amended("Rumah nomor 21, pagar biru")] == chat.told(Amended)


def test_edited_addition_and_filed_words() -> None:
    """The same holds for an addition and for the words of the report itself."""
    chat = filed()
    chat.says("pagarnya biru", reply_ref=NUMBER, message_id="b")
    chat.edits("b", "pagarnya hijau")
    chat.edits("first", f"{LAMP}, dua tiang")
    assert [Amended("pagarnya hijau"), Amended(f"{LAMP}, dua tiang")] == chat.told(Amended)


@pytest.mark.parametrize("which", ["first", "a"])
def test_deletion_after_filing(which: str) -> None:
    """Deleting what was filed or relayed tells both sides once: the report stands, and how to take it back."""
    chat = filed()
    chat.gets(QUESTION)
    chat.says("tiang nomor 12", message_id="a")
    said = chat.takes_back(which)
    assert f"tarik laporan {NUMBER}" in said
    assert "tetap berjalan" in said
    assert [Retracted()] == chat.told(Retracted)
    assert "" == chat.takes_back(which)
    assert 1 == len(chat.told(Retracted))


def test_deletion_before_the_number() -> None:
    """A message deleted between filing and number is told to the ticket as soon as it has a number."""
    chat = Chat()
    chat.says(LAMP, message_id="first")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert "tetap berjalan" in chat.takes_back("first")
    assert [] == chat.told(Retracted)
    chat.gets(Update(NUMBER, "filed", "baru"))
    assert [Retracted()] == chat.told(Retracted)


def test_deletion_of_a_closed_report() -> None:
    """A closed report cannot be taken back any more, so nobody is told how."""
    chat = filed()
    chat.gets(Update(NUMBER, "archived", "diarsipkan"))
    assert "tarik laporan" not in chat.takes_back("first")
    assert [Retracted()] == chat.told(Retracted)


def test_deletion_of_what_waits() -> None:
    """A message that waits for its button, or for a reason, is simply forgotten."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.says(photos=["x"], message_id="p")
    assert "tidak jadi" in chat.takes_back("p")
    assert (None, []) == (chat.state.asked_back, chat.told(Retracted))
    chat.says("belum")
    chat.says(photos=["y"], message_id="q")
    chat.takes_back("q")
    chat.says("masih gelap")
    assert [Disputed("masih gelap")] == chat.told(Disputed)


def test_deletion_of_a_message_with_two_matters() -> None:
    """A message that became two reports leaves both of them."""
    chat = Chat()
    chat.says("Lampu jalan mati di depan SDN Oebufu. Sampah juga menumpuk di Pasar Oeba", message_id="a")
    chat.presses("Dua laporan")
    chat.takes_back("a")
    assert (None, []) == (chat.state.draft, chat.state.parked)


def test_quote_of_an_own_filed_message() -> None:
    """A reply to one's own filed words is an addition, not a new matter."""
    chat = filed()
    recent = chat.state.recently("first")
    assert recent is not None
    chat.happens(Said(chat.person, "q1", "kabelnya menjuntai", reply_to="first"))
    assert [Replied("kabelnya menjuntai")] == chat.told(Replied)
    assert chat.state.draft is None


@pytest.mark.parametrize(
    "words",
    [
        f"Laporan saya {NUMBER} kok belum dikerjakan juga, sudah lama",
        f"untuk {NUMBER}, tiangnya yang dekat gerbang sekolah",
        f"{NUMBER} itu tiangnya miring juga pak",
    ],
)
def test_own_number_in_a_sentence(words: str) -> None:
    """One's own number anywhere in a sentence names the report."""
    chat = filed()
    assert NUMBER in chat.says(words)
    assert [Replied(words)] == chat.told(Replied)
    assert chat.state.draft is None


def test_how_far_is_it() -> None:
    """With one open report, "how far is it" gives its state."""
    chat = filed()
    assert "belum ditindaklanjuti" in chat.says("sudah sampai mana laporan saya pak?")
    assert chat.state.draft is None


@pytest.mark.parametrize("update", [None, QUESTION, ANSWERED])
def test_forwarded_notice_is_asked(update: Update | None) -> None:
    """A notice with a number that was forwarded is nobody's word: what it is meant for is asked, whatever is open."""
    chat = filed()
    if update:
        chat.gets(update)
    notice = f"🟢 Dinas melaporkan bahwa {NUMBER} sudah ditindaklanjuti: “Lampu sudah menyala.” Apakah sudah beres?"
    chat.says(notice, forwarded=True)
    assert (["Tambahan", "Laporan baru"], []) == (chat.labels, chat.told(Replied) + chat.told(Confirmed))
    assert (True, None) == (chat.state.asked_back is not None, chat.state.draft)
    chat.presses("Tambahan")
    assert [Replied(notice, answers=update is not QUESTION)] == chat.told(Replied)
