"""An X stand-in on a clock that stands still, and a client with both kinds of token."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from simulator.clock import ManualClock
from simulator.x import XStandIn

Json = dict[str, Any]


@dataclass
class Api:
    """Call the stand-in as a client of the account (``user``) or of the app (``app``)."""

    standin: XStandIn
    session: aiohttp.ClientSession

    def headers(self, token: str) -> dict[str, str]:
        """Give the header of a kind of token."""
        keys = self.standin.keys
        if token == "app":
            return {"Authorization": f"Bearer {keys.bearer}"}
        signed = f'oauth_consumer_key="{keys.api_key}", oauth_token="{keys.access_token}", oauth_signature="c2ln"'
        return {"Authorization": f"OAuth {signed}"}

    async def call(
        self,
        verb: str,
        path: str,
        token: str = "user",
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
    ) -> tuple[int, Json]:
        """Give the status and the body of an answer."""
        url = f"{self.standin.base_url}/2/{path}"
        async with self.session.request(verb, url, json=body, params=query, headers=self.headers(token)) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, token: str = "user", **query: str) -> Json:
        """Give the body of a GET that succeeds."""
        named = {name.replace("__", "."): value for name, value in query.items()}
        status, body = await self.call("GET", path, token, query=named)
        assert 200 == status, body
        return body


@pytest.fixture
def clock() -> ManualClock:
    """Give a clock that stands still."""
    return ManualClock()


@pytest.fixture
async def standin(clock: ManualClock) -> AsyncIterator[XStandIn]:
    """Run a stand-in."""
    standin = XStandIn(now=clock, retry_base_seconds=0.001)
    await standin.start()
    yield standin
    await standin.stop()


@pytest.fixture
async def api(standin: XStandIn) -> AsyncIterator[Api]:
    """Give a client."""
    async with aiohttp.ClientSession() as session:
        yield Api(standin, session)
