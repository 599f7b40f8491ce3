"""The weekly report, the morning's digest and what `/laporan` says, as the group reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from core.tally.state import DayState, counted
from core.vocabulary.docket import Morning
from core.vocabulary.effects import DrawChart, Send
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.results import Drawn
from core.vocabulary.tally import Fact, Tallied, TallyRow, WeekOver
from tests.bots.officials.desks import group_with, row
from tests.bots.officials.group import BUDI, START, Group
from tests.bots.officials.test_queues import asked

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
WEEK = WeekOver("2026-11-23")
MORNING = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)


def day_with(*rows: TallyRow) -> Any:
    """Give the document of a day, as it is stored."""
    return msgspec.to_builtins(counted(DayState(), Tallied(rows)))


def fact(*facts: Fact, times: int = 1, **more: Any) -> TallyRow:
    """Give facts of lamps in Oebufu, which the office of traffic has."""
    plain = TallyRow(facts, "lampu-jalan", "Oebufu", "dishub", "telegram", times)
    return msgspec.structs.replace(plain, **more)


def with_week(group: Group) -> Group:
    """Let a week be counted, and the one before it."""
    days = {
        MONDAY - 7 * DAY: day_with(fact("received", times=9)),
        MONDAY: day_with(fact("received", times=8), fact("received", category="sampah", kelurahan="Liliba", times=4)),
        MONDAY + DAY: day_with(
            fact("first_answer", times=9, minutes={"first_answer": 150}),
            fact("first_answer", minutes={"first_answer": 1900}),
            fact("answered", "in_time", times=6),
            fact("answered"),
        ),
        MONDAY + 4 * DAY: day_with(
            fact("late", times=2), fact("fixed", times=3), fact("silent"), fact("disputed"), fact("returned")
        ),
    }
    group.dockets |= {tally_lane(day): state for day, state in days.items()}
    return group


REPORT = """\
📊 Laporan mingguan, 23–29 Nov 2026

Masuk: 12 (3 lebih banyak dari minggu sebelumnya)
Dijawab: 7, tepat waktu 86%
Lewat batas waktu: 2 kali
Menurut pelapor: 3 beres, 1 disanggah, 1 tidak menjawab. Dipastikan beres: 60%
Jawaban pertama: separuhnya dalam 2,5 jam, 9 dari 10 dalam 2,5 jam
Ditolak: 0, dikembalikan unit: 1, dibuka kembali: 0
Sekarang masih terbuka: 3, terlambat: 1

Terbanyak menurut jenis
• Lampu jalan: 8 (2 lewat batas)
• Sampah dan kebersihan: 4

Terbanyak menurut kelurahan
• Oebufu: 8 (2 lewat batas)
• Liliba: 4

