"""Viruses are looked for and voices written down by helpers, each played by a strict stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.hearing import Listener
from app.viruses import Scanner
from core.vocabulary.errors import HelperDown
from core.vocabulary.media import Held, Media
from simulator.helpers import ClamD, Transcriber
from simulator.helpers.clamd import EICAR
from storage.files import Tidier
from tests.contents import tidied_by
from tests.storage.files import samples


@pytest.fixture
async def clamd() -> AsyncIterator[ClamD]:
    """A daemon that takes at most a megabyte."""
    daemon = ClamD(stream_max_bytes=1024 * 1024)
    await daemon.start()
    yield daemon
    await daemon.stop()
    assert [] == daemon.broken


@pytest.fixture
async def transcriber() -> AsyncIterator[Transcriber]:
    """A service that wants a key."""
    service = Transcriber(key="sk-rahasia")
    await service.start()
    yield service
    await service.stop()


async def test_a_virus_has_a_name(clamd: ClamD) -> None:
    """What the daemon finds is named, also behind the first piece that it is given; what is clean has no name."""
    scan = Scanner(clamd.address)
    assert "Eicar-Test-Signature" == await scan(Held(bytes(400_000) + EICAR))
    assert "" == await scan(Held(bytes(400_000)))
    await scan.ping()
    assert 3 == clamd.scanned


async def test_a_file_with_a_virus_is_rejected(clamd: ClamD) -> None:
    """It is never stored, whatever it is; the same file without it is."""
    tidy = Tidier(scan=Scanner(clamd.address))
    for content, rejected in ((samples.jpeg() + EICAR, "virus"), (samples.jpeg(), ""), (EICAR, "virus")):
        assert rejected == (await tidied_by(tidy, content, "image/jpeg")).rejected


async def test_a_scanner_that_is_not_there_lets_nothing_through(clamd: ClamD) -> None:
    """No answer, another answer and nobody there are one thing: a helper that is down."""
    scan = Scanner(clamd.address)
    with pytest.raises(HelperDown, match="size limit"):
        await scan(Held(bytes(2 * 1024 * 1024)))
    clamd.mute = True
    with pytest.raises(HelperDown, match="no answer"):
        await scan(Held(b"x"))
    await clamd.stop()
    for address in (clamd.address, "/nowhere/clamd.sock", "nonsense"):
        with pytest.raises(HelperDown):
            await Scanner(address)(Held(b"x"))


async def test_a_voice_note_is_written_down(transcriber: Transcriber) -> None:
    """The sound goes as its kind, with the city's language; the words come back without what is around them."""
    transcriber.words = " lampu jalan mati su tiga hari\n"
    listen = Listener(transcriber.url, "sk-rahasia", "whisper-1", "id")

    assert "lampu jalan mati su tiga hari" == await listen(Media(Held(samples.ogg()), "audio/ogg; codecs=opus", "x"))
    assert [{"name": "sound.ogg", "type": "audio/ogg", "language": "id"}] == transcriber.heard
    for mime, name in (("audio/mpeg", "sound.mp3"), ("video/mp4", "sound.mp4"), ("audio/mp4", "sound.m4a")):
        await listen(Media(Held(b"sound"), mime, "x"))
        assert name == transcriber.heard[-1]["name"]
    assert [] == transcriber.refused


async def test_a_service_that_cannot_is_asked_again(transcriber: Transcriber) -> None:
    """A wrong key and a service that is not well are down; a sound that it will never read has no words."""
    listen = Listener(transcriber.url, "sk-rahasia", "whisper-1", "id")
    with pytest.raises(HelperDown, match="401"):
        await Listener(transcriber.url, "wrong", "whisper-1", "id").ping()
    assert "" == await listen(Media(Held(b"sound"), "audio/amr", "x"))
    transcriber.fault = 503
    with pytest.raises(HelperDown, match="503"):
        await listen(Media(Held(b"sound"), "audio/ogg", "x"))
    await transcriber.stop()
    with pytest.raises(HelperDown):
        await listen(Media(Held(b"sound"), "audio/ogg", "x"))
