"""The recorded shapes of pages, activities and refusals, and what each has to become."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from channels.x import activity, directs, posts
from channels.x.shapes import Account, Parsed

FOLDER = Path(__file__).parents[2] / "fixtures" / "x"
ACCOUNT = Account("1708170817081708", "KanalKupang")
RECEIVED = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
ASKED = {"1993581700123000026": "1993581700123000025"}
"""What the lookup of ``posts_lookup_gone`` asked for: a post that had been edited once."""

EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text())
NAMES = sorted(path.stem for path in FOLDER.glob("*.json") if path.name != "expected.json")
BODIES = [name for name in NAMES if not name.startswith("error_")]
ERRORS = [name for name in NAMES if name.startswith("error_")]


def body(name: str) -> dict[str, Any]:
    """Read one body."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return loaded


def parse(name: str, raw: dict[str, Any], received: datetime = RECEIVED) -> Parsed:
    """Read a body as what its name says that it is: a page of posts or of private events, or an activity."""
    if name.startswith("activity_"):
        return activity.read(raw, ACCOUNT, received)
    if name.startswith("events_"):
        return directs.read_page(raw, ACCOUNT, received)
    if name == "posts_lookup_gone":
        return Parsed(posts.gone(raw, ASKED, ACCOUNT, received))
    return posts.read_page(raw, ACCOUNT, "mentions", received)
