"""What machines that file for people come back for: which reports they filed, and the news of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec


class MachineReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report that a client filed; ``address`` is that of its chat, ``at`` when it had its number.

    ``entry`` is the message that said the number: what the client says later of the report answers it.
    """

    number: str
    client: str
    address: str
    at: datetime
    entry: str = ""


class MachineNews(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to whoever filed by a client, waiting for the client to fetch it; ``fetched``: it was.

    ``kind`` is that of the ``Update`` that it words, empty when it is none; ``number`` is empty where it is about no
    report.
    """

    id: str
    client: str
    address: str
    number: str
    at: datetime
    text: str
    kind: str = ""
    fetched: bool = False


class FedBy(Protocol):
    """Where a channel leaves them. Every method raises ``StoreDown``; what is put twice under one id is there once."""

    async def put_report(self, report: MachineReport) -> None:
        """Note that a client's report has its number."""
        ...

    async def put_news(self, news: MachineNews) -> None:
        """Keep a message for its client."""
        ...


class Feed(FedBy, Protocol):
    """Reports and news by client. Every method raises ``StoreDown``.

    Times are those between which something came: from ``since`` on, and before ``until``.
    """

    async def report_of(self, number: str) -> MachineReport | None:
        """Read by its number which client filed a report; None for one that no machine filed."""
        ...

    async def report_at(self, address: str) -> MachineReport | None:
        """Read the first report of a chat; None while it has no number."""
        ...

    async def reports_by(
        self, clients: Sequence[str], since: datetime, until: datetime, skip: int, limit: int
    ) -> Sequence[MachineReport]:
        """Read reports of these clients, the newest first."""
        ...

    async def news_for(
        self, client: str, since: datetime, until: datetime, skip: int, limit: int
    ) -> Sequence[MachineNews]:
        """Read a client's news, the oldest first."""
        ...

    async def mark_fetched(self, news_ids: Sequence[str]) -> None:
        """Note that news was fetched."""
        ...
