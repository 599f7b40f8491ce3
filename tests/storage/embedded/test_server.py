"""The embedded server: one per data folder, watched, found again after any kind of end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest

from core.vocabulary.errors import StoreDown
from storage.embedded import child
from storage.embedded import server as embedded
from storage.embedded.ports import answers, bindable, free_port, listens
from storage.embedded.processes import start_mark
from storage.embedded.server import EmbeddedServer
from storage.errors import EmbeddedFailed, EmbeddedMissing
from storage.mongo.store import MongoStore
from tests.clock import TestClock
from tests.contracts.things import LANE, event, ids

TIMEOUT_SECONDS = 20.0

KEEPER = """
import asyncio, sys
from storage.embedded.server import EmbeddedServer

async def main():
    server = EmbeddedServer(sys.argv[1])
    uri = await server.start()
    print(server.pid, uri, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
"""A process that owns the embedded server until it is killed."""


async def until(condition: Callable[[], object]) -> None:
    """Poll a condition until it holds."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.01)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedServer]:
    """Give a server on a fresh folder, stopped after the test."""
    made = EmbeddedServer(tmp_path / "data")
    yield made
    await made.stop(grace_seconds=0)  # every commit is synced, and the server would take two seconds


async def keep(uri: str, *numbers: int) -> None:
    """Write events through a store of its own."""
    store = MongoStore(uri, "kanal", clock=TestClock())
    await store.open()
    await store.accept([event(number, order=number) for number in numbers])
    await store.close()


async def kept(uri: str) -> list[str]:
    """Read the events through a store of its own."""
    store = MongoStore(uri, "kanal", clock=TestClock())
    found = ids(await store.pending(LANE))
    await store.close()
    return found


async def test_it_starts_answers_and_stops(server: EmbeddedServer, tmp_path: Path) -> None:
    """A started server answers, is ours, and is gone after a stop, which may be repeated."""
    uri = await server.start()
    pid = server.pid

    assert server.owner
    await keep(uri, 1)
    assert ["telegram:1"] == await kept(uri)
    await server.stop()
    await server.stop()
    assert "" == start_mark(pid)
    assert not server.owner
    assert not (tmp_path / "data" / "server.json").exists()


async def test_data_stay_from_one_start_to_the_next(server: EmbeddedServer) -> None:
    """What was written is there after a stop and a start."""
    await keep(await server.start(), 1)
    await server.stop()

    assert ["telegram:1"] == await kept(await server.start())


async def test_a_start_has_longer_the_more_there_is_to_read(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "START_TIMEOUT_SECONDS", 0.0)
    with pytest.raises(EmbeddedFailed, match="did not answer in 0 s"):
        await server.start()
    files = tmp_path / "data" / "db"
    files.mkdir(exist_ok=True)
    with (files / "much").open("wb") as file:
        file.truncate(int(TIMEOUT_SECONDS * child.START_BYTES_A_SECOND))
    assert await answers(int((await server.start()).partition("127.0.0.1:")[2].partition("/")[0]), 1.0)


async def test_a_second_process_attaches_and_takes_over(server: EmbeddedServer, tmp_path: Path) -> None:
    """The second user of a folder shares the server, leaves it running, and runs it when the first one goes."""
    second, third = (EmbeddedServer(tmp_path / "data") for _ in range(2))
    uri = await server.start()
    pid = server.pid

    assert uri == await second.start() == await third.start()
    assert (True, False, False) == (server.owner, second.owner, third.owner)
    await keep(uri, 1)
    await third.stop()
    assert start_mark(pid) != ""

    await server.stop()
    await until(lambda: second.owner and second.pid not in (0, pid))
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await answers(int(uri.rpartition(":")[2].partition("/")[0]), 1.0):
            pass
    assert ["telegram:1"] == await kept(uri)
    await second.stop()


async def test_the_server_ends_with_a_killed_parent(server: EmbeddedServer, tmp_path: Path) -> None:
    """After SIGKILL of its process the server ends by itself, and the next start finds the data."""
    keeper = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KEEPER, str(tmp_path / "data")),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert keeper.stdout is not None
    pid, uri = (await asyncio.wait_for(keeper.stdout.readline(), TIMEOUT_SECONDS)).decode().split()
    mark = start_mark(int(pid))
    await keep(uri, 1, 2)

    keeper.send_signal(signal.SIGKILL)
    await keeper.wait()
    await until(lambda: start_mark(int(pid)) != mark)

    assert ["telegram:1", "telegram:2"] == await kept(await server.start())


async def test_a_server_left_over_is_stopped_and_replaced(server: EmbeddedServer, tmp_path: Path) -> None:
    """A server without an owner, as where the kernel does not end it, is recognised and replaced."""
    folder = tmp_path / "data"
    folder.mkdir()
    port = free_port()
    orphan = await asyncio.create_subprocess_exec(
        *(
            str(Path(sys.executable).parent / child.PROGRAM),
            "--sync-on-commit",
            "--storage-path",
            str(folder / "db"),
        ),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "ERROR"),
        start_new_session=True,
    )
    await until(lambda: listens(port))
    await keep(f"mongodb://127.0.0.1:{port}/?directConnection=true", 1)
    _write_record(folder, orphan.pid, start_mark(orphan.pid), port)

    uri = await server.start()

    await asyncio.wait_for(orphan.wait(), TIMEOUT_SECONDS)
    assert server.pid != orphan.pid
    assert f"127.0.0.1:{port}/" in uri
    assert ["telegram:1"] == await kept(uri)


@pytest.mark.parametrize("stale", ["gone", "reused", "other", "broken"])
async def test_a_stale_record_is_ignored(server: EmbeddedServer, tmp_path: Path, stale: str) -> None:
    """A record of a dead process, of a pid that another program has now, or half a record, harms nobody."""
    folder = tmp_path / "data"
    folder.mkdir()
    bystander = await asyncio.create_subprocess_exec("sleep", "60")
    mark = start_mark(bystander.pid)
    if stale == "gone":
        _write_record(folder, 4_000_000, "1", free_port())
    elif stale == "reused":
        _write_record(folder, bystander.pid, "1", free_port())
    elif stale == "other":
        _write_record(folder, bystander.pid, mark, free_port())
    else:
        (folder / "server.json").write_bytes(b'{"pid": 1')

    try:
        await server.start()
        assert server.owner
        assert start_mark(bystander.pid) == mark
    finally:
        bystander.kill()
        await bystander.wait()


async def test_a_taken_port_is_left_alone(server: EmbeddedServer, tmp_path: Path) -> None:
    """When another program has the port of the last time, another one is used."""
    folder = tmp_path / "data"
    folder.mkdir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        _write_record(folder, 4_000_000, "1", port)

        uri = await server.start()

    assert str(port) not in uri
    await keep(uri, 1)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
async def test_no_acknowledged_write_is_lost_when_the_server_ends(server: EmbeddedServer, end: signal.Signals) -> None:
    """The database ends under load: it comes back on the same port, with every write that was acknowledged.

    The store says nothing but ``StoreDown`` meanwhile.
    """
    store = MongoStore(await server.start(), "kanal", clock=TestClock())
    await store.open()
    acknowledged: list[int] = []
    goal = [0]

    async def write(first: int) -> None:
        for number in range(first, 10_000, 4):
            while True:
                try:
                    await store.accept([event(number, f"chat:{number % 50}")])
                    break
                except StoreDown:
                    await asyncio.sleep(0.01)
            acknowledged.append(number)
            if len(acknowledged) >= goal[0]:
                return

    for _ in range(2):
        begin = len(acknowledged)
        goal[0] = begin + 100
        writers = [asyncio.create_task(write(begin * 10 + n)) for n in range(4)]
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while len(acknowledged) < begin + 10:  # noqa: ASYNC110 - any of the writers may be the tenth
                await asyncio.sleep(0)
        pid = server.pid
        os.kill(pid, end)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await asyncio.gather(*writers)
        assert server.pid != pid

    async with asyncio.timeout(TIMEOUT_SECONDS):
        found = {one for lane in range(50) for one in ids(await store.pending(f"chat:{lane}"))}
    assert {f"telegram:{number}" for number in acknowledged} <= found
    await store.close()


async def test_it_restarts_when_its_port_is_free_again(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port taken by another program while the server is down is waited for, because clients know it."""
    uri = await server.start()
    looks: list[int] = []

    def taken_at_first(port: int) -> bool:
        looks.append(port)
        return len(looks) > 2 and bindable(port)

    monkeypatch.setattr(child, "bindable", taken_at_first)
    monkeypatch.setattr(embedded, "WATCH_SECONDS", 0.01)
    pid = server.pid
    os.kill(pid, signal.SIGKILL)

    await until(lambda: len(looks) > 2 and server.pid not in (0, pid))
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await answers(looks[0], 1.0):
            pass
    assert 1 == len(set(looks))
    await keep(uri, 1)


async def test_a_server_that_does_not_answer_is_replaced(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is alive and silent is killed and started again."""
    monkeypatch.setattr(embedded, "HEALTH_SECONDS", 0.05)
    monkeypatch.setattr(embedded, "HEALTH_TIMEOUT_SECONDS", 0.2)
    uri = await server.start()
    pid = server.pid
    await keep(uri, 1)
    os.kill(pid, signal.SIGSTOP)

    await until(lambda: server.pid not in (0, pid))
    await until(lambda: listens(int(uri.rpartition(":")[2].partition("/")[0])))
    assert ["telegram:1"] == await kept(uri)


async def test_a_server_that_is_not_installed_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error names both ways out."""
    monkeypatch.setattr(child, "PROGRAM", "no-such-program")

    with pytest.raises(EmbeddedMissing, match=r"KANAL_MONGODB_URI.*kanal\[embedded\]"):
        await EmbeddedServer(tmp_path).start()


async def test_a_server_that_cannot_start_says_why(server: EmbeddedServer, tmp_path: Path) -> None:
    """The error ends with the server's own words, and the folder is free for another try."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "db").write_text("not a folder")

    with pytest.raises(EmbeddedFailed, match="ended with code"):
        await server.start()
    assert not server.owner

    (folder / "db").unlink()
    await keep(await server.start(), 1)


def _write_record(folder: Path, pid: int, mark: str, port: int) -> None:
    (folder / "server.json").write_bytes(msgspec.json.encode({"pid": pid, "mark": mark, "port": port}))
