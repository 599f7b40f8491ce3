"""``kanal officials``: who may act for the city, and every change of that, for whoever answers for it."""

from collections.abc import Iterator

import typer

from app.settings import Settings
from cli.dead import with_store
from core.register.state import RegisterState
from core.register.state import load as load_register
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import REGISTER_LANE
from storage.mongo.store import MongoStore

_FIRST = ("id", "name", "unit", "role")
"""Of what a line of the journal says this comes first, in this order."""


async def show_officials(settings: Settings, *, changes: bool) -> int:
    """Print one line per official and per group that is a desk; with ``changes`` the journal instead."""

    async def work(store: MongoStore) -> int:
        if changes:
            for record in await store.journal_of(REGISTER_LANE):
                typer.echo(_change(record))
            return 0
        lane = await store.load(REGISTER_LANE)
        for line in _lines(load_register(lane.state if lane is not None else None)):
            typer.echo(line)
        return 0

    return await with_store(settings, work)


def _change(record: Record) -> str:
    said = [record.details[name] for name in _FIRST if name in record.details]
    said += [f"{name} {value}" for name, value in sorted(record.details.items()) if name not in _FIRST]
    return "\t".join((f"{record.at:%Y-%m-%d %H:%M}", record.what, f"by {record.actor}", *said))


def _lines(register: RegisterState) -> Iterator[str]:
    order = sorted(register.members.items(), key=lambda item: (item[1].unit, item[1].name))
    for person, member in order:
        ethics = f"code of ethics {member.ethics}" if member.accepted else "code of ethics not accepted"
        state = "active" if member.active else "left"
        yield "\t".join((member.unit, member.role, member.name, f"id {person}", state, ethics))
    for lane, group in sorted(register.groups.items()):
        yield "\t".join((group.desk, "group", lane, f"{group.channel} {group.address}"))
    yield f"{len(register.members)} officials\t{len(register.invitations)} invitations open"
