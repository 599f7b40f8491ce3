"""Looking at a card: all of its words, the card again where it is asked for, and counts on top of a topic."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from core.vocabulary.docket import DeskCounts
from core.vocabulary.effects import Edit, Link, Pin, Send, Tell
from core.vocabulary.events import Migrated, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import CardLeft, Verdict
from core.vocabulary.register import DeskMoved, HostsDesk
from tests.bots.officials.group import BUDI, NUMBER, SARI, START, Group, a_card

WORDS = "Lampu jalan mati di depan SDN Oebufu. " * 30
MAIN = f"card:{NUMBER}:verifikasi"


def looked(group: Group, message_id: str = "", query_id: str = "", **values: Any) -> None:
    """Let the ticket answer a look."""
    group.tells(Verdict(NUMBER, "officials.verdict.done.lihat", {}, query_id, message_id, card=a_card(**values)))


def registered() -> Group:
    """Give a group with Budi in it."""
    group = Group()
    group.registers(BUDI)
    return group


# --- all of the words -------------------------------------------------------------------------------------------------


def test_words_are_unfolded_in_place() -> None:
    """A cut card has a button that shows all words in it, and one that shows less again; nothing is posted."""
    group = registered()
    group.shows(text=WORDS)
    before = len(group.posted)
    assert WORDS.strip() not in group.by_key(MAIN).message.text
    assert "Selengkapnya" == group.by_key(MAIN).message.choices[0].label
    group.presses(BUDI, "Selengkapnya")
    assert ("lihat", "q1") == (group.act.action, group.act.query_id)
    looked(group, query_id="q1", text=WORDS)
    assert "" == group.answer.text
    assert WORDS.strip() in group.by_key(MAIN).message.text
    group.shows(text=WORDS, revision=2, status="terverifikasi")
    assert WORDS.strip() in group.by_key(MAIN).message.text
    group.presses(BUDI, "Ringkas")
    looked(group, query_id="q1", text=WORDS, revision=2)
    assert WORDS.strip() not in group.by_key(MAIN).message.text
    assert before == len(group.posted)


@pytest.mark.parametrize(("size", "buttons"), [(10, 0), (11, 1), (70, 1), (80, 0)])
def test_who_needs_the_button(size: int, buttons: int) -> None:
    """Short words stand whole on the card, very long ones whole under it: neither has the button."""
    group = registered()
    text = "Lampu jalan mati di depan SDN Oebufu. " * size
    group.shows(text=text)
    labels = [choice.label for choice in group.by_key(MAIN).message.choices]
    assert buttons == labels.count("Selengkapnya")
    assert (size == 80) == any(item.message.key.startswith("relay:") for item in group.posted)


def test_an_unfolded_card_fits_into_a_message() -> None:
    """However much stands on it, an unfolded card is one message."""
    group = registered()
    notes = ("Catatan " * 40,) * 3
    group.shows(text="a" * 2800, notes=notes, landmark="b" * 200, name="c" * 90, privacy="nama")
    group.presses(BUDI, "Selengkapnya")
    looked(group, query_id="q1", text="a" * 2800, notes=notes, landmark="b" * 200, name="c" * 90, privacy="nama")
    assert 2800 < len(group.by_key(MAIN).message.text) <= 4000


def test_who_may_not_look_sees_no_more() -> None:
    """The button is for registered officials, and answers for cards that are not known."""
    group = registered()
    group.shows(text=WORDS)
    group.presses(SARI, "Selengkapnya")
    assert ("belum terdaftar", []) == (group.answer.text[5:20], group.acts)
    group.presses_data(BUDI, "isi:KPG-26-00002-7")
    assert "tidak berlaku" in group.answer.text


# --- the card again ---------------------------------------------------------------------------------------------------


def test_the_card_again_stays_true() -> None:
    """The card comes where it was asked for, leads to the main one, and changes with it; buttons and replies work."""
    group = registered()
    group.shows()
    message_id = group.says(BUDI, f"/tiket {NUMBER}")
    looked(group, message_id)
    copy = group.posted[-1]
    assert (message_id, NUMBER) == (copy.message.reply_to, copy.message.ref)
    assert "📌 Foto dan percakapannya di kartu utama (Verifikasi)" in copy.message.text
    assert [MAIN] == [link.key for link in copy.message.links]
    assert "Verifikasi" in [choice.label for choice in copy.message.choices]
    group.shows(status="terverifikasi", revision=2)
    assert "Terverifikasi, menunggu disposisi" in copy.message.text
    group.replies(BUDI, "Siap", to=copy)
    assert ("balas", "Siap") == (group.act.action, group.act.text)


def test_one_copy_at_a_time() -> None:
    """A newer copy makes the one before it a line that leads there; a card that leaves takes its copy along."""
    group = registered()
    group.shows()
    looked(group, "m1")
    first = group.posted[-1]
    looked(group, "m2")
    second = group.posted[-1]
    assert f"➡️ {NUMBER} ditampilkan lagi di bawah" == first.message.text
    assert (Link(NUMBER, second.message.key),) == first.message.links
    group.shows(revision=3, desk="dishub", moved_from="verifikasi")
    assert f"➡️ {NUMBER} pindah ke topik Dishub" == second.message.text
    group.shows(revision=4, desk="dishub")
    assert [f"card:{NUMBER}:dishub"] == [edit.key for edit in group.of(Edit)]


def test_a_copy_becomes_a_signpost_when_another_group_has_the_card() -> None:
    """Where the card has left the group neither it nor its copy keeps anything that could become untrue."""
    group = registered()
    group.shows()
    looked(group, "m1")
    group.tells(CardLeft(NUMBER, 5, "dishub"))
    assert [f"➡️ {NUMBER} pindah ke grup lain: Dishub"] * 2 == [edit.to.text for edit in group.of(Edit)]


def test_a_signpost_into_another_group_is_put_up_again() -> None:
    """Another group shows the card in its own time: two minutes later the line that leads there is written again."""
    group = registered()
    group.shows()
    looked(group, "m1")
    group.tells(CardLeft(NUMBER, 5, "dishub"))
    first = [(edit.key, edit.to) for edit in group.of(Edit)]
    assert START + timedelta(minutes=2) == group.wake_at
    group.now = group.wake_at
    group.happens(Timer(group.now))
    assert first == [(edit.key, edit.to) for edit in group.of(Edit)]
    assert "lain" in group.by_key(MAIN).message.text
    group.tells(CardLeft(NUMBER, 6, "dishub"))
    group.shows(revision=7)
    group.now += timedelta(minutes=2)
    group.happens(Timer(group.now))
    assert [] == group.of(Edit)


def test_a_copy_of_a_report_that_became_confidential_is_closed() -> None:
    """Words of a report that is confidential now stand on no copy."""
    group = registered()
    group.shows()
    looked(group, "m1")
    copy = group.posted[-1].message
    assert "SDN Oebufu" in copy.text
    group.shows(revision=2, text="", landmark="", kelurahan="", privacy="rahasia")
    assert not any("SDN Oebufu" in item.message.text for item in group.posted)


def test_a_card_of_another_group_is_only_looked_at() -> None:
    """A card of another group's desk comes as it is now, without buttons, and says where it stands."""
    group = registered()
    group.lane, group.state = "group:dishub-own", {**group.state, "hosts": "dishub"}
    looked(group, "m1", text=WORDS)
    assert ((), "", "m1") == (group.last.choices, group.last.key, group.last.reply_to)
    assert "📌 Kartunya di grup lain: Verifikasi. Ini keadaan Selasa, 1 Des 2026, 14.30 WITA" in group.last.text
    assert [Link(group.last.links[0].text, MAIN, OFFICIALS_LANE)] == list(group.last.links)


