"""The faults that can be planned for X."""

from dataclasses import dataclass

from simulator.faults import PlannedFault

KINDS = frozenset(
    {
        "problem",  # problem JSON with `status`, `title` and `detail`
        "too_many",  # HTTP 429 as problem JSON, with the reset header `seconds` ahead
        "too_many_old",  # HTTP 429 in the shape of before, code 88, with the header
        "unauthorized",  # HTTP 401
        "no_credit",  # HTTP 402, CreditsDepleted
        "over_capacity",  # HTTP 503 as problem JSON
        "server_error",  # HTTP 500 with an HTML body
        "page",  # an HTML body of a proxy with HTTP `status` (403)
        "empty",  # HTTP 200 with an empty object, and no effect
        "partial",  # the answer with an error beside its data
        "timeout",  # takes the request and never answers; the request has no effect
        "cut",  # closes the connection before doing anything
        "cut_after",  # does it, then closes the connection without an answer
        "slow",  # waits `seconds`, then goes on
    }
)  # fmt: skip


@dataclass(eq=False)
class Fault(PlannedFault):
    """A planned fault, for the calls about one person (by id) or all; `method` is a name of `simulator.x.rates`."""

    kinds = KINDS
    user: str | None = None
    status: int = 403
    title: str = ""
    detail: str = ""

    @property
    def target(self) -> str | None:
        """Give the person whose calls it hits."""
        return self.user
