"""What a Page's webhook reports: items of messaging, of standby, and of changes, put into bodies."""

import random
from dataclasses import dataclass
from typing import Any

from simulator.meta.webhook import LAYOUTS
from simulator.pages.world import Page, User, World

Json = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing to report: under `key` (messaging, standby, changes) of an entry."""

    key: str
    value: Json
    field: str = ""


def messaging(world: World, user: User, body: Json, *, field: str = "messages", from_page: bool = False) -> Item:
    """Give an item of a chat; a person's unless it is the Page's own echo."""
    ends = ({"id": user.id}, {"id": world.page.id})
    sender, recipient = ends[::-1] if from_page else ends
    return Item(
        "messaging", {"sender": sender, "recipient": recipient, "timestamp": int(world.now() * 1000), **body}, field
    )


def change(field: str, value: Json) -> Item:
    """Give an item of what is public."""
    return Item("changes", {"field": field, "value": value}, field)


def envelope(world: World, items: list[Item], layout: str, dice: random.Random) -> Json:
    """Put items into one body: several in an entry, or each in its own."""
    page: Page = world.page
    entries: list[Json] = []
    for item in items:
        place = dice.choice(LAYOUTS[:3]) if layout == "mixed" else layout
        last = entries[-1] if entries else None
        if last is not None and place != "entries" and item.key in last:
            last[item.key].append(item.value)
        else:
            entries.append({"id": page.id, "time": int(world.now() * 1000), item.key: [item.value]})
    return {"object": world.platform.object, "entry": entries}
