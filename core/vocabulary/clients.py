"""Machines that may use the bridge: who they are, what each may, and how much of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

Scope = Literal["report", "export", "monitor", "audit"]
"""What a key opens: filing and following reports, exports for the public, those for monitors, or the auditor's file."""


class Client(msgspec.Struct, frozen=True, omit_defaults=True):
    """A machine with a key of its own, of which only the ``digest`` is kept.

    ``requests_per_minute`` and ``reports_per_day`` (local days) are counted by all processes together.
    ``public``: whoever reports by it knows that number, kind and state of the report may be read by other clients.
    ``media_hosts`` are hosts from which files that it names are fetched.
    """

    id: str
    digest: str
    scopes: tuple[Scope, ...]
    added_at: datetime
    requests_per_minute: int = 120
    reports_per_day: int = 500
    public: bool = False
    media_hosts: tuple[str, ...] = ()
    revoked_at: datetime | None = None


class Clients(Protocol):
    """The one place where machines' keys are known. Every method raises ``StoreDown``."""

    async def add_client(self, client: Client) -> bool:
        """Keep a new client; False where its name was ever used, so that no key opens what was another's."""
        ...

    async def get_client(self, client_id: str) -> Client | None:
        """Read a client, revoked or not."""
        ...

    async def list_clients(self) -> Sequence[Client]:
        """Read all clients by name."""
        ...

    async def revoke_client(self, client_id: str, at: datetime) -> bool:
        """Close a client's key for good; False where there is none that is open."""
        ...

    async def count_request(self, client_id: str, minute: int) -> int:
        """Count a request of a client in a minute (since 1970), in one step however many do; give how many it has.

        One that says a minute that is over counts in the newest that anybody said.
        """
        ...
