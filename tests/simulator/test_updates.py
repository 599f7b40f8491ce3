"""getUpdates as the real server answers it."""

import asyncio
from typing import Any

from simulator.clock import ManualClock
from simulator.telegram import TelegramStandIn
from tests.simulator.conftest import MARIA, Caller


def texts(updates: list[dict[str, Any]]) -> list[str]:
    """Give the texts of message updates."""
    return [update["message"]["text"] for update in updates]


async def test_offset_confirms_everything_below(call: Caller, standin: TelegramStandIn) -> None:
    """Updates come again until an offset above them confirms them, and ids grow by one."""
    for word in ("satu", "dua", "tiga"):
        standin.people.say(MARIA, word)
    first = await call.result("getUpdates", limit=2)
    assert ["satu", "dua"] == texts(first)
    assert 1 == first[1]["update_id"] - first[0]["update_id"]
    assert ["satu", "dua", "tiga"] == texts(await call.result("getUpdates"))
    assert ["tiga"] == texts(await call.result("getUpdates", offset=first[1]["update_id"] + 1))
    assert ["tiga"] == texts(await call.result("getUpdates"))


async def test_negative_offset_takes_from_the_end(call: Caller, standin: TelegramStandIn) -> None:
    """A negative offset keeps that many and forgets the earlier ones."""
    for word in ("satu", "dua", "tiga"):
        standin.people.say(MARIA, word)
    assert ["dua", "tiga"] == texts(await call.result("getUpdates", offset=-2))
    assert ["dua", "tiga"] == texts(await call.result("getUpdates"))


async def test_long_poll_wakes_on_a_new_update(call: Caller, standin: TelegramStandIn) -> None:
    """A waiting poll answers when something comes."""
    poll = asyncio.create_task(call.result("getUpdates", timeout=30))
    await standin_polls(standin)
    standin.people.say(MARIA, "halo")
    assert ["halo"] == texts(await asyncio.wait_for(poll, 5))


async def standin_polls(standin: TelegramStandIn) -> None:
    """Wait until a poll hangs on the server."""
    await standin.wait_for(lambda: standin.updates.polling)


async def test_a_second_poller_ends_the_first(call: Caller, standin: TelegramStandIn) -> None:
    """Two pollers: the earlier one gets the conflict."""
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await standin_polls(standin)
    second = asyncio.create_task(call("getUpdates", timeout=30))
    status, body = await asyncio.wait_for(first, 5)
    assert (409, True) == (status, "terminated by other getUpdates request" in body["description"])
    standin.people.say(MARIA, "halo")
    assert 200 == (await asyncio.wait_for(second, 5))[0]


async def test_a_webhook_excludes_polling(call: Caller, standin: TelegramStandIn) -> None:
    """setWebhook ends a waiting poll, and polling is refused until deleteWebhook."""
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await standin_polls(standin)
    standin.webhook.hold()
    await call.result("setWebhook", url="http://127.0.0.1:9/hook")
    status, body = await asyncio.wait_for(poll, 5)
    assert (409, "Conflict: terminated by setWebhook request") == (status, body["description"])
    status, body = await call("getUpdates")
    assert (409, True) == (status, "can't use getUpdates method while webhook is active" in body["description"])
    standin.people.say(MARIA, "halo")
    await call.result("deleteWebhook")
    assert ["halo"] == texts(await call.result("getUpdates"))


async def test_allowed_updates_choose_the_kinds(call: Caller, standin: TelegramStandIn) -> None:
    """Only asked-for kinds are queued; chat_member and reactions must be asked for by name."""
    message = standin.people.say(MARIA, "halo")
    standin.people.react(MARIA, message["message_id"], "👍")
    assert 1 == len(await call.result("getUpdates", offset=-1))
    await call.result("getUpdates", offset=-1, allowed_updates=["message_reaction"])
    standin.people.react(MARIA, message["message_id"], "👍")
    standin.people.say(MARIA, "tak diminta")
    updates = await call.result("getUpdates")
    assert ["message", "message_reaction"] == [next(key for key in update if key != "update_id") for update in updates]


async def test_unconfirmed_updates_are_dropped_after_a_day(
    call: Caller, standin: TelegramStandIn, clock: ManualClock
) -> None:
    """What nobody fetches for 24 hours is gone."""
    standin.people.say(MARIA, "lama")
    clock.advance(24 * 3600 + 1)
    standin.people.say(MARIA, "baru")
    assert ["baru"] == texts(await call.result("getUpdates"))
