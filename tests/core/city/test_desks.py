"""The desks of a city: what the base pack names, what a city changes, and which mistakes are found."""

from functools import cache
from pathlib import Path

import pytest

from core.city.city import City
from core.city.desks import COLOURS, NAMED, Desk
from core.city.pack import parse_city
from core.language.data import CityError
from core.vocabulary.lane_names import OFFICIALS_LANE
from storage.city import read_city_files

OWN = '[groups.dinkes]\nchat = "-100"\n[[desk]]\nkey = "dinkes"\ngroup = "dinkes"\n'


@cache
def files() -> dict[str, bytes]:
    """Read the files of Kupang's pack once."""
    return read_city_files(Path("cities/kupang"))


def city(desks: str = "") -> City:
    """Give the city with other desks."""
    return parse_city({**files(), "desks.toml": desks.encode()})


def test_the_pack_as_it_is() -> None:
    """Verification first, the units that answer for a category, then what is no unit's: all topics of one group."""
    desks = city().desks
    assert NAMED == (desks[0].key, *(desk.key for desk in desks[-3:]))
    assert [desk.key for desk in desks[1:-3]] == [
        unit.code for unit in city().tree if any(one.unit == unit.code for one in city().categories)
    ]
    assert {(OFFICIALS_LANE, False)} == {(desk.lane, desk.whole) for desk in desks}
    assert ["pemantauan", "eskalasi"] == [desk.key for desk in desks if not desk.at_start]
    assert ("Verifikasi", "Verification") == (desks[0].name("id"), desks[0].name("en"))
    assert {"blue", "yellow", "violet", "pink", "red"} == {desk.colour for desk in desks} <= set(COLOURS)


@pytest.mark.parametrize(
    ("desks", "unit", "expected"),
    [
        ("", "", ("verifikasi", OFFICIALS_LANE, "verifikasi")),
        ("", "gone", ("verifikasi", OFFICIALS_LANE, "verifikasi")),
        ("", "dinkes", ("dinkes", OFFICIALS_LANE, "dinkes")),
        ("", "pkm-alak", ("dinkes", OFFICIALS_LANE, "dinkes")),
        (OWN, "dinkes", ("dinkes", "group:dinkes", "")),
        (OWN, "pkm-alak", ("dinkes", "group:dinkes", "")),
        (OWN, "dishub", ("dishub", OFFICIALS_LANE, "dishub")),
        (OWN + "whole = false", "dinkes", ("dinkes", "group:dinkes", "dinkes")),
        ('[[desk]]\nkey = "pkm-alak"', "pkm-alak", ("pkm-alak", OFFICIALS_LANE, "pkm-alak")),
    ],
)
def test_where_cases_of_a_unit_lie(desks: str, unit: str, expected: tuple[str, str, str]) -> None:
    """The nearest desk upwards is a unit's; it is a topic of the common group, or where the pack says."""
    desk = city(desks).desk_for_unit(unit)
    assert expected == (desk.key, desk.lane, desk.topic)


def test_a_city_changes_what_it_names() -> None:
    """One field of a desk may differ; all others stay as the base pack has them."""
    changed = city('[[desk]]\nkey = "health"\nnames = { id = "Mesin" }\n[[desk]]\nkey = "dishub"\ncolour = "green"\n')
    health, dishub = changed.desk("health"), changed.desk("dishub")
    assert ("Mesin", "System health", "red") == (health.name("id"), health.name("en"), health.colour)
    assert ("Dishub", "green", OFFICIALS_LANE) == (dishub.name("id"), dishub.colour, dishub.lane)


def test_a_unit_without_a_desk_gets_one_when_it_is_needed() -> None:
    """Asked for a key that the pack does not have, the city gives a topic of the common group of that name."""
    assert Desk("gone", {"id": "gone"}) == city().desk("gone")


def test_further_groups() -> None:
    """Each further group has a lane of its own and a chat; a group that is one desk needs no topics."""
    one = city(OWN)
    assert {"group:dinkes": "-100"} == one.groups
    assert (True, False) == (one.needs_topics(OFFICIALS_LANE), one.needs_topics("group:dinkes"))


@pytest.mark.parametrize(
    ("desks", "key"),
    [
        ('[[desk]]\nkey = "nobody"', "desk[0].key"),
        ('[[desk]]\nkey = "dinkes"\ngroup = "nowhere"', "desk[0].group"),
        ('[[desk]]\nkey = "dinkes"\ncolour = "puce"', "desk[0].colour"),
        ('[[desk]]\nkey = "dinkes"\nwhole = true', "desk[0].whole"),
        (OWN + "whole = 1", "desk[0].whole"),
        ('[groups.officials]\nchat = "-100"', "groups.officials"),
        ('[groups."a:b"]\nchat = "-100"', "groups.a:b"),
        ("[groups.dinkes]\n", "groups.dinkes.chat"),
        ('[groups.a]\nchat = "-1"\n[groups.b]\nchat = "-1"', "groups"),
        (OWN + '[[desk]]\nkey = "dishub"\ngroup = "dinkes"', "desk.dishub.group"),
    ],
)
def test_mistakes(desks: str, key: str) -> None:
    """A desk that is no unit's, a group without a chat, two desks that are one group: each is found with its key."""
    with pytest.raises(CityError) as caught:
        city(desks)
    assert ("desks.toml", key) == (caught.value.file, caught.value.key)
