"""What is posted to the form becomes what stands beside it: a page, or one event, whatever was sent."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.web.boxes import Town, served

FIXTURES = Path(__file__).parents[1] / "fixtures" / "web"
EXPECTED: dict[str, Any] = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json") if path.stem != "expected")


def posted(name: str) -> dict[str, Any]:
    """Read a fixture as what is given to a client."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    body = base64.b64decode(found["body"])
    return {"method": found["method"], "path": found["path"], "headers": found["headers"], "data": body}


async def become(town: Town, name: str) -> dict[str, Any]:
    """Post a fixture; give what came of it."""
    async with town.client.request(**posted(name), allow_redirects=False) as answer:
        text = await answer.text()
        found: dict[str, Any] = {"status": answer.status}
    if town.boxes.events:
        (event,) = town.boxes.events.values()
        found["event"] = json.loads(msgspec.json.encode(event.body))
        found["files"] = sorted(upload.mime for upload in town.boxes.files.values())
    else:
        found["says"] = [line for line in EXPECTED.get(name, {}).get("says", []) if line in text]
    return found


def test_there_are_enough_shapes() -> None:
    """At least twenty-five posts, half of them hostile or broken, each with what it becomes."""
    refused = [name for name in NAMES if 400 <= EXPECTED[name]["status"]]
    assert NAMES == sorted(EXPECTED)
    assert 25 <= len(NAMES)
    assert 12 <= len(refused)


@pytest.mark.parametrize("name", NAMES)
async def test_a_post_becomes(name: str) -> None:
    """A post becomes exactly this, nothing that was typed comes back as markup, and no error is a stack trace."""
    async with served() as town:
        assert EXPECTED[name] == await become(town, name)


@pytest.mark.parametrize("name", [name for name in NAMES if "event" in EXPECTED.get(name, {})])
async def test_a_post_twice_has_one_effect(name: str) -> None:
    """The same form twice is one event, one box and one link, and the second answer leads to the same page."""
    async with served() as town:
        places = []
        for _ in range(2):
            async with town.client.request(**posted(name), allow_redirects=False) as answer:
                places.append(answer.headers["Location"].partition("?")[0])
        assert (1, 1) == (len(town.boxes.events), len(town.boxes.links))
        assert places[0] == places[1]
