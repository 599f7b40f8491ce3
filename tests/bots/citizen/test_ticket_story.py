"""Stories of a filed report: its number, its news, questions, "fixed" and "not fixed"."""

from datetime import date, timedelta

import pytest

from core.vocabulary.citizen import (
    AskStatus,
    Confirmed,
    Disputed,
    EvidenceArrived,
    FileReport,
    Rated,
    Update,
    UpdateKind,
)
from core.vocabulary.dates import DaysOff, Reckoning
from core.vocabulary.events import Blocked, Unblocked
from core.vocabulary.person import Arrival
from core.vocabulary.report import Evidence
from core.vocabulary.results import Undelivered
from core.vocabulary.ticket import TicketStatus
from tests.bots.citizen.chat import LAMP, LANE, NOON, NUMBER, OTHER_NUMBER, PERSON, Chat

QUESTION = Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub")
ANSWERED = Update(NUMBER, "answered", "ditindaklanjuti", "Lampu sudah diganti.", "dishub", NOON + timedelta(days=14))
FINISHED = Update(NUMBER, "finished", "selesai", unit="dishub")


def filed() -> Chat:
    """Give a chat with one filed report."""
    chat = Chat()
    chat.files_a_report()
    return chat


def test_number_due_date_and_why() -> None:
    """The number comes in one bubble with the due date, why it is that date, and how to ask for the status."""
    chat = Chat()
    chat.says(LAMP)
    chat.presses("Kirim")
    assert "" == chat.presses("Tampilkan nama")
    off = DaysOff(date(2026, 11, 25), date(2026, 11, 26), ("Hari duka",))
    made_of = Reckoning(NOON.date(), 3, date(2026, 11, 30), (off,))
    said = chat.gets(Update(NUMBER, "filed", "baru", due_at=NOON + timedelta(days=6), reckoning=made_of))
    counted = "Dihitung 3 hari kerja dari Selasa, 24 Nov; 25–26 Nov libur (Hari duka)."
    for part in (NUMBER, "Senin, 30 Nov 2026", counted, "status"):
        assert part in said
    assert NUMBER == chat.bubbles[-1].ref
    assert "" == chat.gets(Update(NUMBER, "filed", "baru"))


def test_second_press_is_told_that_it_is_sent() -> None:
    """Pressing a button of a filed draft again files nothing and is answered with the number."""
    chat = Chat()
    chat.says(LAMP)
    kirim = chat.button("Kirim")
    chat.presses("Kirim")
    anonim = chat.button("Anonim")
    chat.presses("Anonim")
    chat.presses_id(anonim)
    assert "sedang dicatat" in chat.answers[0]
    chat.gets(Update(NUMBER, "filed", "baru"))
    for old in (kirim, anonim):
        assert "" == chat.presses_id(old)
        assert NUMBER in chat.answers[0]
    assert 1 == len(chat.told(FileReport))


def test_kirim_twice_asks_privacy_once() -> None:
    """A double tap on Kirim gives one privacy bubble and two answers."""
    chat = Chat()
    chat.says(LAMP)
    kirim = chat.button("Kirim")
    chat.presses_id(kirim)
    assert "" == chat.presses_id(kirim)
    assert ["Tinggal pilih bagaimana nama Anda ditampilkan."] == chat.answers


def test_words_while_the_number_is_awaited() -> None:
    """Words that come before the number start a new draft, shown only after the number."""
    chat = Chat()
    chat.says(LAMP)
    chat.says("kirim")
    chat.says("anonim")
    assert "" == chat.says("Sampah menumpuk di Liliba")
    assert NUMBER in chat.gets(Update(NUMBER, "filed", "baru"))
    assert "Sampah menumpuk" in chat.waits(seconds=2)


def test_late_files_follow_to_the_ticket() -> None:
    """Files that arrive before or after the number, or never, are reported to the right ticket."""
    chat = Chat()
    chat.says(LAMP, photos=["a", "b", "c"])
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.fetched("a")
    chat.gets(Update(NUMBER, "filed", "baru"))
    chat.fetched("b")
    assert "terlalu besar" in chat.not_fetched("c")
    assert [("a", "media-a"), ("b", "media-b"), ("c", "")] == [
        (item.ref, item.media) for item in chat.told(EvidenceArrived)
    ]
    assert "" == chat.fetched("b")
    assert 3 == len(chat.told(EvidenceArrived))


