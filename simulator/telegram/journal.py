"""What the stand-in saw: every call with its parameters and its answer."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from simulator.telegram.params import Params

Json = dict[str, Any]
REMEMBERED_REFUSALS = 1_000


@dataclass(frozen=True)
class Call:
    """One request of the bot; `at` in seconds since 1970, `took_seconds` until its answer, `status` 0 = no answer."""

    number: int
    method: str
    raw: Params
    status: int
    answer: Json
    at: float
    took_seconds: float

    @property
    def params(self) -> Json:
        """Give the parameters with nested values decoded."""
        return self.raw.shown()

    @property
    def description(self) -> str:
        """Give the text of a refusal, or nothing."""
        return str(self.answer.get("description", ""))

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {
            "number": self.number, "method": self.method, "params": self.params, "status": self.status,
            "answer": self.answer, "at": self.at, "took_seconds": self.took_seconds,
        }  # fmt: skip


@dataclass
class Journal:
    """The last calls, and those that were the bot's own mistake."""

    remember: int = 10_000
    count: int = 0
    calls: deque[Call] = field(init=False)
    refused: deque[Call] = field(init=False)

    def __post_init__(self) -> None:
        self.calls = deque(maxlen=self.remember)
        self.refused = deque(maxlen=REMEMBERED_REFUSALS)

    def record(self, method: str, params: Params, status: int, answer: Json, at: float, took: float, bug: bool) -> Call:
        """Add a call."""
        self.count += 1
        call = Call(self.count, method, params, status, answer, at, took)
        self.calls.append(call)
        if bug:
            self.refused.append(call)
        return call
