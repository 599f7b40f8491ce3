"""A slash at the beginning, in any dress and any part, keeps words among officials; edits are answered."""

import pytest

from bots.officials.notes import is_note, without_slashes
from core.vocabulary.effects import Send
from core.vocabulary.events import Edited, Said
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence
from tests.bots.officials.group import BUDI, NUMBER, SARI, STRANGER, Group, photo
from tests.bots.officials.test_words import at_work, the_card

NOTES = (
    "// jangan dikirim",
    "//jangan dikirim",
    " // jangan dikirim",
    "\n\n// jangan dikirim",
    "/ / jangan dikirim",
    "/ jangan dikirim",
    "/// jangan dikirim",
    "／／ jangan dikirim",
    "／ jangan dikirim",
    "⁄⁄ jangan dikirim",
    "∕∕jangan dikirim",
    "\\\\ jangan dikirim",
    "“// jangan dikirim”",
    '"// jangan dikirim"',
    "> // jangan dikirim",
    "- // jangan dikirim",
    "\u200b// jangan dikirim",
    "\ufeff\u2060//jangan dikirim",
    "\u202e// jangan dikirim",
    "\u00a0// jangan dikirim",
    "(// jangan dikirim)",
    "**// jangan dikirim**",
    "Besok kami datang\n// pelapor ini tetangga kepala dinas",
)
WORDS = (
    "Besok kami datang",
    "Tiang 1/2 meter dari got",
    "https://maps.example/x ini lokasinya",
    "Kami datang pagi/siang",
    "dan/atau",
    "…",
    "",
    "Rp 50.000/bulan\nper rumah",
)


@pytest.mark.parametrize("text", NOTES)
def test_a_slash_in_any_dress_makes_a_note(text: str) -> None:
    """However the slash got there, nothing of the message is for the citizen, and no slash is left in the note."""
    assert is_note(text)
    assert not is_note(without_slashes(text))
    group = at_work()
    group.replies(BUDI, text, to=the_card(group))
    assert "catatan" == group.act.action


@pytest.mark.parametrize("text", WORDS)
def test_a_slash_inside_is_just_a_slash(text: str) -> None:
    """A slash within a line means nothing."""
    assert not is_note(text)


