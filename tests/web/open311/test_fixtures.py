"""What is posted becomes what stands beside it: one event and a number, or a refusal in the format asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from tests.web.open311.desk import Served, served

FIXTURES = Path(__file__).parents[2] / "fixtures" / "open311"
EXPECTED: dict[str, Any] = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json") if path.stem != "expected")


async def become(town: Served, name: str) -> dict[str, Any]:
    """Post a fixture; give what came of it."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    async with town.client.request(
        found["method"], found["path"], headers=found["headers"], data=found["body"].encode()
    ) as answer:
        text = await answer.text()
    made: dict[str, Any] = {"status": answer.status, "says": _row(text)}
    if town.desk.events:
        (event,) = town.desk.events.values()
        made["event"] = json.loads(msgspec.json.encode(event.body))
    return made


def _row(text: str) -> dict[str, str]:
    if text.startswith("["):
        (row,) = json.loads(text)
        return {name: str(value) for name, value in row.items()}
    (element,) = ElementTree.fromstring(text)
    return {leaf.tag: leaf.text or "" for leaf in element}


def test_there_are_enough_shapes() -> None:
    """At least twenty-five posts, half of them refused, each with what it becomes."""
    refused = [name for name in NAMES if 400 <= EXPECTED[name]["status"]]
    assert NAMES == sorted(EXPECTED)
    assert 25 <= len(NAMES)
    assert 15 <= len(refused)


@pytest.mark.parametrize("name", NAMES)
async def test_a_post_becomes(name: str) -> None:
    """A post becomes exactly this, and no error is a stack trace."""
    async with served() as town:
        assert EXPECTED[name] == await become(town, name)
