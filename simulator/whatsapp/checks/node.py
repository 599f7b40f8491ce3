"""Read a JSON object strictly: every key, type and length is asked for by name, and refused by its path."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.whatsapp.errors import invalid, malformed, missing

Json = dict[str, Any]


@dataclass(frozen=True)
class Node:
    """An object of the request with the path that error details name."""

    value: Json
    path: str = ""

    def at(self, key: str) -> str:
        """Give the path of a key, as the platform writes it: `interactive['action']['button']`."""
        return f"{self.path}['{key}']" if self.path else key

    def has(self, key: str) -> bool:
        """Tell whether the key is there with a value."""
        return self.value.get(key) is not None

    def only(self, *keys: str) -> "Node":
        """Refuse keys that are not listed.

        Raises:
            GraphError: 100, naming the key.
        """
        for key in self.value:
            if key not in keys:
                raise malformed(f'Unexpected key "{key}" on param "{self.path or "request"}"')
        return self

    def child(self, key: str) -> "Node":
        """Give an object below; it must be there."""
        found = self.value.get(key)
        if found is None:
            raise missing(self.at(key))
        if not isinstance(found, dict):
            raise malformed(f"Param {self.at(key)} must be a JSON object")
        return Node(found, self.at(key))

    def items(self, key: str, required: bool = True) -> list["Node"]:
        """Give the objects of an array below."""
        found = self.value.get(key)
        if found is None and not required:
            return []
        if found is None:
            raise missing(self.at(key))
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise malformed(f"Param {self.at(key)} must be an array of objects")
        return [Node(item, f"{self.at(key)}[{index}]") for index, item in enumerate(found)]

    def text(self, key: str, longest: int, *, name: str = "", empty: bool = False) -> str:
        """Give a required string of 1 (0 when `empty`) to `longest` characters."""
        found = self.value.get(key)
        if found is None:
            raise missing(self.at(key))
        if not isinstance(found, str):
            raise malformed(f"Param {self.at(key)} must be a string")
        shortest = 0 if empty else 1
        if not shortest <= len(found.strip() if shortest else found) or len(found) > longest:
            raise invalid(f"{name or self.at(key)} length invalid. Min length: {shortest}, Max length: {longest}")
        return found

    def optional(self, key: str, longest: int, *, name: str = "") -> str:
        """Give a string, or nothing when it is not there."""
        return self.text(key, longest, name=name) if self.has(key) else ""

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """Give a required string out of a list."""
        found = self.text(key, 200)
        if found not in allowed:
            raise malformed(f'Param {self.at(key)} must be one of {{{", ".join(allowed)}}} - got "{found}"')
        return found

    def flag(self, key: str) -> bool:
        """Give a boolean; missing is false."""
        found = self.value.get(key, False)
        if not isinstance(found, bool):
            raise malformed(f"Param {self.at(key)} must be a boolean")
        return found

    def number(self, key: str, low: float, high: float) -> float:
        """Give a required number, also one in a string, within bounds."""
        found = self.value.get(key)
        if found is None:
            raise missing(self.at(key))
        try:
            number = float(found) if isinstance(found, int | float | str) and not isinstance(found, bool) else None
        except ValueError:
            number = None
        if number is None:
            raise malformed(f"Param {self.at(key)} must be a number")
        if not low <= number <= high:
            raise invalid(f"{self.at(key)} must be between {low:g} and {high:g}")
        return number
