"""Which group a ticket tells what, where a unit has one of its own."""

from functools import cache
from typing import Any

from core.city.calendar import WorkingCalendar
from core.city.pack import parse_city
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import ChangePrivacy
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import CardLeft, Relay, ShowAgain, ShowCard, Verdict
from tests.core.kupang import pack_files
from tests.core.ticket.lane import COORDINATOR, DISHUB, NUMBER, PHOTO, TicketLane

OWN = '[groups.dishub]\nchat = "-100"\n[[desk]]\nkey = "dishub"\ngroup = "dishub"\n'
DISHUB_LANE = "group:dishub"


@cache
def steps(desks: str) -> TicketSteps:
    """Build the steps of Kupang with other desks."""
    city = parse_city({**pack_files(), "desks.toml": desks.encode()})
    return TicketSteps(city, WorkingCalendar(city))


def lane(desks: str = OWN) -> TicketLane:
    """Give a new ticket of a city with such desks."""
    ticket = TicketLane()
    ticket.steps = steps(desks)
    return ticket.opens(privacy="nama", name="Yohanes")


def told(ticket: TicketLane, *kinds: type[Any]) -> list[tuple[str, Any]]:
    """Give which group was told what by the last step."""
    tells = (effect for effect in ticket.effects if isinstance(effect, Tell))
    return [(tell.lane, tell.command) for tell in tells if isinstance(tell.command, kinds)]


def disposed(desks: str = OWN) -> TicketLane:
    """Give a ticket that lies on the desk of dishub."""
    return lane(desks).does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub")


def test_a_ticket_moves_to_the_group_of_its_unit() -> None:
    """The card goes to the unit's group, the group that it leaves is told, and the verdict goes where it was wanted."""
    ticket = disposed()
    ((where, shown),) = told(ticket, ShowCard)
    assert (DISHUB_LANE, "dishub", "verifikasi") == (where, shown.card.desk, shown.card.moved_from)
    assert [(OFFICIALS_LANE, CardLeft(NUMBER, 3, "dishub"))] == told(ticket, CardLeft)
    assert [OFFICIALS_LANE] == [where for where, _verdict in told(ticket, Verdict)]
    ticket.does("ambil", DISHUB, group=DISHUB_LANE)
    assert [DISHUB_LANE] == [where for where, _verdict in told(ticket, Verdict)]
    assert ([DISHUB_LANE], []) == ([where for where, _card in told(ticket, ShowCard)], told(ticket, CardLeft))
    ticket.says("Masih gelap")
    assert [DISHUB_LANE] == [where for where, _relay in told(ticket, Relay)]


def test_a_ticket_comes_back() -> None:
    """Sent back, the card is the common group's again, and the unit's group is told that it left."""
    ticket = disposed().does("bukan_wewenang", DISHUB, "Bukan lampu kami", group=DISHUB_LANE)
    ((where, shown),) = told(ticket, ShowCard)
    assert (OFFICIALS_LANE, "verifikasi", "dishub") == (where, shown.card.desk, shown.card.moved_from)
    assert [(DISHUB_LANE, CardLeft(NUMBER, 4, "verifikasi"))] == told(ticket, CardLeft)


def test_words_are_changed_in_the_group_that_was_told_them() -> None:
    """A name that is cut out later is cut out where the words stand; what becomes confidential is closed everywhere."""
    ticket = lane().says("Di belakang warung Melati", PHOTO)
    ticket.does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub").says("Tiang nomor 7")
    ticket.happens(ChangePrivacy("anonim", hide=("Melati",)))
    again = [(where, relay.id, relay.group) for where, relay in told(ticket, Relay) if relay.again]
    assert [(OFFICIALS_LANE, "1", OFFICIALS_LANE)] == again
    ticket.happens(ChangePrivacy("rahasia"))
    closed = {(where, relay.id) for where, relay in told(ticket, Relay) if relay.sealed}
    assert {(where, number) for where in (OFFICIALS_LANE, DISHUB_LANE) for number in ("1", "2")} == closed
    ((_where, left),) = told(ticket, CardLeft)
    assert (OFFICIALS_LANE, True) == (_where, left.closed)
    ticket.happens(ChangePrivacy("anonim"))
    opened = {(where, relay.id) for where, relay in told(ticket, Relay) if relay.again}
    assert {(DISHUB_LANE, "1"), (DISHUB_LANE, "2")} == opened


def test_a_unit_gets_its_group_while_a_ticket_lies_there() -> None:
    """After the pack was changed the next card goes to the new group with its files, and the old copy is a signpost."""
    ticket = disposed("")
    assert [OFFICIALS_LANE] == [where for where, _card in told(ticket, ShowCard)]
    ticket.steps = steps(OWN)
    ticket.happens(ShowAgain())
    ((where, shown),) = told(ticket, ShowCard)
    assert (DISHUB_LANE, "dishub", "dishub") == (where, shown.card.desk, shown.card.moved_from)
    assert [(OFFICIALS_LANE, CardLeft(NUMBER, 3, "dishub"))] == told(ticket, CardLeft)
    ticket.happens(ShowAgain())
    assert ([DISHUB_LANE], []) == ([where for where, _card in told(ticket, ShowCard)], told(ticket, CardLeft))


def test_one_group_is_told_of_no_leaving() -> None:
    """Where all desks are topics of the common group, it is told the card alone, as it moves."""
    ticket = disposed("")
    assert [] == told(ticket, CardLeft)
    ticket.happens(ChangePrivacy("rahasia"))
    assert ([], {""}) == (told(ticket, CardLeft), {relay.group for _where, relay in told(ticket, Relay)})
