"""A closing photo is compared with what the citizen let us keep of theirs: when and where they were taken."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from msgspec import structs

from core.ticket.origins import metres_between
from core.vocabulary.citizen import Confirmed, ForgetOrigins
from core.vocabulary.effects import DropOrigins
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.officials import Act, Doubt
from core.vocabulary.report import Evidence, Origin, Pin
from tests.core.ticket.lane import (
    DISHUB,
    MONDAY,
    NUMBER,
    PHOTO,
    TicketLane,
    brought_to,
)
from tests.core.ticket.test_closing import COMPLAINT, NORTH, PIN, alike, claimed, closed, confirms, photo

# --- with what the citizen let us keep of the photo -------------------------------------------------------------------

SHOT = MONDAY - timedelta(hours=5)
ORIGIN = Origin(SHOT, PIN.latitude, PIN.longitude)
FAR_AWAY = {"latitude": PIN.latitude + NORTH, "longitude": PIN.longitude}


def compared(item: Evidence, origin: Origin, **report: Any) -> TicketLane:
    """Close a complaint of whose photo it is known when and where it was taken."""
    lane = brought_to("diproses", evidence=(COMPLAINT,), **report)
    lane.origins["m-complaint"] = origin
    return closed(lane, item)


@pytest.mark.parametrize(
    ("item", "origin", "pin", "doubts"),
    [
        (photo(**FAR_AWAY), ORIGIN, None, (Doubt("elsewhere"),)),
        (photo(latitude=PIN.latitude, longitude=PIN.longitude), ORIGIN, None, ()),
        (photo(**FAR_AWAY), Origin(SHOT), None, ()),
        (photo(**FAR_AWAY), ORIGIN, PIN, (Doubt("far", metres=1001),)),
        (photo(**FAR_AWAY), Origin(SHOT, **FAR_AWAY), PIN, ()),
        (photo(taken_at=SHOT + timedelta(hours=1)), ORIGIN, None, ()),
        (photo(taken_at=SHOT - timedelta(minutes=1)), ORIGIN, None, (Doubt("before", at=SHOT - timedelta(minutes=1)),)),
        (photo(taken_at=MONDAY - timedelta(days=3)), Origin(MONDAY - timedelta(days=4)), None, None),
        (photo(taken_at=MONDAY - timedelta(minutes=1)), Origin(MONDAY + timedelta(days=1)), None, None),
    ],
    ids=[
        "far from the complaint's photo", "at the complaint's photo", "a photo that says only when", "far from both",
        "far from the pin, at the photo", "after the complaint's photo", "before the complaint's photo",
        "an old complaint's photo says nothing", "a camera ahead of its time says nothing",
    ],
)  # fmt: skip
def test_a_photo_is_compared_with_the_complaints(
    item: Evidence, origin: Origin, pin: Pin | None, doubts: tuple[Doubt, ...] | None
) -> None:
    """Place and time of the complaint's own photo count beside pin and filing; how far from it nobody is told."""
    lane = compared(item, origin, pin=pin)
    if doubts is None:
        assert ["before"] == [one.kind for one in lane.card.doubts]
    else:
        assert [structs.replace(one, at=one.at and one.at.astimezone(UTC)) for one in doubts] == list(lane.card.doubts)
    said = str([lane.state, lane.all_effects])
    assert pin is not None or str(PIN.longitude) not in said.replace(str(item.facts), "")


def test_a_photo_that_came_later_is_compared_too() -> None:
    """Where a later photo of the citizen was taken is a place of the complaint, until the report ends."""
    later = Evidence("photo", "c", "m-later")
    lane = brought_to("diproses").says("Ini fotonya", later)
    lane.origins["m-later"] = ORIGIN
    closed(lane, photo(**FAR_AWAY))
    assert (Doubt("elsewhere"),) == lane.card.doubts
    closed(lane, photo(latitude=PIN.latitude, longitude=PIN.longitude))
    assert "selesai" == confirms(lane).status
    assert [DropOrigins] == [type(one) for one in lane.effects if "m-later" in str(getattr(one, "media", ""))]


def test_how_far_is_not_said() -> None:
    """The card words it without a distance: from three of them it could be worked out where the citizen stood."""
    lane = compared(photo(**FAR_AWAY), ORIGIN)
    assert "lebih dari 300 m dari tempat foto pengaduan" in lane.sentence
    assert "1001" not in str(lane.all_effects)


def test_only_a_closing_photo_that_tells_something_asks_for_it() -> None:
    """Nobody looks at when and where a citizen's photo was taken without need."""
    lane = claimed()
    acts = (
        Act("selesai", DISHUB, text="Beres", evidence=(PHOTO,)),
        Act("progres", DISHUB, text="Beres", evidence=(photo(**FAR_AWAY),)),
        Act("selesai", DISHUB, text="Beres", evidence=(photo(**FAR_AWAY),)),
    )
    events = [Event("e", ticket_lane(NUMBER), lane.now, act) for act in acts]
    assert [(), (), ("m-complaint",)] == [lane.steps.files_compared(lane.state, event) for event in events]
    assert () == lane.steps.files_compared(None, events[-1])


def test_it_is_forgotten_when_the_report_ends() -> None:
    """With the end there is nothing more to compare; before it, nothing is forgotten."""
    lane = closed(claimed(), PHOTO)
    assert [] == [effect for effect in lane.all_effects if isinstance(effect, DropOrigins)]
    lane.happens(Confirmed())
    assert ("selesai", [DropOrigins(("m-complaint",))]) == (
        lane.status, [effect for effect in lane.effects if isinstance(effect, DropOrigins)],
    )  # fmt: skip


def test_the_citizen_takes_it_back() -> None:
    """What was allowed is forgotten at once, and the ticket stays as it is."""
    lane = claimed()
    before = lane.state
    lane.happens(ForgetOrigins())
    assert ((DropOrigins(("m-complaint",)),), before) == (lane.effects, lane.state)


def test_distances() -> None:
    """Between two corners of the city it is as far as on the map."""
    assert 0 == metres_between(PIN, PIN.latitude, PIN.longitude)
    assert 12_300 == round(metres_between(Pin(-10.1772, 123.6070), -10.1260, 123.7070), -2)


def test_a_photo_on_the_way_tells_nothing_either() -> None:
    """News with a photo reaches the citizen without where and when it was taken, and asks for no second officer."""
    lane = claimed().does("progres", DISHUB, "Sedang dikerjakan", evidence=(alike("m-complaint"),))
    assert (PHOTO,) == lane.update.evidence
    assert () == lane.card.doubts
