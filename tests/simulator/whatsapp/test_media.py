"""Media: upload, look-up, addresses that expire, hashes, and what people send."""

import base64
import hashlib

import pytest

from simulator.clock import ManualClock
from simulator.whatsapp import WhatsAppStandIn
from tests.pictures import png
from tests.simulator.whatsapp.conftest import MARIA, Caller, Hook

DAY = 24 * 3600
MB = 1024 * 1024


async def test_downloads_in_two_steps_with_the_token(call: Caller, standin: WhatsAppStandIn) -> None:
    """A look-up gives an address and the hash; the bytes need the token too."""
    photo = png()
    image = standin.people.send_photo(MARIA, photo, "Lubang", mime="image/png")["image"]
    assert base64.b64encode(hashlib.sha256(photo).digest()).decode() == image["sha256"]
    status, info = await call("GET", image["id"])
    assert (200, "image/png", len(photo)) == (status, info["mime_type"], info["file_size"])
    assert hashlib.sha256(photo).hexdigest() == info["sha256"]
    assert (200, photo) == await call.download(info["url"])
    assert 401 == (await call.download(info["url"], token="salah"))[0]


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (301, 404)])
async def test_an_address_lives_five_minutes(
    call: Caller, standin: WhatsAppStandIn, clock: ManualClock, seconds: int, status: int
) -> None:
    """After five minutes the address is a 404, and another look-up gives a good one."""
    image = standin.people.send_photo(MARIA, png())["image"]
    _, info = await call("GET", image["id"])
    clock.advance(seconds)
    assert status == (await call.download(info["url"]))[0]
    _, again = await call("GET", image["id"])
    assert 200 == (await call.download(again["url"]))[0]


async def test_ids_die(call: Caller, standin: WhatsAppStandIn, clock: ManualClock) -> None:
    """A received id lives seven days, an uploaded one thirty, a deleted one no longer; then it is code 100/33."""
    received = standin.people.send_photo(MARIA, png())["image"]["id"]
    uploaded = (await call.upload(png(), "image/png"))[1]["id"]
    clock.advance(7 * DAY)
    status, answer = await call("GET", received)
    assert (400, 100, 33) == (status, answer["error"]["code"], answer["error"]["error_subcode"])
    assert 200 == (await call("GET", uploaded))[0]
    assert (200, {"success": True}) == await call("DELETE", uploaded)
    assert 400 == (await call("GET", uploaded))[0]


async def test_sends_what_was_uploaded(call: Caller, standin: WhatsAppStandIn) -> None:
    """An uploaded image is sent by its id, once or as the header of buttons; not as another kind."""
    identity = (await call.upload(png(), "image/png"))[1]["id"]
    await call.sent({"type": "image", "image": {"id": identity, "caption": "Bukti"}})
    bubble = standin.bubbles(MARIA)[0]
    assert ("image", "Bukti", png()) == (bubble.kind, bubble.text, bubble.content.media and bubble.content.media.data)
    _, answer = await call.send({"type": "video", "video": {"id": identity}})
    assert 131009 == answer["error"]["code"]


UPLOADS = [
    ("jpeg at 5 MB", "image/jpeg", 5 * MB, 200),
    ("jpeg over 5 MB", "image/jpeg", 5 * MB + 1, 400),
    ("png", "image/png", 10, 200),
    ("gif", "image/gif", 10, 400),
    ("ogg with codec", "audio/ogg; codecs=opus", 10, 200),
    ("ogg without codec", "audio/ogg", 10, 400),
    ("audio over 16 MB", "audio/mpeg", 16 * MB + 1, 400),
    ("pdf over 16 MB", "application/pdf", 16 * MB + 1, 200),
    ("still sticker over 100 KB", "image/webp", 100 * 1024 + 1, 400),
    ("zip", "application/zip", 10, 400),
]


@pytest.mark.parametrize(("mime", "size", "status"), [row[1:] for row in UPLOADS], ids=[row[0] for row in UPLOADS])
async def test_checks_type_and_size(call: Caller, mime: str, size: int, status: int) -> None:
    """Types that no kind takes, and files over the limit of their kind, are refused at the upload."""
    got, answer = await call.upload(b"x" * size, mime)
    assert (status, status == 200) == (got, "id" in answer)


async def test_faults_of_media(call: Caller, standin: WhatsAppStandIn) -> None:
    """On demand a look-up or a download is gone, or the bytes are not what the hash says; each once."""
    image = standin.people.send_photo(MARIA, png())["image"]
    standin.fail("media_gone", "media")
    assert [400, 200] == [(await call("GET", image["id"]))[0] for _ in range(2)]
    _, info = await call("GET", image["id"])
    standin.fail("media_gone", "download")
    standin.fail("media_wrong", "download")
    (gone, _), (_, wrong), (_, right) = [await call.download(info["url"]) for _ in range(3)]
    assert (404, False, True) == (gone, wrong == png(), right == png())


async def test_the_size_may_come_as_text_and_the_address_in_the_message(call: Caller, standin: WhatsAppStandIn) -> None:
    """Two ways of the platform that are gradual: file_size in a string, and url inside the webhook."""
    standin.medias.size_as_text = True
    standin.people.media_urls = True
    image = standin.people.send_photo(MARIA, png(), size=7_000_000)["image"]
    assert (200, png()) == await call.download(image["url"])
    assert "7000000" == (await call("GET", image["id"]))[1]["file_size"]


async def test_an_album_is_as_many_messages(standin: WhatsAppStandIn, hook: Hook) -> None:
    """Photos sent at once share nothing but the time; the caption is on the first."""
    standin.people.send_album(MARIA, [png(8 + n, 8) for n in range(3)], "Tiga sisi")
    await standin.webhook.idle()
    assert ["image"] * 3 == [message["type"] for message in hook.messages]
    assert 1 == len([message for message in hook.messages if message["image"].get("caption") == "Tiga sisi"])
    assert 3 == len({message["image"]["id"] for message in hook.messages})
