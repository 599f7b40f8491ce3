"""What a city pays for messages, by its contracts: read from `costs.toml`, where it has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.language.data import CityError
from core.language.tables import Reader, Table

FILE = "costs.toml"
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices in one currency (ISO 4217) by kind of channel: of a message as the platform bills it, and of a template.

    A channel without a price is counted, and costs nothing.
    """

    currency: str = ""
    message: Mapping[str, float] = field(default_factory=dict)
    template: Mapping[str, float] = field(default_factory=dict)

    def price(self, channel: str, *, template: bool = False) -> float:
        """Give what one message costs; a template costs what messages do where it has no price of its own."""
        plain = self.message.get(channel, 0.0)
        return self.template.get(channel, plain) if template else plain


def read_costs(tables: Mapping[str, Table]) -> Costs:
    """Give the prices of a pack; raise CityError with file and key."""
    reader = Reader(FILE, tables.get(FILE, {})).only("currency", "message", "template")
    if not reader.data:
        return Costs()
    currency = reader.text("currency")
    if not _CURRENCY.fullmatch(currency):
        raise CityError(FILE, "currency", "the three capital letters of a currency are needed (ISO 4217)")
    return Costs(currency, _prices(reader, "message"), _prices(reader, "template"))


def _prices(reader: Reader, name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for channel, price in reader.table(name).items():
        if not isinstance(price, int | float) or isinstance(price, bool) or not 0 <= price < 1e9:
            raise CityError(reader.file, f"{name}.{channel}", "a price of at least 0 is needed")
        found[channel] = float(price)
    return found
