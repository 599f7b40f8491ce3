"""The faults that can be planned for the Cloud API."""

from dataclasses import dataclass

from simulator.faults import PlannedFault

KINDS = frozenset(
    {
        "error",  # an error body with `code` and `details`, HTTP status of the code or `status`
        "late",  # accepted, then a failed status with `code`
        "held",  # accepted with message_status held_for_quality_assessment, and nothing more comes
        "too_many_requests",  # HTTP 429, code 4
        "server_error",  # HTTP 500 with an HTML body
        "bad_gateway",  # HTTP 502 with an HTML body
        "unavailable",  # HTTP 503, code 2
        "page",  # an HTML body of a proxy with HTTP `status` (403)
        "empty",  # HTTP 200 with an empty object, and no effect
        "timeout",  # takes the request and never answers; the request has no effect
        "cut",  # closes the connection before doing anything
        "cut_after",  # does it, then closes the connection without an answer
        "slow",  # waits `seconds`, then goes on
        "media_gone",  # look-up or download: 404
        "media_wrong",  # the download gives other bytes than the hash says
    }
)  # fmt: skip


@dataclass(eq=False)
class Fault(PlannedFault):
    """A planned fault of the Cloud API, for the calls about one person (by key) or all.

    `method` is messages, read, upload, media, download, delete_media, number, templates, apps, business or token.
    """

    kinds = KINDS
    user: str | None = None
    code: int = 131000
    details: str = ""
    status: int | None = None

    @property
    def target(self) -> str | None:
        """Give the person whose calls it hits."""
        return self.user
