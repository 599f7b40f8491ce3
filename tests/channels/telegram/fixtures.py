"""The recorded shapes of updates, and what each has to become."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "fixtures" / "telegram"
BOT_ID = "7100000001"
BOT_USERNAME = "kanal_kupang_bot"
RECEIVED = datetime(2026, 9, 22, 6, 0, tzinfo=UTC)

EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "expected.json").read_text())
NAMES = sorted(path.stem for path in FOLDER.glob("*.json") if path.name != "expected.json")


def update(name: str) -> dict[str, Any]:
    """Read one update."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return loaded


MARIA = 1001
ADI = 2001
GROUP = -1001700000001
