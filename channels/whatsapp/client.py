"""The Graph API for one phone number."""

import aiohttp

from channels.meta.graph import DEFAULT_VERSION, FILE_SECONDS, OFFICIAL_API, Graph
from channels.outgoing import add_file
from channels.raw import Json, file_name
from channels.whatsapp.errors import classify
from core.vocabulary.media import Content


class Client(Graph):
    """Call the Cloud API."""

    def __init__(
        self, token: str, phone_number_id: str, api_base: str = OFFICIAL_API, version: str = DEFAULT_VERSION
    ) -> None:
        super().__init__(token, classify, api_base, version)
        self.phone_number_id = phone_number_id

    def __repr__(self) -> str:
        """Say what this is without the token."""
        return f"Client({self.phone_number_id})"

    async def upload(self, content: Content, mime: str, name: str) -> Json:
        """Upload a file of ours (Cloud API, Upload media); raises like ``post``."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        add_file(form, "file", content, file_name(name) or "file", mime)
        return await self.call("POST", f"{self.phone_number_id}/media", data=form, seconds=FILE_SECONDS)
