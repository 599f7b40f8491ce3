"""How a line of the journal hangs on the line before it, so that nobody can change what has been written."""

import msgspec


class Chained(msgspec.Struct, frozen=True, omit_defaults=True):
    """What chains a line: its number ``n`` from 1 on, the digest ``prev`` of the line before it, and its own, ``head``.

    Out of the ``salt`` each field of the line has a salt of its own. Where words were erased it is empty, ``salts`` are
    those of the fields that are left, and ``erased`` the digests of those that are gone.
    """

    n: int
    prev: str
    head: str
    salt: str = ""
    salts: dict[str, str] = {}
    erased: dict[str, str] = {}
