"""Who is called by name when the time of a ticket asks for it, and what is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from core.city.desks import ESCALATION
from core.register.state import Member, RegisterState
from core.vocabulary.effects import Link, OpenTopic, Send, Tell
from core.vocabulary.register import DeskMoved
from core.vocabulary.reminding import Remind
from core.vocabulary.ticket import Official
from tests.bots.officials.group import ADMIN, NUMBER, Group

DUE = datetime(2026, 12, 4, 15, 59, 59, tzinfo=UTC)
HOLDER = Official("20", "Yosef Lay", "dishub")
PEOPLE = {
    "1": Member("Maria Bele", "setda", True, role="koordinator"),
    "2": Member("Petrus Tahu", "setda", True),
    "3": Member("Sekda Lomi", "sekda", True, role="pimpinan"),
    "4": Member("Kadis Nalle", "dishub", True, role="pimpinan"),
    "5": Member("Rina Penghubung", "dishub", True, role="penghubung"),
    "20": Member("Yosef Lay", "dishub", True),
    "6": Member("Pergi Sudah", "dishub", True, active=False, role="penghubung"),
    "7": Member("Kadis Kesehatan", "dinkes", True, role="pimpinan"),
    "8": Member("Ester Bria", "dinkes", True),
    "9": Member("Kepala Pustu", "pkm-alak", True, role="pimpinan"),
    "10": Member("Pemantau Saja", "dishub", True, role="pemantau"),
}


def remind(**changes: object) -> Remind:
    """Make what a ticket tells, with changes."""
    plain = Remind(NUMBER, "dishub", "half", "half:7", "dishub", "lampu-jalan", "diproses", DUE, "tindak_lanjut")
    return msgspec.structs.replace(plain, **{"holder": HOLDER, "card": "dishub", **changes})


def called(people: dict[str, Member] | None = None, *, late: bool = False, **changes: object) -> Send:
    """Let a group with people hear of it, perhaps on the working day after the limit; give what it posts."""
    group = Group(register=RegisterState(PEOPLE if people is None else people))
    group.now = DUE + timedelta(days=3) if late else group.now
    group.tells(remind(**changes))
    return group.last


def names(message: Send) -> list[tuple[str, str]]:
    """List who gets a sound."""
    for mention in message.mentions:
        assert mention.text in message.text
    return [(mention.text, mention.person) for mention in message.mentions]


SAID = {
    "half": f"⏳ {NUMBER} · Lampu jalan · dipegang Yosef Lay\nYosef Lay: separuh waktu tindak lanjut sudah lewat. "
    "Batasnya Jumat, 4 Des 2026 (sisa 3 hari kerja).",
    "last": f"⏳ {NUMBER} · Lampu jalan · dipegang Yosef Lay\nYosef Lay: waktu tindak lanjut hampir habis. "
    "Batasnya Jumat, 4 Des 2026 (sisa 3 hari kerja).",
    "limit": f"🔥 {NUMBER} · Lampu jalan · dipegang Yosef Lay\nYosef Lay: batas tindak lanjut sudah lewat "
    "(Jumat, 4 Des 2026). Tolong ditangani hari ini.\nUntuk diketahui pimpinan: Kadis Nalle",
    "coordinator": f"⬆️ {NUMBER} · Lampu jalan · Dishub · dipegang Yosef Lay\nMaria Bele: batas tindak lanjut "
    "Jumat, 4 Des 2026, terlewat 1 hari kerja. Mohon tindakan koordinator.",
    "secretary": f"⬆️ {NUMBER} · Lampu jalan · Dishub · dipegang Yosef Lay\nSekda Lomi: batas tindak lanjut "
    "Jumat, 4 Des 2026, terlewat 1 hari kerja. Mohon keputusan Sekretaris Daerah.",
    "unanswered": f"▶️ {NUMBER} · Lampu jalan\nYosef Lay: pelapor belum menjawab sampai batasnya, jadi waktu berjalan "
    "lagi sampai Jumat, 4 Des 2026. Silakan putuskan: selesaikan, tanya lagi, atau kerjakan tanpa jawaban.",
    "resumed": f"▶️ {NUMBER} · Lampu jalan · dipegang Yosef Lay\nYosef Lay: masa tunda selesai, waktu berjalan lagi "
    "sampai Jumat, 4 Des 2026.",
    "offer": f"↩️ {NUMBER} · Lampu jalan\nYosef Lay: Dina Nalle tidak menerima tiket ini dalam sehari, jadi tetap "
    "Anda pegang.",
}


@pytest.mark.parametrize("stage", SAID)
def test_a_call_is_short_and_names_people(stage: str) -> None:
    """Each call says what it is about, by when, and who is asked to do what."""
    late = stage in ("coordinator", "secretary")
    message = called(late=late, stage=stage, heads=("dishub",), other="Dina Nalle")
    assert SAID[stage] == message.text
    assert message.mentions
    assert NUMBER == message.ref


def test_the_holder_alone_is_reminded() -> None:
    """Before the limit only who has it gets a sound, below the card."""
    message = called()
    assert ([("Yosef Lay", "20")], "dishub", f"card:{NUMBER}:dishub") == (
        names(message),
        message.topic,
        message.reply_key,
    )


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("dishub", [("Rina Penghubung", "5")]),
        ("dinkes", [("Ester Bria", "8")]),
        ("pkm-alak", [("Ester Bria", "8")]),
        ("setda", [("Maria Bele", "1")]),
        ("dlhk", [("Maria Bele", "1")]),
    ],
    ids=["liaison", "who works there", "nobody: the unit above", "coordinator", "nobody in the branch"],
)
def test_an_unclaimed_ticket_calls_who_could_take_it(unit: str, expected: list[tuple[str, str]]) -> None:
    """Nobody has it: the unit's liaison is called, else who works there, else the same one level up."""
    message = called(unit=unit, holder=None)
    assert expected == names(message)
    assert "belum diambil" in message.text


