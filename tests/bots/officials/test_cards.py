"""Cards as text: each status is drawn in a file beside this test, so that a person can look at them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bots.officials.card_text import COLOURS
from bots.officials.cards import draw_card, draw_signpost
from bots.officials.turn import Office
from core.ticket.lifecycle import FACTS, STATUSES
from core.ticket.pages import first_page
from core.vocabulary.effects import Link
from core.vocabulary.officials import Card
from core.vocabulary.report import Evidence, Pin
from tests.bots.officials.group import NUMBER, OTHER, START, a_card, drawn, kupang, texts

HERE = Path(__file__).parent / "cards"
PHOTO = Evidence("photo", "r1", media="m1")
DUE = datetime(2026, 12, 9, 15, 59, 59, tzinfo=UTC)
WORKED: dict[str, Any] = {"desk": "dishub", "unit": "dishub", "due_at": DUE, "due_kind": "tindak_lanjut"}
HELD: dict[str, Any] = {**WORKED, "holder": "Budi L."}
CLOSED: dict[str, Any] = {"due_at": None, "due_kind": ""}

CARDS: dict[str, dict[str, Any]] = {
    "baru": {"evidence": (PHOTO, PHOTO), "missing_evidence": 1, "event_time": "su 3 hari"},
    "terverifikasi": {"privacy": "nama", "name": "Yohana Tallo"},
    "didisposisikan": {**WORKED, "pin": Pin(-10.178757, 123.597603)},
    "diproses": {**HELD, "evidence": (PHOTO, Evidence("voice", "r2", media="m2"))},
    "menunggu_pelapor": {**HELD, "due_at": None, "due_kind": "jeda", "unreached": "window"},
    "ditindaklanjuti": {**HELD, "due_kind": "konfirmasi"},
    "selesai": {**HELD, **CLOSED, "rating": 4},
    "disanggah": {**HELD, "notes": ("Budi L.: kabel cadangan habis",)},
    "lewat": {**HELD, **CLOSED},
    "ditunda": {**WORKED, "due_at": None, "due_kind": "jeda", "notes": ("Ditunda (Budi L.): menunggu suku cadang",)},
    "bukan_wewenang": {**CLOSED, "category": "listrik", "notes": ("Bukan wewenang kota (Ibu Rambu): urusan PLN",)},
    "diarsipkan": {**CLOSED, "text": "", "kelurahan": "", "landmark": "", "privacy": "rahasia"},
    "duplikat": {**CLOSED, "duplicate_of": OTHER},
    "ditarik": {**WORKED, **CLOSED, "notes": ("Ditarik pelapor, sudah beres sendiri: PLN su datang",)},
}


def office(lang: str = "id") -> Office:
    return Office(kupang(), texts(), (), lang)


def the_card(name: str, **values: Any) -> Card:
    status: Any = name
    return a_card(**{"status": status, "actions": first_page(status), **CARDS[name], **values})


@pytest.mark.parametrize("status", STATUSES)
def test_card_of_each_status_reads_as_drawn(status: str) -> None:
    """A card of each status reads exactly as the file of that name."""
    expected = (HERE / f"{status}.txt").read_text(encoding="utf-8")
    assert expected == drawn(draw_card(the_card(status), office(), START))


@pytest.mark.parametrize("status", STATUSES)
def test_the_card_of_an_emergency_begins_with_the_siren(status: str) -> None:
    """🚨 stands first on the card of an emergency until the ticket is over for good."""
    text = draw_card(the_card(status, emergency="kebakaran"), office()).text
    assert FACTS[the_card(status).status].final == (not text.startswith("🚨 "))
    assert not draw_card(the_card(status), office()).text.startswith("🚨")


def test_menu_offers_the_suggested_unit_first() -> None:
    """The menu of units offers the category's unit first, then what serves the place, and a way back at the end."""
    card = a_card(status="terverifikasi", menu="units", category="kesehatan", kelurahan="Alak", actions=("disposisi",))
    card = msgspec.structs.replace(card, targets=tuple(unit.code for unit in kupang().units))
    expected = (HERE / "menu.txt").read_text(encoding="utf-8")
    assert expected == drawn(draw_card(card, office(), START))


