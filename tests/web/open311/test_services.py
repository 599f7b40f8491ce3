"""Services come out of the pack, and every answer says the same in both formats."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from core.city.city import City
from storage.city import read_city
from tests.clock import START
from tests.core.kupang import kupang
from tests.web.open311.desk import ROOT, complete, served
from web.open311.trees import Fields, Rows, moment, written

LEMBAHSARI = Path(__file__).parents[2] / "cities" / "lembahsari"
CITIES = [kupang(), read_city(LEMBAHSARI)]


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.code)
async def test_services_are_the_categories(city: City) -> None:
    """Each category is a service with its name, its office and words that people use; another's matter says whose."""
    async with served(city=city) as town:
        found = await town.read("services")

    assert [(one.code, one.name("id")) for one in city.categories] == [
        (one["service_code"], one["service_name"]) for one in found
    ]
    for category, service in zip(city.categories, found, strict=True):
        expected = category.redirect("id") or f"Diteruskan ke {city.unit_for(category.code).name}."
        assert (expected, True, "realtime") == tuple(service[name] for name in ("description", "metadata", "type"))
        assert [] == [word for word in service["keywords"].split(",") if not word.replace(" ", "").isalpha() and word]


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.code)
async def test_a_definition_lists_what_can_be_said(city: City) -> None:
    """Nothing is required beyond the standard; privacy and kelurahan are lists, and a report of it is taken."""
    code = city.categories[0].code
    async with served(city=city) as town:
        found = (await town.read(f"services/{code}"))["attributes"]
        status, _row = await town.post({**complete(), "service_code": code, "address_id": city.kelurahan[-1].name})
        assert (404, "there is no such service_code") == await town.refused("services/bulan")

    assert ["privacy", "kelurahan", "external_id"] == [one["code"] for one in found]
    assert {False} == {one["required"] for one in found}
    assert ["anonim", "nama", "rahasia"] == [one["key"] for one in found[0]["values"]]
    assert [one.name for one in city.kelurahan] == [one["key"] for one in found[1]["values"]]
    assert 200 == status


@pytest.mark.parametrize("path", ["services", "services/lampu-jalan", "discovery", "requests"])
async def test_both_formats_say_the_same(path: str) -> None:
    """The XML of an answer has exactly what its JSON has, in the same order."""
    async with served() as town:
        await town.file()
        xml = ElementTree.fromstring((await town.ask(f"{path}.xml"))[1])
        read = json.loads((await town.ask(f"{path}.json"))[1])

    def plain(element: ElementTree.Element, like: object) -> object:
        if isinstance(like, list):
            return [plain(one, other) for one, other in zip(element, like, strict=True)]
        if isinstance(like, dict):
            return {one.tag: plain(one, like[one.tag]) for one in element}
        if isinstance(like, str):
            return element.text or ""
        word = "" if like is None else str(like).lower() if isinstance(like, bool) else str(like)
        return like if word == (element.text or "") else element.text

    assert read == plain(xml, read)


async def test_discovery_is_found_above_too() -> None:
    """Discovery stands at the root of all versions too, and its addresses end in a slash."""
    async with served() as town:
        own = await town.ask("discovery.json")
        async with town.client.get(f"{ROOT.rpartition('/')[0]}/discovery.json") as answer:
            assert (200, own[1]) == (answer.status, await answer.text())
    assert [True, True] == [one["url"].endswith("/v2/") for one in json.loads(own[1])["endpoints"]]


def test_nothing_breaks_xml() -> None:
    """What XML cannot hold is replaced, what it would read is escaped, and JSON keeps both."""
    words = "a\x00b\x0b<b>&\ud800\ufffe\u202e😀"
    tree = Rows("rows", "row", [Fields({"words": words, "none": None, "yes": True, "number": 1.5})])
    (row,) = ElementTree.fromstring(written(tree, "xml"))
    assert ["a\ufffdb\ufffd<b>&\ufffd\ufffd\u202e😀", None, "true", "1.5"] == [leaf.text for leaf in row]
    assert "a\x00b\x0b<b>&?\ufffe\u202e😀" == json.loads(written(tree, "json"))[0]["words"]


def test_moments_carry_the_citys_zone() -> None:
    """A moment is written with the offset that holds in the city."""
    assert "2026-11-02T09:00:00+08:00" == moment(START, ZoneInfo("Asia/Makassar"))
    assert None is moment(None, ZoneInfo("Asia/Makassar"))
