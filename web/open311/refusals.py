"""What a request is refused with: a status, and a list of codes and descriptions (GeoReport v2, "Errors")."""

from __future__ import annotations

from core.vocabulary.errors import KanalError
from web.open311.trees import Fields, Rows


class Refused(KanalError):
    """Raise for a request that is not answered with what it asks for: ``status`` is that of HTTP and the code.

    ``seconds`` is after which time there is room again; ``unread``: the body was not read to its end. Descriptions are
    ours alone: nothing of the request is in them.
    """

    def __init__(self, status: int, *descriptions: str, seconds: int = 0, unread: bool = False) -> None:
        super().__init__("; ".join(descriptions))
        self.status = status
        self.descriptions = descriptions
        self.seconds = seconds
        self.unread = unread


def body_of(refused: Refused) -> Rows:
    """Give the body of a refusal."""
    rows = [Fields({"code": refused.status, "description": one}) for one in refused.descriptions]
    return Rows("errors", "error", rows)


def missing(name: str) -> Refused:
    """Refuse a request without something that it needs."""
    return Refused(400, f"{name} was not given")
