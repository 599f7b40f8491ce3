"""Collect the shapes of the queries that a store sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pymongo import monitoring


class Query(NamedTuple):
    """One query as it was sent: enough to explain it."""

    collection: str
    command: str
    filter: Mapping[str, Any]
    sort: Mapping[str, Any]


class Shapes(monitoring.CommandListener):
    """Remember one example of every query shape, and how often each command was sent."""

    def __init__(self) -> None:
        self.examples: dict[str, Query] = {}
        self.commands: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Take a command apart."""
        command = event.command
        name = event.command_name
        self.commands.append(name)
        for query in _queries(name, command):
            shape = f"{name} {query.collection} {_shape(query.filter)} sort {list(query.sort)}"
            self.examples.setdefault(shape, query)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Not used."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Not used."""


def _queries(name: str, command: Mapping[str, Any]) -> Iterator[Query]:
    collection = str(command.get(name, ""))
    if name == "find":
        yield Query(collection, name, command.get("filter", {}), command.get("sort", {}))
    for part in ("updates", "deletes"):
        for one in command.get(part, ()):
            yield Query(collection, name, one["q"], {})


def _shape(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _shape(item) for key, item in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_shape(value[0])] if value else []
    return "?"
