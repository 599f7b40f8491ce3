"""The picture of a chart: of a phone's width, the same every time, and whole whatever stands in it."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image

from app.drawing import WIDTH, draw, drawing, picture
from channels.kit import Forgetful
from core.vocabulary.charts import Bar, Chart, Column, Ranking, Tile, kept
from tests.core.kupang import kupang

FULL = Chart(
    "142 masuk, 100% dijawab tepat waktu, dan judul yang panjang sekali",
    "Kota Kupang · 2–8 Mar 2026",
    (Tile("1.142", "masuk"), Tile("100%", "tepat waktu", "good"), Tile("6", "lewat batas", "bad"), Tile("–", "beres")),
    tuple(Column(day, 3 * n, n) for n, day in enumerate(("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"))),
    ("masuk", "dijawab"),
    (Ranking("Jenis", (Bar("Jalan $x$ dan nama yang amat panjang", 1142, "12 lewat batas"), Bar("Air", 0))),),
    "Beres: menurut pelapor.",
)
EMPTY = Chart("", "", (), (), ("", ""), (Ranking("x", ()),))


@pytest.mark.parametrize("chart", [FULL, EMPTY])
def test_a_picture_is_drawn(chart: Chart) -> None:
    """Nothing that may stand in a chart breaks it, and it is as wide as it should be."""
    with Image.open(io.BytesIO(picture(chart))) as drawn:
        assert ("PNG", WIDTH) == (drawn.format, drawn.width)
        assert drawn.height < 2 * WIDTH


def test_the_same_chart_is_the_same_file() -> None:
    """Drawn again after a kill it is byte for byte the same; numbers are never read as a formula."""
    assert picture(FULL) == asyncio.run(draw(FULL))


async def test_a_picture_of_the_pack_is_given_as_it_is() -> None:
    """A page of the officials' guide has the picture that lies in the pack, and no other page has one."""
    give = drawing(kupang(), Forgetful(), ())
    assert kupang().guide_pictures["card"] == await give(kept("card"))
    with pytest.raises(KeyError):
        await give(kept("start"))


def test_nothing_is_written_over_the_edge() -> None:
    """Words that are too long become smaller: the rim of the picture stays white."""
    with Image.open(io.BytesIO(picture(FULL))) as drawn:
        rim = drawn.convert("RGB").crop((WIDTH - 20, 0, WIDTH, drawn.height))
        assert ((255, 255),) * 3 == rim.getextrema()
