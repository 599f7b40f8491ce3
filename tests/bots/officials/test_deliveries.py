"""What the citizen was told, under a card that was asked for: short, with the kind of channel and no address."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from core.vocabulary.deliveries import Course, CourseReason, Deliveries, DeliveryLine
from core.vocabulary.effects import AskDeliveries
from tests.bots.officials.group import BUDI, NUMBER, SARI, START, Group, kupang
from tests.bots.officials.test_looks import looked, registered

TEXTS = Path("cities/base")


def line(minute: int, what: str, course: Course, reason: CourseReason = "", entry: str = "") -> DeliveryLine:
    """Make a line of the log."""
    return DeliveryLine(START + timedelta(minutes=minute), what, course, reason, "whatsapp", entry or str(minute))


def told(group: Group, *lines: DeliveryLine) -> str:
    """Let the log come; give what the group reads."""
    group.happens(Deliveries("m1", NUMBER, lines))
    return group.last.text


def test_who_looks_at_a_ticket_asks_for_its_log() -> None:
    """`/tiket` asks once; a card that is only unfolded does not."""
    group = registered()
    group.shows()
    looked(group, "m1")
    assert [AskDeliveries(NUMBER, "m1")] == group.of(AskDeliveries)
    looked(group, query_id="q1")
    assert [] == group.of(AskDeliveries)


def test_the_answer_is_short_and_says_whether_it_arrived() -> None:
    """One line for each news to the reporter, with where it is now; cards and answers are left out."""
    text = told(
        registered(),
        line(0, "reporter.filed", "sent"),
        line(1, "reporter.filed", "read", entry="0"),
        line(2, "desk.card", "sent"),
        line(3, "reporter.answer", "sent"),
        line(4, "reporter.question", "held", "window"),
        line(5, "reporter.answered", "failed", "unreachable"),
    )
    first, *rest = text.splitlines()
    assert f"📨 {NUMBER}: kabar ke pelapor" == first
    assert [
        "laporan tercatat: dibaca (WhatsApp)",
        "pertanyaan petugas: belum sampai, menunggu pelapor menulis lagi (WhatsApp)",
        "sudah ditindaklanjuti: gagal, nomor atau akunnya tidak bisa dihubungi (WhatsApp)",
    ] == [one.rpartition(" · ")[2] for one in rest]


def test_nothing_was_told_yet() -> None:
    """Where the reporter was told nothing the group reads that, and who asked gets it under the command."""
    group = registered()
    assert f"📭 {NUMBER}: belum ada kabar ke pelapor." == told(group, line(0, "desk.card", "sent"))
    assert "m1" == group.last.reply_to


def test_what_was_paid_is_shown() -> None:
    """Where messages about a ticket cost money, their parts stand below, by channel."""
    group = registered()
    group.happens(Deliveries("m1", NUMBER, (line(0, "reporter.filed", "sent"),), {"sms": 7}))
    assert "💰 SMS: 7 pesan berbayar" == group.last.text.splitlines()[-1]


def test_the_newest_are_shown() -> None:
    """Of a long story the last eight stand there, and how many were before."""
    text = told(registered(), *(line(n, "reporter.progress", "sent") for n in range(20)))
    assert 10 == len(text.splitlines())
    assert "… dan 12 kabar sebelumnya" == text.splitlines()[1]


def test_who_may_not_look_gets_no_log() -> None:
    """Only a look that the ticket allowed asks for it."""
    group = registered()
    group.shows()
    group.says(SARI, f"/tiket {NUMBER}")
    assert ([], []) == (group.acts, group.of(AskDeliveries))
    group.says(BUDI, f"/tiket {NUMBER}")
    assert ["lihat"] == [act.action for act in group.acts]


@pytest.mark.parametrize("language", ["id", "en"])
def test_everything_has_a_word(language: str) -> None:
    """Each course, each reason and each news that the matrix has for a reporter can be said in both languages."""
    said = tomllib.loads((TEXTS / f"deliveries.{language}.toml").read_text(encoding="utf-8"))["deliveries"]
    news = {name for name in kupang().telling.news["reporter"] if name != "dispute_late_write"}
    assert news | {"missed"} == set(said["news"])
    assert {*get_args(Course), "stood_in"} == set(said["course"])
    assert {*(reason or "none" for reason in get_args(CourseReason))} == set(said["reason"])
