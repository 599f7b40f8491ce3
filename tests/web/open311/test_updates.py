"""News by polling, and words of the reporter by updates."""

from __future__ import annotations

import pytest

from core.vocabulary.events import Said, Status
from core.vocabulary.feed import MachineNews
from tests.web.open311.desk import OWN, PUBLIC, Served, served

UPDATES = "servicerequestupdates"


def update(number: str, **more: str) -> dict[str, str]:
    """Give the fields of an update."""
    return {
        "api_key": OWN,
        "update_id": "7",
        "service_request_id": number,
        "status": "OPEN",
        "updated_datetime": "2026-11-02T09:00:00+08:00",
        "description": "Tiang nomor 12",
        **more,
    }


async def happens(town: Served, number: str, kind: str, client: str = "peta") -> None:
    """Let the city say something of a report."""
    address = town.desk.reports[number].address
    town.clock.move(minutes=1)
    own = f"e:{len(town.desk.news)}"
    await town.desk.put_news(MachineNews(own, client, address, number, town.clock.now(), f"kabar {kind}", kind))
    town.clock.move(minutes=1)


async def test_what_is_fetched_has_arrived() -> None:
    """A client reads its own news in order, as often as it likes; the first time says that it has arrived."""
    async with served() as town:
        number, other = await town.file(), await town.file(PUBLIC)
        before = set(town.desk.events)
        await happens(town, number, "claimed")
        await happens(town, other, "claimed", "warga")
        await happens(town, number, "finished")

        for _ in range(2):
            found = await town.read(UPDATES, OWN)
            assert [("kabar claimed", "open"), ("kabar finished", "closed")] == [
                (one["description"], one["status"]) for one in found
            ]
        assert {number} == {one["service_request_id"] for one in found}
        told = [event.body for event_id, event in town.desk.events.items() if event_id not in before]
        assert [Status("e:0", "delivered", "e:0"), Status("e:2", "delivered", "e:2")] == told
        assert [] == [one for one in found if "e:" in one["update_id"] or "chat" in one["update_id"]]


async def test_news_is_asked_for_by_time() -> None:
    """A span and pages choose the news; what was not given has not arrived."""
    async with served() as town:
        number = await town.file()
        for kind in ("claimed", "progress", "answered"):
            await happens(town, number, kind)
        found = await town.read(UPDATES, OWN, start_date="2026-11-02T01:02:00Z", page_size="1")
        assert ["kabar progress"] == [one["description"] for one in found]
        assert [False, True, False] == [one.fetched for one in town.desk.news.values()]


async def test_news_of_no_kind_has_the_state_of_now() -> None:
    """What the city says besides, as when several things were missed, goes with how the request stands."""
    async with served() as town:
        number = await town.file()
        await happens(town, number, "")
        assert ["open"] == [one["status"] for one in await town.read(UPDATES, OWN)]
        town.desk.change(number, status="lewat")
        assert ["closed"] == [one["status"] for one in await town.read(UPDATES, OWN)]


async def test_an_answer_that_names_no_report_is_of_the_chats_own() -> None:
    """Whoever writes by an update is answered, also where the answer names no report; without any nothing is told."""
    async with served() as town:
        number = await town.file()
        for own, address in (("a", town.desk.reports[number].address), ("b", "peta.nothing")):
            await town.desk.put_news(MachineNews(own, "peta", address, "", town.clock.now(), "Halo"))
        found = await town.read(UPDATES, OWN)
        assert [("Halo", number)] == [(one["description"], one["service_request_id"]) for one in found]
        assert {"a": True, "b": False} == {own: one.fetched for own, one in town.desk.news.items()}


async def test_an_update_is_what_the_reporter_says() -> None:
    """An update is one message on the report's own chat, about that report; the answer repeats its id."""
    async with served() as town:
        number = await town.file()
        status, row = await town.post(update(number), UPDATES)
        event = list(town.desk.events.values())[-1]
        assert isinstance(event.body, Said)
        assert ("Tiang nomor 12", f"e:{number}") == (event.body.text, event.body.reply_to)

    assert (200, {"update_id": "7"}) == (status, row)
    assert town.desk.reports[number].address == event.address


@pytest.mark.parametrize(("words", "chooses"), [("1", True), (" 2. ", True), ("12 hari", False), ("123", False)])
async def test_a_number_chooses(words: str, chooses: bool) -> None:
    """A bare number is a choice of what was offered last, and so answers no message."""
    async with served() as town:
        number = await town.file()
        await town.post(update(number, description=words), UPDATES)
        body = list(town.desk.events.values())[-1].body
        assert isinstance(body, Said)
        assert ("" if chooses else f"e:{number}") == body.reply_to


async def test_an_update_id_counts_once() -> None:
    """A repeated update is refused; another client's of the same id is its own."""
    async with served() as town:
        number, other = await town.file(), await town.file(PUBLIC)
        assert 200 == (await town.post(update(number), UPDATES))[0]
        assert (400, "this update_id was taken before") == _refusal(await town.post(update(number), UPDATES))
        assert 200 == (await town.post(update(other, api_key=PUBLIC), UPDATES))[0]


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"update_id": ""}, 400, "update_id was not given"),
        ({"update_id": "1" * 101}, 400, "update_id has at most 100 characters"),
        ({"service_request_id": ""}, 400, "service_request_id was not given"),
        ({"service_request_id": "KPG-26-00009-9"}, 404, "there is no such service_request_id"),
        ({"status": ""}, 400, "status was not given"),
        ({"description": " "}, 400, "description was not given"),
        ({"description": "a" * 4001}, 400, "description has at most 4000 characters"),
        (
            {"updated_datetime": "kemarin"},
            400,
            "updated_datetime is no moment with a zone, as in 2026-11-02T09:00:00+08:00",
        ),
        ({"api_key": PUBLIC}, 404, "there is no such service_request_id"),
    ],
)
async def test_what_is_no_update(change: dict[str, str], status: int, says: str) -> None:
    """What is missing or wrong is said, another client's report is not there, and nothing is stored."""
    async with served() as town:
        number = await town.file()
        assert (status, says) == _refusal(await town.post(update(number, **change), UPDATES))
        assert 1 == len(town.desk.events)


def _refusal(answer: tuple[int, dict[str, str]]) -> tuple[int, str]:
    return answer[0], answer[1]["description"]
