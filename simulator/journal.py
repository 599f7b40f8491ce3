"""What a stand-in saw: every call with its answer. Each platform adds what its calls carry."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Json = dict[str, Any]
REMEMBERED_REFUSALS = 1_000


@dataclass(frozen=True, kw_only=True)
class SeenCall:
    """One request; `at` in seconds since 1970, `took_seconds` until its answer, `status` 0 = no answer."""

    number: int
    method: str
    status: int
    answer: Json
    at: float
    took_seconds: float

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {
            "number": self.number, "method": self.method, "status": self.status,
            "answer": self.answer, "at": self.at, "took_seconds": self.took_seconds,
        }  # fmt: skip


AnyCall = TypeVar("AnyCall", bound=SeenCall)


@dataclass
class Journal(Generic[AnyCall]):
    """The last calls, and those that were the caller's own mistake."""

    remember: int = 10_000
    count: int = 0
    calls: deque[AnyCall] = field(init=False)
    refused: deque[AnyCall] = field(init=False)

    def __post_init__(self) -> None:
        self.calls = deque(maxlen=self.remember)
        self.refused = deque(maxlen=REMEMBERED_REFUSALS)

    def record(self, call: AnyCall, bug: bool) -> AnyCall:
        """Add a call."""
        self.count += 1
        self.calls.append(call)
        if bug:
            self.refused.append(call)
        return call
