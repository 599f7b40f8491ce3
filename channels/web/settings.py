"""The settings of the web form."""

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from channels.settings import Address, Read, switch


def _are_networks(value: str) -> str:
    try:
        _networks(value)
    except ValueError:
        raise ValueError("must be addresses or networks of proxies, such as 10.0.0.1, 172.16.0.0/12") from None
    return value


def _is_of_tiles(value: str) -> str:
    if value and not (re.match(r"https?://[\w.:-]+/", value) and all(name in value for name in ("{z}", "{x}", "{y}"))):
        raise ValueError("must be an address with {z}, {x} and {y}")
    return value


def _networks(value: str) -> frozenset[str]:
    return frozenset(str(ipaddress.ip_network(one, strict=False)) for one in re.split(r"[\s,;]+", value) if one)


class WebSettings(Read):
    """Whether there is a form, whose forwarded addresses are believed, and where pictures of a map come from."""

    web_form: Annotated[str, BeforeValidator(switch)] = Field("", alias="WEB_FORM")
    web_proxies: Annotated[str, AfterValidator(_are_networks)] = Field("127.0.0.1, ::1", alias="WEB_PROXIES")
    web_tile_url: Annotated[Address, AfterValidator(_is_of_tiles)] = Field("", alias="WEB_TILE_URL")

    @property
    def proxies(self) -> frozenset[str]:
        """Give the networks in which proxies of ours are; a single address is the smallest of them."""
        return _networks(self.web_proxies)