Beres hanya bila pelapor sendiri yang memastikan."""


def test_the_week_reads_so() -> None:
    """The chart is drawn first; then both are posted as one message in the general topic, once."""
    group = with_week(group_with(dishub=(row(1), row(2, stage="new")), pupr=(row(3, due_at=START - DAY),)))
    group.tells(WEEK)
    (drawing,) = group.of(DrawChart)
    assert [] == group.of(Send)
    group.tells(WEEK)  # each day of the week says so
    assert [] == group.effects
    group.happens(Drawn(drawing.ref, "c1", "image/png"))
    (post,) = group.of(Send)
    assert REPORT == post.text
    assert (["c1"], "") == ([one.media for one in post.evidence], post.topic)
    group.happens(Drawn(drawing.ref, "c1", "image/png"))
    assert [] == group.effects


def test_the_chart_says_the_same() -> None:
    """What is drawn are the numbers of the text."""
    group = with_week(group_with())
    group.tells(WEEK)
    (drawing,) = group.of(DrawChart)
    chart = drawing.chart
    assert "12 masuk; dari yang dijawab, 86% tepat waktu" == chart.title
    assert [("12", "plain"), ("86%", "good"), ("2", "bad"), ("60%", "plain")] == [
        (tile.value, tile.tone) for tile in chart.tiles
    ]
    assert [(12, 0), (0, 7)] == [(one.first, one.second) for one in chart.columns[:2]]
    assert ["Sen", "Min"] == [chart.columns[0].label, chart.columns[6].label]
    assert [("Lampu jalan", 8, "2 lewat batas"), ("Sampah dan kebersihan", 4, "")] == [
        (bar.label, bar.value, bar.note) for bar in chart.rankings[0].bars
    ]


def test_a_report_without_a_picture() -> None:
    """Where no chart can be drawn the numbers go out alone."""
    group = with_week(group_with())
    group.tells(WEEK)
    group.happens(Drawn(WEEK.week))
    (post,) = group.of(Send)
    assert () == post.evidence
    assert post.text.startswith("📊 Laporan mingguan")


def test_a_poor_week() -> None:
    """What nothing is known of is left out instead of said to be zero percent."""
    group = Group()
    group.dockets = {tally_lane(MONDAY): day_with(fact("received", kelurahan=""))}
    group.tells(WEEK)
    (drawing,) = group.of(DrawChart)
    group.happens(Drawn(WEEK.week))
    text = group.of(Send)[0].text
    assert "Masuk: 1 (minggu sebelumnya belum dihitung)\nLewat batas waktu: 0 kali\nDitolak" in text
    assert "• Tanpa kelurahan: 1" in text
    assert ("1 laporan masuk", "–") == (drawing.chart.title, drawing.chart.tiles[1].value)


def test_the_morning_reads_so() -> None:
    """A desk's digest names what cannot wait, with links to the cards, in the desk's topic."""
    rows = (row(1, stage="new", status="didisposisikan", holder="", holder_id=""), row(2, due_at=MORNING + DAY / 4))
    group = group_with(dishub=(*rows, row(3, due_at=START - DAY), row(4, stage="answered", status="ditindaklanjuti")))
    group.now = MORNING
    group.tells(Morning("dishub", "2026-12-02"))
    (post,) = group.of(Send)
    assert post.text.startswith("☀️ Selamat pagi, ")
    assert "Terlambat 1 · Habis waktu hari ini 1 · Belum diambil 1 · Sedang dikerjakan 2\n\n" in post.text
    assert "dishub" == post.topic
    assert [row(3).number, row(2).number, row(1).number] == [link.text for link in post.links]
    assert post.text.endswith("Itu semuanya. Selengkapnya: /antrian")


def test_a_long_morning_is_short() -> None:
    """Of many tickets the five most urgent are shown."""
    group = group_with(dishub=tuple(row(n) for n in range(1, 40)))
    group.now = MORNING
    group.tells(Morning("dishub", "2026-12-02"))
    (post,) = group.of(Send)
    assert 5 == len(post.links)
    assert post.text.endswith("Dan 34 lagi: /antrian")


def test_a_morning_with_nothing_left() -> None:
    """What was done between the clock's ring and the post needs no word."""
    group = group_with(dishub=())
    group.tells(Morning("dishub", "2026-12-02"))
    assert [] == group.of(Send)


def test_what_was_done_is_asked_for() -> None:
    """`/laporan` tells the last days beside what stands on the desks; with a period, that one."""
    group = with_week(group_with(dishub=(row(1),)))
    group.now = datetime(2026, 11, 29, 6, tzinfo=UTC)
    text = asked(group, "/laporan").text
    assert "📈 Yang terjadi 23–29 Nov 2026\nLaporan masuk: 12\nDijawab selesai: 7\nTepat waktu: 86%" in text
    group.says(BUDI, "/laporan 2026-W47")
    assert "📈 Yang terjadi 16–22 Nov 2026\nLaporan masuk: 9" == group.last.text
    group.says(BUDI, "/laporan 2025")
    assert "/laporan 2026-Q1" in group.last.text


def test_an_office_reads_its_own() -> None:
    """In a group of its own an office is told of its units' work only."""
    group = with_week(Group(lane="group:dishub"))
    group.registers(BUDI)
    group.state = {**group.state, "hosts": "dishub"}
    group.dockets[tally_lane(MONDAY + 2 * DAY)] = day_with(fact("answered", unit="pupr", times=50))
    group.says(BUDI, "/laporan 2026-W48")
    assert "Dijawab selesai: 7\n" in group.last.text
    assert "Laporan masuk" not in group.last.text
