"""The group and a real ticket: from a new card to the citizen's confirmation, through both steps."""

from datetime import datetime
from typing import Any

import msgspec

from core.city.calendar import WorkingCalendar
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Confirmed, Disputed, Opened, Replied, Update
from core.vocabulary.effects import Tell
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import OFFICIALS_LANE, ticket_lane
from core.vocabulary.officials import Act
from core.vocabulary.report import Filing, Report
from core.vocabulary.steps import Moment
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, Group, kupang, photo


class City:
    """Carries commands between the group and one ticket until both are quiet."""

    def __init__(self) -> None:
        self.group = Group()
        self.group.starts()
        self.group.registers(BUDI)
        self.group.registers(SARI)
        self.tickets = _ticket_steps()
        self.state: Any = None
        self.updates: list[Update] = []
        self.count = 0
        report = Report(
            text="Lampu jalan mati su 3 hari, hubungi 0812 3456 7890",
            classification="pengaduan",
            category="lampu-jalan",
            kelurahan="Oebufu",
            privacy="anonim",
        )
        self.ticket(Opened(NUMBER, Filing("person:x", report)))

    def ticket(self, body: Body) -> None:
        """Something reaches the ticket; what it says to the group is shown there."""
        self.count += 1
        event = Event(f"t{self.count}", ticket_lane(NUMBER), self.group.now, body)
        outcome = self.tickets.step(self.state, event, Moment(now=self.group.now, lane=ticket_lane(NUMBER)))
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        for effect in outcome.effects:
            if isinstance(effect, Tell) and effect.lane == OFFICIALS_LANE:
                self.group.happens(effect.command)
            elif isinstance(effect, Tell) and isinstance(effect.command, Update):
                self.updates.append(effect.command)

    def settle(self) -> None:
        """Carry the acts of the group's last step to the ticket."""
        acts: list[Act] = self.group.acts
        for act in acts:
            self.ticket(act)

    def card(self, topic: str = "dishub") -> str:
        """Read the card in a topic."""
        return self.group.by_key(f"card:{NUMBER}:{topic}").message.text

    def press(self, who: Any, label: str) -> None:
        """Press a button and let the ticket answer."""
        self.group.presses(who, label)
        self.settle()


def _ticket_steps() -> TicketSteps:
    return TicketSteps(kupang(), WorkingCalendar(kupang()))


def test_from_new_card_to_confirmation() -> None:
    """Verify, dispose by the menu, claim, ask, close with a photo, dispute, close again, confirm: the card is true."""
    city = City()
    assert "0812" not in city.card("verifikasi")
    city.press(ADMIN, "Verifikasi")
    city.press(ADMIN, "Disposisi")
    city.press(ADMIN, "👉 Dishub (disarankan)")
    assert "pindah ke topik Dishub" in city.card("verifikasi")
    city.press(BUDI, "Ambil")
    assert "🟡" in city.card()
    assert "🙋 Budi L." in city.card()
    city.press(BUDI, "Tanya pelapor")
    city.group.replies(BUDI, "Tiang nomor berapa?")
    city.settle()
    assert ("question", "Tiang nomor berapa?") == (city.updates[-1].kind, city.updates[-1].text)
    city.ticket(Replied("Nomor 7"))
    assert any("Nomor 7" in item.message.text for item in city.group.posted)
    city.press(BUDI, "Selesai")
    city.group.replies(BUDI, "Sudah diganti")
    city.settle()
    assert "sertakan minimal satu foto" in city.group.last.text
    city.group.replies(BUDI, files=(photo(),))
    city.group.fetches()
    city.settle()
    assert ("answered", "Sudah diganti") == (city.updates[-1].kind, city.updates[-1].text)
    city.ticket(Disputed("Masih mati"))
    assert "🔴" in city.card()
    city.press(BUDI, "Selesai")
    city.group.replies(BUDI, "Kabel diganti", files=(photo("p9"),))
    city.group.fetches("p9")
    city.settle()
    city.ticket(Confirmed())
    assert city.card().startswith(f"🟢 {NUMBER} · Lampu jalan · selesai")


def test_second_claim_is_told_who_was_first() -> None:
    """Two officials tap: one holds the ticket, the other is told privately who."""
    city = City()
    city.press(ADMIN, "Verifikasi")
    city.press(ADMIN, "Disposisi")
    city.press(ADMIN, "👉 Dishub (disarankan)")
    data = city.group.newest("Ambil").message.choices[0].id
    city.group.presses_data(BUDI, data)
    first = city.group.acts
    city.group.presses_data(SARI, data, query_id="q2")
    second = city.group.acts
    city.ticket(first[0])
    city.ticket(second[0])
    assert ("q2", "Sudah diambil Budi L..", True) == (
        city.group.answer.query_id,
        city.group.answer.text,
        city.group.answer.alert,
    )
    assert "🙋 Budi L." in city.card()
