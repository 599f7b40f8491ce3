"""Log in by an identity provider (OpenID Connect Core 1.0, code flow with PKCE): who somebody is, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote_plus

from aiohttp import ClientError, ClientSession, ClientTimeout, encode_basic_auth
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core.vocabulary.errors import KanalError
from web.monitor.secrets import same, token_of

DISCOVERY: Final = "/.well-known/openid-configuration"
ALGORITHMS: Final = ("RS256", "ES256", "PS256")
SECONDS: Final = 10.0
LEEWAY_SECONDS: Final = 60
SURE: Final = "mfa"
"""What a token says whose person showed more than one thing (RFC 8176, "amr")."""


class NotVouched(KanalError):
    """Raise when the provider cannot be asked, or does not say who somebody is as surely as it has to."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider; ``name`` is how people call it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str

    async def begin(self, door: str, back: str) -> str:
        """Give the address at the provider to which a browser goes; ``door`` is the word that it keeps meanwhile."""
        places = await self._places()
        return str(
            prepare_grant_uri(
                places["authorization_endpoint"],
                self.client_id,
                "code",
                redirect_uri=back,
                scope="openid",
                state=token_of(door, "state"),
                nonce=token_of(door, "nonce"),
                code_challenge=create_s256_code_challenge(token_of(door, "verifier")),
                code_challenge_method="S256",
            )
        )

    async def finish(self, door: str, back: str, asked: Mapping[str, str], now: datetime) -> str:
        """Give who came back from the provider, as ``issuer|subject``. Raises ``NotVouched``."""
        if not same(asked.get("state", ""), token_of(door, "state")) or not asked.get("code"):
            raise NotVouched("this browser did not ask for it")
        places = await self._places()
        form = {
            "grant_type": "authorization_code",
            "code": asked["code"],
            "redirect_uri": back,
            "code_verifier": token_of(door, "verifier"),
        }
        token = await self._json("POST", places["token_endpoint"], form)
        keys = await self._json("GET", places["jwks_uri"])
        try:
            return self._subject(str(token.get("id_token", "")), keys, token_of(door, "nonce"), now)
        except (JoseError, AuthlibBaseError, ValueError, KeyError) as error:
            raise NotVouched(type(error).__name__) from error

    def _subject(self, token: str, keys: Any, nonce: str, now: datetime) -> str:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            read.claims,
            read.header,
            {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}},
            {"nonce": nonce, "client_id": self.client_id},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
        ways = read.claims.get("amr", ())
        if SURE not in ways and len(set(ways)) < 2:
            raise NotVouched("one factor alone")
        return f"{self.issuer}|{read.claims['sub']}"

    async def _places(self) -> Mapping[str, str]:
        """Read where the provider's endpoints are."""
        found = await self._json("GET", self.issuer.rstrip("/") + DISCOVERY)
        if found.get("issuer") != self.issuer:
            raise NotVouched("another issuer")
        return {name: str(found.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}

    def _login(self) -> str:
        """Write who we are there (RFC 6749, 2.3.1: each part as in a form)."""
        return encode_basic_auth(quote_plus(self.client_id), quote_plus(self.client_secret))

    async def _json(self, method: str, address: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """Ask the provider for an object; with a form as the client that we are there (client_secret_basic)."""
        headers = {} if form is None else {"Authorization": self._login()}
        try:
            async with (
                ClientSession(timeout=ClientTimeout(SECONDS)) as client,
                client.request(method, address, data=form, headers=headers, allow_redirects=False) as answer,
            ):
                answer.raise_for_status()
                found = await answer.json()
        except (ClientError, TimeoutError, ValueError) as error:
            raise NotVouched(type(error).__name__) from error
        if not isinstance(found, dict):
            raise NotVouched("no object")
        return found
