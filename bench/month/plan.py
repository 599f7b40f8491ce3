"""The complaints of a month, as the dice say: who complains of what, when, and on which channel."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.month.citizens import CHANNELS
from bench.month.place import UNITS, words
from demo.actors import Citizen


@dataclass
class Person:
    """Who complains: with a chat, or with several that belong together, and with so many tickets."""

    chats: list[Citizen]
    tickets: int = 1
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class Case:
    """A complaint with its own dice: what comes of it does not hang on the others."""

    place: int
    channel: str
    unit: str
    text: str
    area: str
    begins: datetime
    dice: random.Random
    ignored: bool
    confidential: bool = False
    number: str = ""
    acts: int = 0
    parts: int = 0
    merged: bool = False
    person: Person | None = None
    done: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def say(self, group: str, key: str, **values: object) -> str:
        """Give a sentence that nobody has said before."""
        self.acts += 1
        count = f"{self.place}-{self.acts}"
        return str(words()[group][key]).format(count=count, **values)


def complaint(unit: str, dice: random.Random) -> tuple[str, str]:
    """Make the words of a complaint to a unit; give them with the place that they name."""
    said = words()
    place = dice.choice(said["places"])
    text = dice.choice(said["complaints"][unit])
    return text.format(days=dice.randint(2, 9), place=place, mark=dice.choice(said["marks"])), place


def cases(count: int, days: int, start: datetime, seed: int) -> list[Case]:
    """Make the complaints of a month: they begin within its days, at hours at which people are awake."""
    found = []
    for place in range(count):
        dice = random.Random(f"{seed}:{place}")
        unit = dice.choice(UNITS)
        text, area = complaint(unit, dice)
        begins = start + timedelta(days=dice.uniform(0, days * 0.75))
        begins = begins.replace(hour=dice.choice((22, 23, *range(13))), minute=dice.choice((0, 15, 30, 45)))
        found.append(Case(place, CHANNELS[place % len(CHANNELS)], unit, text, area, begins, dice, dice.random() < 0.12))
    return sorted(found, key=lambda case: case.begins)
