"""The document of a month: how many came by which material, and how many of them reported, by kind of channel."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import structs

from core.vocabulary.sources import CameBy

SOURCES_KEPT: Final = 300
"""Names in one month. Whoever makes up names fills no document: what is beyond is counted together."""
OTHERS: Final = "-"


class Came(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many ``came`` (chats, each once for a name), and how many reports were ``filed`` in those chats."""

    came: int = 0
    filed: int = 0


class SourcesState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Source -> channel -> counts."""

    sources: dict[str, dict[str, Came]] = {}


def load(raw: Any) -> SourcesState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return SourcesState()
    return raw if isinstance(raw, SourcesState) else msgspec.convert(raw, SourcesState)


def counted(state: SourcesState, body: CameBy) -> SourcesState:
    """Add one that came, or one report."""
    known = body.source in state.sources or len(state.sources) < SOURCES_KEPT
    name = body.source if known else OTHERS
    before = state.sources.get(name, {})
    found = before.get(body.channel, Came())
    found = Came(found.came + (not body.filed), found.filed + body.filed)
    return structs.replace(state, sources={**state.sources, name: {**before, body.channel: found}})
