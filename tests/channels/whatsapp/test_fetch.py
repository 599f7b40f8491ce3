"""Files come in two steps, whole and unchanged, or it is known why they will not."""

import hashlib
from typing import Any

import pytest

from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.parse import parse_body
from core.vocabulary.errors import ChannelDown, FetchError, Retry
from core.vocabulary.events import File, Said
from core.vocabulary.media import Held
from simulator.whatsapp import WhatsAppStandIn
from tests.channels.whatsapp.conftest import BUDI
from tests.channels.whatsapp.fixtures import PHONE_NUMBER_ID, RECEIVED
from tests.pictures import png


def file_of(message: dict[str, Any]) -> File:
    """Read the file of a message as the webhook tells it."""
    value = {"metadata": {"phone_number_id": PHONE_NUMBER_ID}, "messages": [message]}
    body = {"entry": [{"changes": [{"field": "messages", "value": value}]}]}
    (event,) = parse_body(body, phone_number_id=PHONE_NUMBER_ID, received=RECEIVED)
    assert isinstance(event.body, Said)
    return event.body.files[0]


async def test_a_photo(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A photo arrives byte by byte, with type and a name."""
    content = png()
    media = await channel.fetch(file_of(standin.people.send_photo(BUDI, content, mime="image/png")), Held())
    assert (media.content, media.mime, media.name) == (Held(content), "image/png", "photo.png")
    assert ["media", "download"] == [call.method for call in standin.calls]
    assert [] == standin.refused


async def test_voice_and_document(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A voice note and a document arrive; the document keeps its name."""
    voice = await channel.fetch(file_of(standin.people.send_voice(BUDI)), Held())
    surat = await channel.fetch(file_of(standin.people.send_document(BUDI, b"%PDF-1", "surat.pdf")), Held())
    assert ("audio/ogg", "surat.pdf") == (voice.mime.partition(";")[0], surat.name)


async def test_the_size_may_be_text(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A size that comes as a string is read, and too large a photo is not downloaded."""
    standin.medias.size_as_text = True
    sent = standin.people.send_photo(BUDI, png(), size=5 * 1024 * 1024 + 1)
    with pytest.raises(FetchError) as refused:
        await channel.fetch(file_of(sent), Held())
    assert ("too_large", []) == (refused.value.reason, standin.calls_of("download"))


async def test_a_document_over_what_the_store_keeps(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A document of more than 20 MB is too large, whatever the platform would deliver."""
    sent = standin.people.send_file(BUDI, b"%PDF-1", "application/pdf", filename="a.pdf", size=20 * 1024 * 1024 + 1)
    with pytest.raises(FetchError) as refused:
        await channel.fetch(file_of(sent), Held())
    assert "too_large" == refused.value.reason


async def test_an_address_that_has_run_out_is_looked_up_again(
    standin: WhatsAppStandIn, channel: WhatsAppChannel
) -> None:
    """A 404 at the download leads to a second look-up with a fresh address."""
    sent = standin.people.send_photo(BUDI, png())
    standin.fail("media_gone", "download")
    media = await channel.fetch(file_of(sent), Held())
    assert media.content == Held(png())
    assert ["media", "download", "media", "download"] == [call.method for call in standin.calls]


async def test_a_file_that_is_gone(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """An id that the platform no longer knows, and an address that stays dead, are gone."""
    file = file_of(standin.people.send_photo(BUDI, png()))
    standin.fail("media_gone", "media")
    for _ in range(2):
        with pytest.raises(FetchError) as gone:
            await channel.fetch(file, Held())
        assert "gone" == gone.value.reason
        standin.fail("media_gone", "download", times=2)


async def test_other_bytes_are_not_taken(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """Bytes that do not have the announced hash are asked for once more, and then refused."""
    file = file_of(standin.people.send_photo(BUDI, png()))
    standin.fail("media_wrong", "download")
    assert (await channel.fetch(file, Held())).content == Held(png())
    standin.fail("media_wrong", "download", times=2)
    with pytest.raises(FetchError):
        await channel.fetch(file, Held())


async def test_the_announced_hash_counts_over_the_look_up(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """The hash of the message decides when it is there."""
    sent = standin.people.send_photo(BUDI, png())
    other = File("photo", file_of(sent).ref, unique=hashlib.sha256(b"other").hexdigest())
    with pytest.raises(FetchError):
        await channel.fetch(other, Held())


@pytest.mark.parametrize(("fault", "kind"), [("server_error", Retry), ("cut", Retry), ("too_many_requests", Retry)])
@pytest.mark.parametrize("method", ["media", "download"])
async def test_passing_trouble(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, fault: str, kind: type[Exception], method: str
) -> None:
    """Trouble on the way is tried again later, at both steps."""
    file = file_of(standin.people.send_photo(BUDI, png()))
    standin.fail(fault, method, times=2)  # aiohttp itself asks once more when a connection breaks
    with pytest.raises(kind):
        await channel.fetch(file, Held())


async def test_a_revoked_token(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """Without a good token nothing comes, and it is the channel's trouble, not the file's."""
    file = file_of(standin.people.send_photo(BUDI, png()))
    standin.revoke_token()
    with pytest.raises(ChannelDown):
        await channel.fetch(file, Held())
