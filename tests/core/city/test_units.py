"""The tree of offices: what follows from where one stands."""

import pytest

from core.city.units import Unit, UnitTree
from core.vocabulary.ticket import Official


def unit(code: str, parent: str | None = None) -> Unit:
    """Make an office."""
    return Unit(code, code.title(), code.upper(), "office", parent)


TREE = UnitTree(
    [
        unit("hall"),
        unit("roads", "hall"),
        unit("health", "hall"),
        unit("clinics", "health"),
        unit("clinic-east", "clinics"),
        unit("lamps", "roads"),
        unit("guests"),
    ],
    coordinator="hall",
    desks={"health", "roads", "guests"},
)
ADMIN = Official("1", "Admin", admin=True)


def by(code: str) -> Official:
    """Make an official of an office."""
    return Official("9", "Somebody", code)


def test_the_tree_is_walked_both_ways() -> None:
    """Children, all below, all above and the tops are found, each in the order of the pack."""
    assert ["roads", "health"] == [one.code for one in TREE.children("hall")]
    assert ["roads", "lamps", "health", "clinics", "clinic-east"] == [one.code for one in TREE.below("hall")]
    assert ["clinics", "health", "hall"] == [one.code for one in TREE.ancestors("clinic-east")]
    assert ["hall", "guests"] == [one.code for one in TREE.tops()]
    assert [] == list(TREE.ancestors("gone"))


def test_a_way_passes_the_coordinator_between_two_stays_at_one_unit() -> None:
    """What came back to the unit that had it was with the coordinating one meanwhile, and the way says so."""
    assert "ROADS → HALL → ROADS → HEALTH" == TREE.way(("roads", "roads", "health"))
    assert ("ROADS", "") == (TREE.way(("roads",)), TREE.way(()))


@pytest.mark.parametrize(
    ("code", "expected"),
    [("health", "health"), ("clinic-east", "health"), ("lamps", "roads"), ("hall", "hall"), ("gone", "gone")],
)
def test_a_case_lies_on_the_nearest_desk_upwards(code: str, expected: str) -> None:
    """A unit's cases lie on the desk of the nearest unit upwards that answers for a category, else on its own."""
    assert expected == TREE.desk_of(code)


@pytest.mark.parametrize(
    ("named", "above", "expected"),
    [("guests", None, "guests"), ("", None, "hall"), ("", "crown", "crown")],
    ids=["named by the pack", "nobody above", "who stands above"],
)
def test_who_is_the_secretary(named: str, above: str | None, expected: str) -> None:
    """The secretary's office is the named one, else that above the coordinating one, else the coordinating one."""
    units = [unit("crown"), unit("hall", above), unit("guests")]
    assert expected == UnitTree(units, coordinator="hall", desks=(), secretary=named).secretary


def test_nobody_disposes_to_who_stands_above_the_coordinator() -> None:
    """Officials of a unit give tickets up their branch, but neither back to the coordinator nor past it."""
    tree = UnitTree([unit("crown"), unit("hall", "crown"), unit("roads", "hall")], coordinator="hall", desks=())
    assert [False, False] == [tree.may_dispose_to(by("roads"), code) for code in ("hall", "crown")]


@pytest.mark.parametrize(
    ("who", "code", "expected"),
    [
        (by("clinic-east"), "clinic-east", True),
        (by("health"), "clinic-east", True),
        (by("clinic-east"), "health", False),
        (by("roads"), "health", False),
        (by("hall"), "roads", True),
        (by("hall"), "guests", False),
        (by("hall"), "", True),
        (by("roads"), "", False),
        (by(""), "roads", False),
        (by("hall"), "gone", True),
        (ADMIN, "guests", True),
    ],
)
def test_who_may_act_for_a_unit(who: Official, code: str, expected: bool) -> None:
    """Officials act for their own unit and those below; for no unit, those who coordinate."""
    assert expected == TREE.works_for(who, code)


@pytest.mark.parametrize(
    ("who", "code", "expected"),
    [
        (by("hall"), "guests", True),
        (ADMIN, "guests", True),
        (by("health"), "clinic-east", True),
        (by("clinic-east"), "health", True),
        (by("clinic-east"), "hall", False),
        (by("health"), "roads", False),
        (by(""), "roads", False),
        (by("gone"), "roads", False),
    ],
)
def test_who_may_dispose_to_a_unit(who: Official, code: str, expected: bool) -> None:
    """Coordinators dispose to every unit, others up and down their own branch but not back to the coordinator."""
    assert expected == TREE.may_dispose_to(who, code)
