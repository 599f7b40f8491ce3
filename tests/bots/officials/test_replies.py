"""Replies to cards: words, photos and albums for a citizen, talk beside them, and what cannot be passed on."""

from datetime import timedelta
from typing import Any

import pytest

from core.vocabulary.effects import Send
from core.vocabulary.events import ContactCard, Edited, File, Odd, Person, Place, Said
from core.vocabulary.results import NotFetched
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, STRANGER, a_card, photo
from tests.bots.officials.test_words import PHOTO, at_work, the_card

HIDDEN = Person(id="-100", name="Grup", anonymous=True)


def test_reply_to_a_card_talks_to_the_citizen() -> None:
    """A reply to the card is a message to the citizen; with // in front a note; a position becomes a link."""
    group = at_work()
    group.replies(BUDI, "Kami datang besok", to=the_card(group))
    assert ("balas", "Kami datang besok") == (group.act.action, group.act.text)
    group.replies(BUDI, "//kabel habis", to=the_card(group))
    assert ("catatan", "kabel habis") == (group.act.action, group.act.text)
    group.replies(BUDI, place=Place(-10.17, 123.6), to=the_card(group))
    assert "https://maps.google.com/?q=-10.17000,123.60000" == group.act.text
    for blank in ("", "\u200b", "\u2800 \u3164", "\u0301"):
        group.replies(BUDI, blank, to=the_card(group))
        assert [] == group.acts
        assert group.last.text.startswith("Balasan itu kosong")


def test_verdict_on_a_reply_is_a_quiet_reply() -> None:
    """What became of a reply is told under it, quietly, with the number."""
    group = at_work()
    message_id = group.replies(BUDI, "Kami datang besok", to=the_card(group))
    group.judges("done.balas")
    assert (message_id, True, NUMBER) == (group.last.reply_to, group.last.quiet, group.last.ref)
    assert f"{NUMBER}: Pesan diteruskan ke pelapor." == group.last.text


def test_reply_with_photos_waits_for_them() -> None:
    """Files are fetched first; the act goes when all are here, and one that never comes is dropped and told."""
    group = at_work()
    message_id = group.replies(BUDI, "Sudah kami lihat", files=(photo(), photo("p2")), to=the_card(group))
    assert ["p1", "p2"] == group.fetched_refs
    group.fetches("p1")
    group.fetches("p1")
    assert [] == group.acts
    group.happens(NotFetched(ref="p2", reason="too_large"))
    assert ("balas", (PHOTO,), message_id) == (group.act.action, group.act.evidence, group.act.message_id)
    assert "terlalu besar" in group.last.text


def test_album_is_one_act() -> None:
    """The items of an album join, whatever their order, and go as one act after a quiet moment."""
    group = at_work()
    group.presses(BUDI, "Selesai")
    group.replies(BUDI, files=(photo("p2"),), album="a", message_id="2002")
    group.says(BUDI, "Lampu sudah diganti", files=(photo("p1"),), album="a", message_id="2001")
    for ref in ("p1", "p2"):
        group.fetches(ref)
        assert [] == group.acts
    assert group.wake_at is not None
    group.now = group.wake_at
    group.says(STRANGER, "apa saja")
    act = group.act
    assert ("selesai", "Lampu sudah diganti", "2001") == (act.action, act.text, act.message_id)
    assert ["media-p1", "media-p2"] == [item.media for item in act.evidence]
    assert group.wake_at is None or group.wake_at - group.now > timedelta(hours=1)


def test_files_that_never_come_do_not_hold_an_act_for_ever() -> None:
    """After an hour the act goes without the missing file, and the official is told."""
    group = at_work()
    group.replies(BUDI, "Foto menyusul", files=(photo(),), to=the_card(group))
    group.waits(hours=1)
    group.says(STRANGER, "apa saja")
    assert ("balas", ()) == (group.act.action, group.act.evidence)
    assert "tidak dapat diambil" in group.of(Send)[0].text


def test_words_may_be_corrected_while_the_act_waits() -> None:
    """An edit before the files are here counts; afterwards it changes nothing."""
    group = at_work()
    message_id = group.replies(BUDI, "Salah tulsi", files=(photo(),), to=the_card(group))
    group.happens(Edited(Said(BUDI, message_id, "Salah tulis")))
    group.fetches()
    assert "Salah tulis" == group.act.text
    group.happens(Edited(Said(BUDI, message_id, "Lain lagi")))
    assert [] == group.acts


def test_same_message_by_another_event_has_no_second_effect() -> None:
    """A message that comes again with another event id is not passed on again."""
    group = at_work()
    for expected in (1, 0):
        group.replies(BUDI, "Kami datang besok", to=the_card(group), message_id="4711")
        assert expected == len(group.acts)


@pytest.mark.parametrize("who", [STRANGER, HIDDEN], ids=lambda one: one.name)
def test_whoever_replies_without_rights_is_told_each_time(who: Person) -> None:
    """Words for a ticket are never dropped without a sign: an official may stand behind an unknown or hidden name."""
    group = at_work()
    for _ in range(3):
        group.replies(who, "Itu di depan rumah saya", to=the_card(group))
        assert ([], 1) == (group.acts, len(group.of(Send)))


