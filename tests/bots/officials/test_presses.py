"""Buttons: who may press, what reaches the ticket, and that every press is answered once."""

from typing import Any

import msgspec
import pytest

from core.vocabulary.effects import Send
from core.vocabulary.events import BotRole, Joined, Left
from core.vocabulary.officials import Act
from core.vocabulary.ticket import Official
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, STRANGER, Group

BY_BUDI = Official(id="2", name="Budi L.", unit="dishub")


def a_group() -> Group:
    group = Group()
    group.registers(BUDI)
    group.shows()
    return group


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (f"ambil:{NUMBER}", Act("ambil", BY_BUDI, query_id="q1")),
        (f"lepas:{NUMBER}", Act("lepas", BY_BUDI, query_id="q1")),
        (f"lanjutkan:{NUMBER}", Act("lanjutkan", BY_BUDI, query_id="q1")),
        (f"verifikasi:{NUMBER}", Act("verifikasi", BY_BUDI, query_id="q1")),
        (f"verifikasi:{NUMBER}:pasar", Act("verifikasi", BY_BUDI, query_id="q1", category="pasar")),
        (f"disposisi:{NUMBER}", Act("disposisi", BY_BUDI, query_id="q1")),
        (f"disposisi:{NUMBER}:pkm-alak", Act("disposisi", BY_BUDI, query_id="q1", unit="pkm-alak")),
        (f"menu:{NUMBER}:units", Act("menu", BY_BUDI, query_id="q1", text="units")),
        (f"menu:{NUMBER}", Act("menu", BY_BUDI, query_id="q1")),
    ],
)
def test_button_tells_the_ticket(data: str, expected: Act) -> None:
    """A registered official's press becomes an act; its answer is left to the verdict."""
    group = a_group()
    group.presses_data(BUDI, data)
    assert expected == group.act
    assert [] == group.answers


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "ambil",
        "ambil:",
        "ambil:KPG-26-00001-9",
        "ambil:XYZ-26-00001-5",
        f"ambil:{NUMBER}:more",
        f"hapus:{NUMBER}",
        f"disposisi:{NUMBER}:nowhere",
        f"menu:{NUMBER}:other",
        f"verifikasi:{NUMBER}:nothing",
        f"batal:{NUMBER}",
        f"batal:{NUMBER}:2",
        "🙂" * 16,
    ],
)
def test_button_that_cannot_be_read_is_no_longer_valid(data: str) -> None:
    """Malformed or outdated data is answered privately and reaches no ticket."""
    group = a_group()
    group.presses_data(BUDI, data)
    assert "Tombol ini sudah tidak berlaku. Lihat kartu terbaru, atau ketik /tiket NOMOR." == group.answer.text
    assert [] == group.acts


def test_stranger_is_refused_privately() -> None:
    """Who is not registered gets a private alert, and nothing reaches the ticket."""
    group = a_group()
    group.presses(STRANGER, "Verifikasi")
    assert group.answer.alert
    assert group.answer.text.startswith("Anda belum terdaftar sebagai petugas")
    assert [] == group.acts


def test_anonymous_admin_is_told_to_show_himself() -> None:
    """An anonymous admin cannot be matched to an official, and is told so."""
    group = a_group()
    group.presses(msgspec.structs.replace(ADMIN, anonymous=True), "Verifikasi")
    assert group.answer.alert
    assert group.answer.text.startswith("Admin anonim tidak dapat bertindak")


def test_admin_acts_without_registration() -> None:
    """An administrator of the settings acts at once, for the verification unit."""
    group = Group()
    group.shows()
    group.presses(ADMIN, "Verifikasi")
    assert Official(id="1", name="Ibu Rambu", unit="setda", admin=True) == group.act.by


def test_code_of_ethics_comes_before_the_first_act() -> None:
    """A registered official's presses are refused until the code of ethics is accepted; then they pass."""
    group = Group()
    group.shows()
    group.says(ADMIN, f"/daftar {BUDI.id} dishub Budi L.")
    group.presses(BUDI, "Verifikasi")
    assert group.answer.alert
    assert "kode etik" in group.answer.text
    assert [] == group.acts
    group.presses(BUDI, "Saya setuju")
    assert [] == group.acts
    group.presses(BUDI, "Verifikasi")
    assert BY_BUDI == group.act.by


def test_only_the_registered_person_accepts_the_code() -> None:
    """Another person's press on the code of ethics is refused; the message changes only by its owner's."""
    group = Group()
    group.says(ADMIN, f"/daftar {BUDI.id} dishub Budi L.")
    before = group.last
    group.presses(SARI, "Saya setuju")
    assert "Tombol ini hanya untuk petugas yang namanya tertulis di pesan ini." == group.answer.text
    assert before == group.last
    group.presses(BUDI, "Saya setuju")
    assert "✅ Budi L. (Dishub) menyetujui kode etik dan dapat bertindak." == group.last.text
    assert () == group.last.choices


def test_official_who_left_cannot_act_until_registered_again() -> None:
    """Leaving the group takes the right to act; coming back does not give it again, an administrator does."""
    group = a_group()
    group.happens(Left(person=BUDI))
    group.presses(BUDI, "Verifikasi")
    assert group.answer.alert
    assert [] == group.acts
    group.happens(Joined(people=(BUDI, STRANGER)))
    assert 1 == len(group.of(Send))
    assert "belum bisa bertindak" in group.last.text
    group.presses(BUDI, "Verifikasi")
    assert ([], True) == (group.acts, group.answer.alert)
    group.says(ADMIN, "/daftar 2 dishub Budi L.")
    group.presses(BUDI, "Verifikasi")
    assert BY_BUDI == group.act.by


def test_verdict_answers_the_press() -> None:
    """A verdict on a press ends its spinner with the ticket's sentence, as an alert when refused."""
    group = a_group()
    group.presses(BUDI, "Verifikasi")
    group.judges("taken", alert=True, holder="Sari")
    assert ("q1", "Sudah diambil Sari.", True) == (group.answer.query_id, group.answer.text, group.answer.alert)


@pytest.mark.parametrize(("alert", "expected"), [(False, "Tercatat."), (True, "Tidak dapat dilakukan sekarang.")])
def test_verdict_without_a_text_is_still_told(alert: bool, expected: str) -> None:
    """A verdict whose text is missing, or lacks a value, still answers the press."""
    group = a_group()
    for key in ("nothing.here", "taken"):
        group.presses(BUDI, "Verifikasi")
        group.judges(key, alert=alert)
        assert expected == group.answer.text


def test_start_opens_the_topics() -> None:
    """The start opens verification, a topic per unit that has a category, and health, each time anew."""
    group = Group()
    group.starts()
    keys = [topic.key for topic in group.topics]
    assert ("verifikasi", "setda", "pupr", "health") == (*keys[:3], keys[-1])
    assert "pkm-alak" not in keys
    assert len(set(keys)) == len(keys)
    first = list(group.topics)
    group.starts()
    assert first == group.topics
    group.happens(BotRole(role="administrator"))
    assert first == group.topics


def test_topic_of_a_sub_unit_opens_with_its_first_card() -> None:
    """A clinic's topic is opened by the first card for it, once."""
    group = Group()
    group.starts()
    values: dict[str, Any] = {"status": "didisposisikan", "desk": "pkm-alak", "unit": "pkm-alak"}
    group.shows(**values, revision=2)
    assert ["Puskesmas Alak"] == [topic.name for topic in group.topics]
    group.shows(**values, revision=3)
    assert [] == group.topics
