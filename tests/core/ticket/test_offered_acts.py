"""What the buttons of a card offer is what is then allowed."""

from __future__ import annotations

import pytest

from core.ticket.lifecycle import SECONDARY, STATUSES, rule_for
from core.ticket.rights import may
from core.vocabulary.ticket import Official, TicketStatus
from tests.core.ticket.lane import (
    ADMIN,
    CLINIC,
    COORDINATOR,
    DINKES,
    DISHUB,
    DISHUB_TWO,
    DLHK,
    HEAD,
    SECRETARY,
    STRANGER,
    TicketLane,
    brought_to,
    city,
)

EVERYBODY = (COORDINATOR, DISHUB, DISHUB_TWO, HEAD, DLHK, DINKES, CLINIC, SECRETARY, ADMIN, STRANGER)


@pytest.mark.parametrize("status", STATUSES)
def test_every_button_is_allowed_to_somebody(status: TicketStatus) -> None:
    """Every button on a card, and on each of its pages, is allowed to somebody who may see it."""
    lane = brought_to(status)
    tree, ticket = city().tree, lane.ticket
    actions = lane.does("lihat", ADMIN).card.actions
    for action in actions:
        assert any(may(tree, ticket, by, rule_for(status, action).who) for by in EVERYBODY if not by.admin), action


@pytest.mark.parametrize("by", EVERYBODY)
@pytest.mark.parametrize("status", STATUSES)
def test_pages_offer_only_what_is_allowed(status: TicketStatus, by: Official) -> None:
    """Whoever opens a page of a card may do everything that stands on it; who may do nothing there cannot open it."""
    for page in ("units", "more", "categories", "answers"):
        lane = brought_to(status).does("menu", by, page)
        if lane.verdict.alert:
            continue
        card = lane.card
        for action in card.actions if page == "more" else ():
            assert action in (*SECONDARY, "disposisi")
            assert may(city().tree, lane.ticket, by, rule_for(status, action).who)
        for code in card.targets if page == "units" else ():
            given = brought_to(status).does("disposisi", by, unit=code)
            assert "officials.verdict.done.disposisi" == given.verdict.key
        assert bool(card.targets) != (page in {"more"})


def test_units_of_the_menu() -> None:
    """The coordinator may choose every unit; an office gives up, down and sideways within its own branch only."""
    lane = TicketLane().opens(category="kesehatan", kelurahan="Oesapa")
    lane.does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="pkm-oesapa")

    others = {unit.code for unit in city().units} - {"pkm-oesapa"}
    assert others == set(lane.does("menu", COORDINATOR, "units").card.targets)
    lane.does("menu", COORDINATOR)
    own = lane.does("menu", CLINIC, "units").card.targets
    assert {"dinkes", "upp-dinkes", "pkm-alak"} <= set(own)
    assert not {"dishub", "setda", "sekda"} & set(own)
    assert "didisposisikan" == lane.does("disposisi", CLINIC, unit="pkm-alak").status


def test_a_unit_alone_has_nowhere_to_give() -> None:
    """An official of an office without units below it is told so, and no menu opens."""
    lane = brought_to("didisposisikan").does("menu", DISHUB, "units")

    assert ("officials.verdict.no_page.units", "") == (lane.verdict.key, lane.ticket.menu)
