"""Where files lie on their way: nobody else finds them there, and nothing of them is left, however it ends."""

from __future__ import annotations

import asyncio
import os
import resource
import stat
import tempfile
import threading
from pathlib import Path

import pytest

from core.vocabulary.errors import HelperDown
from storage.files import TemporarySpool
from tests.contents import whole


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary files lie in a folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


async def test_a_file_on_its_way_has_no_name(folder: Path) -> None:
    """It stands in no folder, nobody else may read it, and it is closed when it is left."""
    with TemporarySpool() as spool:
        await spool.write(b"x" * 300_000)
        number = spool.fileno()
        assert [] == os.listdir(folder)
        assert 0o600 == stat.S_IMODE(os.fstat(number).st_mode)
        assert 0 == os.fstat(number).st_nlink
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


async def test_what_was_written_is_read_as_often_as_one_likes() -> None:
    """Two read at once without disturbing each other; cleared, it begins anew."""
    with TemporarySpool() as spool:
        assert (0, b"") == (spool.size, await whole(spool))
        for piece in (b"a" * 400_000, b"b"):
            await spool.write(piece)
        both = await asyncio.gather(whole(spool), whole(spool))
        assert [b"a" * 400_000 + b"b"] * 2 == list(both)
        await spool.clear()
        await spool.write(b"c")
        assert (1, b"c") == (spool.size, await whole(spool))


async def test_a_thread_that_nobody_waits_for_keeps_it() -> None:
    """A file that is left while a thread works on it is closed when the thread is done, and nobody else may have it."""
    working, left = threading.Event(), threading.Event()

    def work(spool: TemporarySpool) -> bytes:
        with spool.lent():
            working.set()
            left.wait(10)
            spool.put(0, b"z")
            return spool.at(0, 2)

    with TemporarySpool() as spool:
        await spool.write(b"xy")
        number = spool.fileno()
        done = asyncio.get_running_loop().run_in_executor(None, work, spool)
        await asyncio.to_thread(working.wait, 10)
    os.fstat(number)
    left.set()
    assert b"zy" == await done
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)
    with pytest.raises(ValueError, match="gone"), spool.lent():
        pass


async def test_no_room_is_nobodys_fault() -> None:
    """A disk that is full is a helper that is down: the file is asked for again later."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with TemporarySpool() as spool:
        await spool.write(b"x" * 100_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, hard))
        try:
            with pytest.raises(HelperDown, match="temporary files"):
                await spool.write(b"x" * 100_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_folder_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no temporary file can be made nothing is lost, either."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    with TemporarySpool() as spool, pytest.raises(HelperDown, match="temporary files"):
        await spool.write(b"x")