def test_menu_never_offers_the_unit_that_has_the_ticket() -> None:
    """The unit that has the ticket is not among the targets of a disposition."""
    targets = tuple(unit.code for unit in kupang().units if unit.code != "dishub")
    card = a_card(menu="units", unit="dishub", desk="dishub", targets=targets)
    assert "Dishub" not in [choice.label for choice in draw_card(card, office()).choices]


def test_signpost_says_no_status() -> None:
    """A signpost names ticket and topic, and has neither status nor buttons."""
    sign = draw_signpost(NUMBER, "verifikasi", "dishub", office())
    assert f"➡️ {NUMBER} pindah ke topik Dishub" == sign.text
    assert () == sign.choices
    assert (Link(NUMBER, f"card:{NUMBER}:dishub"),) == sign.links
    assert ("verifikasi", f"card:{NUMBER}:verifikasi") == (sign.topic, sign.key)


def test_claim_button_is_labelled_ambil() -> None:
    """The button that claims comes first and is called exactly Ambil."""
    first = draw_card(the_card("didisposisikan"), office()).choices[0]
    assert ("Ambil", f"ambil:{NUMBER}") == (first.label, first.id)


def test_name_is_shown_only_when_the_citizen_chose_so() -> None:
    """A name that comes with another choice of privacy is not drawn."""
    for privacy in ("anonim", "rahasia"):
        assert "Yohana" not in draw_card(a_card(privacy=privacy, name="Yohana Tallo"), office()).text


@pytest.mark.parametrize(
    ("privacy", "channel", "shown"),
    [
        ("anonim", "whatsapp", "📥 Masuk lewat WhatsApp:"),
        ("nama", "sms", "📥 Masuk lewat SMS:"),
        ("anonim", "loket", "📥 Masuk lewat loket:"),
        ("rahasia", "whatsapp", "📥 Masuk:"),
        ("anonim", "", "📥 Masuk:"),
        ("anonim", "somewhere", "📥 Masuk:"),
    ],
)
def test_kind_of_channel_is_named(privacy: str, channel: str, shown: str) -> None:
    """Officials see by which kind of channel somebody reported, unless nobody may know a thing of it."""
    lines = draw_card(a_card(privacy=privacy, channel=channel), office()).text.splitlines()
    assert 1 == sum(line.startswith(shown) for line in lines)


def test_citizen_cannot_write_lines_of_ours() -> None:
    """Line breaks and invisible characters in the citizen's words become spaces, so that they stay one quotation."""
    card = a_card(text="Jalan rusak\n\n⏰ Verifikasi\u202e paling\u200b lambat\tbesok")
    assert "“Jalan rusak ⏰ Verifikasi paling lambat besok”" in draw_card(card, office()).text.splitlines()


def test_every_status_has_a_colour() -> None:
    """Each status of the contract has a colour; only what the citizen confirmed is green."""
    assert set(STATUSES) == set(COLOURS)
    assert ["selesai"] == [status for status, colour in COLOURS.items() if colour == "🟢"]


def test_card_is_drawn_in_english() -> None:
    """The group's language is a setting: the same card reads in English."""
    text = draw_card(the_card("baru"), office("en")).text
    assert f"🔴 {NUMBER} · Street lights" == text.splitlines()[0]


def test_card_says_that_the_citizen_is_in_conversation() -> None:
    """Words about an answer that are no verdict show on the card, so that nobody takes the citizen for silent."""
    card = a_card(status="ditindaklanjuti", spoke_at=datetime(2026, 12, 3, 1, 5, tzinfo=UTC))
    assert "💬 Pelapor masih bicara (Kamis, 3 Des 2026, 09.05 WITA)" in draw_card(card, office()).text


def test_the_number_of_the_national_service_is_on_the_card() -> None:
    """Whoever works in both systems finds the other number on the card."""
    assert "🔗 Nomor di SP4N LAPOR!: 8123456" in drawn(
        draw_card(the_card("diproses", national="8123456"), office(), START)
    )
    assert "SP4N" not in drawn(draw_card(the_card("diproses"), office(), START))