KINDS: list[tuple[UpdateKind, TicketStatus]] = [
    ("verified", "terverifikasi"),
    ("disposed", "didisposisikan"),
    ("claimed", "diproses"),
    ("released", "didisposisikan"),
    ("question", "menunggu_pelapor"),
    ("progress", "diproses"),
    ("answered", "ditindaklanjuti"),
    ("reopened", "disanggah"),
    ("finished", "selesai"),
    ("lapsed", "lewat"),
    ("held", "ditunda"),
    ("resumed", "diproses"),
    ("not_ours", "bukan_wewenang"),
    ("archived", "diarsipkan"),
    ("duplicate", "duplikat"),
    ("status", "diproses"),
    ("refused", "diproses"),
    ("withdrawn", "ditarik"),
    ("privacy", "diproses"),
    ("corrected", "diproses"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_every_push_names_its_ticket(kind: UpdateKind, status: TicketStatus, language: str) -> None:
    """Every kind of push is one bubble with number, words and ref; a repeat says nothing."""
    chat = filed()
    chat.says(f"/bahasa {language}")
    update = Update(NUMBER, kind, status, "Kata petugas.", "dishub", NOON + timedelta(days=5), other=OTHER_NUMBER)
    said = chat.gets(update)
    bubble = chat.bubbles[-1]
    assert NUMBER in said
    assert "Kata petugas." in said
    assert (NUMBER, (NUMBER,)) == (bubble.ref, bubble.bold)
    assert "" == chat.repeats(update)


def test_answer_carries_the_evidence() -> None:
    """What an official closes with comes with its photos and the two choices in the same bubble."""
    chat = filed()
    proof = (Evidence("photo", "x", "media-x"),)
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", "Sudah.", "dishub", evidence=proof))
    assert (proof, ["Sudah beres", "Belum beres"]) == (chat.bubbles[-1].evidence, chat.labels)


def test_fixed_and_rated() -> None:
    """Sudah beres is passed on; the ticket's update brings thanks and the mark, which is given once."""
    chat = filed()
    chat.gets(ANSWERED)
    beres = chat.button("Sudah beres")
    assert "" == chat.presses("Sudah beres")
    assert 1 == len(chat.told(Confirmed))
    chat.presses_id(beres)
    assert "sudah kami catat" in chat.answers[0]
    assert "selesai" in chat.gets(FINISHED)
    assert "nilai 4" in chat.says("4")
    chat.presses_id(f"nilai:{NUMBER}:1")
    assert "sudah kami catat" in chat.answers[0]
    assert ([Rated(4)], 1) == (chat.told(Rated), len(chat.told(Confirmed)))


def test_rating_is_skipped() -> None:
    """The mark can be skipped."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.says("sudah beres")
    chat.gets(FINISHED)
    chat.presses("Lewati")
    assert (["Baik, tanpa nilai. Terima kasih."], []) == (chat.answers, chat.told(Rated))


@pytest.mark.parametrize("words", ["sudah", "Sudah beres kaka", "ya sudah", "1"])
def test_short_yes_confirms(words: str) -> None:
    """A short yes answers the question whether it is fixed."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.says(words)
    assert 1 == len(chat.told(Confirmed))
    assert chat.state.draft is None


def test_longer_words_start_a_complaint() -> None:
    """A text with content is a new complaint, even while a report waits for its confirmation."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.says("sudah seminggu sampah tidak diangkut di Liliba")
    assert chat.state.draft is not None
    assert [] == chat.told(Confirmed)


@pytest.mark.parametrize("opening", ["belum", "Belum beres", "2", "sonde"])
def test_not_fixed_with_words(opening: str) -> None:
    """Belum beres asks why; the words and files go to the ticket as a dispute, and its update is the only reply."""
    chat = filed()
    chat.gets(ANSWERED)
    assert "belum beres" in chat.says(opening)
    assert "Fotonya sudah masuk" in chat.says(photos=["x"])
    assert "" == chat.says("lampu masih mati kalau malam")
    assert [Disputed("lampu masih mati kalau malam", (Evidence("photo", "x", unique="u-x"),))] == chat.told(Disputed)
    assert "dibuka lagi" in chat.gets(Update(NUMBER, "reopened", "disanggah", unit="dishub"))
    chat.fetched("x")
    assert [EvidenceArrived("x", "media-x", "image/jpeg")] == chat.told(EvidenceArrived)


def test_not_fixed_without_a_reason() -> None:
    """The reason can be skipped, and is not waited for longer than half an hour."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.presses("Belum beres")
    chat.presses("Lewati")
    assert [Disputed("")] == chat.told(Disputed)
    chat = filed()
    chat.gets(ANSWERED)
    chat.presses("Belum beres")
    chat.waits(minutes=30)
    assert [Disputed("")] == chat.told(Disputed)


def test_dispute_after_silence() -> None:
    """A report that was closed in silence can still be called not fixed."""
    chat = filed()
    chat.gets(Update(NUMBER, "lapsed", "lewat"))
    chat.presses("Belum beres")
    chat.says("masih mati")
    assert [Disputed("masih mati")] == chat.told(Disputed)


def test_old_confirmation_button_is_stale() -> None:
    """A confirmation button of a report that has moved on changes nothing."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.gets(Update(NUMBER, "progress", "diproses", "lanjut"))
    chat.presses("Sudah beres")
    assert NUMBER in chat.answers[0]
    chat.presses("Belum beres")
    assert NUMBER in chat.answers[0]
    assert [] == chat.told(Confirmed)


def test_status_list_and_details() -> None:
    """Status lists the five newest; a number asks its ticket, which gives the details."""
    chat = Chat()
    assert "Belum ada laporan" in chat.says("status")
    chat.files_a_report()
    said = chat.says("status")
    for part in (NUMBER, "belum ditindaklanjuti", "SDN Oebufu", "Jumat, 27 Nov 2026"):
        assert part in said
    chat.presses(NUMBER)
    assert [AskStatus(PERSON, LANE)] == chat.told(AskStatus)
    assert "dalam proses" in chat.gets(Update(NUMBER, "status", "diproses", unit="dishub"))


def test_foreign_number_tells_nothing() -> None:
    """A number of another chat, existing or not, right or wrong, gets the same answer and asks no ticket."""
    chat = filed()
    answers = {chat.says(f"status {number}") for number in (OTHER_NUMBER, "KPG-26-99999-1", "KPG-26-00001-0")}
    assert 1 == len(answers)
    assert "hanya terlihat di obrolan" in answers.pop()
    assert [] == chat.told(AskStatus)


def test_blocked_chat_gets_one_summary() -> None:
    """While blocked nothing is sent and the officials know; back again, one bubble tells what was missed."""
    chat = filed()
    chat.happens(Blocked(chat.person))
    assert "" == chat.gets(Update(NUMBER, "claimed", "diproses", unit="dishub"))
    assert "" == chat.gets(ANSWERED)
    assert [Arrival(LANE, NUMBER, False, "unreachable")] == chat.told(Arrival)
    said = chat.happens(Unblocked(chat.person))
    assert 1 == len(said)
    assert "Lampu sudah diganti." in said[0]
    assert ["Sudah beres", "Belum beres"] == chat.labels
    assert [Arrival(LANE, NUMBER, False, "unreachable"), Arrival(LANE, NUMBER, True)] == chat.told(Arrival)


def test_blocked_draft_is_kept() -> None:
    """Blocking keeps the draft; the first words after it join it, with the missed news before the bubble."""
    chat = filed()
    chat.says("Sampah menumpuk")
    chat.happens(Blocked(chat.person))
    chat.gets(Update(NUMBER, "held", "ditunda", "menunggu alat"))
    said = chat.says("di Liliba")
    assert "menunggu alat" in said
    assert "Sampah menumpuk di Liliba" in said
    assert said.index("menunggu alat") < said.index("Sampah menumpuk")


def test_undelivered_push_is_told_later() -> None:
    """A push that did not arrive makes the card say so, until the citizen writes again."""
    chat = filed()
    chat.gets(Update(NUMBER, "claimed", "diproses", unit="dishub"))
    chat.happens(Undelivered("e:0", NUMBER, "unreachable", "gone"))
    chat.happens(Undelivered("e:0", "", "unreachable"))
    assert [Arrival(LANE, NUMBER, False, "unreachable")] == chat.told(Arrival)
    said = chat.says("halo")
    assert f"{NUMBER}: dalam proses" in said
    assert Arrival(LANE, NUMBER, True) == chat.told(Arrival)[-1]


def test_edit_after_filing_is_explained() -> None:
    """Editing a message of a filed report says that the change is not included."""
    chat = Chat()
    chat.says(LAMP, message_id="a")
    chat.says("kirim")
    chat.says("anonim")
    chat.gets(Update(NUMBER, "filed", "baru"))
    assert NUMBER in chat.edits("a", "Lampu hidup")
    assert chat.state.draft is None


def test_update_of_a_forgotten_ticket_is_told() -> None:
    """News of a ticket that the chat no longer remembers is told all the same."""
    chat = Chat()
    assert NUMBER in chat.gets(Update(NUMBER, "disposed", "didisposisikan", unit="dishub"))
    assert NUMBER in chat.says("status")


def test_twenty_tickets_are_remembered() -> None:
    """The chat remembers twenty tickets; closed ones are forgotten first."""
    chat = Chat()
    numbers = [f"KPG-26-{serial:05d}-0" for serial in range(1, 26)]
    for number in numbers:
        chat.gets(Update(number, "filed", "baru"))
        if number in numbers[5:10]:
            chat.gets(Update(number, "archived", "diarsipkan"))
    kept = [ticket.number for ticket in chat.state.tickets]
    assert numbers[:5] + numbers[10:] == kept
