"""The complaints of a month, as the dice say: who complains of what, when, and on which channel."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.month.citizens import CHANNELS
from bench.month.place import UNITS, words
from demo.actors import Citizen


@dataclass
class Case:
    """A complaint with its own dice: what comes of it does not hang on the others."""

    place: int
    channel: str
    unit: str
    text: str
    begins: datetime
    dice: random.Random
    ignored: bool
    number: str = ""
    acts: int = 0
    merged: bool = False
    citizen: Citizen | None = None
    done: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def say(self, group: str, key: str, **values: object) -> str:
        """Give a sentence that nobody has said before."""
        self.acts += 1
        count = f"{self.place}-{self.acts}"
        return str(words()[group][key]).format(count=count, **values)


def cases(count: int, days: int, start: datetime, seed: int) -> list[Case]:
    """Make the complaints of a month: they begin within its days, at hours at which people are awake."""
    said, found = words(), []
    for place in range(count):
        dice = random.Random(f"{seed}:{place}")
        unit = dice.choice(UNITS)
        text = dice.choice(said["complaints"][unit]).format(
            days=dice.randint(2, 9), place=dice.choice(said["places"]), mark=dice.choice(said["marks"])
        )
        begins = start + timedelta(days=dice.uniform(0, days * 0.75))
        begins = begins.replace(hour=dice.choice((22, 23, *range(13))), minute=dice.choice((0, 15, 30, 45)))
        found.append(
            Case(place, CHANNELS[place % len(CHANNELS)], unit, text, begins, dice, ignored=dice.random() < 0.12)
        )
    return sorted(found, key=lambda case: case.begins)
