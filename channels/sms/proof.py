"""Is a call from the gateway: it signs nothing, so a secret stands in the path, and its address may be fixed."""

import hmac
import ipaddress
from collections.abc import Sequence

from channels.contract import Request
from core.vocabulary.errors import Forged

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(given: Sequence[str]) -> tuple[Network, ...]:
    """Read addresses and networks."""
    return tuple(ipaddress.ip_network(one, strict=False) for one in given)


def admit(asked: Request, secret: str, sources: Sequence[Network]) -> None:
    """Raise ``Forged`` unless the path ends with the secret and the caller's address is allowed; no sources: any is.

    An empty ``secret`` lets nobody in.
    """
    given = asked.below.removeprefix("/").encode(errors="surrogateescape")
    if not secret or not hmac.compare_digest(given, secret.encode()):
        raise Forged("wrong or missing secret")
    if sources and not _is_among(asked.remote, sources):
        raise Forged("from an address that is not allowed")


def _is_among(remote: str, sources: Sequence[Network]) -> bool:
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return False
    inner = getattr(address, "ipv4_mapped", None)
    return any(one in network for network in sources for one in (address, inner) if one is not None)
