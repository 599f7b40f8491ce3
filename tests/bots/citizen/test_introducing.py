"""A chat and the person whom it belongs to: what their lane is told, and what two chats of one person tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bots.citizen.filing import filing_id
from bots.citizen.turn import Turn
from core.person.step import PersonSteps
from core.vocabulary.citizen import AskStatus, FileReport, Reach, Update
from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Blocked, Body, Event, Unblocked
from core.vocabulary.person import Arrival, BelongsTo, ContactStatus, Introduced
from core.vocabulary.report import Pin
from core.vocabulary.results import Delivered, Undelivered
from core.vocabulary.steps import Moment
from tests.bots.citizen.chat import LAMP, LANE, NOON, NUMBER, PERSON, Chat, steps

ANSWERED = Update(NUMBER, "answered", "ditindaklanjuti", "Lampu sudah diganti.", "dishub", NOON + timedelta(days=14))
OTHER_LANE = "chat:other:88"


def filed() -> Chat:
    """Give a chat with one filed report, which was told to nobody since."""
    chat = Chat()
    chat.files_a_report()
    chat.effects.clear()
    return chat


def test_filing_introduces_the_chat_first() -> None:
    """Before a report goes to the registry its person is told which chat filed it, in the same step."""
    chat = Chat()
    chat.says(LAMP)
    assert [] == chat.told(Introduced)
    chat.presses("Kirim")
    chat.presses("Anonim")
    tells = [effect for effect in chat.last if isinstance(effect, Tell)]
    assert [PERSON, "registry:KPG-26"] == [tell.lane for tell in tells]
    assert [Introduced(LANE, "test", NOON, language="id", privacy="anonim", filing=filing_id(LANE, 1))] == chat.told(
        Introduced
    )
    assert isinstance(tells[1].command, FileReport)


def test_everyday_talk_tells_the_person_nothing() -> None:
    """Who has filed nothing is introduced nowhere; who has, is told of once an hour that they wrote."""
    chat = Chat()
    chat.says("halo")
    chat.says("english")
    chat.happens(Blocked(chat.person))
    assert [] == chat.told(Introduced)
    chat = filed()
    for _ in range(5):
        chat.says("terima kasih")
        chat.now += timedelta(minutes=10)
    assert [] == chat.told(Introduced)
    chat.now += timedelta(minutes=10)
    chat.gets(Update(NUMBER, "claimed", "diproses"))
    assert [] == chat.told(Introduced)
    chat.says("terima kasih")
    assert [chat.now] == [told.used_at for told in chat.told(Introduced)]


@pytest.mark.parametrize(
    ("happenings", "expected"),
    [
        ([Blocked], ["blocked"]),
        ([Blocked, Unblocked], ["blocked", "open"]),
        ([Unblocked], []),
    ],
)
def test_how_a_chat_stands(happenings: list[Any], expected: list[ContactStatus]) -> None:
    """The person's lane is told when the chat is stopped and when it is let in again, each once."""
    chat = filed()
    for kind in happenings:
        chat.happens(kind(chat.person))
    assert expected == [told.status for told in chat.told(Introduced)]


def test_nobody_there() -> None:
    """A chat where nobody is any more counts as lost until somebody shows up; a closed window is no loss."""
    chat = filed()
    chat.happens(Undelivered("x:0", NUMBER, "window"))
    assert [] == chat.told(Introduced)
    chat.happens(Undelivered("x:0", NUMBER, "unreachable"))
    chat.happens(Undelivered("y:0", "", "unreachable"))
    chat.says("halo")
    assert ["lost", "open"] == [told.status for told in chat.told(Introduced)]


def test_language_is_told() -> None:
    """The person's lane knows the language that was chosen."""
    chat = filed()
    chat.says("english")
    assert ["en"] == [told.language for told in chat.told(Introduced)]


def test_wish_introduces_the_chat() -> None:
    """Who wants somebody to answer is introduced first, without having filed anything."""
    chat = Chat()
    chat.says("saya mau bicara dengan petugas")
    (introduced,) = chat.told(Introduced)
    assert (LANE, "", "") == (introduced.lane, introduced.privacy, introduced.filing)


@pytest.mark.parametrize("label", ["Tampilkan nama", "Anonim"])
def test_address_goes_nowhere(label: str) -> None:
    """The chat's own address is cut out of everything that a report takes along, named or not."""
    chat = Chat(lane="chat:test:warga7788")
    chat.says("Lampu jalan mati su 3 hari di depan rumah Warga7788, tanya warga7788")
    chat.presses("Kirim")
    chat.presses(label)
    report = chat.filing.report
    assert "Lampu jalan mati" in report.text
    assert "7788" not in f"{report.text} {report.landmark} {report.event_time}"
    assert Pin(1, 2, "rumah [nama]") == turn_of(chat).nameless_pin(Pin(1, 2, "rumah warga7788"), hidden=False)


def turn_of(chat: Chat) -> Turn:
    """Give a turn of a chat, to ask what it would pass on."""
    event = Event("e", chat.lane, NOON, Blocked(chat.person))
    return Turn(steps()._setting, chat.state, event, Moment(NOON, lane=chat.lane))


