"""Before a form is sent its writer sees which open reports may say the same, and may follow one instead."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from core.near.alike import row_of
from core.near.state import NearState
from core.ticket.number import format_number
from core.vocabulary.citizen import FormSent
from core.vocabulary.lane_names import near_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Report
from tests.clock import START
from tests.core.kupang import kupang
from tests.web.boxes import WORD, Town, served
from tests.web.test_kept import sendable

LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"
NUMBERS = [format_number("KPG", 26, serial) for serial in (1, 2, 3)]
WORDS = {"words": LAMP, "word": WORD}
FORM = {**WORDS, "category": "lampu-jalan", "area": "Oebufu"}


def keep(town: Town, *numbers: str, text: str = LAMP) -> None:
    """Let these tickets be open at one place."""
    report = Report(text, "pengaduan", "lampu-jalan", kelurahan="Oebufu", landmark="SDN Oebufu")
    rows = tuple(row_of(kupang(), report, number, START - timedelta(days=3)) for number in numbers)
    lane = near_lane("lampu-jalan", "Oebufu")
    town.boxes.lanes[lane] = Lane(lane, 1, msgspec.to_builtins(NearState(rows)))


async def post(town: Town, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """Post a form."""
    return await town.ask(path, method="post", data=fields)


async def test_two_are_shown_at_most() -> None:
    """Number, kind, kelurahan and day are shown, each with a button, and nothing of anybody's words."""
    async with served() as town:
        keep(town, *NUMBERS, text=f"{LAMP}, rumah Bapak Yohanes Tefa")
        _status, page = await post(town, "/lapor/2", WORDS)
    assert 2 == page.count('name="follow"')
    assert "Lampu jalan, Kel. Oebufu, patokan yang sama, sejak " in page
    assert "Tefa" not in page


@pytest.mark.parametrize("words", ["Sampah menumpuk di Oebufu", "Anak saya diserang orang di Oebufu, tolong, berdarah"])
async def test_nothing_alike_shows_nothing(words: str) -> None:
    """Another matter offers nothing, and who is in danger is not asked to leave it to others."""
    async with served() as town:
        keep(town, *NUMBERS)
        _status, page = await post(town, "/lapor/2", {**WORDS, "words": words})
    assert 'name="follow"' not in page


async def test_a_store_that_is_down_shows_nothing() -> None:
    """Whatever the store does, somebody's words are read and can be corrected."""
    async with served() as town:
        keep(town, *NUMBERS)
        town.boxes.down = True
        status, page = await post(town, "/lapor/2", WORDS)
    assert (200, False) == (status, 'name="follow"' in page)


async def test_following_is_one_event_beside_the_form() -> None:
    """The button needs no privacy and is one event however often it is pressed; the form can still be sent after it."""
    follow = {**FORM, "follow": NUMBERS[0]}
    async with served() as town:
        assert [303, 303, 303] == [
            (await post(town, "/lapor/3", form))[0] for form in (follow, follow, {**FORM, "privacy": "anonim"})
        ]
        bodies = [event.body for event in town.boxes.events.values()]
    found = [(body.follow, body.privacy) for body in bodies if isinstance(body, FormSent)]
    assert [(NUMBERS[0], "rahasia"), ("", "anonim")] == found


async def test_the_button_posts_what_was_understood() -> None:
    """Without scripts the form of the buttons carries everything that is needed to compare again."""
    async with served() as town:
        keep(town, *NUMBERS)
        _status, page = await post(town, "/lapor/2", WORDS)
    _before, form = page.split('class="card alike"')
    _action, fields = sendable(
        f'<form method="post" action=""{form.partition("</form>")[0]}<textarea id="words"></textarea>'
    )
    assert {**FORM, "landmark": "depan SDN Oebufu"} == fields
