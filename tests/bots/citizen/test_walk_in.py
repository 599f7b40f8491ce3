"""An official writes down at a counter what somebody without a chat complains of, and hands out a receipt."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from core.register.state import Member, RegisterState
from core.vocabulary.citizen import EvidenceArrived, FileReport, Update
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import REGISTER_LANE, person_lane
from core.vocabulary.near import WalkInFiled
from core.vocabulary.person import Introduced
from core.vocabulary.ticket import OfficialRole
from tests.bots.citizen.chat import ADMIN, LAMP, LANE, MARIA, NOON, NUMBER, OTHER_NUMBER, Chat
from tests.bots.citizen.test_following import near


def clerk(role: OfficialRole = "loket", *, active: bool = True, accepted: bool = True) -> Chat:
    """Give the private chat of an official."""
    chat = Chat()
    member = Member("Maria", "setda", accepted=accepted, active=active, role=role)
    chat.documents[REGISTER_LANE] = msgspec.to_builtins(RegisterState(members={MARIA.id: member}))
    return chat


def given(chat: Chat, number: str = NUMBER) -> str:
    """Let the number come; give the receipt."""
    filing = chat.filing
    report = filing.report
    body = WalkInFiled(number, filing.id, report.category, report.kelurahan, NOON + timedelta(days=3))
    return "\n".join(chat.happens(body))


def test_words_place_and_the_paper_become_a_report_of_somebody_else() -> None:
    """It is filed without the clerk's name, chat or person, for somebody who can be linked later."""
    chat = clerk()
    assert "loket" in chat.says("/catat")
    chat.says(LAMP)
    chat.says(photos=["paper"])
    chat.presses("Kirim")
    filing = chat.filing
    assert (person_lane(f"counter:{filing.id}"), LANE) == (filing.reporter, filing.clerk)
    report = filing.report
    assert ("anonim", "", "loket", "Oebufu") == (report.privacy, report.name, report.channel, report.kelurahan)
    assert ["paper"] == [item.ref for item in report.evidence]
    assert [] == chat.told(Introduced)
    assert "Maria" not in str(filing)


def test_words_behind_the_command_are_the_first_of_the_report() -> None:
    """A clerk who writes all in one message, or under the photo of the paper, has not written in vain."""
    chat = clerk()
    assert LAMP in chat.says(f"/catat {LAMP}", photos=["paper"])
    chat.presses("Kirim")
    assert (LAMP, "loket") == (chat.filing.report.text, chat.filing.report.channel)
    assert ["paper"] == [item.ref for item in chat.filing.report.evidence]


def test_danger_behind_the_command_is_answered_with_the_numbers() -> None:
    """Also a clerk who writes all in one message hears at once what to dial, and goes on with the report."""
    chat = clerk()
    assert "112" in chat.says("/catat Ada kebakaran rumah di Kelurahan Oebobo sekarang")
    assert chat.state.draft is not None
    assert chat.state.draft.counter


def test_cancelling_says_so_before_what_comes_next() -> None:
    """What was put aside for the counter comes back after the words about the draft that is gone, not around them."""
    chat = clerk()
    chat.says("/catat")
    chat.says("Sampah menumpuk di Pasar Oeba su seminggu")
    chat.says("/catat")
    chat.says(LAMP)
    said = chat.says("batal")
    assert said.index("draf sudah dihapus") < said.index("Berikutnya") < said.index("Sampah menumpuk")


def test_the_receipt() -> None:
    """Number, day, matter, place and date stand on plain lines; the next one begins at a button."""
    chat = clerk()
    chat.says("/catat")
    chat.says(LAMP)
    chat.presses("Kirim")
    lines = given(chat).splitlines()
    assert "🧾 TANDA TERIMA LAPORAN · Kota Kupang" == lines[0]
    assert f"Nomor: {NUMBER}" == lines[1]
    assert {"Perihal: Lampu jalan", "Tempat: Kel. Oebufu", f"Isi: “{LAMP}”"} <= set(lines)
    assert lines[-1].startswith("Simpan nomor ini.")
    assert [] == chat.state.tickets
    assert "loket" in chat.presses("Catat lagi")


@pytest.mark.parametrize("channels", [(), ("sms",)])
def test_the_receipt_names_a_number_that_answers(channels: tuple[str, ...]) -> None:
    """Whoever has no internet is told what to text where, but only where somebody hears it."""
    chat = clerk()
    chat.channels = channels
    chat.says("/catat")
    chat.says(LAMP)
    chat.presses("Kirim")
    assert bool(channels) == ("Tanpa internet: kirim pesan biasa ke 1708" in given(chat))


