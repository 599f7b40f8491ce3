"""The recorded shapes of webhook bodies of a Page and an account, and what each has to become."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from channels.meta.messaging.line import Parsed
from channels.meta.messaging.parse import parse
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER, Platform

FIXTURES = Path(__file__).parents[2] / "fixtures"
RECEIVED = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
APP_ID = "670843887433847"


@dataclass(frozen=True)
class Recorded:
    """The recordings of one platform."""

    platform: Platform
    account: str

    @property
    def folder(self) -> Path:
        """Give where they are."""
        return FIXTURES / self.platform.name

    @property
    def expected(self) -> dict[str, list[dict[str, Any]]]:
        """Read what each has to become."""
        loaded: dict[str, list[dict[str, Any]]] = json.loads((self.folder / "expected.json").read_text())
        return loaded

    @property
    def names(self) -> list[str]:
        """List the bodies."""
        return sorted(path.stem for path in self.folder.glob("*.json") if path.name != "expected.json")

    def body(self, name: str) -> dict[str, Any]:
        """Read one body."""
        loaded: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text())
        return loaded

    def parse(self, raw: dict[str, Any], received: datetime = RECEIVED) -> Parsed:
        """Parse a body as the channel does."""
        return parse(raw, self.platform, account=self.account, received=received, app_id=APP_ID)


PAGE = Recorded(MESSENGER, "104207441500017")
ACCOUNT = Recorded(INSTAGRAM, "17841405309211844")
BOTH = (PAGE, ACCOUNT)
EACH = [(recorded, name) for recorded in BOTH for name in recorded.names]
IDS = [f"{recorded.platform.name}-{name}" for recorded, name in EACH]
