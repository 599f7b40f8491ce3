"""Who may not do what was typed hears alone who may; the group hears it only where there is no private chat."""

from __future__ import annotations

import pytest

from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Left, Person
from core.vocabulary.officials import Aside, AsideUnheard, Notice
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, STRANGER, Group

LINK = "https://t.me/a_bot?start="


def office() -> Group:
    """Give a group with an officer, one who has not accepted the code of ethics, and our name."""
    group = Group()
    group.tells(Notice("officials.link", {"link": f"{LINK}isi", "entry": f"{LINK}{{token}}"}))
    group.registers(BUDI)
    group.says(ADMIN, f"/daftar {SARI.id} dishub {SARI.name}")
    group.shows()
    return group


@pytest.mark.parametrize(
    ("who", "words", "part"),
    [
        (BUDI, "/daftar 99 dishub Teman", "Hanya koordinator unit dan admin yang dapat mendaftarkan petugas. ID"),
        (BUDI, "/macet", "/macet hanya untuk operator"),
        (SARI, "/antrian", "Setujui dulu kode etik"),
        (SARI, f"/tiket {NUMBER}", "Setujui dulu kode etik"),
        (SARI, f"/urungkan {NUMBER}", "Ketik /saya di grup"),
    ],
)
def test_a_command_is_refused_in_private(who: Person, words: str, part: str) -> None:
    """An official who may not give a command is told so alone; the group reads nothing."""
    group = office()
    group.says(who, words)
    assert part in group.told_alone(who)
    assert [] == group.of(Send)


def test_a_reply_is_refused_in_private() -> None:
    """So are words to a card, of who may not act at all and of whom the ticket refuses."""
    group = office()
    card = group.posted[-1]
    group.replies(SARI, "Besok kami datang.", to=card)
    assert "Setujui dulu kode etik" in group.told_alone(SARI)
    group.says(BUDI, f"/urungkan {NUMBER}")
    group.judges("who_may.author", alert=True)
    assert f"{NUMBER}: Hanya petugas yang melakukannya" in group.told_alone(BUDI)


def test_who_left_hears_alone_that_the_rights_ended() -> None:
    """Who left the group and writes again, with a command or to a card, is told alone."""
    group = office()
    card = group.posted[-1]
    group.happens(Left(BUDI))
    for words, to in (("/saya", ""), ("Sudah beres", card.message_id)):
        group.says(BUDI, words, reply_to=to)
        assert "Pendaftaran Anda tidak aktif" in group.told_alone(BUDI)


def test_what_is_no_matter_of_rights_stays_beside_the_message() -> None:
    """A refusal for the ticket's state is answered in the group, where others see that nothing came of it."""
    group = office()
    group.says(BUDI, f"/urungkan {NUMBER}")
    group.judges("undo_over", alert=True)
    assert "Sudah tidak bisa diurungkan" in group.last.text
    assert [] == group.of(Tell)


def test_strangers_are_not_written_to() -> None:
    """Who is in no register, and who acts anonymously, is answered in the group as before."""
    group = office()
    card = group.posted[-1]
    anonymous = Person("1087968824", "Group", anonymous=True, is_bot=True)
    for who, part in ((STRANGER, "Anda belum terdaftar"), (anonymous, "Admin anonim")):
        group.replies(who, "Sudah selesai", to=card)
        assert part in group.last.text
        assert [] == [one for one in group.of(Tell) if isinstance(one.command, Aside)]


def test_what_was_not_heard_is_said_in_the_group() -> None:
    """Without a private chat the group says the sentence; where the chat takes nothing, only how to open it."""
    group = office()
    group.tells(AsideUnheard("1234", "Hanya Sari yang boleh."))
    assert ("Hanya Sari yang boleh.", "1234", True) == (group.last.text, group.last.reply_to, group.last.quiet)
    group.tells(AsideUnheard("1234"))
    assert f"Buka {LINK}isi, tekan Mulai" in group.last.text
    assert "1234" == group.last.reply_to


def test_the_counter_opens_by_a_link() -> None:
    """Whoever asks in the group to write a report down gets a link that begins it in the private chat."""
    group = office()
    group.says(BUDI, "/catat")
    assert f"buka {LINK}catat dan tekan Mulai" in group.last.text
