"""Who holds a ticket is told to the official's lane; a ticket whose holder lost the rights waits for a colleague."""

import pytest

from core.ticket.lifecycle import STATUSES
from core.vocabulary.citizen import Disputed, Update
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import official_lane
from core.vocabulary.register import Holds, RightsNow
from core.vocabulary.ticket import Official, TicketStatus
from tests.core.ticket.lane import COORDINATOR, DISHUB, DISHUB_TWO, TicketLane, brought_to

GONE = RightsNow(DISHUB, False)
FREED = frozenset({"diproses", "menunggu_pelapor", "disanggah"})


def held(lane: TicketLane) -> list[tuple[str, bool]]:
    """Give what the last step told lanes of officials."""
    tells = [effect for effect in lane.effects if isinstance(effect, Tell)]
    return [(one.lane, one.command.held) for one in tells if isinstance(one.command, Holds)]


def test_an_official_knows_what_he_holds() -> None:
    """Claiming, letting go, and claiming by a colleague are told to the lanes of the officials."""
    lane = brought_to("didisposisikan")
    assert [(official_lane(DISHUB.id), True)] == held(lane.does("ambil", DISHUB))
    assert [] == held(lane.does("progres", DISHUB, "Tim berangkat"))
    assert [(official_lane(DISHUB.id), False)] == held(lane.does("lepas", DISHUB))
    assert [(official_lane(DISHUB_TWO.id), True)] == held(lane.does("ambil", DISHUB_TWO))


def test_an_offer_to_who_left_is_over() -> None:
    """A colleague who goes cannot take what was offered: the offer ends at once, and the holder hears of it."""
    lane = brought_to("diproses").does("serahkan", DISHUB, to=DISHUB_TWO)
    assert [(official_lane(DISHUB_TWO.id), True)] == held(lane)

    lane.happens(RightsNow(DISHUB_TWO, False))

    assert (None, DISHUB, "diproses") == (lane.ticket.offered, lane.ticket.holder, lane.status)
    assert ("offer_gone", "Dina Nalle", (DISHUB,)) == (lane.relay.kind, lane.relay.text, lane.relay.calls)
    assert [("offer_gone", "sistem")] == [(one.what, one.actor) for one in lane.records]
    assert [(official_lane(DISHUB_TWO.id), False)] == held(lane)
    assert "offer_over" == lane.does("terima", DISHUB_TWO).verdict.key.rpartition(".")[2]


def test_who_takes_an_offer_is_told_once_to_the_own_lane() -> None:
    """Taking what was offered, and turning it down, leave each lane with what its official has."""
    lane = brought_to("diproses").does("serahkan", DISHUB, to=DISHUB_TWO).does("terima", DISHUB_TWO)
    assert [(official_lane(DISHUB.id), False), (official_lane(DISHUB_TWO.id), True)] == held(lane)
    lane = brought_to("diproses").does("serahkan", DISHUB, to=DISHUB_TWO).does("tolak", DISHUB_TWO)
    assert [(official_lane(DISHUB_TWO.id), False)] == held(lane)


@pytest.mark.parametrize("status", STATUSES)
def test_a_ticket_is_offered_to_the_unit(status: TicketStatus) -> None:
    """What is being worked on waits for a colleague; what is answered or over stays, and so does what nobody holds."""
    lane = brought_to(status)
    before = lane.ticket
    lane.happens(GONE)
    if status not in FREED:
        assert (before, ()) == (lane.ticket, lane.effects)
        return
    assert ("didisposisikan", None) == (lane.status, lane.ticket.holder)
    assert ("freed", "released") == (lane.relay.kind, lane.update.kind)
    assert [("rights_ended", "sistem")] == [(one.what, one.actor) for one in lane.records]
    assert "Yosef Lay tidak bertugas lagi di sini" in lane.card.notes[-1]
    assert "Dina Nalle" == lane.does("ambil", DISHUB_TWO).card.holder


def test_a_ticket_put_off_by_who_left_comes_back_to_the_unit() -> None:
    """On hold while somebody had it, it stays on hold, and nobody has it when it goes on."""
    lane = brought_to("diproses")
    lane.does("tunda", DISHUB, "Menunggu suku cadang sampai 20 Juli.")
    lane.happens(GONE)
    assert ("ditunda", None, []) == (lane.status, lane.ticket.holder, lane.told(Update, lane.ticket.reporter))
    lane.does("lanjutkan", COORDINATOR)
    assert "didisposisikan" == lane.status


@pytest.mark.parametrize(
    ("official", "may_act", "freed"),
    [
        (Official("20", "Yosef Lay", "pupr"), True, True),
        (Official("20", "Yosef Lay", "dishub", role="pemantau"), True, True),
        (Official("20", "Yosef Lay", "dishub", role="penghubung"), True, False),
        (Official("20", "Yosef Lay", "setda"), True, False),
        (Official("20", "Yosef Lay", "pupr", admin=True), True, False),
        (Official("21", "Dina Nalle", "dishub"), False, False),
    ],
)
def test_another_unit_or_role_counts_like_leaving(official: Official, may_act: bool, freed: bool) -> None:
    """Who may still work for the unit goes on with the ticket; news of somebody else are no matter of it."""
    lane = brought_to("diproses")
    lane.happens(RightsNow(official, may_act))
    assert ("didisposisikan" if freed else "diproses") == lane.status


def test_a_dispute_asks_anew_whether_the_holder_is_there() -> None:
    """A ticket that was answered by who left comes back to work: the official's lane is asked, and frees it."""
    lane = brought_to("ditindaklanjuti")
    lane.happens(GONE)
    assert ("ditindaklanjuti", DISHUB.id) == (lane.status, lane.ticket.holder.id if lane.ticket.holder else "")
    assert [(official_lane(DISHUB.id), True)] == held(lane.happens(Disputed("Masih gelap")))
    lane.happens(GONE)
    assert "didisposisikan" == lane.status