# --- counts -----------------------------------------------------------------------------------------------------------


def counts(minutes: int = 0, **values: int) -> DeskCounts:
    """Give counts of the office of roads' lamps."""
    return DeskCounts("dishub", START + timedelta(minutes=minutes), **values)


def test_counts_are_pinned_once_and_edited() -> None:
    """A desk's counts stand in one pinned message of its topic, which is edited; older news changes nothing."""
    group = Group()
    group.tells(counts(1, new=3, working=12, answered=4, late=2))
    assert (
        "📌 Dishub\nBaru 3 · Diproses 12 · Terlambat 2 · Menunggu konfirmasi 4\n"
        "Keadaan Selasa, 1 Des 2026, 14.31 WITA · rinciannya: /antrian"
    ) == group.last.text
    assert ("dishub", [Pin("counts:dishub")]) == (group.last.topic, group.of(Pin))
    group.tells(counts(6, new=2))
    assert ("Baru 2 ·", []) == (group.last.text.splitlines()[1][:8], group.of(Pin))
    group.tells(counts(5, new=9))
    assert [] == group.effects
    assert 1 == len(group.posted)


def test_counts_follow_into_another_chat() -> None:
    """In a chat that has never seen them the counts are posted and pinned anew."""
    group = Group(address="-1001")
    group.tells(counts(new=1))
    group.address = "-1002"
    group.happens(Migrated("-1002"))
    assert [Pin("counts:dishub")] == group.of(Pin)


def test_counts_go_along_with_a_desk() -> None:
    """A desk that gets a group of its own takes its counts along, and brings them back."""
    group, own = Group(), Group(lane="group:dishub-own")
    group.tells(counts(new=1))
    group.tells(DeskMoved("dishub", own.lane))
    assert "➡️ Dishub punya grup lain sekarang" in group.by_key("counts:dishub").message.text
    tells: list[Any] = [(tell.lane, tell.command) for tell in group.of(Tell)]
    assert (own.lane, counts(new=1)) in tells
    own.tells(HostsDesk("dishub", OFFICIALS_LANE))
    own.tells(counts(new=1))
    assert ("", [Pin("counts:dishub")]) == (own.last.topic, own.of(Pin))
    group.tells(counts(7, new=2))
    assert [(own.lane, counts(7, new=2))] == [(tell.lane, tell.command) for tell in group.of(Tell)]
    group.tells(DeskMoved("dishub"))
    assert "Baru 2" in group.by_key("counts:dishub").message.text
    own.tells(HostsDesk("", OFFICIALS_LANE))
    assert "punya grup lain" in own.by_key("counts:dishub").message.text


def test_a_document_of_before_is_read() -> None:
    """What a group stored before there were lists, copies and counts is read as it was."""
    group = registered()
    group.shows()
    old = msgspec.to_builtins(group.state, builtin_types=(datetime,))
    for name in ("lists", "counts", "pinned"):
        old.pop(name, None)
    group.state = old
    group.shows(revision=2)
    assert [MAIN] == [edit.key for edit in group.of(Edit) if isinstance(edit.to, Send)]
