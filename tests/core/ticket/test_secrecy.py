"""Confidential tickets: what the group sees, who may open the contents, and what a change of privacy does."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from core.ticket.lifecycle import STATUSES
from core.vocabulary.citizen import ChangePrivacy, Disputed, EvidenceArrived, Replied, Withdrawn
from core.vocabulary.officials import Act, OpenedContents, Relay, ShowCard
from core.vocabulary.report import TELLTALE, Evidence, Pin
from core.vocabulary.ticket import Official
from tests.core.ticket.lane import (
    ADMIN,
    CLINIC,
    COORDINATOR,
    DISHUB,
    DISHUB_TWO,
    DLHK,
    NUMBER,
    PHOTO,
    STRANGER,
    TicketLane,
    brought_to,
)

PRIVATE = "chat:telegram:55"
SECRET: dict[str, Any] = {
    "privacy": "rahasia",
    "name": "",
    "text": "Pak mantri di loket memukul adik saya",
    "pin": Pin(-10.17, 123.6, "Rumah Mama Yuli"),
    "landmark": "rumah pojok cat biru",
    "event_time": "kemarin malam",
    "evidence": (PHOTO, Evidence("document", "f9", media="m9", name="Yuli.pdf")),
}
SECRETS = ("mantri", "Yuli", "123.6", "-10.17", "pojok", "kemarin malam", "Oebufu", "m9", "Tefa")


def to_group(lane: TicketLane) -> str:
    """Write down everything that the last event told the group."""
    return "\n".join(msgspec.json.encode(found).decode() for found in [*lane.told(Relay), *lane.told(ShowCard)])


def opens(lane: TicketLane, by: Official, private: str = PRIVATE) -> TicketLane:
    """Let an official press "Buka isi"."""
    return lane.does("buka", by, lane=private)


def contents(lane: TicketLane) -> OpenedContents:
    """Give what the official's private chat was told."""
    (found,) = lane.told(OpenedContents, PRIVATE)
    return found


def test_group_sees_number_category_and_kecamatan() -> None:
    """The card and the relay of a confidential report hold its category and kecamatan and nothing that was said."""
    lane = TicketLane().opens(**SECRET)

    assert ("lampu-jalan", "Oebobo") == (lane.card.report.category, lane.card.kecamatan)
    assert "buka" in lane.card.actions
    assert lane.relay.sealed
    assert [] == [word for word in SECRETS if word in to_group(lane)]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Replied("Namanya pak mantri Yuli", (PHOTO,), Pin(-10.17, 123.6)), "addition"),
        (Disputed("Belum, mantri masih di loket", (PHOTO,)), "dispute"),
        (Withdrawn("mantri sudah minta maaf"), "withdrawn"),
    ],
)
def test_later_words_are_closed_too(said: Any, kind: str) -> None:
    """Of what is said later the group learns only that something came; notes on the card tell no words either."""
    lane = brought_to("ditindaklanjuti", **SECRET).happens(said)

    assert (kind, "", (), None, True) == (
        lane.relay.kind,
        lane.relay.text,
        lane.relay.evidence,
        lane.relay.pin,
        lane.relay.sealed,
    )
    assert [] == [word for word in SECRETS if word in to_group(lane)]


def test_holder_opens_everything() -> None:
    """Who holds it reads the report with place and files and all that was added; the look is in the journal."""
    lane = brought_to("diproses", **SECRET).happens(Replied("Kejadiannya di loket tiga", (Evidence("photo", "f3"),)))
    lane.happens(EvidenceArrived("f3", "m3", "image/jpeg"))
    before = lane.ticket

    found = contents(opens(lane, DISHUB))

    assert (SECRET["text"], "Oebufu", "rumah pojok cat biru") == (
        found.report.text,
        found.report.kelurahan,
        found.report.landmark,
    )
    assert ["Kejadiannya di loket tiga"] == [one.text for one in found.later]
    assert {PHOTO.media, "m9", "m3"} == {item.media for item in found.report.evidence}
    assert [("buka", DISHUB.id, before.status)] == [(one.what, one.actor, one.status) for one in lane.records]
    assert before.revision == lane.ticket.revision


@pytest.mark.parametrize("status", STATUSES)
def test_who_may_open(status: Any) -> None:
    """Holder, coordinator and admin open it in every status; others are told who may, and nothing is recorded."""
    lane = brought_to(status, **SECRET)
    holder = lane.ticket.holder
    for by in (COORDINATOR, ADMIN, *([holder] if holder else [])):
        assert [NUMBER] == [found.number for found in opens(lane, by).told(OpenedContents, PRIVATE)]
    for by in (DISHUB_TWO, DLHK, CLINIC, STRANGER):
        free = "_free" if lane.ticket.holder is None else ""
        assert f"officials.verdict.who_may.confidant{free}" == opens(lane, by).verdict.key
        assert ([], True) == (lane.records, lane.verdict.alert)


