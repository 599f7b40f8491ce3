"""The recorded queries of the gateway, and what each becomes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from channels.contract import Received
from channels.sms import parse
from channels.sms.parse import Line
from core.vocabulary.errors import Malformed

FOLDER = Path(__file__).parents[2] / "fixtures" / "sms"
NAMES = sorted(path.stem for path in FOLDER.glob("*.query"))
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
RECEIVED = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
LINE = Line("KOTKUPANG", "Kota Kupang", ("ID", "TL"), "1708")


def recorded(name: str) -> str:
    """Give a recorded query; reports begin with their word."""
    return (FOLDER / f"{name}.query").read_text(encoding="utf-8").removesuffix("\n")


def take(query: str, line: Line = LINE) -> Received:
    """Read a query, a report where it begins with its word. Raises ``Malformed``."""
    if query.startswith("report?"):
        return parse.report(query.removeprefix("report?"), line, RECEIVED)
    return parse.message(query, line, RECEIVED)


def outcome(query: str) -> Any:
    """Give what a query becomes as the table writes it: events, or why it is kept unread."""
    try:
        return json.loads(msgspec.json.encode(take(query).events))
    except Malformed as reason:
        return {"kept": str(reason)}
