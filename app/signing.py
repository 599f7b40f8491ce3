"""What the city signs with, and the picture of a signed receipt."""

from __future__ import annotations

import io
from collections.abc import Callable, Container
from functools import lru_cache
from typing import Final

import segno

from app.settings import Settings
from channels.web.channel import NAME
from core.city.city import City
from core.proof.keys import Signer
from core.proof.slip import PICTURE, read_slip
from core.vocabulary.media import Held, Media
from web.proof.paths import proof_path

PNG: Final = "image/png"
SCALE: Final = 6
"""Pixels of one square: about 400 for the whole code, as sharp on a phone as on paper."""
QUERY: Final = "slip"
"""The parameter by which the page that checks receipts is given one."""


def signer_of(settings: Settings) -> Signer | None:
    """Give what signs; None where no key is set."""
    secret = settings.signing_key.get_secret_value()
    return Signer.of(secret) if secret else None


def former_signer(settings: Settings) -> Signer | None:
    """Give the key before the present one, which vouches for it while keys are changed; None where none is named."""
    secret = settings.signing_key_before.get_secret_value()
    return Signer.of(secret) if secret else None


def checking_page(settings: Settings, city: City, channels: Container[str]) -> str:
    """Give the address of the page that checks receipts, empty where there is no such page."""
    public = settings.public_url.rstrip("/")
    return f"{public}{proof_path(city)}" if public and NAME in channels else ""


def slip_pictures(page: str) -> Callable[[str], Media | None]:
    """Draw the code of a receipt: scanned, it opens the page that checks it, or gives the text where there is none."""
    return lambda media_id: _picture(media_id, page)


@lru_cache(maxsize=64)
def _picture(media_id: str, page: str) -> Media | None:
    slip = read_slip(media_id.removeprefix(PICTURE)) if media_id.startswith(PICTURE) else None
    if slip is None:
        return None
    content = io.BytesIO()
    code = segno.make_qr(f"{page}?{QUERY}={slip.text}" if page else slip.text, error="m")
    code.save(content, kind="png", scale=SCALE, border=4)
    return Media(Held(content.getvalue()), PNG, f"{slip.number}.png")
