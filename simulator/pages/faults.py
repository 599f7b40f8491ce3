"""The faults that can be planned for a Page or an Instagram account."""

from dataclasses import dataclass

from simulator.faults import PlannedFault

KINDS = frozenset(
    {
        "error",  # an error body with `code`, `subcode` and `details`, HTTP status of the code or `status`
        "too_many_requests",  # code 613
        "server_error",  # HTTP 500 with an HTML body
        "bad_gateway",  # HTTP 502 with an HTML body
        "unavailable",  # HTTP 500, code 2
        "page",  # an HTML body of a proxy with HTTP `status` (403)
        "empty",  # HTTP 200 with an empty object, and no effect
        "timeout",  # takes the request and never answers; the request has no effect
        "cut",  # closes the connection before doing anything
        "cut_after",  # does it, then closes the connection without an answer
        "slow",  # waits `seconds`, then goes on
    }
)  # fmt: skip


@dataclass(eq=False)
class Fault(PlannedFault):
    """A planned fault, for the calls about one person (by key) or all.

    `method` is messages, action, upload, profile, apps, person, token, comment, reply, comments, object or download.
    """

    kinds = KINDS
    user: str | None = None
    code: int = 1
    subcode: int | None = None
    details: str = "planned"
    status: int | None = None

    @property
    def target(self) -> str | None:
        """Give the person whose calls it hits."""
        return self.user
