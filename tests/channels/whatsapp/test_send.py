"""Messages arrive as they should, the strict platform refuses none, and its refusals become typed errors."""

import logging
from collections.abc import AsyncIterator

import pytest

from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.client import Client
from channels.whatsapp.pace import Pace
from core.vocabulary.channel import Deletes, Edits, Fetches, Paced, Presses, Recalls, Target, Template, Topics
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry, Unreachable, WindowClosed
from core.vocabulary.media import Held, Media
from simulator.clock import ManualClock
from simulator.whatsapp import WhatsAppStandIn
from tests.channels.whatsapp.conftest import BUDI, ENGLISH, LABELS, RINA
from tests.clock import StandInClock
from tests.contents import whole
from tests.pictures import png

TARGET = Target(address=BUDI, entry_id="e:1")
PHOTO = Media(Held(png()), "image/png", "foto.png")
PEOPLE = tuple(f"62813390{number:05d}" for number in range(200))
YES_NO = (Choice("beres:1", "Sudah beres"), Choice("belum:1", "Belum"))


def texts(standin: WhatsAppStandIn, user: str = BUDI) -> list[str]:
    """Give the words of what a person was sent."""
    return [bubble.content.text for bubble in standin.bubbles(user)]


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (Send("Halo 😀"), "text"),
        (Send("x" * 4096), "text"),
        (Send("Sudah?", choices=YES_NO), "button"),
        (Send("x" * 1024, choices=YES_NO), "button"),
        (
            Send("Kategori?", choices=tuple(Choice(f"k:{n}", f"Kategori {n}", detail="d" * 72) for n in range(10))),
            "list",
        ),
        (Send("x" * 4096, choices=YES_NO), "list"),
        (Send("Kategori?", choices=tuple(Choice(f"k:{n}", f"Kategori {n}") for n in range(20))), "text"),
        (Send("Di mana?", choices=YES_NO, ask="location"), "location_request"),
        (Send("Nomor?", ask="contact"), "contact_request"),
        (Send("", place=(-10.17, 123.6)), "location"),
    ],
)
async def test_each_kind_is_taken(standin: WhatsAppStandIn, channel: WhatsAppChannel, message: Send, kind: str) -> None:
    """Each kind of message is one bubble that the strict platform takes, with our outbox id on it."""
    ids = await channel.send(TARGET, message, [])
    (bubble,) = standin.bubbles(BUDI)
    assert (bubble.content.kind, bubble.opaque, (bubble.id,)) == (kind, "e:1", ids)
    assert [] == standin.refused