def test_files_that_come_late_go_to_its_ticket() -> None:
    """The photo of the paper belongs to the report that was written down, before the number as after it."""
    chat = clerk()
    chat.says("/catat")
    chat.says(LAMP)
    chat.says(photos=["early"])
    chat.says(photos=["late"])
    chat.presses("Kirim")
    chat.fetched("early")
    given(chat)
    chat.fetched("late")
    told = [effect for effect in chat.effects if isinstance(effect, Tell)]
    files = [(t.lane, t.command.ref) for t in told if isinstance(t.command, EvidenceArrived)]
    assert [(f"ticket:{NUMBER}", "early"), (f"ticket:{NUMBER}", "late")] == files


def test_the_clerk_asks_whether_to_keep_it_confidential() -> None:
    """Nobody else would: the privacy is not asked at the counter. So each draft says it until it is."""
    chat = clerk()
    chat.says("/catat")
    words = "Pak lurah minta uang untuk surat pengantar di Kelurahan Liliba"
    assert "Tanyakan kepada pelapor: mau dirahasiakan?" in chat.says(words)
    assert "mau dirahasiakan?" in chat.says(photos=["paper"])
    assert "mau dirahasiakan?" not in chat.says("rahasiakan")
    chat.presses("Kirim")
    assert "rahasia" == chat.filing.report.privacy
    other = clerk()
    other.says("/catat")
    assert "mau dirahasiakan?" not in other.says(LAMP)


def test_nobody_at_the_counter_is_sent_to_follow_another_report() -> None:
    """Nothing open nearby is offered: the clerk's chat would follow it, and the person would have no number."""
    chat = clerk()
    chat.documents.update(near(OTHER_NUMBER))
    chat.says("/catat")
    chat.says(LAMP)
    assert "tercatat" not in chat.presses("Kirim")
    assert (1, []) == (len(chat.told(FileReport)), chat.state.followed)


def test_many_in_a_day_and_at_one_moment() -> None:
    """A counter is not held to what one citizen may report in a day, nor waits for a number."""
    chat = clerk()
    for _ in range(12):
        chat.says("/catat")
        chat.says(LAMP)
        chat.presses("Kirim")
        chat.now += timedelta(minutes=2)
    assert 12 == len(chat.told(FileReport))
    assert 12 == len({command.filing.reporter for command in chat.told(FileReport)})


def test_own_reports_are_kept_apart() -> None:
    """What the official reports for themselves before and after is theirs."""
    chat = clerk()
    chat.files_a_report()
    chat.says("/catat")
    chat.says("Got mampet di Kelurahan Oesapa dekat pasar")
    chat.presses("Kirim")
    given(chat, OTHER_NUMBER)
    assert [NUMBER] == [ticket.number for ticket in chat.state.tickets]
    assert [] == chat.gets(Update(NUMBER, "verified", "terverifikasi")).split("Oesapa")[1:]


@pytest.mark.parametrize("role", ["petugas", "media", "pemantau"])
def test_other_roles_are_told_who_may(role: OfficialRole) -> None:
    """An official of another role is told; no draft begins."""
    chat = clerk(role)
    assert "Hanya petugas loket" in chat.says("/catat")
    assert chat.state.draft is None


def test_an_admin_need_not_be_registered() -> None:
    """Who is an admin by the settings alone writes down, reads the guide, and is sent to the group for the rest."""
    chat = Chat()
    chat.person = ADMIN
    assert "loket" in chat.says("/catat")
    assert "Panduan petugas" in chat.says("/panduan")
    assert "/antrian dipakai di grup petugas" in chat.says("/Antrian dishub")


@pytest.mark.parametrize(
    "word", ["antrian", "tiket", "saya", "cari", "laporan", "macet", "daftar", "undang", "urungkan"]
)
def test_commands_of_the_group_are_sent_there(word: str) -> None:
    """An official who gives one in private is told where it works, in place of what a lost citizen is told."""
    assert f"/{word} dipakai di grup petugas" in clerk("petugas").says(f"/{word}")
    assert Chat().says("/terbang") == Chat().says(f"/{word}")


def test_to_a_citizen_it_is_no_command() -> None:
    """Who is no official, or no more, or has not accepted the code, gets what any unknown command gets."""
    unknown = Chat().says("/terbang")
    for chat in (Chat(), clerk(active=False), clerk(accepted=False)):
        assert unknown == chat.says("/catat")
        assert chat.state.draft is None


def test_a_link_begins_it_too() -> None:
    """The button of the group's answer opens the chat with the same wish."""
    chat = clerk()
    assert "loket" in chat.says("/start catat")


def test_the_button_alone_begins_nothing() -> None:
    """Who was never given a receipt cannot write down for others by a button that was made up."""
    chat = Chat()
    chat.presses_id("catatlagi")
    assert chat.state.draft is None


def test_what_was_being_written_waits() -> None:
    """A draft of the official's own is put aside and comes back after the receipt."""
    chat = clerk()
    chat.says("Sampah menumpuk dekat pasar Oeba")
    chat.says("/catat")
    chat.says(LAMP)
    chat.presses("Kirim")
    given(chat)
    chat.waits(seconds=2)
    assert "Sampah" in chat.bubbles[-1].text
    assert chat.state.draft is not None
    assert not chat.state.draft.counter
