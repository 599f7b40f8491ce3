"""Faults on demand: what a platform does on a bad day, for the next n calls."""

from dataclasses import dataclass, field

KINDS = frozenset(
    {
        "too_many_requests",  # 429 with retry_after_seconds
        "server_error",  # 500
        "bad_gateway",  # 502
        "timeout",  # takes the request and never answers; the request has no effect
        "cut",  # closes the connection before doing anything
        "cut_after",  # does it, then closes the connection without an answer
        "slow",  # waits `seconds`, then goes on
        "blocked", "deactivated", "kicked", "chat_not_found",
        "migrated",  # really upgrades the group, then answers as the real one does
        "unauthorized",  # 401
        "topic_gone",  # really deletes the topic of the request
        "topic_closed", "not_enough_rights",
        "error",  # `code` and `description` as given
    }
)  # fmt: skip


@dataclass(eq=False)
class Fault:
    """One planned fault; it fires for calls that match, `times` times (None: until cleared)."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    retry_after_seconds: int = 3
    seconds: float = 0.2
    code: int = 400
    description: str = ""
    fired: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault: {self.kind}")


@dataclass
class Faults:
    """The planned faults, oldest first."""

    planned: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Plan a fault."""
        self.planned.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Give the fault that hits this call, and count it."""
        for fault in self.planned:
            if fault.method is not None and fault.method.lower() != method.lower():
                continue
            if fault.chat_id is not None and fault.chat_id != chat_id:
                continue
            fault.fired += 1
            if fault.times is not None and fault.fired >= fault.times:
                self.planned.remove(fault)
            return fault
        return None
