"""``kanal unheard``: what people said and Kanal did not understand, by kind, for whoever improves a city's words."""

import json
from collections import Counter
from collections.abc import Sequence

import typer

from app.settings import Settings
from cli.dead import with_store
from core.vocabulary.store import UnheardLine
from storage.mongo.store import MongoStore


async def show_unheard(settings: Settings, kind: str, samples: int, *, as_json: bool) -> int:
    """Print each kind with its count and newest samples; as JSON one line for each thing said."""

    async def work(store: MongoStore) -> int:
        lines = [line for line in await store.unheard() if kind in ("", line.kind)]
        for text in _plain(lines) if as_json else _by_kind(lines, samples):
            typer.echo(text)
        if not lines:
            typer.echo("nothing that was not understood", err=True)
        return 0

    return await with_store(settings, work)


def _plain(lines: Sequence[UnheardLine]) -> list[str]:
    return [
        json.dumps({"kind": line.kind, "at": line.at.isoformat(), "text": line.text}, ensure_ascii=False)
        for line in lines
    ]


def _by_kind(lines: Sequence[UnheardLine], samples: int) -> list[str]:
    shown: list[str] = []
    for kind, count in Counter(line.kind for line in lines).most_common():
        shown.append(f"{kind}\t{count}")
        newest = [line for line in lines if line.kind == kind][:samples]
        shown += [f"  {line.at:%Y-%m-%d %H:%M}  {' '.join(line.text.split())}" for line in newest]
    return shown
