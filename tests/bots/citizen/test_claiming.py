"""A report from a counter is taken over by a chat: whoever has the receipt types its code, once."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from core.register.state import Member, RegisterState
from core.vocabulary.citizen import AskStatus, Reach
from core.vocabulary.effects import DrawChart, Effect
from core.vocabulary.events import Event
from core.vocabulary.lane_names import REGISTER_LANE, ticket_lane
from core.vocabulary.results import Drawn
from tests.bots.citizen.linked_town import CODE, NUMBER, SMS, STRANGER, TELEGRAM, WHATSAPP, LinkedTown

CLERK = "chat:telegram:9001"
OTHER = "Sampah tidak diangkut seminggu di Pasar Oeba"


class Counter(LinkedTown):
    """A clerk who has written a report down, and handed out the receipt with its code."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[DrawChart] = []
        member = Member("Maria", "setda", accepted=True, role="loket")
        self.states[REGISTER_LANE] = msgspec.to_builtins(RegisterState(members={"9001": member}))
        self.writes_in(CLERK, "/catat")
        self.writes_in(CLERK, "Lampu jalan mati di depan SDN Oebufu")
        before = len(self.shown)
        self.chooses(CLERK, "Kirim")
        self.receipt = self.seen(CLERK, before)
        self.number = str(NUMBER.findall(self.receipt)[0])
        self.paper = str(CODE.findall(self.receipt)[0])

    def _do(self, event: Event, n: int, effect: Effect) -> Event | None:
        if isinstance(effect, DrawChart):
            self.drawn.append(effect)
        return super()._do(event, n, effect)

    def reached(self) -> list[bool]:
        """Give what the ticket was told about whether its news arrives."""
        lane = ticket_lane(self.number)
        told = (one.command for one in self.told if one.lane == lane)
        return [one.reached for one in told if isinstance(one, Reach)]

    def claims(self, chat: str) -> str:
        """Somebody types the code of the paper in a chat, and says that the report is theirs; give what is shown."""
        self.writes_in(chat, f"tautkan {self.paper}")
        return self.chooses(chat, "Ya, tautkan")


@pytest.fixture
def counter() -> Counter:
    """Give a city where one report was written down at a counter."""
    return Counter()


def test_the_receipt_says_how(counter: Counter) -> None:
    """Words and picture have the code, how to text it, and how long it is good; the picture comes by itself."""
    assert f"tautkan {counter.paper}" in counter.receipt
    assert f"“KOTKUPANG tautkan {counter.paper}”" in counter.receipt
    (sheet,) = counter.drawn
    assert (counter.paper.replace("-", ""), True) == (sheet.chart.code, counter.number in str(sheet.chart.lines))
    counter.happens(CLERK, Drawn(sheet.ref, "c123", "image/png"))
    last = counter.messages(CLERK)[-1]
    assert ([("photo", "c123")], True) == (
        [(one.kind, one.media) for one in last.evidence],
        counter.number in last.text,
    )


@pytest.mark.parametrize("chat", [SMS, WHATSAPP])
def test_news_comes_to_the_chat(counter: Counter, chat: str) -> None:
    """After both the paper and a yes the chat hears where the report stands, and of everything from then on."""
    assert counter.number in counter.writes_in(chat, f"tautkan {counter.paper}")
    said = counter.chooses(chat, "Ya, tautkan")
    assert "sekarang datang ke obrolan ini" in said
    assert counter.number in said
    assert [chat] == counter.pushes(counter.number)
    assert [counter.number] == counter.numbers(chat)


def test_the_ticket_learns_that_it_is_reached(counter: Counter) -> None:
    """The card said that nobody can be told; after the first news it does not any more."""
    assert [False] == counter.reached()[-1:]
    counter.claims(WHATSAPP)
    assert [True] == counter.reached()[-1:]