@pytest.mark.parametrize("text", NOTES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_slash_in_any_part_of_an_album_makes_all_of_it_a_note(text: str, place: int) -> None:
    """One caption with a slash makes an album a note, also as the answer to a prompt, which then stays open."""
    for label in ("", "Selesai"):
        group = at_work()
        if label:
            group.presses(BUDI, label)
        target = group.posted[-1] if label else the_card(group)
        for n in range(3):
            words = text if n == place else "Sudah diganti" if n == 0 else ""
            group.replies(BUDI, words, to=target, files=(photo(f"p{n}"),), album="a", message_id=f"20{n}")
        for n in range(3):
            group.fetches(f"p{n}")
        assert group.wake_at is not None
        group.now = min(group.wake_at, group.now.replace(minute=59))
        group.says(STRANGER, "apa saja")
        assert ["catatan"] == [act.action for act in group.acts]
        assert () == group.act.evidence
        assert any("Fotonya tidak ikut disimpan" in send.text for send in group.of(Send))
        if label:
            group.replies(BUDI, "Lampu sudah diganti", to=target)
            assert "selesai" == group.act.action


def test_a_slash_that_an_edit_brings_in_time_makes_a_note() -> None:
    """An edit before the act went decides anew; one that takes the slash away does not make the words go out unseen."""
    group = at_work()
    message_id = group.replies(BUDI, "Pelapor cerewet", files=(photo(),), to=the_card(group))
    group.happens(Edited(Said(BUDI, message_id, "// Pelapor cerewet")))
    group.fetches()
    assert ("catatan", "Pelapor cerewet") == (group.act.action, group.act.text)


def test_an_unknown_command_under_a_card_is_a_note() -> None:
    """A slash and a word look like a command; under a card they are kept, not dropped and not sent."""
    group = at_work()
    group.replies(BUDI, "/jangan dikirim, pelapor ini tetangga saya", to=the_card(group))
    assert ("catatan", "jangan dikirim, pelapor ini tetangga saya") == (group.act.action, group.act.text)
    group.says(BUDI, "/perintah bot lain")
    assert [] == group.effects


def spoken(group: Group, words: str = "Besok jam 10 tim kami datang.") -> str:
    """Let Budi say something that goes out; give the message's id."""
    message_id = group.replies(BUDI, words, to=the_card(group))
    group.judges("done.balas")
    return message_id


def changed(group: Group, message_id: str, words: str) -> list[Act]:
    """Let Budi edit it; give the acts that come of it."""
    group.happens(Edited(Said(BUDI, message_id, words)))
    return group.acts


def test_an_edit_of_words_that_went_out_offers_a_correction() -> None:
    """Nothing goes by itself: the official is told, and one button sends the new words as a correction."""
    group = at_work()
    message_id = spoken(group)
    assert [] == changed(group, message_id, "Lusa jam 14 tim kami datang.")
    offer = group.posted[-1]
    assert (message_id, ["Kirim ralat"]) == (offer.message.reply_to, [one.label for one in offer.message.choices])
    assert len(offer.message.choices[0].id.encode()) <= 64
    changed(group, message_id, "Lusa jam 15 tim kami datang.")
    assert offer is group.posted[-1]
    group.presses(SARI, "Kirim ralat")
    assert ([], True) == (group.acts, group.answer.alert)
    group.presses(BUDI, "Kirim ralat")
    act = group.act
    assert ("balas", "Lusa jam 15 tim kami datang.", True) == (act.action, act.text, act.corrects)
    group.judges("done.balas")
    assert (f"{NUMBER}: Pesan diteruskan ke pelapor.", ()) == (offer.message.text, offer.message.choices)
    group.presses_data(BUDI, f"ralat:{NUMBER}:{message_id}")
    assert [] == group.acts


def test_a_correction_of_what_was_taken_back_is_over() -> None:
    """What was taken back cannot be corrected any more: the offer says so, and its button is gone."""
    group = at_work()
    message_id = spoken(group)
    changed(group, message_id, "Lusa jam 14 tim kami datang.")
    offer = group.posted[-1]
    group.judges("done.urungkan", status="diproses", undone="selesai")
    assert 1 == len(offer.message.choices)
    group.judges("done.urungkan", status="diproses", undone="balas")
    assert (True, 0) == ("sudah diurungkan" in offer.message.text, len(offer.message.choices))
    group.presses_data(BUDI, f"ralat:{NUMBER}:{message_id}")
    assert [] == group.acts
    changed(group, message_id, "Lusa jam 16 tim kami datang.")
    assert [] == group.effects


@pytest.mark.parametrize("words", ["// ternyata salah", "", "x" * 4001])
def test_an_edit_that_cannot_be_sent_is_told(words: str) -> None:
    """A slash, nothing at all or too much after the fact: the citizen has the former words, and the official knows."""
    group = at_work()
    message_id = spoken(group)
    assert [] == changed(group, message_id, words)
    assert "tidak bisa ditarik" in group.last.text
    assert () == group.last.choices


def test_an_edit_of_a_note_is_told_and_never_sent() -> None:
    """A note whose slash is edited away stays a note."""
    group = at_work()
    message_id = group.replies(BUDI, "// kabel habis", to=the_card(group))
    group.judges("done.catatan")
    assert [] == changed(group, message_id, "kabel habis")
    assert "tetap tulisan semula" in group.last.text


def test_an_edit_that_changes_nothing_or_was_refused_is_silent() -> None:
    """The same words again, and words that never went out, need no correction."""
    group = at_work()
    message_id = spoken(group)
    changed(group, message_id, "Besok jam 10 tim kami datang.")
    assert [] == group.effects
    refused = group.replies(BUDI, "Satu lagi", to=the_card(group))
    group.judges("who_may.holder", alert=True, holder="Sari")
    changed(group, refused, "Satu lagi, ya")
    assert [] == group.effects


def test_an_album_is_corrected_part_by_part() -> None:
    """Each caption of an album that went out is known by its own message."""
    group = at_work()
    for n, words in enumerate(("Sudah diganti", "")):
        group.replies(BUDI, words, to=the_card(group), files=(photo(f"p{n}"),), album="a", message_id=f"20{n}")
        group.fetches(f"p{n}")
    assert group.wake_at is not None
    group.now = group.wake_at
    group.says(STRANGER, "apa saja")
    assert [Evidence("photo", f"p{n}", f"media-p{n}", "image/jpeg", unique=f"u-p{n}") for n in range(2)] == list(
        group.act.evidence
    )
    changed(group, "200", "Sudah diganti, menyala")
    assert "Kirim ralat" == group.last.choices[0].label