async def test_who_shows_no_number_is_reached(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A message to a business-scoped id arrives."""
    await channel.send(Target(address=RINA), Send("Halo"), [])
    assert (["Halo"], True) == (texts(standin, RINA), standin.bubbles(RINA)[0].to_user_id)


async def test_a_photo_with_words_and_buttons_is_one_bubble(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A finished repair with photo, words and buttons costs one message."""
    await channel.send(TARGET, Send("Sudah ditambal.", choices=YES_NO), [PHOTO])
    (bubble,) = standin.bubbles(BUDI)
    assert bubble.content.media is not None
    assert (await whole(PHOTO.content), 2) == (bubble.content.media.data, len(bubble.content.choices))
    assert [] == standin.refused


async def test_several_files_have_the_words_last(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """Of several files the last carries words and buttons, and its id is the first that is given."""
    ids = await channel.send(TARGET, Send("Tiga", choices=YES_NO), [PHOTO, PHOTO, PHOTO])
    bubbles = standin.bubbles(BUDI)
    assert ([bubble.content.text for bubble in bubbles], ids[0]) == (["", "", "Tiga"], bubbles[-1].id)
    assert [] == standin.refused


async def test_a_file_for_many_is_uploaded_once(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """The same file to several people is uploaded once, and again when its id has become old."""
    for _ in range(3):
        await channel.send(TARGET, Send("x"), [PHOTO])
    assert 1 == len(standin.calls_of("upload"))


async def test_old_uploads_are_not_relied_on(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, manual: ManualClock
) -> None:
    """After 25 days a file is uploaded anew, because its id dies at 30."""
    await channel.send(TARGET, Send("x"), [PHOTO])
    manual.advance(26 * 86_400)
    standin.people.say(BUDI, "lagi")
    await channel.send(TARGET, Send("x"), [PHOTO])
    assert 2 == len(standin.calls_of("upload"))


@pytest.mark.parametrize("method", ["upload", "messages"])
async def test_a_file_that_is_not_taken_does_not_cost_the_words(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, method: str
) -> None:
    """When the platform refuses a file the words and buttons go without it and say so."""
    standin.fail("error", method, code=131053)
    await channel.send(TARGET, Send("Sudah ditambal.", choices=YES_NO), [PHOTO])
    (bubble,) = standin.bubbles(BUDI)
    assert (bubble.content.text, len(bubble.content.choices)) == (f"Sudah ditambal.\n\n{LABELS.left_out}", 2)


@pytest.mark.parametrize(("language", "label"), [("en", "Choose"), ("id", "Pilih"), ("", "Pilih"), ("tet", "Pilih")])
async def test_the_words_beside_a_message_are_in_its_language(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, language: str, label: str
) -> None:
    """The button that opens a list speaks the person's language, Indonesian where we have no other."""
    choices = tuple(Choice(f"k:{n}", f"Kategori {n}") for n in range(5))
    await channel.send(TARGET, Send("Kategori?", choices=choices, language=language), [])
    assert standin.bubbles(BUDI)[0].content.list_label == label


async def test_reply(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A message hangs under the one it answers."""
    asked = standin.people.say(BUDI, "tanya")
    await channel.send(Target(address=BUDI, reply_to=asked["id"]), Send("jawab"), [])
    assert standin.bubbles(BUDI)[-1].context == asked["id"]


async def test_seen(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A message is marked as read, with a sign that we type."""
    said = standin.people.say(BUDI, "halo")
    await channel.seen(said["id"])
    assert {"type": "text"} == standin.calls_of("read")[-1].body["typing_indicator"]
    assert [] == standin.refused


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (131026, Unreachable),
        (131047, WindowClosed),
        (131042, ChannelDown),
        (131031, ChannelDown),
        (131016, Retry),
        (130429, Retry),
        (100, Rejected),
    ],
)
async def test_refusals_are_typed(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, code: int, kind: type[Exception]
) -> None:
    """A refusal over the wire is the typed error of the table."""
    standin.fail("error", "messages", code=code)
    with pytest.raises(kind):
        await channel.send(TARGET, Send("x"), [])


@pytest.mark.parametrize(
    "fault", ["too_many_requests", "server_error", "bad_gateway", "unavailable", "cut", "cut_after"]
)
async def test_trouble_of_the_network_is_tried_again(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, fault: str
) -> None:
    """Answers that are none, and cut connections, are passing trouble."""
    standin.fail(fault, "messages")
    with pytest.raises(Retry):
        await channel.send(TARGET, Send("x"), [])


async def test_a_closed_window_and_its_template(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, manual: ManualClock
) -> None:
    """Free text one second too late is WindowClosed, and a template goes through."""
    standin.templates.add("kabar_laporan", "Kabar laporan {{1}}: statusnya {{2}}. Balas pesan ini.")
    manual.advance(24 * 3600 - 1)
    await channel.send(TARGET, Send("masih boleh"), [])
    manual.advance(1)
    with pytest.raises(WindowClosed):
        await channel.send(TARGET, Send("terlambat"), [])
    template = Template("kabar_laporan", "id", ("KPG-26-000123-7", "dalam\nproses"))
    await channel.send(Target(BUDI, template=template), Send("terlambat"), [])
    assert "Kabar laporan KPG-26-000123-7: statusnya dalam proses. Balas pesan ini." == texts(standin)[-1]
    assert [] == standin.refused


@pytest.mark.parametrize("status", ["PENDING", "PAUSED", "DISABLED", "REJECTED"])
async def test_a_template_that_is_not_approved_closes_the_window(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, caplog: pytest.LogCaptureFixture, status: str
) -> None:
    """With a template that cannot be sent the words are held, and the log names the template's trouble."""
    standin.templates.add("kabar_laporan", "Kabar {{1}} ini.")
    standin.templates.set_status("kabar_laporan", status)
    with caplog.at_level(logging.WARNING), pytest.raises(WindowClosed, match="template"):
        await channel.send(Target(BUDI, template=Template("kabar_laporan", "id", ("x",))), Send("x"), [])
    assert "a template was refused" in caplog.text


async def test_a_missing_template_closes_the_window(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A template that was never submitted is no reason for a dead letter."""
    with pytest.raises(WindowClosed):
        await channel.send(Target(BUDI, template=Template("tidak_ada", "id")), Send("x"), [])


async def test_a_revoked_token_and_its_return(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A revoked token takes the channel down with advice; restored, the same message goes."""
    standin.revoke_token()
    with pytest.raises(ChannelDown) as down:
        await channel.send(TARGET, Send("x"), [])
    assert "WHATSAPP_TOKEN" in down.value.advice
    standin.restore_token()
    await channel.send(TARGET, Send("x"), [])
    assert ["x"] == texts(standin)


async def test_the_pair_rate_waits_longer_each_time(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, manual: ManualClock
) -> None:
    """Refusals in a row wait 1, 4, 16 seconds, the chat keeps quiet meanwhile, and success starts anew."""
    waits = []
    standin.fail("error", "messages", code=131056, times=3)
    for _ in range(3):
        with pytest.raises(Retry) as refused:
            await channel.send(TARGET, Send("x"), [])
        waits.append(refused.value.after)
        assert channel.reserve(BUDI, StandInClock(manual).now()) == refused.value.after
        manual.advance(refused.value.after or 0)
    await channel.send(TARGET, Send("x"), [])
    standin.fail("error", "messages", code=131056)
    with pytest.raises(Retry) as refused:
        await channel.send(TARGET, Send("x"), [])
    assert ([1.0, 4.0, 16.0], 1.0) == (waits, refused.value.after)


async def test_a_retry_goes_on_where_it_stopped(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """When a later part fails the next try sends only what is missing, and gives all ids."""
    standin.fail("server_error", "upload")
    with pytest.raises(Retry):
        await channel.send(TARGET, Send("x" * 1025), [PHOTO])
    assert [] == standin.bubbles(BUDI)
    standin.fail("slow", "messages", seconds=0)
    standin.fail("server_error", "messages")
    with pytest.raises(Retry):
        await channel.send(TARGET, Send("x" * 1025), [PHOTO])
    ids = await channel.send(TARGET, Send("x" * 1025), [PHOTO])
    assert [bubble.id for bubble in standin.bubbles(BUDI)] == [ids[1], ids[0]]


async def test_what_the_platform_cannot(channel: WhatsAppChannel) -> None:
    """Edits, topics, taking back and answers to presses are not offered, so the engine goes another way."""
    assert [] == [kind for kind in (Edits, Topics, Deletes, Presses, Recalls) if isinstance(channel, kind)]
    assert [Fetches, Paced] == [kind for kind in (Fetches, Paced) if isinstance(channel, kind)]


async def test_no_server_is_passing_trouble(manual: ManualClock) -> None:
    """An address where nobody listens is tried again."""
    client = Client("EAAx", "1", "http://127.0.0.1:1")
    channel = WhatsAppChannel(client, StandInClock(manual), {"id": LABELS, "en": ENGLISH}, Pace(None))
    with pytest.raises(Retry):
        await channel.send(TARGET, Send("x"), [])
    await client.close()


@pytest.mark.parametrize("fault", ["error", "cut", "server_error"])
async def test_the_token_stays_out_of_errors_and_logs(
    standin: WhatsAppStandIn, channel: WhatsAppChannel, client: Client, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    """No error, nor what led to it, nor any log line contains the token or the person's number."""
    standin.fail(fault, code=190, details=f"Token {standin.token} of {BUDI} was revoked", times=None)
    with caplog.at_level(logging.DEBUG), pytest.raises((ChannelDown, Retry)) as caught:
        await channel.send(TARGET, Send("x"), [PHOTO])
    chain: list[BaseException | None] = [caught.value, caught.value.__context__, caught.value.__cause__]
    told = " ".join([*(f"{one!r} {one}" for one in chain if one), caplog.text, repr(client)])
    assert (False, False) == (standin.token in told, BUDI in told)


@pytest.fixture
async def strict(manual: ManualClock) -> AsyncIterator[WhatsAppStandIn]:
    """A stand-in with the published rates, on which 200 people have written a while ago."""
    standin = WhatsAppStandIn(now=manual)
    await standin.start()
    for person in PEOPLE:
        standin.people.add_user(person, "Warga")
        standin.people.say(person, "halo")
    manual.advance(10)
    yield standin
    await standin.stop()


async def test_a_broadcast_over_two_processes_meets_no_limit(strict: WhatsAppStandIn, manual: ManualClock) -> None:
    """Two processes that tell 200 people at once, and one of them 40 times, are never throttled."""
    queues = [[*PEOPLE[::2], *[PEOPLE[0]] * 20], [*PEOPLE[1::2], *[PEOPLE[0]] * 20]]
    clients = [Client(strict.token, strict.business.phone_number_id, strict.base_url) for _ in range(2)]
    channels = [WhatsAppChannel(client, StandInClock(manual), {"id": LABELS, "en": ENGLISH}) for client in clients]
    try:
        while any(queues):
            waits = []
            for channel, queue in zip(channels, queues, strict=True):
                while queue and not (pause := channel.reserve(queue[0], StandInClock(manual).now())):
                    await channel.send(Target(queue.pop(0)), Send("Kabar"), [])
                waits += [pause] if queue else []
            manual.advance(min(waits, default=0))
    finally:
        for client in clients:
            await client.close()
    assert {None} == {call.code for call in strict.calls}
    assert 41 == len(strict.bubbles(PEOPLE[0]))
