"""What is checked before anything runs."""

from dataclasses import replace

import pytest

from app.steppers import build_steppers
from bots.officials.required_shown import LANES
from core.language.data import CityError
from tests.core.kupang import kupang


def test_a_text_that_asks_for_what_nobody_gives_stops_the_start() -> None:
    """A city's own wording with a field that the group never gets is refused at start-up, with its key and field."""
    own = dict(kupang().texts["id"], **{"officials.card.map": "Peta: {url}"})
    with pytest.raises(CityError, match=r"officials\.card\.map.*url"):
        build_steppers(replace(kupang(), texts={**kupang().texts, "id": own}), frozenset(), b"")


def test_the_pack_of_kupang_starts() -> None:
    """The texts that the group says are complete in every language of the pack."""
    assert "group" in build_steppers(kupang(), frozenset(), b"")


def test_every_kind_of_lane_has_a_name_for_operators() -> None:
    """Whatever is stuck is told by a name, in every language."""
    assert frozenset(LANES) == frozenset(build_steppers(kupang(), frozenset(), b""))
