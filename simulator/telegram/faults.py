"""The faults that can be planned for the Bot API."""

from dataclasses import dataclass

from simulator.faults import PlannedFault

KINDS = frozenset(
    {
        "too_many_requests",  # 429 with retry_after_seconds
        "server_error",  # 500
        "bad_gateway",  # 502
        "page",  # an HTML body of a proxy with HTTP status `code`
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
class Fault(PlannedFault):
    """A planned fault of the Bot API, for the calls about one chat or all."""

    kinds = KINDS
    chat_id: int | None = None
    retry_after_seconds: int = 3
    code: int = 400
    description: str = ""

    @property
    def target(self) -> int | None:
        """Give the chat whose calls it hits."""
        return self.chat_id
