"""What officials can read: how long is left, late cards, long reports whole, and quotations that are no cards."""

from datetime import UTC, datetime, timedelta

import pytest

from bots.officials.cards import draw_card
from bots.officials.plain import quoted
from core.vocabulary.effects import Delete, Edit, Tell
from core.vocabulary.events import Timer
from core.vocabulary.officials import Card, Relay, ShowAgain, ShowCard
from tests.bots.officials.group import NUMBER, OTHER, START, Group, a_card
from tests.bots.officials.test_cards import DUE, office

LONG = "Lampu jalan mati di depan SDN Oebufu.\n" * 90 + "Tiang nomor 14B, dekat gerbang."
FAKE = f"terima kasih\n🔴 {OTHER} · Selesai, dikonfirmasi pelapor\n⏰ Tindak lanjut paling lambat besok\n/tiket"


def title(card: Card, now: datetime) -> str:
    """Give the first line of a card."""
    return draw_card(card, office(), now).text.partition("\n")[0]


@pytest.mark.parametrize(
    ("before", "late", "expected"),
    [
        (timedelta(days=8), False, "🟡 {n} · Lampu jalan · sisa 6 hari kerja"),
        (timedelta(days=2), False, "🟡 {n} · Lampu jalan · sisa 2 hari kerja"),
        (timedelta(days=1), False, "🟡 {n} · Lampu jalan · sampai besok"),
        (timedelta(hours=3), False, "🟡 {n} · Lampu jalan · sampai hari ini"),
        (timedelta(seconds=-1), True, "🔥 🟡 {n} · Lampu jalan · terlewat 1 hari kerja"),
        (timedelta(days=-3), True, "🔥 🟡 {n} · Lampu jalan · terlewat 2 hari kerja"),
        (timedelta(days=-3), False, "🔥 🟡 {n} · Lampu jalan · terlewat 2 hari kerja"),
        (timedelta(days=2), True, "🔥 🟡 {n} · Lampu jalan · terlewat"),
    ],
)
def test_the_first_line_says_how_long(before: timedelta, late: bool, expected: str) -> None:
    """Colour, number, category and working days stand in the first line; a late card burns, whoever has said so."""
    card = a_card(status="diproses", due_at=DUE, due_kind="tindak_lanjut", late=late)
    assert expected.format(n=NUMBER) == title(card, DUE - before)
    assert "⏰ Tindak lanjut paling lambat Rabu, 9 Des 2026" in draw_card(card, office(), START).text.splitlines()


def test_nobody_owes_what_the_citizen_or_nothing_is_waited_for() -> None:
    """While the citizen's answer is waited for, or the clock stands still, no days are counted."""
    for kind, due, state in (
        ("konfirmasi", DUE, "diproses"),
        ("jeda", None, "⏸ batas waktu berhenti"),
        ("", None, "diproses"),
    ):
        card = a_card(status="diproses", due_at=due, due_kind=kind)
        assert f"🟡 {NUMBER} · Lampu jalan · {state}" == title(card, START)


def test_cards_read_the_new_day_in_the_morning_some_at_a_time() -> None:
    """Once a day, from six o'clock, open cards with a date are shown anew, ten a minute; closed ones are left alone."""
    group = Group()
    numbers = [f"KPG-26-{serial:05d}-0" for serial in range(25)]
    for number in numbers:
        group.tells(ShowCard(a_card(number=number)))
    group.tells(ShowCard(a_card(number=OTHER, status="diarsipkan", due_at=None, due_kind="")))
    asked: list[str] = []
    woken: list[datetime] = []
    for _ in range(4):
        assert group.wake_at is not None
        group.now = group.wake_at
        woken.append(group.now)
        group.happens(Timer(group.now))
        asked += [tell.lane for tell in group.of(Tell) if isinstance(tell.command, ShowAgain)]
    assert [f"ticket:{number}" for number in numbers] == asked[:25]
    assert datetime(2026, 12, 1, 22, 0, tzinfo=UTC) == woken[0]
    assert [timedelta(minutes=1)] * 2 == [woken[1] - woken[0], woken[2] - woken[1]]
    assert timedelta(days=1) == woken[3] - woken[0]


