"""The Graph API for one Page or account."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from channels.meta.graph import DEFAULT_VERSION, FILE_SECONDS, OFFICIAL_API, Graph
from channels.meta.messaging.errors import Table
from channels.meta.messaging.platform import Platform
from channels.outgoing import add_file
from channels.raw import Json, file_name
from core.vocabulary.media import Media


class Client(Graph):
    """Call the Send API and what is around it."""

    def __init__(
        self, platform: Platform, account: str, token: str, api_base: str = OFFICIAL_API, version: str = DEFAULT_VERSION
    ) -> None:
        self.table = Table(platform)
        super().__init__(token, self.table.judge, api_base, version)
        self.platform = platform
        self.account = account

    def __repr__(self) -> str:
        """Say what this is without the token."""
        return f"Client({self.platform.name} {self.account})"

    def own(self, edge: str) -> str:
        """Give the path of an edge of ours."""
        return f"{self.platform.own or self.account}/{edge}"

    async def send(self, body: Mapping[str, Any]) -> Json:
        """Send a message, or show what we do (Send API); raises like ``post``."""
        return await self.post(self.own("messages"), body)

    async def send_file(self, body: Mapping[str, Any], media: Media) -> Json:
        """Send a message with the file that belongs into it (Send API, filedata); raises like ``post``."""
        form = aiohttp.FormData(quote_fields=False)
        for name, value in body.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        mime = media.mime.partition(";")[0].strip() or "application/octet-stream"
        add_file(form, "filedata", media.content, file_name(media.name) or "berkas", mime)
        return await self.call("POST", self.own("messages"), data=form, seconds=FILE_SECONDS)
