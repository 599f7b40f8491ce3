"""A strict identity provider: it takes each code once, with the right client, address and proof, and signs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.clock import TestClock
from web.monitor.provider import Provider

CLIENT, SECRET, SUBJECT = "kanal", "s3cret of kanal+", "ombudsman-7"


@dataclass
class StandIn:
    """What the provider knows; ``changes`` replace claims of the tokens that it gives."""

    clock: TestClock
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    forged: bool = False

    def provider(self) -> Provider:
        """Give what our side knows of it."""
        return Provider(self.issuer, CLIENT, SECRET, "SSO Ombudsman")

    async def discovery(self, _request: web.Request) -> web.Response:
        """Say where everything is."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {name: f"{self.issuer}/{path}" for name, path in places.items()}
        return web.json_response({"issuer": self.issuer, **found})

    async def authorize(self, request: web.Request) -> web.Response:
        """Let somebody in who needs not be asked, and lead back with a code."""
        asked = dict(request.query)
        assert ("code", CLIENT, "openid", "S256") == tuple(
            asked[name] for name in ("response_type", "client_id", "scope", "code_challenge_method")
        )
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        raise web.HTTPFound(f"{asked['redirect_uri']}?code={code}&state={asked['state']}")

    async def token(self, request: web.Request) -> web.Response:
        """Give a token for a code, once."""
        form = await request.post()
        login = request.headers["Authorization"]
        asked = self.asked.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or login != encode_basic_auth(CLIENT, "s3cret+of+kanal%2B")
            or (proof, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"])
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(self.clock.now().timestamp())
        claims = {"iss": self.issuer, "sub": SUBJECT, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], "amr": ["pwd", "otp"], **self.changes}
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.other if self.forged else self.key)
        return web.json_response({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    async def keys(self, _request: web.Request) -> web.Response:
        """Give the public key."""
        return web.json_response({"keys": [self.key.as_dict(private=False)]})


@asynccontextmanager
async def stand_in(clock: TestClock) -> AsyncIterator[StandIn]:
    """Run one."""
    made = StandIn(clock)
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", made.discovery)
    app.router.add_get("/authorize", made.authorize)
    app.router.add_post("/token", made.token)
    app.router.add_get("/keys", made.keys)
    async with TestServer(app) as server:
        made.issuer = str(server.make_url("")).rstrip("/")
        yield made
