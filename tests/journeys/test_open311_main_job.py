"""The main job by Open311: other people's clients file, read and follow, over real sockets."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

from core.vocabulary.clients import Client
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.publishing import AllowListing
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from web.keys import digest_of, key_of
from web.waiting import until

RUBBISH = "Sampah menumpuk {} minggu di TPS pasar Oeba"
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu, kalau malam gelap sekali"
HOLE = "Jalan berlubang besar di depan kantor lurah Oesapa, sudah dua motor jatuh"
PRIVATE, PUBLIC = key_of("peta-kota", "k" * 43), key_of("warga", "w" * 43)


class MachineTown(Town):
    """A city that machines file at."""

    def settings(self, **more: Any) -> Any:
        """Switch Open311 on."""
        return super().settings(**{"OPEN311": "on", **more})

    @property
    def root(self) -> str:
        """Give where it is served."""
        return f"{self.runtime.url}/open311/v2/"

    def foreign(self) -> Open311Client:
        """Give a foreign client that files, without the pauses that it makes for the sake of strangers."""
        endpoint = Endpoint("kota", "Kota", self.root, write=True)
        return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0.0, {})))

    async def files(self, key: str, code: str, words: str, **more: Any) -> str:
        """Let the foreign client file, with its own check against services and definition; give the number."""
        sent = await asyncio.to_thread(
            self.foreign().create_request,
            code,
            dry_run=False,
            confirm="SEND",
            api_key=key,
            validate_remote=True,
            description=words,
            **more,
        )
        self.spoken.add(words)
        (row,) = sent.response
        return str(row["service_request_id"])

    async def releases(self, number: str) -> None:
        """Let the reporter allow that everybody reads it, and the coordinator release it."""
        allowed = Event(f"allow:{number}", ticket_lane(number), self.clock.now(), AllowListing())
        await self.runtime.engine.accept([allowed])
        await self.admin.presses(number, "Lainnya")
        await self.admin.presses(number, "Daftar umum")
        await self.admin.presses(number, "Terbitkan kata-kata ini")
        await self.card(number, words=("Ada di daftar umum",))
        await self.settle()

    async def news(self) -> list[dict[str, str]]:
        """Fetch all news as a client does that polls."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.root}servicerequestupdates.json", headers={"X-API-Key": PRIVATE}) as answer,
        ):
            assert 200 == answer.status, await answer.text()
            found: list[dict[str, str]] = await answer.json()
            return found

    async def told(self, *words: str) -> dict[str, str]:
        """Poll until the newest news has these words."""
        found: list[dict[str, str]] = []

        async def there() -> bool:
            found[:] = await self.news()
            return bool(found) and all(word in found[-1]["description"] for word in words)

        assert await until(there, 20.0), (words, found)
        return found[-1]

    async def says(self, number: str, update: str, words: str) -> None:
        """Send what the reporter says, as a client's update."""
        fields = {
            "api_key": PRIVATE,
            "update_id": update,
            "service_request_id": number,
            "status": "open",
            "updated_datetime": "2026-11-02T09:00:00+08:00",
            "description": words,
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.root}servicerequestupdates.json", data=fields) as answer,
        ):
            assert 200 == answer.status, await answer.text()
        self.spoken.add(words)


@pytest.fixture
async def machine_town(build: Build) -> MachineTown:
    """Give a city with two clients and registered officers."""
    town = await build(kind=MachineTown)
    assert isinstance(town, MachineTown)
    await town.run()
    await town.register()
    for key, public in ((PRIVATE, False), (PUBLIC, True)):
        client = Client(key.partition(".")[0], digest_of(key), ("report",), town.clock.now(), public=public)
        assert await town.runtime.store.add_client(client)
    return town


