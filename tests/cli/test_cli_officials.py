"""`kanal officials`: who may act, and every change of that."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.register.state import BoundGroup, Invitation, Member, RegisterState
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.lanes import Lane
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.clock import START


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store a register and two lines of its journal, and give the settings that reach them."""
    members = {
        "2": Member("Budi", "dishub", accepted=True, role="penghubung"),
        "3": Member("Sari", "dishub", active=False),
    }
    invitation = Invitation("pupr", "petugas", START + timedelta(days=7), "1", "group:officials", "telegram")
    groups = {"group:dishub-own": BoundGroup("dishub", "telegram", "-9")}
    assert await store.commit(Lane(REGISTER_LANE, 1, RegisterState(members, {"d": invitation}, groups=groups)), 0)
    about = {"id": "2", "name": "Budi", "unit": "dishub", "role": "penghubung"}
    await store.journal("e:0", Record(REGISTER_LANE, "1", "enrolled", "", START, details=about))
    await store.journal("e:1", Record(REGISTER_LANE, "2", "ethics_accepted", "", START, details={"version": "1"}))
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_officials_are_listed(settings: dict[str, str], tmp_path: Path) -> None:
    """Each official has a line with unit, role, state and code of ethics, and so has each group that is a desk."""
    ended = await kanal(tmp_path, "officials", settings=settings)
    assert (0, "") == (ended.code, ended.err)
    assert [
        "dishub\tpenghubung\tBudi\tid 2\tactive\tcode of ethics 1",
        "dishub\tpetugas\tSari\tid 3\tleft\tcode of ethics not accepted",
        "dishub\tgroup\tgroup:dishub-own\ttelegram -9",
        "2 officials\t1 invitations open",
    ] == ended.lines


async def test_changes_are_listed(settings: dict[str, str], tmp_path: Path) -> None:
    """With ``--changes`` every line of the journal is shown, with who did it."""
    ended = await kanal(tmp_path, "officials", "--changes", settings=settings)
    at = f"{START:%Y-%m-%d %H:%M}"
    assert [
        f"{at}\tenrolled\tby 1\t2\tBudi\tdishub\tpenghubung",
        f"{at}\tethics_accepted\tby 2\tversion 1",
    ] == ended.lines
