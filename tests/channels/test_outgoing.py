"""How files go out: piece by piece, however large they are."""

from __future__ import annotations

import aiohttp

from channels.outgoing import add_file
from core.vocabulary.media import Held


async def test_a_large_file_goes_out_in_pieces() -> None:
    """A file of several megabytes is no body that is written in one go, of which the library warns."""
    form, pieces = aiohttp.FormData(), []
    add_file(form, "photo", Held(bytes(3_000_000)), "a.jpg", "image/jpeg")

    class Writer:
        async def write(self, piece: bytes) -> None:
            pieces.append(len(piece))

    await form().write(Writer())  # type: ignore[arg-type]
    assert 3_000_000 < sum(pieces)
    assert max(pieces) <= 2**18
