"""What messages about reports cost is counted once: it is recounted from the delivery log and from the telephones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pymongo import MongoClient

from core.city.costs import Costs
from core.tally.catalogue import BY_CODE, HUNDREDTHS
from core.tally.reading import value_of
from core.tally.state import load, summed
from tests.journeys.conftest import Build
from tests.journeys.driver import quick_city
from tests.journeys.pictures import png
from tests.journeys.sms_driver import SmsTown, sms_town

PRICE = 350.0
DEAR = replace(quick_city(), costs=Costs("IDR", {"sms": PRICE}))


def sent(town: SmsTown) -> list[str]:
    """Say of each text message with news of a report, by the delivery log, what it was."""
    client: MongoClient[Any] = MongoClient(town.uri)
    with client:
        found = client[town.database]["receipts"].find({"about.0": {"$exists": True}, "lane": {"$regex": "^chat:sms:"}})
        return [one["about"][0]["what"] for one in found if one.get("message_ids")]


def counts(town: SmsTown) -> Any:
    """Add up what the counters of all days have."""
    client: MongoClient[Any] = MongoClient(town.uri)
    with client:
        lanes = client[town.database]["lanes"].find({"_id": {"$regex": "^tally:"}}, {"state": 1})
        return summed([load(lane["state"]) for lane in lanes])


async def test_messages_and_cost_are_those_of_the_delivery_log(build: Build) -> None:
    """Two reports from filing to the answer: the counters have each part of what the log names, at the city's price."""
    town = await sms_town(build, city=DEAR)
    first, second = town.texter(), town.texter()
    number = await first.reports()
    await second.reports("KOTKUPANG Sampah menumpuk di Pasar Oeba, Fatubesi")
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await town.officer().closes(number, "Kabel sudah disambung.", png(55))
    await first.hears(number, "Kabel sudah disambung")
    await town.settle()
    log, stored = sent(town), counts(town)
    told = [shown for texter in (first, second) for shown in texter.screen() if "KPG-" in shown.text]
    parts = sum(shown.parts for shown in told)
    what = ("answered", "claimed", "disposed", "filed", "filed", "verified")
    assert [f"reporter.{one}" for one in what] == sorted(log)
    assert len(log) == len(told) < parts, "a long message has two parts, and each of them costs"
    assert (parts, round(parts * PRICE * HUNDREDTHS)) == (stored.city.facts["message"], stored.city.facts["spent"])
    assert {"message": parts, "spent": stored.city.facts["spent"]}.items() <= stored.channel["sms"].facts.items()
    found = tuple(value_of(BY_CODE[code], stored.city) for code in ("messages", "cost"))
    assert (parts / 2, parts * PRICE / 2) == found
