"""Faults on demand: what the platform does on a bad day, for the next n calls."""

from dataclasses import dataclass, field

KINDS = frozenset(
    {
        "error",  # an error body with `code` and `details`, HTTP status of the code or `status`
        "late",  # accepted, then a failed status with `code`
        "held",  # accepted with message_status held_for_quality_assessment, and nothing more comes
        "too_many_requests",  # HTTP 429, code 4
        "server_error",  # HTTP 500 with an HTML body
        "bad_gateway",  # HTTP 502 with an HTML body
        "unavailable",  # HTTP 503, code 2
        "timeout",  # takes the request and never answers; the request has no effect
        "cut",  # closes the connection before doing anything
        "cut_after",  # does it, then closes the connection without an answer
        "slow",  # waits `seconds`, then goes on
        "media_gone",  # look-up or download: 404
        "media_wrong",  # the download gives other bytes than the hash says
    }
)  # fmt: skip


@dataclass(eq=False)
class Fault:
    """One planned fault; it fires for calls that match, `times` times (None: until cleared).

    `method` is messages, read, upload, media, download, delete_media, number, templates, apps, business or token.
    """

    kind: str
    method: str | None = None
    user: str | None = None
    times: int | None = 1
    code: int = 131000
    details: str = ""
    status: int | None = None
    seconds: float = 0.2
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

    def take(self, method: str, user: str | None) -> Fault | None:
        """Give the fault that hits this call, and count it."""
        for fault in self.planned:
            if fault.method is not None and fault.method != method:
                continue
            if fault.user is not None and fault.user != user:
                continue
            fault.fired += 1
            if fault.times is not None and fault.fired >= fault.times:
                self.planned.remove(fault)
            return fault
        return None
