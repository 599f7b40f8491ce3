"""Who may read the embedded server's data, and what happens when it cannot write."""

from __future__ import annotations

import asyncio
import os
import resource
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from core.vocabulary.errors import StoreDown
from storage.embedded import access, child
from storage.embedded import server as embedded
from storage.embedded.ports import free_port, listens
from storage.embedded.processes import start_mark
from storage.embedded.server import EmbeddedServer
from storage.errors import EmbeddedFailed
from storage.mongo.store import MongoStore
from tests.clock import TestClock
from tests.contracts.things import event
from tests.storage.embedded.test_server import TIMEOUT_SECONDS, keep, kept, until

linux = pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
FULL = access.Trouble("WriteError: OutOfDiskSpace (14031)", refused=True)
QUICK = {"HEALTH_SECONDS": 0.2, "STRIKE_SECONDS": 0.05, "HEALTH_TIMEOUT_SECONDS": 1.0, "_RESTART_CAP_SECONDS": 0.2}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedServer]:
    """Give a server on a fresh folder, stopped after the test."""
    made = EmbeddedServer(tmp_path / "data")
    yield made
    await made.stop(grace_seconds=0)  # every commit is synced, and the server would take two seconds


def port_of(uri: str) -> int:
    """Give the port in an address."""
    return int(uri.rpartition(":")[2].partition("/")[0])


def read_as_stranger(uri: str) -> list[str]:
    """Name the databases as somebody who only knows the port."""
    with MongoClient[dict[str, object]](f"mongodb://127.0.0.1:{port_of(uri)}/?directConnection=true") as client:
        return client.list_database_names()


def modes(folder: Path) -> dict[str, int]:
    """Give the permission bits of a folder and all below that others could use."""
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    return {str(path): mode for path, mode in found.items() if mode & 0o077}


async def test_a_stranger_on_the_machine_reads_nothing(server: EmbeddedServer, tmp_path: Path) -> None:
    """The server wants a password, and neither it nor the data can be read by another user."""
    umask = os.umask(0o022)
    try:
        uri = await server.start()
    finally:
        os.umask(umask)
    await keep(uri, 1)

    with pytest.raises(OperationFailure, match="requires authentication"):
        read_as_stranger(uri)
    assert {0o700, 0o600} == {
        stat.S_IMODE((tmp_path / "data").stat().st_mode),
        stat.S_IMODE((tmp_path / "data" / access.PASSWORD_FILE).stat().st_mode),
    }
    within = {path for path in modes(tmp_path / "data") if "/db" in path}
    assert set() == within
    assert len(access.read_password(tmp_path / "data")) > 40


async def test_data_of_an_earlier_version_are_taken_over(server: EmbeddedServer, tmp_path: Path) -> None:
    """A folder without a password, open to all, gets one and is closed; its data are there, other users are not."""
    folder, port = tmp_path / "data", free_port()
    (folder / "db").mkdir(parents=True, mode=0o755)
    folder.chmod(0o755)
    old = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / child.PROGRAM), "--sync-on-commit", "--standalone"),
        *("--storage-path", str(folder / "db"), "--host", "127.0.0.1", "--port", str(port), "--log-level", "ERROR"),
        start_new_session=True,
    )
    await until(lambda: listens(port))
    await keep(f"mongodb://127.0.0.1:{port}/?directConnection=true", 1)
    with MongoClient[dict[str, object]](f"mongodb://127.0.0.1:{port}/?directConnection=true") as client:
        client.admin.command("createUser", "stranger", pwd="x", roles=["root"])
    old.kill()
    await old.wait()

    uri = await server.start()

    assert ["telegram:1"] == await kept(uri)
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    with MongoClient[dict[str, object]](uri) as client:
        users = client.admin.command("usersInfo")["users"]
    assert [access.USER] == [user["user"] for user in users]


async def test_the_password_stays(server: EmbeddedServer, tmp_path: Path) -> None:
    """It is made once; a lost one is made anew at the next start, and the data are there."""
    await keep(await server.start(), 1)
    first = access.read_password(tmp_path / "data")
    await server.stop()
    await server.start()
    assert first == access.read_password(tmp_path / "data")
    await server.stop()
    (tmp_path / "data" / access.PASSWORD_FILE).unlink()

    assert ["telegram:1"] == await kept(await server.start())
    assert first != access.read_password(tmp_path / "data")


@linux
async def test_a_full_disk_is_store_down_and_recovers(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was acknowledged is lost, writes meanwhile are ``StoreDown``, and with space free it works again."""
    for name, value in QUICK.items():
        monkeypatch.setattr(embedded, name, value)
    uri = await server.start()
    store = MongoStore(f"{uri}&serverSelectionTimeoutMS=300&socketTimeoutMS=2000", "kanal", clock=TestClock())
    await store.open()
    await store.ping()
    await store.accept([event(0)])
    pid = server.pid
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))  # no file of its may grow

    acknowledged, refused = {"telegram:0"}, 0
    for number in range(1, 2000):
        try:
            acknowledged |= await store.accept([event(number, text="x" * 2000)])
        except StoreDown:
            refused += 1
            if refused > 2:
                break
    assert refused
    await until(lambda: server.pid not in (0, pid))  # the new one has its space: the limit was the old one's

    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            try:
                await store.ping()
                acknowledged |= await store.accept([event("after")])
                break
            except StoreDown:
                await asyncio.sleep(0.02)
    found = {one async for one in _ids(store)}
    assert acknowledged <= found
    await store.close()


async def _ids(store: MongoStore) -> AsyncIterator[str]:
    while True:
        some = await store.pending("chat:telegram:1")
        if not some:
            return
        for one in some:
            yield one.id
            await store._inbox.bury(one.id)


async def test_a_server_that_answers_and_does_not_write_is_replaced(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The watcher believes a durable write and nothing less."""
    for name, value in QUICK.items():
        monkeypatch.setattr(embedded, name, value)
    await server.start()
    pid, real = server.pid, access.trouble

    async def full(port: int, password: str, timeout_seconds: float) -> access.Trouble:
        return FULL if server.pid == pid else await real(port, password, timeout_seconds)

    monkeypatch.setattr(access, "trouble", full)
    await until(lambda: server.pid not in (0, pid))
    assert "" == start_mark(pid)


async def test_a_server_that_is_only_busy_is_left_alone(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that takes long while the server answers is work, not death: many looks pass before it is replaced."""
    for name, value in QUICK.items():
        monkeypatch.setattr(embedded, name, value)
    await server.start()
    pid, looks = server.pid, [0]

    async def slow(*_: object) -> access.Trouble:
        looks[0] += 1
        return access.Trouble("NetworkTimeout") if looks[0] < 8 else access.Trouble()

    monkeypatch.setattr(access, "trouble", slow)
    await until(lambda: looks[0] > 9)
    assert pid == server.pid


async def test_a_start_without_space_says_so(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that starts and cannot write is no server: the error says what to look at."""

    async def full(*_: object) -> access.Trouble:
        return FULL

    monkeypatch.setattr(access, "trouble", full)
    with pytest.raises(EmbeddedFailed, match=r"does not write: .*OutOfDiskSpace.*disk full"):
        await server.start()
    assert not server.owner


async def test_a_folder_that_is_a_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    """What the file system refuses comes as what it is, for the command line to word."""
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(FileExistsError):
        await EmbeddedServer(tmp_path / "data").start()