async def test_a_foreign_client_files_and_follows(machine_town: MachineTown) -> None:
    """A foreign client files a report; its people are asked, answer, dispute and confirm by updates, and hear all."""
    town = machine_town
    number = await town.files(PRIVATE, "lampu-jalan", LAMP, address_string="depan SDN Oebufu", lat=-10.171, lng=123.62)
    await town.card(number, words=("Lampu jalan",))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await town.told("sedang dikerjakan")

    await town.officer().explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    await town.card(number, words=("Menunggu jawaban pelapor", "belum dibuka"))
    question = await town.told("Tiang nomor berapa")
    assert ("open", number) == (question["status"], question["service_request_id"])
    await town.says(number, "u-1", "Tiang nomor 12, dekat kios")
    await town.group_says("jawaban pelapor", number, "tiang nomor 12")

    await town.officer().closes(number, "Lampu sudah diganti sejak sore ini.", png(7))
    await town.told("Apakah sudah beres?", "Lampu sudah diganti")
    await town.says(number, "u-2", "Belum beres, masih gelap, lampunya tidak menyala")
    await town.card(number, "Selesai", words=("Disanggah",))
    await town.officer().closes(number, "Kabelnya diganti, sekarang menyala.", png(8))
    await town.told("Apakah sudah beres?", "Kabelnya diganti")
    await town.says(number, "u-3", "1")
    await town.card(number, words=("Selesai",))

    own = await asyncio.to_thread(reader(town, PRIVATE).get_service_request, number)
    assert ("closed", "Selesai, dipastikan pelapor") == (own["status"], own["status_notes"])


def reader(town: MachineTown, key: str = "", output: str = "json") -> GeoReport:
    """Give a foreign client that reads, with a key in its address or without one."""
    root = town.root.replace("http://", f"http://client:{key}@") if key else town.root
    return GeoReport(root, output_format=output)


async def test_foreign_clients_read_what_was_filed(machine_town: MachineTown) -> None:
    """Foreign clients read the same requests in both formats: their own whole, without a key what was released."""
    town = machine_town
    own = [
        await town.files(PRIVATE, "lampu-jalan", LAMP, address_string="depan SDN Oebufu"),
        await town.files(PRIVATE, "jalan", HOLE, lat=-10.15, lng=123.64),
    ]
    public = [await town.files(PUBLIC, "sampah", RUBBISH.format(n), address_id="Oeba") for n in (2, 3)]
    for number in public:
        await town.releases(number)

    for output in ("json", "xml"):
        services = await asyncio.to_thread(reader(town, "", output).get_service_list)
        assert [one.code for one in town.city.categories] == [one["service_code"] for one in services]
        definition = await asyncio.to_thread(reader(town, "", output).get_service_definition, "jalan")
        assert "jalan" == definition["service_code"]
        seen = await asyncio.to_thread(reader(town, PRIVATE, output).get_service_requests)
        assert list(reversed(own)) == [one["service_request_id"] for one in seen]
        assert [HOLE, LAMP] == [one["description"] for one in seen]
        for asked in (None, "open"):
            shown = await asyncio.to_thread(reader(town, "", output).get_service_requests, status=asked)
            assert list(reversed(public)) == [one["service_request_id"] for one in shown]
            assert [RUBBISH.format(3), RUBBISH.format(2)] == [one["description"] for one in shown]
            assert [("Oeba", None)] * 2 == [(one["address"], one["lat"] or None) for one in shown]

    foreign = town.foreign()
    with pytest.raises(HttpError, match="404"):
        await asyncio.to_thread(foreign.get_request, own[0])
    assert public[0] == (await asyncio.to_thread(foreign.get_request, public[0]) or {})["service_request_id"]
    assert public == [
        one["service_request_id"]
        for one in await asyncio.to_thread(foreign.list_requests, service_request_ids=[*public, own[0]])
    ]


async def test_a_report_sent_to_every_process_again_and_again_is_one(machine_town: MachineTown) -> None:
    """A client that gets no answer sends again, perhaps to another process: of one name there is one ticket."""
    town = machine_town
    second = await town.run("b")
    town.spoken.add(LAMP)
    fields = {
        "service_code": "lampu-jalan",
        "description": LAMP,
        "address_string": "depan SDN Oebufu",
        "attribute[external_id]": "A-17",
    }
    async with aiohttp.ClientSession(headers={"X-API-Key": PRIVATE}) as session:

        async def sends(url: str) -> str:
            async with session.post(f"{url}/open311/v2/requests.json", data=fields) as answer:
                assert 200 == answer.status, await answer.text()
                (row,) = await answer.json()
                return str(row["service_request_id"])

        numbers = await asyncio.gather(*(sends(one.url) for one in (town.runtimes[0], second) * 3))
        async with session.get(f"{second.url}/open311/v2/requests.json") as answer:
            listed = [one["service_request_id"] for one in await answer.json()]

    assert (1, sorted(set(numbers))) == (len(set(numbers)), listed)
    await town.card(numbers[0], words=("Lampu jalan",))