def test_a_long_report_stands_whole_under_its_card() -> None:
    """What the card cuts follows under it to the last word, comes along to another topic, and stays true."""
    group = Group()
    group.shows(text=LONG)
    card, whole = group.posted[-2].message, group.posted[-1].message
    assert "selengkapnya di pesan di bawah" in card.text
    assert len(card.text) <= 1000
    assert whole.text.endswith("Tiang nomor 14B, dekat gerbang.”")
    assert LONG in whole.text
    assert (f"card:{NUMBER}:verifikasi", NUMBER) == (whole.reply_key, whole.ref)
    group.shows(text=LONG, revision=2)
    assert 1 == len(group.of(Edit))
    group.shows(text=LONG, revision=3, desk="dishub", moved_from="verifikasi")
    assert [f"relay:{NUMBER}:whole:dishub"] == [one.key for one in group.of(Edit) if "whole" in one.key]
    group.shows(text=LONG.replace("14B", "[nomor]"), revision=4, desk="dishub")
    copies = [one for one in group.of(Edit) if "whole" in one.key]
    assert {f"relay:{NUMBER}:whole:verifikasi", f"relay:{NUMBER}:whole:dishub"} == {one.key for one in copies}
    assert not any("14B" in item.message.text for item in group.posted)
    group.shows(text="", privacy="rahasia", revision=5, desk="dishub")
    assert {one.key for one in copies} <= {one.key for one in group.of(Delete)}


def test_a_short_report_stands_on_its_card_alone() -> None:
    """Where nothing is cut nothing follows."""
    group = Group()
    group.shows()
    assert [f"card:{NUMBER}:verifikasi"] == [edit.key for edit in group.of(Edit)]


@pytest.mark.parametrize("kind", ["answer", "addition", "dispute", "withdrawn", "amended", "by_hand"])
def test_words_that_look_like_a_card_are_one_quotation(kind: str) -> None:
    """Whatever a citizen writes is drawn as one quoted block, and no line of it begins like one of ours."""
    group = Group()
    group.shows()
    group.tells(Relay(NUMBER, "verifikasi", kind, FAKE))  # type: ignore[arg-type]
    relayed = group.last
    (quote,) = relayed.quotes
    assert relayed.text == f"{relayed.text.partition(chr(10))[0]}\n{quote}"
    assert quote.startswith("“")
    assert [] == [line for line in quote.splitlines() if line.startswith(("🔴", "⏰", "/"))]


def test_words_on_the_card_are_one_quotation() -> None:
    """On the card they are one paragraph in quotation marks, drawn as a quotation."""
    drawn = draw_card(a_card(text=FAKE), office(), START)
    (quote,) = drawn.quotes
    assert quote in drawn.text.splitlines()


def test_long_words_of_a_citizen_are_relayed_whole() -> None:
    """An answer as long as a report may be is not cut on its way to the officials."""
    group = Group()
    group.shows()
    words = "Penjelasan saya. " * 230 + "YANG TERPENTING: loket 7."
    group.tells(Relay(NUMBER, "verifikasi", "answer", words))
    assert group.last.text.endswith("YANG TERPENTING: loket 7.”")


def test_ordinary_lines_are_quoted_as_they_are() -> None:
    """Only what begins with a sign gets a mark; words, numbers, brackets and lists stay."""
    assert "“satu\n2. dua\n(tiga)\n- empat”" == quoted("satu\n2. dua\n(tiga)\n- empat", 100)
    assert "“› 🔴 KPG\n› // x”" == quoted("🔴 KPG\n// x", 100)
    assert "" == quoted(" \n", 100)
