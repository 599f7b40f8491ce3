"""What the platform says of our own token."""

from collections.abc import Sequence

import msgspec

from channels.meta.graph import Graph
from channels.raw import obj, objects, text, whole


class Token(msgspec.Struct, frozen=True):
    """What the platform says of our token: ``expires_at`` in Unix seconds, 0 when it lasts; ``app_id``: whose it is."""

    valid: bool
    expires_at: int
    scopes: tuple[str, ...]
    accounts: tuple[str, ...]
    app_id: str = ""


async def read_token(graph: Graph, scopes: Sequence[str]) -> Token:
    """Ask what our own token may do, and for which accounts by the first of ``scopes`` that names some.

    Graph API, Debug token. Raises a ``SendError``.
    """
    data = obj((await graph.read("debug_token", **graph.own_token())).get("data"))
    granular = {text(one.get("scope")): one.get("target_ids") for one in objects(data.get("granular_scopes"))}
    accounts = next((named for scope in scopes if (named := granular.get(scope))), None)
    allowed = data.get("scopes")
    return Token(
        valid=data.get("is_valid") is True,
        expires_at=whole(data.get("expires_at")),
        scopes=tuple(map(text, allowed)) if isinstance(allowed, list) else (),
        accounts=tuple(filter(None, map(text, accounts))) if isinstance(accounts, list) else (),
        app_id=text(data.get("app_id")) or str(whole(data.get("app_id")) or ""),
    )