@pytest.mark.parametrize("who", [STRANGER, Person(id="9", name="bot", is_bot=True)])
def test_talk_of_others_is_ignored(who: Person) -> None:
    """What is not addressed to a ticket and not by an official, or comes from a bot, has no effect."""
    group = at_work()
    group.says(who, "Selamat pagi semua")
    group.says(who, "Siap", reply_to="1234")
    assert [] == group.effects


def test_loose_words_in_a_topic_get_one_hint_a_day() -> None:
    """An official who writes beside the cards is told once a day how to reach a citizen; talk to a colleague never."""
    group = at_work()
    told = []
    for hours, more in ((0, {"topic": ""}), (0, {"reply_to": "1234"}), (0, {}), (1, {}), (2, {}), (24, {}), (1, {})):
        group.waits(hours=hours)
        group.says(BUDI, "Selamat pagi semua", **more)
        told.append(len(group.of(Send)))
    assert [0, 0, 1, 0, 0, 1, 0] == told
    assert [] == group.acts
    assert "balas kartunya" in next(
        item.message.text for item in group.posted if "Tulisan di sini" in item.message.text
    )


def test_a_reply_to_a_list_or_a_count_is_told_each_time() -> None:
    """What answers a message of ours that is no ticket's was written to us: its author hears that it went nowhere."""
    group = at_work()
    ours = {"reply_to": "1234", "reply_to_sender": Person(id="9", name="Kanal", is_bot=True)}
    for topic in ("77", "77", ""):
        group.says(BUDI, "Besok kami datang, Bapak", topic=topic, **ours)
        assert ["Tulisan di sini tidak dikirim"] == [said.text[:29] for said in group.of(Send)]
    assert [] == group.acts


def test_a_reply_to_what_is_neither_card_nor_prompt_stays_in_the_group() -> None:
    """Under a verdict, a call or a notice people talk among themselves: it is not sent, and they are told."""
    group = at_work()
    group.replies(BUDI, "Kami datang besok", to=the_card(group))
    group.judges("done.balas")
    group.replies(BUDI, "siap, mantap")
    assert [] == group.acts
    assert group.last.text.startswith("Belum dikirim ke pelapor")


def test_forwarded_words_never_go_out() -> None:
    """What others wrote elsewhere is not sent to a citizen, neither under the card nor to a prompt."""
    group = at_work()
    group.replies(BUDI, "Info dari grup sebelah", to=the_card(group), forwarded=True)
    assert [] == group.acts
    assert group.last.text.startswith("Pesan terusan tidak dikirim")
    group.presses(BUDI, "Progres")
    group.replies(BUDI, "Info dari grup sebelah", forwarded=True)
    assert [] == group.acts


def test_a_reply_to_another_chat_is_told() -> None:
    """A reply to a message of another chat is not sent, and its author hears why."""
    group = at_work()
    group.says(BUDI, "Sudah dikerjakan", elsewhere=True)
    assert [] == group.acts
    assert "di obrolan lain" in group.last.text


@pytest.mark.parametrize("kind", ["poll", "dice", "story", "paid_media", "something_new"])
@pytest.mark.parametrize("who", [BUDI, STRANGER, HIDDEN], ids=lambda one: one.name)
def test_what_cannot_be_passed_on_is_always_answered(kind: str, who: Person) -> None:
    """A poll, a story or something new under a card gets an answer each time, whoever sent it."""
    group = at_work()
    card = the_card(group)
    for n in range(2):
        group.happens(Odd(kind, who, f"o{n}", reply_to=card.message_id), reply_to=card.message_id)
        assert 1 == len(group.of(Send))
        assert f"o{n}" == group.last.reply_to
    group.happens(Odd(kind, who, "o9"))
    assert [] == group.effects


@pytest.mark.parametrize("more", [{"files": (File("sticker", "s"),)}, {"contact": ContactCard("+628123")}, {}], ids=str)
def test_empty_replies_are_answered(more: dict[str, Any]) -> None:
    """A sticker, a contact or nothing at all under a card is answered, not passed on."""
    group = at_work()
    group.replies(BUDI, "", to=the_card(group), **more)
    assert [] == group.acts
    assert group.last.text.startswith("Balasan itu kosong")


def test_cancel_without_a_prompt_is_not_sent() -> None:
    """The word batal under a card is no message to the citizen, even when nothing was being asked."""
    group = at_work()
    group.replies(BUDI, "batal", to=the_card(group))
    assert [] == group.acts
    assert "Tidak ada permintaan yang terbuka" in group.last.text


def test_words_that_are_too_long_are_refused_before_anything_is_sent() -> None:
    """What would not arrive whole is refused with both lengths, and the prompt stays open for it."""
    group = at_work()
    group.presses(BUDI, "Progres")
    prompt = group.posted[-1]
    group.replies(BUDI, "Penjelasan. " * 400, to=prompt)
    assert [] == group.acts
    assert "4799 huruf, paling banyak 4000" in group.last.text
    group.replies(BUDI, "Penjelasan. " * 300, to=prompt)
    assert ("progres", 3599) == (group.act.action, len(group.act.text))


def test_admin_registered_nowhere_can_answer() -> None:
    """An administrator's words go under the verification unit."""
    group = at_work()
    assert NUMBER == a_card().number
    group.replies(ADMIN, "Terima kasih laporannya", to=the_card(group))
    assert ("setda", True) == (group.act.by.unit, group.act.by.admin)
