"""A request that comes in is one durable event; what is said with it decides how it is filed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from core.vocabulary.citizen import FormSent
from core.vocabulary.report import Evidence
from tests.journeys.pictures import png
from tests.web.open311.desk import EXPORT, LAMP, OWN, PUBLIC, Served, complete, served


def form(town: Served) -> FormSent:
    """Give the one form that was stored."""
    (event,) = town.desk.events.values()
    assert isinstance(event.body, FormSent)
    return event.body


async def test_a_request_becomes_one_event() -> None:
    """A report is one event on a chat of its own, at the client's name, and the answer has its number and no token."""
    async with served() as town:
        status, row = await town.post(complete())
        (event,) = town.desk.events.values()

    assert (200, "KPG-26-00001-5") == (status, row["service_request_id"])
    assert "token" not in row
    assert ("open311", "peta") == (event.channel, event.address.partition(".")[0])
    assert f"chat:open311:{event.address}" == event.lane


async def test_without_a_number_there_is_a_token() -> None:
    """While the registry is slow the answer is a token; it says nothing, then the number, and no other exists."""
    async with served() as town:
        town.desk.numbers = False
        _status, row = await town.post(complete())
        token = row["token"]
        assert "service_request_id" not in row
        assert [{"service_request_id": "", "token": token}] == await town.read(f"tokens/{token}")

        (event,) = town.desk.events.values()
        town.desk.number(event)
        assert [{"service_request_id": "KPG-26-00001-5", "token": token}] == await town.read(f"tokens/{token}")
        for other in ("peta." + "x" * 43, "x", "lain" + token[4:]):
            assert (404, "there is no such token") == await town.refused(f"tokens/{other}")


@pytest.mark.parametrize("by", ["attribute", "header"])
async def test_the_same_report_twice_is_one(by: str) -> None:
    """What a client names itself is one report however often it comes, whatever it says then; its number stays."""
    async with served() as town:

        async def post(name: str, key: str, **more: str) -> Any:
            fields = {**complete(key), **more}
            if by == "header":
                return await town.post(fields, Idempotency_Key=name)
            return await town.post({**fields, "attribute[external_id]": name})

        first = await post("A-1", OWN)
        assert first == await post("A-1", OWN, description=f"{LAMP} sekali lagi")
        others = [await post("A-2", OWN), await post("A-1", PUBLIC)]

        assert 3 == len(town.desk.events)
        assert 3 == len({row["service_request_id"] for _status, row in (first, *others)})


async def test_without_a_name_the_same_words_are_two_reports() -> None:
    """Two people may see the same: words alone make no report the same as another."""
    async with served() as town:
        assert "KPG-26-00001-5" == await town.file()
        assert "KPG-26-00002-7" == await town.file()


async def test_photos_that_are_sent_along_are_kept() -> None:
    """Photos of a form with parts are evidence that is fetched like every other; what is no picture is refused."""
    async with served() as town:
        for content, status in ((png(1), 200), (b"MZ no picture", 400)):
            data = aiohttp.FormData(complete())
            data.add_field("media", content, filename="a.png", content_type="image/png")
            async with town.client.post("/open311/v2/requests.json", data=data) as answer:
                assert status == answer.status
        (upload,) = town.desk.files.values()
        assert (Evidence("photo", upload.id, "", "image/png", "", upload.id),) == form(town).evidence


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://foto.example.id/a.jpg", True),
        ("https://FOTO.example.id:443/a.jpg?x=1", True),
        ("http://foto.example.id/a.jpg", False),
        ("https://foto.example.id:8443/a.jpg", False),
        ("https://foto.example.id.evil.example/a.jpg", False),
        ("https://foto.example.id@evil.example/a.jpg", False),
        ("https://user@foto.example.id/a.jpg", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://[::1]/a.jpg", False),
        ("https://[/a.jpg", False),
        ("file:///etc/passwd", False),
        ("https://foto.example.id/" + "a" * 600, False),
    ],
)
async def test_files_by_address_come_from_hosts_that_are_allowed(address: str, taken: bool) -> None:
    """A file's address is taken on a host that the operator allowed; else the answer says so and nothing is fetched."""
    async with served(media_hosts=("foto.example.id",)) as town:
        _status, row = await town.post({**complete(), "media_url": address})
        assert taken == bool(form(town).evidence)
        assert taken == (row["service_notice"] == "")


async def test_a_day_has_so_many_reports() -> None:
    """Beyond the client's limit nothing is stored; the next local day has room again, and other clients have theirs."""
    async with served(reports_per_day=2) as town:
        for _ in range(2):
            await town.file()
        status, row = await town.post(complete())
        assert (429, "no more reports are taken from this key today") == (status, row["description"])
        await town.file(PUBLIC)
        town.clock.move(seconds=timedelta(hours=15).total_seconds())
        await town.file()
    assert 4 == len(town.desk.events)


async def test_a_minute_has_so_many_requests() -> None:
    """Beyond the client's limit a request is told after how many seconds there is room."""
    async with served(requests_per_minute=2) as town:
        for _ in range(2):
            await town.read("requests", OWN)
        async with town.client.get("/open311/v2/requests.json", headers={"X-API-Key": OWN}) as answer:
            assert (429, True) == (answer.status, 0 < int(answer.headers["Retry-After"]) <= 60)


async def test_a_key_in_a_header_is_enough() -> None:
    """A header keeps the key out of bodies; of a wrong one the body is not asked."""
    fields = {name: value for name, value in complete().items() if name != "api_key"}
    async with served() as town:
        status, _row = await town.post(fields, Authorization=f"Bearer {OWN}")
        assert 200 == status
        for key in (EXPORT, OWN[:-1] + "q"):
            status, row = await town.post({**fields, "api_key": OWN}, X_API_Key=key)
            assert (403, "api_key is missing or opens nothing") == (status, row["description"])


async def test_a_report_answers_in_the_other_format() -> None:
    """Without a format in the path the answer is what the client accepts, else XML."""
    async with served() as town:
        for accept, start in (("application/json", "[{"), ("*/*", "<?xml"), ("text/xml", "<?xml")):
            status, text = await town.ask("requests", "post", data=complete(), headers={"Accept": accept})
            assert (200, True) == (status, text.startswith(start))
        status, text = await town.ask("requests.html")
        assert (404, True) == (status, "formats are .xml and .json" in text)
        assert json.loads((await town.ask("services", headers={"Accept": "application/json"}))[1])
