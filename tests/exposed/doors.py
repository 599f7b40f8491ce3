"""Which door every route stands behind. A route that is not in this table is a mistake, and so is a row without one."""

from __future__ import annotations

from typing import Final, Literal

from tests.exposed.city import V2

Door = Literal[
    "open",  # anybody may read it
    "form",  # anybody may post it, from a page of ours
    "own",  # whoever has the secret word of a private page
    "own_form",  # the same, from a page of ours
    "entry",  # a form for whoever is not logged in, drawn for this very browser
    "login",  # an account with a session
    "act",  # the same, with a form of this session
    "report",  # a machine's key that files
    "export",  # a machine's key for public exports
    "monitor",  # a machine's key for exports of monitors
    "audit",  # a machine's key for the auditor's file
    "platform",  # what a platform signs
]

DOORS: Final[dict[str, Door]] = {
    "GET /": "open",
    "GET /healthz": "open",
    "GET /readyz": "open",
    "GET /metrics": "open",
    "* /webhooks/{channel}{suffix}": "platform",
    # the form and private pages
    "GET /lapor": "open",
    "GET /lapor/2": "open",
    "GET /lapor/3": "open",
    "POST /lapor/2": "form",
    "POST /lapor/3": "form",
    "GET /lacak": "open",
    "GET /privasi": "open",
    "GET /milik/{word}": "own",
    "GET /milik/{word}/receipt": "own",
    "GET /milik/{word}/count": "own",
    "GET /milik/{word}/file/{media}": "own",
    "POST /milik/{word}/say": "own_form",
    "POST /milik/{word}/press": "own_form",
    "POST /milik/{word}/link": "own_form",
    "POST /milik/{word}/reach": "own_form",
    "GET /web/{mark}/{name}": "open",
    "GET /robots.txt": "open",
    # what is public
    "GET /terbuka": "open",
    "GET /terbuka/laporan": "open",
    "GET /terbuka/angka": "open",
    "GET /terbuka/angka.csv": "open",
    "GET /terbuka/angka/{month}": "open",
    "GET /terbuka/angka/{month}/{table}.csv": "open",
    "GET /terbuka/peta.csv": "open",
    "GET /terbuka/peta/{place}": "open",
    "GET /periksa": "open",
    "POST /periksa": "form",
    "GET /periksa/keys.json": "open",
    "GET /periksa/roots/{day}.json": "open",
    "GET /periksa/roots/{year}.json": "open",
    # those who look from outside
    "GET /pengawas/masuk": "open",
    "POST /pengawas/masuk": "entry",
    "GET /pengawas/mulai/{name}/{word}": "open",
    "POST /pengawas/mulai/{name}/{word}": "entry",
    "GET /pengawas": "login",
    "GET /pengawas/akun": "login",
    "GET /pengawas/bulan/{month}.pdf": "login",
    "GET /pengawas/jejak": "login",
    "GET /pengawas/kebijakan": "login",
    "GET /pengawas/kebijakan/{month}": "login",
    "GET /pengawas/kebijakan/{month}/{sheet}.csv": "login",
    "GET /pengawas/laporan": "login",
    "GET /pengawas/laporan/{number}": "login",
    "GET /pengawas/rantai": "login",
    "GET /pengawas/unit/{unit}": "login",
    "POST /pengawas/akun": "act",
    "POST /pengawas/akun/end": "act",
    "POST /pengawas/keluar": "act",
    # machines
    "GET /open311/discovery{format}": "open",
    f"GET {V2}/discovery{{format}}": "open",
    f"GET {V2}/openapi.json": "open",
    f"GET {V2}/services{{format}}": "open",
    f"GET {V2}/services/{{code}}{{format}}": "open",
    f"GET {V2}/requests{{format}}": "open",
    f"GET {V2}/requests/{{number}}{{format}}": "open",
    f"GET {V2}/tokens/{{token}}{{format}}": "open",
    f"POST {V2}/requests{{format}}": "report",
    f"GET {V2}/servicerequestupdates{{format}}": "report",
    f"POST {V2}/servicerequestupdates{{format}}": "report",
    "GET /export/reports.{suffix}": "export",
    "GET /export/tickets.{suffix}": "monitor",
    "GET /export/chains.{suffix}": "audit",
}
"""Method and path as the router has them, with what stands before it. ``HEAD`` stands where ``GET`` does."""

LOGGED_IN: Final[frozenset[Door]] = frozenset({"login", "act"})
WITH_KEY: Final[frozenset[Door]] = frozenset({"report", "export", "monitor", "audit"})


def names_of(routes: list[tuple[str, str]]) -> set[str]:
    """Give routes as they stand in the table."""
    return {f"{'GET' if method == 'HEAD' else method} {path}" for method, path in routes}


def parts_of(path: str) -> list[str]:
    """Give the names of what changes in a path."""
    return [piece.partition("}")[0] for piece in path.split("{")[1:]]
