"""What the stand-in saw: every call with its body and its answer."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
REMEMBERED_REFUSALS = 1_000


@dataclass(frozen=True)
class Call:
    """One request of the bridge; `at` in seconds since 1970, `took_seconds` to its answer, `status` 0 = no answer."""

    number: int
    method: str
    path: str
    body: Json
    user: str | None
    status: int
    answer: Json
    at: float
    took_seconds: float

    @property
    def code(self) -> int | None:
        """Give the error code of a refusal."""
        code = self.answer.get("error", {}).get("code")
        return None if code is None else int(code)

    @property
    def details(self) -> str:
        """Give the details of a refusal, else its message, or nothing."""
        error = self.answer.get("error", {})
        return str(error.get("error_data", {}).get("details") or error.get("message", ""))

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {
            "number": self.number, "method": self.method, "path": self.path, "body": self.body, "user": self.user,
            "status": self.status, "answer": self.answer, "at": self.at, "took_seconds": self.took_seconds,
        }  # fmt: skip


@dataclass
class Journal:
    """The last calls, and those that were the bridge's own mistake."""

    remember: int = 10_000
    count: int = 0
    calls: deque[Call] = field(init=False)
    refused: deque[Call] = field(init=False)

    def __post_init__(self) -> None:
        self.calls = deque(maxlen=self.remember)
        self.refused = deque(maxlen=REMEMBERED_REFUSALS)

    def record(self, call: Call, bug: bool) -> Call:
        """Add a call."""
        self.count += 1
        self.calls.append(call)
        if bug:
            self.refused.append(call)
        return call