def test_chat_that_is_given_to_somebody() -> None:
    """A chat that is linked to another person tells that one how it stands, once, and asks for tickets as that one."""
    chat = filed()
    for several in (False, True):
        chat.happens(BelongsTo("person:other", several=several))
    told = [(effect.lane, effect.command) for effect in chat.effects if isinstance(effect, Tell)]
    assert [("person:other", Introduced(LANE, "test", NOON, language="id", privacy="nama"))] == told
    chat.says(f"status {NUMBER}")
    assert [AskStatus("person:other", LANE)] == chat.told(AskStatus)
    assert chat.state.one_of_several


# --- two chats of one person ------------------------------------------------------------------------------------------


class Household:
    """One person with two chats: what the person's lane tells is carried to them, and back."""

    def __init__(self) -> None:
        """File a report in the first chat, and let the second belong to the same person."""
        self.first, self.second = Chat(), Chat(lane=OTHER_LANE)
        self.state: Any = None
        self.count = 0
        self.reaches: list[Reach] = []
        self.first.says(LAMP)
        self.first.presses("Kirim")
        self.first.presses("Tampilkan nama")
        self.carry(self.first)
        self.person(Update(NUMBER, "filed", "baru", filing=self.first.filing.id))
        self.second.now += timedelta(minutes=1)
        self.person(Introduced(OTHER_LANE, "other", self.second.now))

    def carry(self, chat: Chat) -> None:
        """Carry what the last step of a chat tells its person."""
        for effect in chat.last:
            if isinstance(effect, Tell) and effect.lane == PERSON:
                self.person(effect.command)

    def person(self, body: Body) -> None:
        """Let something reach the person's lane, and everything that follows from it the chats."""
        self.count += 1
        now = max(self.first.now, self.second.now)
        outcome = PersonSteps().step(self.state, Event(f"p{self.count}", PERSON, now, body), Moment(now))
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(type(NOON),))
        for effect in outcome.effects:
            assert isinstance(effect, Tell)
            if isinstance(effect.command, Reach):
                self.reaches.append(effect.command)
            else:
                chat = self.first if effect.lane == LANE else self.second
                chat.happens(effect.command)
                self.carry(chat)

    def says(self, chat: Chat, text: str) -> str:
        """Let the person write in one of the chats."""
        said = chat.says(text)
        self.carry(chat)
        return said

    def happens(self, chat: Chat, body: Body) -> str:
        """Let something happen to one of the chats."""
        said = chat.happens(body)
        self.carry(chat)
        return "\n".join(said)


def pushes(chat: Chat) -> list[str]:
    """Give the news of the ticket that a chat was sent."""
    return [bubble.key for bubble in chat.bubbles if bubble.ref == NUMBER and bubble.key.startswith("push:")]


def test_news_follows_the_person() -> None:
    """News goes to the chat that was used last; with two chats each use counts, and another's news is told whole."""
    home = Household()
    home.first.effects.clear()
    home.second.effects.clear()
    home.person(ANSWERED)
    assert ([], [f"push:{NUMBER}:answered"]) == (pushes(home.first), pushes(home.second))
    assert "Lampu sudah diganti." in home.second.bubbles[-1].text
    home.first.now += timedelta(minutes=1)
    home.says(home.first, "terima kasih")
    home.person(Update(NUMBER, "finished", "selesai"))
    assert [f"push:{NUMBER}:finished"] == pushes(home.first)


def test_a_stopped_chat_is_passed_over() -> None:
    """While one chat is stopped the other gets the news, nothing is missed, and the ticket hears of no trouble."""
    home = Household()
    home.happens(home.second, Blocked(home.second.person))
    home.person(ANSWERED)
    assert [f"push:{NUMBER}:filed", f"push:{NUMBER}:answered"] == pushes(home.first)
    assert ([], [], False) == (home.reaches, home.second.state.missed, home.first.state.tickets[0].unreached)


def test_what_one_chat_cannot_tell_the_other_does() -> None:
    """A push that does not arrive is sent in the other chat, told as arrived from there, and not told twice."""
    home = Household()
    home.person(ANSWERED)
    home.happens(home.second, Undelivered(f"e{home.second._count}:0", NUMBER, "unreachable"))
    (push,) = [effect for effect in home.first.last if isinstance(effect, Send)]
    assert ("Lampu sudah diganti." in push.text, push.confirm, []) == (True, True, home.reaches)
    home.happens(home.first, Delivered(f"e{home.first._count}:0", NUMBER))
    assert [Reach(True)] == home.reaches
    assert "Lampu sudah diganti." not in home.says(home.second, "halo")


def test_what_neither_chat_can_tell_is_known() -> None:
    """When both chats fail, the ticket hears it once, and hears when one is back."""
    home = Household()
    home.person(ANSWERED)
    for chat in (home.second, home.first):
        home.happens(chat, Undelivered(f"e{chat._count}:0", NUMBER, "unreachable"))
    assert [Reach(False, "unreachable")] == home.reaches
    assert "Lampu sudah diganti." in home.says(home.first, "halo")
    assert [Reach(False, "unreachable"), Reach(True)] == home.reaches


def test_arrivals_go_to_the_person() -> None:
    """Whether news arrives is for the person's lane to know, which tells the ticket."""
    chat = filed()
    chat.gets(ANSWERED)
    chat.happens(Undelivered(f"e{chat._count}:0", NUMBER, "rejected"))
    lanes = {effect.lane for effect in chat.last if isinstance(effect, Tell)}
    assert ({PERSON}, [Arrival(LANE, NUMBER, False, "rejected")]) == (lanes, chat.told(Arrival))