def test_it_can_be_asked_for_and_answered(counter: Counter) -> None:
    """The chat asks for the status as the reporter, answers questions, and confirms."""
    counter.claims(WHATSAPP)
    counter.writes_in(WHATSAPP, counter.number)
    asked = [one.command for one in counter.told if isinstance(one.command, AskStatus)]
    assert counter.states[ticket_lane(counter.number)]["reporter"] == asked[-1].person
    counter.pushes(counter.number, "question", "Tiang nomor berapa?", status="menunggu_pelapor")
    assert "diteruskan" in counter.writes_in(WHATSAPP, "Tiang nomor 12")


def test_a_paper_is_good_once(counter: Counter) -> None:
    """A second chat with the same code gets nothing; a no leaves the paper as it was."""
    counter.writes_in(STRANGER, f"tautkan {counter.paper}")
    counter.chooses(STRANGER, "Tidak")
    counter.claims(WHATSAPP)
    assert "tidak berlaku" in counter.writes_in(STRANGER, f"tautkan {counter.paper}")
    assert [] == counter.numbers(STRANGER)


def test_a_paper_is_not_used_up_by_who_gets_no_further(counter: Counter) -> None:
    """Typed by a finder who never answers, and in one's own chat beside another paper, it can still be taken over."""
    counter.writes_in(STRANGER, f"tautkan {counter.paper}")
    before = len(counter.shown)
    counter.writes_in(CLERK, "/catat")
    counter.writes_in(CLERK, OTHER)
    counter.chooses(CLERK, "Kirim")
    receipt = counter.seen(CLERK, before)
    second, paper = str(NUMBER.findall(receipt)[0]), str(CODE.findall(receipt)[0])
    counter.writes_in(WHATSAPP, f"tautkan {counter.paper}")
    counter.writes_in(WHATSAPP, f"tautkan {paper}")
    counter.chooses(WHATSAPP, "Ya, tautkan")
    counter.claims(WHATSAPP)
    assert {counter.number, second} == set(counter.numbers(WHATSAPP))
    assert "tidak bisa ditautkan" in counter.chooses(STRANGER, "Ya, tautkan")
    assert [] == counter.numbers(STRANGER)


def test_a_paper_ends_after_thirty_days(counter: Counter) -> None:
    """Two weeks later it is good, after a month it is not."""
    counter.now += timedelta(days=29)
    assert counter.number in counter.writes_in(WHATSAPP, f"tautkan {counter.paper}")
    counter.chooses(WHATSAPP, "Tidak")
    counter.now += timedelta(days=2)
    assert "tidak berlaku" in counter.writes_in(WHATSAPP, f"tautkan {counter.paper}")


def test_own_reports_stay_beside_it(counter: Counter) -> None:
    """Who has a report of their own has both, and a chat that joins later sees both, too, until it parts."""
    own = counter.files(WHATSAPP, OTHER)
    counter.claims(WHATSAPP)
    assert {own, counter.number} == set(counter.numbers(WHATSAPP))
    counter.links(WHATSAPP, TELEGRAM)
    assert {own, counter.number} == set(counter.numbers(TELEGRAM))
    counter.writes_in(TELEGRAM, "putuskan")
    counter.chooses(TELEGRAM, "Lepas WhatsApp")
    assert ([], {own, counter.number}) == (counter.numbers(TELEGRAM), set(counter.numbers(WHATSAPP)))
    assert [WHATSAPP] == counter.pushes(counter.number)


def test_a_number_of_somebody_else_tells_nothing_of_it(counter: Counter) -> None:
    """Where the number changes hands the report goes with the former owner, and nobody is told."""
    counter.claims(WHATSAPP)
    counter.writes_in(WHATSAPP, "nomor ini baru saya pakai")
    counter.chooses(WHATSAPP, "Ya, baru milik saya")
    assert [] == counter.pushes(counter.number)
    assert [] == counter.numbers(WHATSAPP)


def test_the_code_is_kept_as_a_digest(counter: Counter) -> None:
    """No document of a lane has the code, nor any command between lanes."""
    kept = f"{counter.states} {counter.told}".upper()
    assert [False, False] == [form in kept for form in (counter.paper, counter.paper.replace("-", ""))]
