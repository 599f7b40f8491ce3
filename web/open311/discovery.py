"""Where Open311 is served, and by which formats (Open311, "Service Discovery")."""

from __future__ import annotations

from web.open311.exchange import Exchange
from web.open311.trees import MIMES, Fields, Rows

CHANGESET = "2026-12-01T00:00:00Z"
"""When these endpoints last changed in a way that clients notice."""
GEOREPORT = "http://wiki.open311.org/GeoReport_v2"
UPDATES = "https://github.com/mysociety/FixMyStreet/wiki/Open311-FMS---Proposed-differences-to-Open311"


def discovery(exchange: Exchange, origin: str) -> Fields:
    """Describe the endpoints. Their addresses end in a slash, because clients append paths to them."""
    address = f"{origin}{exchange.root}/"
    return Fields(
        {
            "changeset": CHANGESET,
            "contact": exchange.site.city.name,
            "key_service": exchange.say("discovery.key", city=exchange.site.city.name),
            "endpoints": Rows(
                "endpoints",
                "endpoint",
                [_endpoint(GEOREPORT, address), _endpoint(UPDATES, address)],
            ),
        },
        name="discovery",
    )


def _endpoint(specification: str, address: str) -> Fields:
    return Fields(
        {
            "specification": specification,
            "url": address,
            "changeset": CHANGESET,
            "type": "production",
            "formats": Rows("formats", "format", list(MIMES.values())),
        }
    )
