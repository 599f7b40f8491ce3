"""The two cookies of these pages: one for who is logged in, one that ties the form of the login to its browser."""

from __future__ import annotations

from typing import Final

from aiohttp import web

SESSION: Final = "kanal-session"
DOOR: Final = "kanal-door"
_LONGEST: Final = 100


def name_of(cookie: str, *, https: bool) -> str:
    """Name a cookie; over https so that no other host and no plain connection can set it (RFC 6265bis, `__Host-`)."""
    return f"__Host-{cookie}" if https else cookie


def read(request: web.Request, cookie: str, *, https: bool) -> str:
    """Read a cookie of ours; empty where there is none, or what stands there was never given by us."""
    word = request.cookies.get(name_of(cookie, https=https), "")[:_LONGEST]
    return word if word.isascii() else ""


def write(response: web.StreamResponse, cookie: str, word: str, *, https: bool) -> None:
    """Give a browser a cookie until it is closed: scripts do not see it, and pages of others do not post with it."""
    response.set_cookie(
        name_of(cookie, https=https), word, path="/", httponly=True, secure=https, samesite="Lax", max_age=None
    )


def forget(response: web.StreamResponse, cookie: str, *, https: bool) -> None:
    """Take a cookie away."""
    response.set_cookie(
        name_of(cookie, https=https), "", path="/", httponly=True, secure=https, samesite="Lax", max_age=0
    )
