"""The settings of the web form."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from channels.settings import Address, Read, switch


class WebSettings(Read):
    """Whether there is a form, whose forwarded addresses are believed, and where pictures of a map come from."""

    web_form: Annotated[str, BeforeValidator(switch)] = Field("", alias="WEB_FORM")
    web_proxies: str = Field("127.0.0.1, ::1", alias="WEB_PROXIES")
    web_tile_url: Address = Field("", alias="WEB_TILE_URL")

    @property
    def proxies(self) -> frozenset[str]:
        """Give the addresses of proxies of ours."""
        return frozenset(one.strip() for one in self.web_proxies.split(",") if one.strip())
