"""Headers of every page (OWASP Secure Headers Project; Content Security Policy Level 3)."""

from __future__ import annotations

from urllib.parse import urlsplit

YEAR_SECONDS = 31_536_000
OPEN_SECONDS = 60
"""So long anybody may keep a public page."""


def page_headers(public_url: str, tile_url: str, *, secret: bool) -> dict[str, str]:
    """Give the headers of a page; ``secret``: its address must not travel, not even to ourselves."""
    found = {
        "Content-Security-Policy": policy(tile_url),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # A form page tells our own server where it comes from, which is how another site's post is known.
        "Referrer-Policy": "no-referrer" if secret else "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    if public_url.startswith("https://"):
        found["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
    return found


def policy(tile_url: str = "") -> str:
    """Give the policy: nothing from elsewhere but, where a map was configured, its pictures."""
    pictures = "'self' blob:"
    if tile_url:
        place = urlsplit(tile_url)
        pictures += f" {place.scheme}://{place.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {pictures}",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, max-age=300",
}
"""Of somebody's file: shown as what it is or saved, never run."""

BARE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer that says nothing else: measurements, and what the server itself answers to a strange address."""
