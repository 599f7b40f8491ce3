"""What is done with personal data: who answers for it, why, who sees it, how long, and what everybody may ask for."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from web.render import Pages

PARTS: Final = ("who", "why", "what", "seen", "kept", "rights", "complain")
"""What a person has to be told when data is taken (UU 27/2022, articles 5 to 13 and 21), a heading each."""


async def notice(pages: Pages, request: web.Request) -> web.Response:
    """Show it; nothing is read from the database."""
    city = pages.site.city
    values = {"city": city.name, "office": city.tree[city.verification_unit].name}
    return pages.draw(
        request, "notice.html", pages.speech(request), here=pages.site.paths.notice, parts=PARTS, values=values
    )
