"""The faults that can be planned for a gateway."""

from dataclasses import dataclass

from simulator.faults import PlannedFault

KINDS = frozenset(
    {
        "answer",  # HTTP `status` with the words `text`, and no effect
        "unavailable",  # 503, Temporal failure
        "denied", # 403, Authorization failed
        "not_routable",  # 403, Not routable
        "queued",  # 202, 3: the centre is away; it arrives all the same
        "page",  # an HTML body of a proxy with HTTP `status`
        "timeout",  # takes the request and never answers; it has no effect
        "cut",  # closes the connection before doing anything
        "cut_after",  # does it, then closes the connection without an answer
        "slow",  # waits `seconds`, then goes on
        "undelivered",  # taken, then the report 2: it never comes to the phone
        "rejected",  # taken, then the report 16
        "silent",  # taken and shown, and no report comes
    }
)  # fmt: skip


@dataclass(eq=False)
class Fault(PlannedFault):
    """A planned fault, for the messages to one phone or to all; `method` is sendsms."""

    kinds = KINDS
    phone: str | None = None
    status: int = 500
    text: str = ""

    @property
    def target(self) -> str | None:
        """Give the phone whose messages it hits."""
        return self.phone