@pytest.mark.parametrize(
    ("stage", "heads", "expected"),
    [
        ("limit", ("dishub",), ["Yosef Lay", "Kadis Nalle"]),
        ("limit", ("pkm-alak",), ["Yosef Lay", "Kepala Pustu"]),
        ("limit", ("upp-dinkes",), ["Yosef Lay", "Kadis Kesehatan"]),
        ("limit", ("dlhk",), ["Yosef Lay", "Sekda Lomi"]),
        ("branch", ("upp-dinkes", "dinkes"), ["Kadis Kesehatan"]),
    ],
)
def test_the_head_is_that_of_the_nearest_unit(stage: str, heads: tuple[str, ...], expected: list[str]) -> None:
    """A unit without a head is answered for by the nearest one above it that has one; nobody is called twice."""
    assert expected == [name for name, _ in names(called(stage=stage, heads=heads))]


def test_without_anybody_an_admin_is_called() -> None:
    """A city that has registered nobody hears of it all the same."""
    for stage in ("half", "coordinator"):
        assert [("admin", ADMIN.id)] == names(called({}, stage=stage, holder=None))
    assert "belum ada yang terdaftar" in called({}, stage="limit", heads=("dishub",)).text


def test_what_is_overdue_stands_at_its_own_desk() -> None:
    """The coordinator reads it in the topic of what is overdue, which is opened for it, with a link to the card."""
    group = Group(register=RegisterState(PEOPLE))
    group.tells(remind(stage="coordinator", desk=ESCALATION))
    assert [ESCALATION] == [topic.key for topic in group.of(OpenTopic)]
    assert (ESCALATION, (Link(NUMBER, f"card:{NUMBER}:dishub"),)) == (group.last.topic, group.last.links)


def test_a_desk_with_a_group_of_its_own_calls_there() -> None:
    """The group that has the desk by the pack passes a call on; what is overdue links to the card where it is now."""
    group = Group(register=RegisterState(PEOPLE))
    group.tells(DeskMoved("dishub", "group:lamps"))
    group.tells(remind())
    assert [Tell("group:lamps", remind())] == group.effects
    group.tells(remind(stage="coordinator", desk=ESCALATION))
    assert (Link(NUMBER, f"card:{NUMBER}:dishub", "group:lamps"),) == group.last.links
