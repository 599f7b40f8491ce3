"""A city that serves everything there is, and somebody outside who asks for it."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from app.rooting import make_roots
from app.runtime import Runtime
from core.proof.keys import Signer
from core.vocabulary.accounts import Account, Office, Session
from core.vocabulary.clients import Client, Scope
from tests.journeys.driver import Town
from web.keys import digest_of as key_digest
from web.keys import key_of
from web.monitor.cookies import SESSION
from web.monitor.secrets import digest_of

V2 = "/open311/v2"
SIGNING_KEY = base64.b64encode(b"k" * 32).decode()
ON = {
    "WEB_FORM": "on",
    "OPEN311": "on",
    "KANAL_PORTAL": "on",
    "KANAL_MONITOR": "on",
    "KANAL_SIGNING_KEY": SIGNING_KEY,
    "KANAL_ACCOUNTS_KEY": SIGNING_KEY,
}
"""Every switch that puts something on the server."""


_ADDRESSES = (f"198.18.{n // 250 % 250}.{n % 250 + 1}" for n in itertools.count())
"""Of many people, as a proxy of ours names them (RFC 2544): none of them is out of room."""


@dataclass(frozen=True)
class Answer:
    """What somebody was told."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Give it as words, also what is none."""
        return self.body.decode(errors="replace")


class OpenTown(Town):
    """A city whose every page, endpoint and export is on."""

    hooks: Mapping[str, str] = {}

    def settings(self, **more: Any) -> Any:
        """Switch everything on."""
        return super().settings(**{**ON, **self.hooks, **more})

    def routes(self) -> Iterator[tuple[str, str]]:
        """Give method and path of every route, as the router of the running process has them."""
        yield from sorted(set(_routes(self.runtime)))

    async def lets_in(self, name: str, office: Office = "ombudsman", *, city: str = "kupang") -> str:
        """Make an account with a session; give the word of its cookie."""
        now, word = self.clock.now(), f"{name}-{'s' * 40}"[:43]
        account = Account(name, office, (city,), now, password="none", secret="none")
        assert await self.runtime.store.put_account(account)
        await self.runtime.store.put_session(Session(digest_of(word), name, city, 0, now, now))
        return word

    async def gives_key(self, name: str, *scopes: Scope, public: bool = False, **more: Any) -> str:
        """Make a client; give its key."""
        key = key_of(name, name[0] * 43)
        client = Client(name, key_digest(key), scopes, self.clock.now(), public=public, **more)
        assert await self.runtime.store.add_client(client)
        return key

    async def roots(self) -> int:
        """Publish the roots of the days that are over."""
        runtime = self.runtime
        return await make_roots(runtime.store, self.city, Signer.of(SIGNING_KEY), self.clock.now())

    async def ask(self, method: str, path: str, *, cookie: str = "", key: str = "", **more: Any) -> Answer:
        """Ask without following where it leads, as a browser of ours or as a machine, from an address of its own.

        It asks the first process, or the one that is given as ``at``.
        """
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": next(_ADDRESSES),
            **({"Cookie": f"{SESSION}={cookie}"} if cookie else {}),
            **({"X-API-Key": key} if key else {}),
            **more.pop("headers", {}),
        }
        url = f"{more.pop('at', self.runtime).url}{path}"
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(method, url, headers=headers, allow_redirects=False, **more) as answer,
        ):
            return Answer(answer.status, dict(answer.headers), await answer.read())


def _routes(runtime: Runtime) -> Iterator[tuple[str, str]]:
    assert runtime.listener.runner is not None
    for route in runtime.listener.runner.app.router.routes():
        if route.resource is not None:
            yield route.method, route.resource.canonical
