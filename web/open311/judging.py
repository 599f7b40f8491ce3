"""Judge a report that a machine sends: what is filed, or why it is not. Pure; hostile fields become refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from core.city.city import City
from core.vocabulary.citizen import FormSent
from core.vocabulary.clients import Client
from core.vocabulary.report import Evidence, Pin, Privacy
from web.forms import DEGREES, FEWEST_LETTERS, LANDMARK_LETTERS, NAME_LETTERS, PRIVACIES, word_problems
from web.open311.exchange import Exchange
from web.open311.refusals import Refused, missing
from web.open311.services import AREA, EXTERNAL, PRIVACY
from web.photos import judged as judged_files
from web.posts import Post
from web.understood import Understood, understood

EXTERNAL_LETTERS: Final = 100
MARGIN_DEGREES: Final = 0.1
"""So far, some ten kilometres, a position may be beside the city's box: the box is no border."""
MEDIA_LETTERS: Final = 500
_NO_PLACE: Final = re.compile(r"#[A-Z_]{3,40}#")
"""What FixMyStreet writes in place of an address that nobody gave: `#NOTPINPOINTED#` (its Open311 client)."""


@dataclass(frozen=True)
class Judged:
    """A report as it is filed, what its sender is told with the number, and the sender's own name of it."""

    form: FormSent
    notices: tuple[str, ...] = ()
    external: str = ""


def judge(exchange: Exchange, client: Client, post: Post, now: datetime) -> Judged:
    """Read a report. Raises ``Refused``."""
    site = exchange.site
    city, fields = site.city, post.fields
    code = _service(city, fields)
    pin, landmark, area = _place(city, fields)
    words = fields.get("description", "")
    if word_problems(words, site.limits.text):
        raise Refused(
            400, f"description needs at least {FEWEST_LETTERS} letters and at most {site.limits.text} characters"
        )
    if judged_files(post.files, post.left_out, site.limits.photos, site.limits.photo):
        raise Refused(400, f"at most {site.limits.photos} photos of {site.limits.photo // 1024 // 1024} MB are taken")
    found = understood(site, words, now)
    privacy, name, hidden = _privacy(fields, found)
    media = _media(fields.get("media_url", ""), client)
    notices = [_danger(exchange, found)] if found.danger is not None else []
    notices += [exchange.say("notice.secret")] if hidden else []
    notices += [exchange.say("notice.files")] if fields.get("media_url", "") and media is None else []
    form = FormSent(
        text=words,
        privacy=privacy,
        category=code,
        kelurahan=area or (understood(site, landmark, now).kelurahan if landmark else "") or found.kelurahan,
        landmark=landmark,
        pin=pin,
        name=name,
        language=exchange.language,
        evidence=(media,) if media is not None else (),
    )
    return Judged(form, tuple(one for one in notices if one), _external(fields))


def attribute(fields: Mapping[str, str], code: str) -> str:
    """Read an attribute, also of a client that writes it as a list."""
    value = fields.get(f"attribute[{code}]") or fields.get(f"attribute[{code}][]") or ""
    return " ".join(value.split())


def _service(city: City, fields: Mapping[str, str]) -> str:
    code = fields.get("service_code", "").strip()
    if not code:
        raise missing("service_code")
    if not city.has_category(code):
        raise Refused(404, "there is no such service_code")
    return code


def _place(city: City, fields: Mapping[str, str]) -> tuple[Pin | None, str, str]:
    """Give pin, words of the place and kelurahan; one of the three ways has to be there."""
    pin = _pin(city, fields)
    landmark = _NO_PLACE.sub("", " ".join(fields.get("address_string", "").split()))[:LANDMARK_LETTERS].strip()
    named = " ".join(fields.get("address_id", "").split())
    if pin is None and not landmark and not named:
        raise missing("lat and long, address_string or address_id")
    for name, value in (("address_id", named), (f"attribute[{AREA}]", attribute(fields, AREA))):
        if value:
            known = next((one.name for one in city.kelurahan if one.name.casefold() == value.casefold()), "")
            if not known:
                raise Refused(400, f"{name} is the name of none of the city's kelurahan")
            return pin, landmark, known
    return pin, landmark, ""


def _pin(city: City, fields: Mapping[str, str]) -> Pin | None:
    said = (fields.get("lat", "").strip(), fields.get("long", "").strip())
    if said == ("", ""):
        return None
    try:
        latitude, longitude = float(said[0]), float(said[1])
    except ValueError:
        raise Refused(400, "lat and long are two numbers of degrees") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Refused(400, "lat and long are no position on earth")
    box, edge = city.map_box, MARGIN_DEGREES
    if box is not None and not (
        box.south - edge <= latitude <= box.north + edge and box.west - edge <= longitude <= box.east + edge
    ):
        raise Refused(400, "lat and long are outside of the city")
    return Pin(round(latitude, DEGREES), round(longitude, DEGREES))


def _privacy(fields: Mapping[str, str], found: Understood) -> tuple[Privacy, str, bool]:
    """Give privacy and name, and whether we chose confidential because nobody chose: as the chat would propose."""
    asked = attribute(fields, PRIVACY)
    name = " ".join(f"{fields.get('first_name', '')} {fields.get('last_name', '')}".split())[:NAME_LETTERS]
    if not asked:
        return ("rahasia", "", True) if found.private else ("anonim", "", False)
    chosen = next((one for one in PRIVACIES if one == asked), None)
    if chosen is None:
        raise Refused(400, f"attribute[{PRIVACY}] is one of {', '.join(PRIVACIES)}")
    if chosen == "nama" and not name:
        raise missing("first_name or last_name, which is to be shown,")
    return chosen, name if chosen == "nama" else "", False


def _media(address: str, client: Client) -> Evidence | None:
    """Take a file's address on a host that the operator allowed the client, and on no other: we would ask there."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    right = parts.scheme == "https" and host in client.media_hosts and port in (None, 443) and not parts.username
    if not right or len(address) > MEDIA_LETTERS:
        return None
    return Evidence("photo", address.strip(), "", "", "", address.strip())


def _danger(exchange: Exchange, found: Understood) -> str:
    kind = exchange.site.city.emergency(found.danger.kind) if found.danger is not None else None
    numbers = ", ".join(kind.said) if kind is not None else ""
    return exchange.say("notice.danger", numbers=numbers) if numbers else ""


def _external(fields: Mapping[str, str]) -> str:
    said = attribute(fields, EXTERNAL)
    if len(said) > EXTERNAL_LETTERS:
        raise Refused(400, f"attribute[{EXTERNAL}] has at most {EXTERNAL_LETTERS} characters")
    return said
