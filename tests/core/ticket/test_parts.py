"""Single rules: files that come later, reach, status, disposal, redaction, verdict texts, the registry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.city.texts import parse_texts
from core.ticket.lifecycle import ACTIONS, STATUSES
from core.ticket.number import format_number
from core.ticket.registry import RegistrySteps
from core.ticket.state import MAX_HISTORY, MAX_NOTES
from core.vocabulary.citizen import AskStatus, Disputed, EvidenceArrived, FileReport, Opened, Reach, Replied, Update
from core.vocabulary.effects import Tell
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import registry_lane, ticket_lane
from core.vocabulary.officials import Relay, ShowCard
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.steps import Moment
from tests.core.ticket.lane import (
    ADMIN,
    CHAT,
    CLINIC,
    COORDINATOR,
    DINKES,
    DISHUB,
    MONDAY,
    NUMBER,
    PHOTO,
    REPORTER,
    TicketLane,
    brought_to,
    city,
    filing,
    steps,
    texts,
)

COMING = Evidence(kind="photo", ref="f2", name="KTP Beny Tefa.jpg")


def test_the_kind_of_danger_goes_from_the_filing_to_every_card() -> None:
    """The card names the danger that the filing named, and keeps it when the ticket moves on."""
    lane = TicketLane().opens(emergency="kebakaran")
    assert ("kebakaran", "kebakaran") == (lane.ticket.report.emergency, lane.card.report.emergency)
    assert "kebakaran" == brought_to("diproses", emergency="kebakaran").card.report.emergency
    assert "" == TicketLane().opens().card.report.emergency


def test_file_arrives() -> None:
    """A photo still on its way counts as missing; on arrival it is relayed and the card is complete."""
    lane = TicketLane().opens(evidence=(PHOTO, COMING))
    assert (1, (PHOTO,)) == (lane.card.missing_evidence, lane.card.report.evidence)

    lane.happens(EvidenceArrived("f2", "m2", "image/png"))

    assert (0, 2) == (lane.card.missing_evidence, len(lane.card.report.evidence))
    assert ("evidence", "m2", "image/png", "") == (
        lane.relay.kind,
        lane.relay.evidence[0].media,
        lane.relay.evidence[0].mime,
        lane.relay.evidence[0].name,
    )
    assert () == lane.happens(EvidenceArrived("f2", "m2")).effects


def test_file_never_comes() -> None:
    """A file that will never come no longer counts as missing."""
    lane = TicketLane().opens(evidence=(COMING,)).happens(EvidenceArrived("f2", ""))

    assert (0, [], ["evidence_lost"]) == (
        lane.card.missing_evidence,
        lane.told(Relay),
        [record.what for record in lane.records],
    )


@pytest.mark.parametrize("body", [Replied("lihat ini", (COMING,)), Disputed("lihat ini", (COMING,))])
def test_file_of_a_later_message_arrives(body: Body) -> None:
    """A photo of an answer or a dispute follows its words into the thread when it has come."""
    lane = brought_to("ditindaklanjuti").happens(body)
    assert not lane.relay.evidence

    lane.happens(EvidenceArrived("f2", "m2"))

    assert "evidence" == lane.relay.kind
    assert ["m2"] == [item.media for item in lane.relay.evidence]
    assert [] == lane.told(ShowCard)


def test_reach() -> None:
    """The card says that pushes do not arrive, once, until they do again."""
    lane = brought_to("diproses").happens(Reach(False, "blocked"))
    assert "blocked" == lane.card.unreached
    assert () == lane.happens(Reach(False, "blocked")).effects
    assert "" == lane.happens(Reach(True)).card.unreached
    assert () == lane.happens(Reach(True)).effects


def test_status_asked() -> None:
    """The person who filed it is told the status in the chat that asked; another person is told nothing at all."""
    lane = brought_to("diproses")
    state = lane.state

    (update,) = lane.happens(AskStatus(REPORTER, CHAT)).told(Update, CHAT)
    assert ("status", "diproses", "dishub") == (update.kind, update.status, update.unit)
    assert "2026-07-13" == f"{update.due_at:%Y-%m-%d}"
    assert () == lane.happens(AskStatus("person:other", CHAT)).effects
    assert () == lane.happens(AskStatus(CHAT, CHAT)).effects
    assert state == lane.state


def test_unknown_ticket() -> None:
    """An act on a number that was never given gets one verdict, and no ticket comes into being."""
    lane = TicketLane().does("lihat", DISHUB)

    assert (f"Tiket {NUMBER} tidak ditemukan. Periksa lagi nomornya.", None) == (lane.sentence, lane.state)
    assert 1 == len(lane.effects)


@pytest.mark.parametrize(
    "body",
    [
        Replied("x"),
        Disputed("x"),
        EvidenceArrived("f", "m"),
        Reach(False),
        AskStatus(REPORTER, CHAT),
        FileReport(filing()),
    ],
)
def test_before_it_opens(body: Body) -> None:
    """Whatever comes before the ticket exists is ignored."""
    lane = TicketLane().happens(body)

    assert (None, (), None) == (lane.state, lane.effects, lane.wake_at)


def test_opened_twice() -> None:
    """A second opening of the same number changes nothing."""
    lane = brought_to("diproses")
    state = lane.state

    assert () == lane.opens(text="lain").effects
    assert state == lane.state


def test_filed_in_the_night_before() -> None:
    """The limit counts from the moment of filing, also when the ticket is opened after midnight."""
    friday_night = datetime(2026, 7, 3, 23, 59, tzinfo=MONDAY.tzinfo)
    assert "2026-07-08" == f"{TicketLane().opens(filed_at=friday_night).card.due_at:%Y-%m-%d}"
    for useless in (datetime(2026, 7, 1), datetime(2099, 1, 1, tzinfo=UTC)):  # noqa: DTZ001 - a naive one is the case
        assert TicketLane().now == TicketLane().opens(filed_at=useless).card.report.filed_at


def test_corrected_category() -> None:
    """Verification may correct the guess; the disposal without a unit follows the corrected category."""
    lane = TicketLane().opens()
    assert "officials.verdict.unknown_category" == lane.does("verifikasi", COORDINATOR, category="ufo").verdict.key
    assert "sampah" == lane.does("verifikasi", COORDINATOR, category="sampah").card.report.category
    assert "dlhk" == lane.does("disposisi", COORDINATOR).card.unit


def test_disposal_targets() -> None:
    """A unit hands on inside its branch without winning time; other branches and nonsense are refused."""
    lane = TicketLane().opens(category="kesehatan").does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR)
    due = lane.card.due_at
    lane.waits(days=1)

    assert "officials.verdict.same_unit" == lane.does("disposisi", DINKES, unit="dinkes").verdict.key
    assert "officials.verdict.unknown_unit" == lane.does("disposisi", DINKES, unit="nasa").verdict.key
    assert "officials.verdict.who_may.target" == lane.does("disposisi", DINKES, unit="pupr").verdict.key
    assert "officials.verdict.who_may.target" == lane.does("disposisi", DINKES, unit="setda").verdict.key
    lane.does("disposisi", DINKES, unit="pkm-oesapa")
    assert ("pkm-oesapa", "dinkes", "", due) == (
        lane.card.unit,
        lane.card.desk,
        lane.card.moved_from,
        lane.card.due_at,
    )
    assert "disposed" == lane.update.kind
    assert "upp-dinkes" == lane.does("disposisi", CLINIC, unit="upp-dinkes").card.unit
    assert "pupr" == lane.does("disposisi", COORDINATOR, unit="pupr").card.unit


def test_menu() -> None:
    """The unit menu opens and closes on the card; the disposal closes it; an unknown menu is stale."""
    lane = brought_to("terverifikasi")
    assert "units" == lane.does("menu", COORDINATOR, "units").card.menu
    assert "" == lane.does("menu", COORDINATOR).card.menu
    assert "officials.verdict.stale" == lane.does("menu", COORDINATOR, "moon").verdict.key
    lane.does("menu", COORDINATOR, "units")
    assert "" == lane.does("disposisi", COORDINATOR).card.menu


def test_photo_without_words() -> None:
    """Progress may be a photo alone; nothing at all is refused."""
    lane = brought_to("diproses")
    for blank in (" ", "\u200b", "\u2800", "\u3164\u0301"):
        assert "officials.verdict.need_text.progres" == lane.does("progres", DISHUB, blank).verdict.key
        assert (
            "officials.verdict.need_text.selesai" == lane.does("selesai", DISHUB, blank, evidence=(PHOTO,)).verdict.key
        )
    assert (PHOTO,) == lane.does("progres", DISHUB, evidence=(PHOTO,)).update.evidence


def test_note() -> None:
    """A note stays on the card, without the personal data in it, and is never sent to the citizen."""
    lane = brought_to("diproses").does("catatan", DISHUB, "warga di 081234567890 sudah tahu")

    assert ("Yosef Lay: warga di [nomor] sudah tahu",) == lane.card.notes
    assert [] == lane.told(Update, REPORTER)


def test_caps() -> None:
    """Notes and history are capped in the document; the history is still counted."""
    lane = brought_to("diproses")
    before = lane.ticket.history_count
    for number in range(MAX_HISTORY + 5):
        lane.does("catatan", DISHUB, f"catatan {number} " + "kata " * 400)

    assert (MAX_NOTES, MAX_HISTORY) == (len(lane.ticket.notes), len(lane.ticket.history))
    assert before + MAX_HISTORY + 5 == lane.ticket.history_count
    assert len(msgspec.json.encode(lane.state)) < 40_000


@pytest.mark.parametrize("privacy", ["anonim", "rahasia"])
def test_hidden_name(privacy: Any) -> None:
    """A hidden name is nowhere in the ticket, whatever the citizen wrote and wherever."""
    lane = TicketLane().opens(
        privacy=privacy,
        name="Beny Tefa",
        text="Beta Beny Tefa, lampu mati. Tanya Tefa 081234567890",
        landmark="rumah Beny Tefa",
        kelurahan="rumah Beny",
        event_time="waktu Tefa pulang",
        pin=Pin(-10.1, 123.6, "Kios Beny"),
        evidence=(COMING,),
    )

    shown = msgspec.json.encode(lane.all_effects).decode() + msgspec.json.encode(lane.state).decode()
    assert "Beny" not in shown
    assert "Tefa" not in shown
    assert "081234567890" not in shown
    assert "" == lane.card.report.name


def test_shown_name() -> None:
    """Who chose to show the name has it on the card."""
    assert "Beny Tefa" == TicketLane().opens().card.report.name


def test_texts_are_complete_and_short() -> None:
    """Every verdict has both languages and fits the 200 characters of a private answer with the longest values."""
    values = {
        "number": "KPG-26-100000-7",
        "status": max((texts().say(f"officials.verdict.status.{status}") for status in STATUSES), key=len),
        "unit": max((unit.short for unit in city().units), key=len),
        "holder": "Maria Magdalena Oematan-Nalle",
        "coordinator": "Bagian Organisasi",
        "now": max((all_labels(status) for status in STATUSES), key=len),
        "example": "KPG-26-100000-7",
        "link": "https://t.me/a_bot_name_as_long_as_they_get_bot?start=isi",
        "count": "12345",
        "most": "4000",
        "role": "petugas loket",
        "when": "Sabtu, 14 Mar 2026, 09.30 WITA",
        "distance": "12,3 km",
        "reasons": "diambil sebelum pengaduan (Sabtu, 14 Mar 2026, 09.30 WITA)",
        "name": "Maria Magdalena Oematan-Nalle",
        "day": "Selasa, 31 Des 2026",
        "other": "KPG-26-100000-7",
        "into": "KPG-26-100000-7",
        "about": f"{max((category.name('id') for category in city().categories), key=len)}, Naikoten Satu",
        "state": "ditindaklanjuti, menunggu konfirmasi",
    }
    keys = [key for key in city().texts["id"] if key.startswith("officials.verdict.")]
    keys = [key for key in keys if not key.startswith("officials.verdict.note.")]
    assert {f"officials.verdict.done.{action}" for action in ACTIONS} <= set(keys)
    for key in keys:
        for language in ("id", "en"):
            assert len(texts().say(key, language, **values)) <= 200, key


def all_labels(status: Any) -> str:
    """Write what a refusal in a status lists."""
    lane = brought_to(status)
    return steps().book.now_possible(lane.status)


def test_verdict_files_agree() -> None:
    """The Indonesian and the English verdicts have the same keys."""
    assert verdict_keys("id") == verdict_keys("en")


def verdict_keys(language: str) -> set[str]:
    """List the keys of a verdict file."""
    folder = Path(__file__).parents[3] / "cities" / "base"
    return set(parse_texts((folder / f"verdicts.{language}.toml").read_bytes()))


def test_admin_holds_for_a_sick_colleague() -> None:
    """An admin may release what somebody else holds."""
    assert "didisposisikan" == brought_to("menunggu_pelapor").does("lepas", ADMIN).status


def registered(state: Any, lane: str, body: Body) -> tuple[Any, tuple[Any, ...]]:
    """Step the registry once."""
    outcome = RegistrySteps(city()).step(state, Event("e", lane, MONDAY, body), Moment(MONDAY, lane=lane))
    return msgspec.to_builtins(outcome.state), outcome.effects


def test_registry_counts() -> None:
    """Each report gets the next number of its year, and its ticket is opened with the filing as it came."""
    lane = registry_lane("KPG", 26)
    state, first = registered(None, lane, FileReport(filing()))
    state, second = registered(state, lane, FileReport(filing(text="lain")))

    numbers = [format_number("KPG", 26, serial) for serial in (1, 2)]
    assert first == (Tell(ticket_lane(numbers[0]), Opened(numbers[0], filing())),)
    assert second == (Tell(ticket_lane(numbers[1]), Opened(numbers[1], filing(text="lain"))),)
    assert {"serial": 2} == state


@pytest.mark.parametrize(
    ("lane", "body"),
    [("registry:KPG-26", Reach(True)), ("registry:XYZ-26", FileReport(filing())), ("registry:", FileReport(filing()))],
)
def test_registry_ignores(lane: str, body: Body) -> None:
    """What is not a report, or not for a year of this city, takes no number."""
    assert ({"serial": 7}, ()) == registered({"serial": 7}, lane, body)
