"""Where what can be checked is served."""

from __future__ import annotations

from core.city.city import City
from core.city.texts import Texts


def proof_path(city: City) -> str:
    """Give the address of the page that checks receipts; keys and roots are below it."""
    return f"/{Texts(city.texts).say('web.path.proof')}"
