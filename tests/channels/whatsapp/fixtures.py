"""The recorded shapes of webhook bodies, and what each has to become."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "fixtures" / "whatsapp"
PHONE_NUMBER_ID = "106540352242922"
RECEIVED = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)

EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "expected.json").read_text())
NAMES = sorted(path.stem for path in FOLDER.glob("*.json") if path.name != "expected.json")


def body(name: str) -> dict[str, Any]:
    """Read one body."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return loaded
