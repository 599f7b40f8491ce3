"""X by webhook beside polling: challenged, signed, subscribed; both ways together have one effect."""

from __future__ import annotations

import asyncio
import json

import pytest

from channels.x import poll
from channels.x.verify import HEADER
from simulator.x.activity import signature
from tests.channels.x.fixtures import FOLDER, NAMES
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.test_forgery import counted
from tests.journeys.x_driver import PATH, XTown, x_town

PUSHED = [name for name in NAMES if name.startswith("activity_")]
EDITED = "Lampu jalan mati di depan SDN Oebufu, gelap sekali. Tolong!"
SLOWLY = {"X_WEBHOOK": True, "X_POLL_SECONDS": 0.02}
TO_CHATS = [name for name in PUSHED if not any(kind in name for kind in ("mention", "reply", "quote", "delete"))]
"""What does not lead to the lane of a public post, which other journeys follow."""


async def subscribed(build: Build, processes: str = "a") -> XTown:
    """Build a city that is told of activity."""
    town = await x_town(build, processes=processes, registered=False, settings=SLOWLY)
    await town.sees(lambda: len(town.x.activity.subscriptions) == 7 or None, lambda: "the subscriptions")
    return town


async def deliver(town: XTown, body: bytes, times: int) -> set[int]:
    """Post a body to every process ``times`` times at the same moment, signed."""
    headers = {HEADER: signature(town.x.keys.api_secret, body)}
    posts = [
        town.front.ask("POST", PATH, body=body, headers=headers, process=process)
        for process in range(len(town.front.targets))
        for _time in range(times)
    ]
    return {status for status, _body in await asyncio.gather(*posts)}


async def test_polling_and_webhook_together_have_one_effect(build: Build) -> None:
    """A complaint with a photo that comes both ways, each delivery twice, into two processes, is one complaint."""
    town = await subscribed(build, "ab")
    town.x.activity.mode.twice = True
    town.front.route = "both"
    citizen = town.person()
    citizen.says(LAMP, (png(7),))
    number = await citizen.confirms(await citizen.hears("1 foto", choice="Kirim"))
    await town.card(number, "Verifikasi")
    await town.settle()
    assert 3 == len(citizen.heard())
    assert {200} == set(town.x.activity.statuses)


async def test_what_a_webhook_loses_is_found_by_asking(build: Build) -> None:
    """While deliveries are held back polling brings the words, and their late delivery changes nothing."""
    town = await subscribed(build)
    town.x.activity.mode.held = True
    citizen = town.person()
    citizen.says(LAMP)
    draft = await citizen.hears("Ini yang kami catat", choice="Kirim")
    town.x.activity.release()
    await town.settle()
    assert [draft.text] == citizen.heard()


async def test_encrypted_chat_is_told_once(build: Build) -> None:
    """The health topic hears once that somebody wrote where nobody can read, and each writer is told."""
    town = await subscribed(build)
    citizen = town.person()
    payload = {"chat_events": [{"id": "1", "sender_id": citizen.id, "ciphertext": "AAAA"}]}
    body = {"data": {"event_type": "chat.received", "filter": {"user_id": town.x.account.id}, "payload": payload}}
    for _ in range(2):
        assert {200} == await deliver(town, json.dumps(body).encode(), 2)
    await citizen.hears("obrolan terenkripsi")
    await town.group_says("obrolan terenkripsi X")
    await town.settle()
    assert 1 == len(citizen.heard())
    assert 1 == sum("obrolan terenkripsi X" in str(message.get("text")) for message in town.group())


async def test_revoked_rights_are_told(build: Build) -> None:
    """When the account takes the app's rights away, the health topic hears what to do."""
    town = await subscribed(build)
    body = (FOLDER / "activity_revoked.json").read_bytes()
    assert {200} == await deliver(town, body, 2)
    await town.group_says("mencabut izin aplikasi")


async def recorded(build: Build, processes: str, times: int) -> dict[str, list[str]]:
    """Deliver every recorded body; give what the people of the recordings were told."""
    town = await subscribed(build, processes)
    town.allowed |= {"dead", "still"}  # what names nobody is kept; nothing here waits to be asked for
    people = {"yantilopo": "2000000001", "adi_kpg": "2000000002"}
    for username, user_id in people.items():
        town.x.people.add_user(username, username, user_id)
    for name in TO_CHATS:
        assert {200} == await deliver(town, (FOLDER / f"{name}.json").read_bytes(), times), name
        await town.settle()
    return {name: [one.text for one in town.x.directs(name)] for name in people}


async def test_each_recorded_activity_twice_at_once_has_one_effect(build: Build) -> None:
    """Every recorded body, twice at once into two processes, leads to the same words as once into one."""
    single, double = await recorded(build, "a", 1), await recorded(build, "ab", 2)
    assert single == double
    assert 12 <= len(TO_CHATS)


async def test_a_forged_body_leaves_no_trace(build: Build) -> None:
    """A body that nobody or somebody else signed, or a challenge that could be a body, is 403 and stored nowhere."""
    town = await subscribed(build)
    body = (FOLDER / "activity_dm_received.json").read_bytes()
    town.x.people.add_user("yantilopo", "Yanti Lopo", "2000000001")
    await town.settle()
    before, right = counted(town)["inbox"], signature(town.x.keys.api_secret, body)
    wrong = ("", right[:-1], f"{right}=", right.lower(), right.removeprefix("sha256="), signature("lain", body))
    found = {given: await town.front.ask("POST", PATH, body=body, headers={HEADER: given}) for given in wrong}
    found["missing"] = await town.front.ask("POST", PATH, body=body)
    found["challenge"] = await town.front.ask("GET", f"{PATH}?crc_token=%7B%22data%22%3A1%7D")
    assert dict.fromkeys(found, (403, "forbidden")) == found
    await town.settle()
    assert [] == town.x.directs("yantilopo")
    assert before == counted(town)["inbox"]
    assert {200} == await deliver(town, body, 1)
    await town.settle()
    assert before < counted(town)["inbox"]


async def test_a_mention_that_comes_both_ways_is_one_candidate(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """By polling, by webhook and by a keyword, twice each: one candidate, which follows its edit and its deletion."""
    # The process that hears of the deletion may not know whose later version went: looking the posts up tells it.
    monkeypatch.setattr(poll, "LOOKUP_EVERY", 2.0)
    town = await x_town(build, processes="ab", registered=False, settings={**SLOWLY, "X_KEYWORDS": "gelap, Oebufu"})
    await town.sees(lambda: len(town.x.activity.subscriptions) == 7 or None, lambda: "the subscriptions")
    town.x.activity.mode.twice = True
    author = town.person(anonymous=False)
    town.spoken |= {LAMP, EDITED}
    post = town.x.people.post(author.id, f"@{town.x.account.username} {LAMP}")
    await town.group_says("🔎", LAMP)
    edited = town.x.people.edit(post.id, f"@{town.x.account.username} {EDITED}")
    await town.group_says("🔎", EDITED)
    await town.settle()
    assert 1 == sum("🔎" in str(message.get("text")) for message in town.group())
    town.x.people.delete(edited.id)
    await town.group_says("Dihapus oleh penulisnya")
