"""A whole form is filed as it stands, in one step, once; what needs the person counts from when it was seen."""

from __future__ import annotations

from typing import Any

import pytest

from core.vocabulary.citizen import EvidenceArrived, FileReport, FormSent, Update
from core.vocabulary.effects import Fetch, Send, Tell
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import Follow
from core.vocabulary.person import Arrival
from core.vocabulary.report import Evidence, Pin, Privacy, Report
from core.vocabulary.results import Delivered, Fetched
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, Chat
from tests.bots.citizen.test_following import FOLLOWED, near

LANE = "chat:web:f00d"
PHOTO = Evidence("photo", "u1", "", "image/jpeg", "", "u1")


def sent(**more: Any) -> FormSent:
    """Give a form that is complete."""
    return FormSent(**{"text": LAMP, "privacy": "anonim", "category": "lampu-jalan", "kelurahan": "Oebufu", **more})


def page() -> Chat:
    """Give a chat whose messages wait on a page."""
    chat = Chat(lane=LANE)
    chat.on_page = True
    return chat


def filed(chat: Chat) -> Report:
    """Give the one report that was filed."""
    (command,) = [one.command for one in chat.effects if isinstance(one, Tell) and isinstance(one.command, FileReport)]
    return command.filing.report


def numbered(chat: Chat) -> list[str]:
    """Let the number come."""
    return chat.happens(Update(NUMBER, "filed", "baru", filing=filing(chat), privacy="anonim"))


def filing(chat: Chat) -> str:
    """Give the id of the filing."""
    (command,) = [one.command for one in chat.effects if isinstance(one, Tell) and isinstance(one.command, FileReport)]
    return command.filing.id


def test_a_form_is_filed_at_once() -> None:
    """One event is one report, with everything as it was corrected; nothing is asked and nothing is said yet."""
    chat = page()
    said = chat.happens(sent(landmark="depan gereja", pin=Pin(-10.17, 123.61), evidence=(PHOTO,)))
    report = filed(chat)
    assert [] == said
    assert ("lampu-jalan", "Oebufu", "depan gereja") == (report.category, report.kelurahan, report.landmark)
    assert (LAMP, "anonim", "", Pin(-10.17, 123.61)) == (report.text, report.privacy, report.name, report.pin)
    assert ["u1"] == [one.file.ref for one in chat.effects if isinstance(one, Fetch)]


@pytest.mark.parametrize(("privacy", "name", "shown"), [("nama", "Maria Ndolu", "Maria Ndolu"), ("anonim", "", "")])
def test_a_name_is_shown_where_it_shall_be(privacy: Privacy, name: str, shown: str) -> None:
    """The name of a form goes on only with the privacy that shows it."""
    chat = page()
    chat.happens(sent(privacy=privacy, name=name))
    assert shown == filed(chat).name


def test_a_second_form_changes_nothing() -> None:
    """A box is one form's: another one that came there files nothing."""
    chat = page()
    chat.happens(sent())
    chat.happens(sent(text="Sampah menumpuk di pasar", category="sampah"))
    assert LAMP == filed(chat).text


def test_what_the_city_does_not_know_is_left_out() -> None:
    """A category that went meanwhile is read out of the words, and no kelurahan is none."""
    chat = page()
    chat.happens(sent(category="none", kelurahan=""))
    assert ("lampu-jalan", "") == (filed(chat).category, filed(chat).kelurahan)


def test_two_matters_in_one_form_are_one_report() -> None:
    """Who wrote a form saw it whole, and is not asked whether it is two."""
    chat = page()
    chat.happens(sent(text="Lampu jalan mati di Oebufu. Sampah juga tidak diangkut di Penfui."))
    assert "Sampah" in filed(chat).text


def test_danger_goes_along() -> None:
    """Words that tell of danger are filed with its kind, although the form is no chat."""
    chat = page()
    chat.happens(sent(text="Rumah tetangga kebakaran, api besar sekali", category="bencana"))
    assert filed(chat).emergency


def test_the_number_is_said_for_a_page() -> None:
    """The number comes with the words that fit a page, and the file that came meanwhile goes to the ticket."""
    chat = page()
    chat.happens(sent(evidence=(PHOTO,)))
    chat.happens(Fetched("u1", "m1", "image/jpeg"))
    (said,) = numbered(chat)
    assert NUMBER in said
    assert "halaman ini" in said
    assert "obrolan" not in said
    assert Tell(ticket_lane(NUMBER), EvidenceArrived("u1", "m1", "image/jpeg")) in chat.last


def test_an_answer_is_not_told_before_it_was_seen() -> None:
    """An answer on a page says that it has not arrived until the page was opened; a claim needs nobody."""
    chat = page()
    chat.happens(sent())
    numbered(chat)
    chat.happens(Update(NUMBER, "claimed", "diproses"))
    assert [] == arrivals(chat)
    chat.happens(Update(NUMBER, "answered", "ditindaklanjuti", "Sudah diganti."))
    assert [Arrival(LANE, NUMBER, False, "page")] == arrivals(chat)
    answer = next(one for one in chat.last if isinstance(one, Send))
    assert answer.confirm
    chat.happens(Delivered(f"e{chat._count}:0"))
    assert [Arrival(LANE, NUMBER, True)] == arrivals(chat)


def arrivals(chat: Chat) -> list[Arrival]:
    """Give what the last step told of arrivals."""
    return [one.command for one in chat.last if isinstance(one, Tell) and isinstance(one.command, Arrival)]


def test_follow_instead_of_filing() -> None:
    """Who chose on the form to follow what is open files nothing, hears of it, and may still send the form after it."""
    chat = page()
    chat.documents = near(OTHER_NUMBER)
    chat.happens(sent(privacy="rahasia", follow=OTHER_NUMBER))
    assert ([OTHER_NUMBER], []) == (asked_for(chat), chat.told(FileReport))
    chat.happens(FOLLOWED)
    chat.happens(sent(privacy="rahasia", follow=OTHER_NUMBER))
    assert [OTHER_NUMBER] == asked_for(chat)
    chat.happens(sent())
    assert (LAMP, "anonim") == (filed(chat).text, filed(chat).privacy)


@pytest.mark.parametrize("number", [OTHER_NUMBER, "KPG-26-00001-9", "x"])
def test_what_was_not_offered_is_not_followed(number: str) -> None:
    """A number that somebody put into the form is looked up nowhere: the form waits as a draft that can be sent."""
    chat = page()
    chat.documents = near(NUMBER)
    (text,) = chat.happens(sent(privacy="rahasia", follow=number))
    assert ([], []) == (asked_for(chat), chat.told(FileReport))
    assert text.startswith("Laporan itu tidak bisa diikuti lagi")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert LAMP == filed(chat).text


def asked_for(chat: Chat) -> list[str]:
    """Give the numbers of tickets that were asked to be followed."""
    return [
        one.lane.removeprefix("ticket:")
        for one in chat.effects
        if isinstance(one, Tell) and isinstance(one.command, Follow)
    ]
