"""Who sees what: strangers what is public, a client what it filed, nobody what others filed in confidence."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core.vocabulary.publishing import PublicReport
from tests.core.kupang import kupang
from tests.web.open311.desk import EXPORT, LAMP, OWN, PUBLIC, ROOT, complete, served

SECRET = "Pegawai kelurahan minta pungli 50 ribu untuk tanda tangan"
NO_KEY = (403, "api_key is missing or opens nothing")


@pytest.mark.parametrize("key", ["", "x", EXPORT, OWN[:-1] + "q", "$ne." + "p" * 43])
async def test_nothing_is_filed_without_a_key(key: str) -> None:
    """Without a right key nothing is filed, said or fetched, and nothing is stored."""
    async with served() as town:
        for path in ("requests", "servicerequestupdates"):
            status, row = await town.post({**complete(key), "update_id": "1"}, path)
            assert NO_KEY == (status, row["description"])
        assert NO_KEY == await town.refused("servicerequestupdates", key)
        assert {} == town.desk.events


async def test_strangers_read_what_was_released_and_no_more() -> None:
    """Without a key a released report reads as the public list shows it, and every other one is not there."""
    async with served() as town:
        unreleased = [await town.file(), await town.file(PUBLIC)]
        number = await town.file(lat="-10.17", long="123.62")
        town.desk.change(number, unit="dishub", due_at=town.clock.now() + timedelta(days=3))
        town.desk.public.append(
            PublicReport(number, "lampu-jalan", "Oebufu", "2026-11", "confirmed", "Lampu mati", town.clock.now())
        )

        (seen,) = await town.read("requests")
        assert {
            "service_request_id": number,
            "status": "closed",
            "status_notes": "dipastikan beres oleh warga",
            "service_name": "Lampu jalan",
            "service_code": "lampu-jalan",
            "description": "Lampu mati",
            "requested_datetime": "2026-11-01T00:00:00+08:00",
            "updated_datetime": "2026-11-02T00:00:00+08:00",
            "address": "Oebufu",
            "address_id": "Oebufu",
        } == {name: value for name, value in seen.items() if value}
        assert [seen] == await town.read(f"requests/{number}")
        assert [seen] == await town.read(f"requests/{number}", PUBLIC), "another client reads no less"
        assert [seen] == await town.read("requests", service_request_id=f"{unreleased[0]},{number}")
        for other in (*unreleased, "KPG-26-09999-0", "x"):
            assert (404, "there is no such service_request_id") == await town.refused(f"requests/{other}")


async def test_another_client_reads_what_a_public_one_filed_in_part() -> None:
    """Of a public client's report others see number, kind, state and days; of a private one that it is not there."""
    async with served() as town:
        own = await town.file(lat="-10.17", long="123.62")
        public = await town.file(PUBLIC, lat="-10.17", long="123.62")
        hidden = await town.file(PUBLIC, description=SECRET)
        town.desk.change(public, unit="dishub", due_at=town.clock.now() + timedelta(days=3))

        (seen,) = await town.read(f"requests/{public}", OWN)
        told = {name: value for name, value in seen.items() if value}
        assert {
            "service_request_id": public,
            "status": "open",
            "status_notes": "Menunggu diperiksa",
            "service_name": "Lampu jalan",
            "service_code": "lampu-jalan",
            "requested_datetime": "2026-11-02T00:00:00+08:00",
            "updated_datetime": "2026-11-02T00:00:00+08:00",
            "expected_datetime": "2026-11-05T00:00:00+08:00",
        } == told
        assert (404, "there is no such service_request_id") == await town.refused(f"requests/{hidden}", OWN)
        assert (404, "there is no such service_request_id") == await town.refused(f"requests/{own}", PUBLIC)
        assert [] == await town.read("requests", PUBLIC, service_request_id=own)