def test_nothing_to_open() -> None:
    """A report that is not confidential has nothing to open, and a wish without a private chat is refused."""
    assert "officials.verdict.nothing_closed" == opens(TicketLane().opens(), COORDINATOR).verdict.key
    assert "officials.verdict.stale" == opens(TicketLane().opens(**SECRET), COORDINATOR, "").verdict.key


def test_telltale_file_is_kept_back() -> None:
    """A file that may tell who made it is counted on an anonymous card, and never passed on of a confidential one."""
    telltale = Evidence("document", "f1", media=f"{TELLTALE}1")

    assert 1 == TicketLane().opens(privacy="anonim", name="", evidence=(telltale, PHOTO)).card.telltale
    found = contents(opens(TicketLane().opens(**{**SECRET, "evidence": (telltale, PHOTO)}), COORDINATOR))
    assert ((PHOTO,), 1) == (found.report.evidence, found.left_out)


def test_anonymous_later() -> None:
    """Who becomes anonymous is cut out of the card and of every message that named the person."""
    lane = TicketLane().opens(text="Saya Beny Tefa melihat lampu mati, kata Beny")
    lane.happens(Replied("Ini benitefa lagi, tiang 4")).happens(Replied("Lampunya dua"))

    lane.happens(ChangePrivacy("anonim", hide=("Beny Tefa", "Beny", "Tefa", "benitefa")))

    relays = lane.told(Relay)
    assert ["1", ""] == [one.id for one in relays]
    assert (True, False) == (relays[0].again, relays[0].sealed)
    assert ("anonim", "") == (lane.card.report.privacy, lane.card.report.name)
    assert not [name for name in ("Beny", "benitefa") if name in to_group(lane)]
    assert "anonim" == lane.update.privacy
    assert not [line for line in lane.ticket.history if "Beny" in line.reason]


def test_a_name_that_is_shown_stands_in_no_words() -> None:
    """Words never name the reporter: the journal keeps them, and who is named today may be anonymous tomorrow."""
    lane = TicketLane().opens(text="Kata beny lampu mati", landmark="depan rumah tefa", name="Beny Tefa")
    lane.does("verifikasi", COORDINATOR).happens(Replied("Beny di sini, tiang 4")).happens(Withdrawn("kata tefa sudah"))
    assert "Beny Tefa" == lane.card.report.name
    kept = lane.ticket
    said = f"{kept.report.text} {kept.report.landmark} {[one.text for one in kept.spoken]} {lane.records}"
    assert not [name for name in ("beny", "tefa") if name in said.lower()]


def test_confidential_later() -> None:
    """Who wants it confidential later: everything that was shown is closed, and can still be opened."""
    lane = TicketLane().opens(**{**SECRET, "privacy": "nama", "name": "Yuli Manafe"})
    lane.happens(Replied("mantri namanya Yosef", (PHOTO,)))

    lane.happens(ChangePrivacy("rahasia", hide=("Yuli Manafe",)))

    closed = [one for one in lane.told(Relay) if one.again]
    assert ["1", "2"] == [one.id for one in closed]
    assert all(one.sealed and not one.text for one in closed)
    assert "mantri" not in to_group(lane)
    assert "mantri namanya Yosef" in [one.text for one in contents(opens(lane, COORDINATOR)).later]


def test_withdrawn_before_it_became_confidential() -> None:
    """The note of a withdrawal loses its words when the report becomes confidential."""
    lane = TicketLane().opens().happens(Withdrawn("mantri sudah minta maaf"))
    assert "mantri" in lane.card.notes[-1]

    assert "mantri" not in lane.happens(ChangePrivacy("rahasia")).card.notes[-1]


def test_open_again() -> None:
    """Who lets the report be seen again gets everything back: the card, the words of then, and the files once."""
    lane = TicketLane().opens(**SECRET).happens(Replied("tambahan satu"))

    lane.happens(ChangePrivacy("nama", "Yuli Manafe"))

    words, files, news = lane.told(Relay)
    assert ("tambahan satu", True, False) == (words.text, words.again, words.sealed)
    assert (2, False) == (len(files.evidence), files.again)
    assert ("privacy", "Yuli Manafe", SECRET["text"]) == (news.kind, lane.card.report.name, lane.card.report.text)


def test_the_same_again() -> None:
    """The privacy that holds already is only said again: no card, no message in the group."""
    lane = TicketLane().opens(privacy="anonim", name="").happens(ChangePrivacy("anonim"))

    assert ([], []) == (lane.told(Relay), lane.told(ShowCard))
    assert "anonim" == lane.update.privacy


def test_act_keeps_no_words() -> None:
    """What asked for the contents goes along without words of its own."""
    lane = TicketLane().opens(**SECRET)
    lane.happens(Act("buka", COORDINATOR, query_id="q", text="x", lane=PRIVATE))
    assert ("q", "") == (contents(lane).act.query_id, contents(lane).act.text)
