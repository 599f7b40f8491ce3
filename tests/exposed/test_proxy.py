"""The proxy of the handbook passes on every address that is served, and every body that Kanal takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from app.bodies import MAX_BODY
from tests.exposed.city import OpenTown
from tests.exposed.test_doors import VALUES
from tests.journeys.conftest import Build
from tests.journeys.driver import QUICK
from web.site import Limits

MIB = 1024 * 1024
HANDBOOK = (Path(__file__).parents[2] / "docs/operations.md").read_text(encoding="utf-8")
INSIDE = {"/healthz", "/readyz", "/metrics"}
PLATFORMS = "/webhooks/"
OIDC = {"KANAL_OIDC_ISSUER": "https://id.example.org", "KANAL_OIDC_CLIENT_ID": "kanal"}

Block = Mapping[str, int]
"""Of each pattern of addresses that is passed on: how large a body may be, in bytes."""


def block(language: str) -> str:
    """Give a block of the handbook."""
    found = re.search(rf"^```{language}\n(.*?)^```", HANDBOOK, re.DOTALL | re.MULTILINE)
    assert found, language
    return found[1]


def nginx() -> Block:
    """Read the locations of nginx that are passed on."""
    found = re.findall(r"location (~ )?(\S+) \{([^}]*proxy_pass [^}]*)\}", block("nginx"))
    return {
        where if regex else f"^{where}": _size(r"client_max_body_size (\d+)m;", inner) for regex, where, inner in found
    }


def caddy() -> Block:
    """Read the matchers of Caddy whose handlers pass on."""
    text = block("caddy")
    named = dict(re.findall(r"^\t(@\w+ path(?:_regexp)?) (\S+)$", text, re.MULTILINE))
    found: dict[str, int] = {}
    for kind, where in named.items():
        name, _, way = kind.partition(" ")
        handler = re.search(rf"^\thandle {name} \{{\n(.*?)^\t\}}", text, re.DOTALL | re.MULTILINE)
        assert handler
        assert "reverse_proxy" in handler[1]
        found[where if way == "path_regexp" else f"^{where.rstrip('*')}"] = _size(r"max_size (\d+)MiB", handler[1])
    return found


def _size(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, text
    return int(found[1]) * MIB


def most(block: Block, path: str) -> int:
    """Give the bytes that a body at an address may have; 0 where it is not passed on."""
    return next((size for pattern, size in block.items() if re.search(pattern, path)), 0)


async def test_the_proxy_of_the_handbook_passes_on_what_is_served(build: Build) -> None:
    """Every route but those for the inside is passed on by both blocks, with room for the largest body."""
    town = await build(kind=OpenTown)
    assert isinstance(town, OpenTown)
    town.hooks = OIDC
    await town.run(engine=QUICK)
    blocks = {"nginx": nginx(), "caddy": caddy()}
    assert dict.fromkeys(blocks, 2) == {name: len(one) for name, one in blocks.items()}
    seen = set()
    for _method, route in town.routes():
        path = _filled(route)
        seen.add(path)
        for name, one in blocks.items():
            room = most(one, path)
            if path in INSIDE:
                assert 0 == room, (name, path)
            elif path.startswith(PLATFORMS):
                assert MAX_BODY == room, (name, path)
            else:
                assert Limits.post <= room < Limits.post + 2 * MIB, (name, path)
    assert {*INSIDE, "/pengawas/masuk/oidc/back", "/periksa/keys.json", "/terbuka/peta.csv"} <= seen


def test_the_proxy_passes_on_what_every_channel_is_called_at() -> None:
    """The webhooks of each channel, a secret in the path included, are passed on; what is not served is not."""
    for one in (nginx(), caddy()):
        assert 0 < most(one, "/webhooks/sms/report/SECRET")
        assert [0, 0, 0] == [most(one, path) for path in ("/demo/", "/laporan", "/lapor-x")]


def test_the_handbook_says_how_large_bodies_may_be() -> None:
    """The sizes in words are those of the code."""
    assert f"their body of at most {MAX_BODY // MIB} MB" in HANDBOOK
    assert f"carries at most {Limits.post // MIB} MB" in HANDBOOK


def _filled(route: str) -> str:
    for part, value in VALUES.items():
        route = route.replace(part, value)
    path = route.replace("{suffix}", "")
    assert "{" not in path, f"say with what {route} is asked"
    return path