async def test_a_client_reads_its_own() -> None:
    """A client sees its own reports whole, others' as strangers do; of a confidential one it sees how it stands."""
    async with served() as town:
        own = await town.file(lat="-10.17", long="123.62")
        secret = await town.file(description=SECRET)
        others = await town.file(PUBLIC)

        seen = {one["service_request_id"]: one for one in await town.read("requests", OWN)}
        assert [secret, own] == list(seen)
        assert (LAMP, -10.17, "Oebufu") == tuple(seen[own][name] for name in ("description", "lat", "address_id"))
        assert ("", None, "") == tuple(seen[secret][name] for name in ("description", "lat", "address_id"))
        assert "2026-11-02T09:00:00+08:00" == seen[secret]["requested_datetime"]
        (stranger,) = await town.read(f"requests/{others}", OWN)
        assert ("", "") == (stranger["description"], stranger["address"])


async def test_a_revoked_client_reads_and_files_nothing() -> None:
    """A key that was taken back is no key any more; what it filed goes on."""
    async with served() as town:
        number = await town.file(PUBLIC)
        await town.desk.revoke_client("warga", town.clock.now())
        assert NO_KEY == await town.refused("requests", PUBLIC)
        assert number == (await town.read(f"requests/{number}", OWN))[0]["service_request_id"]


async def test_no_word_of_a_person_is_kept_but_what_is_shown() -> None:
    """E-mail, telephone, ids of devices and accounts, and a name that is not to be shown, go into no event."""
    person = {
        "email": "ana@example.org",
        "phone": "081234567890",
        "device_id": "device-7",
        "account_id": "account-7",
        "first_name": "Anastasia",
        "last_name": "Contoh",
    }
    async with served() as town:
        await town.file(**person)
        kept = repr(town.desk)
        assert [] == [value for value in person.values() if value in kept]


async def test_guessing_costs() -> None:
    """Whoever tries keys is soon let in no more, also with a right one; others are."""
    async with served(room=100.0) as town:
        tried = ["peta." + letter * 43 for letter in "bcdefghi"] + [OWN]
        answers = [(await town.ask("requests.json", params={"api_key": key}))[0] for key in tried]
        assert 403 == answers[0]
        assert [429, 429, 429] == answers[-3:]


async def test_a_store_that_is_down_is_said() -> None:
    """While nothing can be stored every answer says so, and a number is never given."""
    async with served() as town:
        town.desk.down = True
        for path in ("requests", "requests/KPG-26-00001-5", f"tokens/{OWN}"):
            assert (503, "nothing can be stored just now, come again") == await town.refused(path)
        status, row = await town.post(complete())
        assert (503, 503) == (status, row["code"])
        assert len(kupang().categories) == len(await town.read("services"))


async def test_another_citys_jurisdiction_is_not_ours() -> None:
    """A jurisdiction that is named has to be this city's, on every path."""
    async with served() as town:
        assert await town.read("services", jurisdiction_id=kupang().code)
        for path in ("services", "services/jalan", "requests", "discovery"):
            assert (404, "there is no such jurisdiction_id") == await town.refused(path, jurisdiction_id="jakarta")


async def test_every_answer_has_its_headers() -> None:
    """Nothing is kept, indexed, framed or taken for something else, refusals included."""
    async with served() as town:
        for path, status in (("services.xml", 200), ("requests/x.json", 404), ("openapi.json", 200)):
            async with town.client.get(f"{ROOT}/{path}") as answer:
                assert status == answer.status
                assert ("no-store", "nosniff") == tuple(
                    answer.headers[name] for name in ("Cache-Control", "X-Content-Type-Options")
                )
                assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    "query",
    ["status=%00", "status=open%27--", "page=0", "page_size=9999999999", "start_date=%F0%9F%92%A9", "status[$ne]=open",
     "start_date=9999-12-31T23:59:59Z", "end_date=0001-01-01T00:00:00%2B14:00", "service_request_id=" + "," * 5000,
     "service_code=../../etc", "jurisdiction_id[]=x", "format=%3Cscript%3E"],
)  # fmt: skip
async def test_hostile_queries_are_answered(query: str) -> None:
    """Whatever stands in a query is answered or refused, and none of it comes back."""
    async with served() as town:
        for end in ("json", "xml"):
            status, text = await town.ask(f"requests.{end}?{query}")
            assert status in (200, 400, 404)
            assert "<script" not in text
        assert isinstance(json.loads((await town.ask(f"requests.json?{query}"))[1]), list)
