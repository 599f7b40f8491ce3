"""Requests to a Page or an account that are not Meta's: refused with a fixed body, and nothing is stored."""

from __future__ import annotations

from urllib.parse import urlencode

from demo.stage import APP_SECRET, VERIFY_TOKEN
from simulator.meta.webhook import raw, signature
from tests.journeys.conftest import Build
from tests.journeys.page_driver import PageTown
from tests.journeys.test_forgery import counted
from tests.journeys.test_page_fixtures_twice import EACH_CHANNEL, RECORDED, recorded_town
from tests.journeys.test_whatsapp_forgery import HEADER, forged


@EACH_CHANNEL
async def test_forged_requests_are_refused_and_nothing_is_stored(build: Build, channel: str) -> None:
    """Without the right signature of these very bytes the answer is 403 with a fixed body; with it they are stored."""
    town = await recorded_town(build, channel, "a")
    before, path, body = counted(town), f"/webhooks/{channel}", raw(RECORDED[channel].body("text"))
    found = {
        (name, sent): await town.front.ask("POST", path, body=sent, headers=headers)
        for name, headers in forged(body).items()
        for sent in (body, b"{not json", b"")
    }
    await town.settle()
    assert dict.fromkeys(found, (403, "forbidden")) == found
    assert before == counted(town)

    right = {HEADER: signature(APP_SECRET, body)}
    assert 200 == (await town.front.ask("POST", path, body=body, headers=right))[0]
    await town.settle()
    assert before["inbox"] < counted(town)["inbox"]


@EACH_CHANNEL
async def test_the_address_is_proven_by_the_whole_token(build: Build, channel: str) -> None:
    """The challenge comes back for the right verify token alone, and nothing is stored for any."""
    town = await build(kind=PageTown, channel=channel)
    await town.run()
    await town.settle()
    before, found = counted(town), {}
    for token in (VERIFY_TOKEN, VERIFY_TOKEN[:-1], f"{VERIFY_TOKEN}x", APP_SECRET, ""):
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": token}
        found[token] = await town.front.ask("GET", f"/webhooks/{channel}?{urlencode(asked)}")
    assert (200, "1158201444") == found.pop(VERIFY_TOKEN)
    assert dict.fromkeys(found, (403, "forbidden")) == found
    assert before == counted(town)
