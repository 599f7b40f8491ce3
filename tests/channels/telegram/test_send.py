"""What a message of ours looks like in the chat, and that the platform takes every request."""

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.pace import Pace
from core.vocabulary.channel import Target
from core.vocabulary.effects import Choice, OpenTopic, Send
from core.vocabulary.errors import Rejected, TopicGone
from core.vocabulary.media import Held, Media
from core.vocabulary.report import Evidence
from simulator.clock import ManualClock
from simulator.telegram import TelegramStandIn
from tests.channels.telegram.fixtures import GROUP, MARIA
from tests.clock import StandInClock
from tests.pictures import png

CITIZEN = Target(address=str(MARIA))
SEND = Choice(id="kirim", label="Kirim")
CHANGE = Choice(id="ubah", label="Ubah")


def photos(count: int, kind: str = "photo") -> tuple[tuple[Evidence, ...], list[Media]]:
    """Make that many stored pictures."""
    evidence = tuple(Evidence(kind=kind, ref=f"r{n}", media=f"m{n}") for n in range(count))
    return evidence, [Media(content=Held(png()), mime="image/png", name=f"foto{n}.png") for n in range(count)]


async def test_text_is_literal_with_bold_parts(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Citizens' words are shown as they are, also when they look like markup, and named parts are bold."""
    words = "KPG-26-000123-7 <b>jalan</b> & got\n\n1 < 2"
    ids = await channel.send(CITIZEN, Send(text=words, bold=("KPG-26-000123-7", "1 < 2")), [])
    last = standin.last(MARIA)
    assert last is not None
    assert words == last["text"]
    assert (str(last["message_id"]),) == ids
    bold = [words[entity["offset"] :][: entity["length"]] for entity in last["entities"] if entity["type"] == "bold"]
    expected = ["KPG-26-000123-7", "1 < 2"]
    assert expected == bold
    sent = standin.calls_of("sendMessage")[-1].params
    assert {"is_disabled": True} == sent["link_preview_options"]


async def test_choices_are_buttons_in_rows(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Choices of one row number stand on one line as far as a phone shows it, in the order of the rows."""
    choices = (
        Choice(id="a", label="Kembali", row=2),
        SEND,
        CHANGE,
        Choice(id="b", label="Dinas Pekerjaan Umum", row=1),
        Choice(id="c", label="Dinas Perhubungan Kota", row=1),
    )
    await channel.send(CITIZEN, Send(text="?", choices=choices), [])
    last = standin.last(MARIA)
    assert last is not None
    rows = [[button["callback_data"] for button in row] for row in last["reply_markup"]["inline_keyboard"]]
    expected = [["kirim", "ubah"], ["b"], ["c"], ["a"]]
    assert expected == rows


async def test_never_more_than_eight_in_a_row(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Nine short choices take two lines."""
    await channel.send(CITIZEN, Send(text="?", choices=tuple(Choice(id=f"{n}", label=f"{n}") for n in range(9))), [])
    last = standin.last(MARIA)
    assert last is not None
    assert [8, 1] == [len(row) for row in last["reply_markup"]["inline_keyboard"]]


def many(count: int, size: int = 1, label: str = "Pilih") -> tuple[Choice, ...]:
    """Make choices with ids of so many bytes."""
    return tuple(Choice(id=f"{n}".rjust(size, "x"), label=label) for n in range(count))


@pytest.mark.parametrize(
    ("choices", "buttons"),
    [
        (many(100), 100),
        (many(101), 0),
        (many(2, 64), 2),
        (many(2, 65), 0),
        ((Choice(id="é" * 33, label="Pilih"),), 0),
        ((Choice(id="", label="Pilih"),), 0),
        (many(2, label="  "), 2),
        ((Choice(id="a", label="\n", detail="Jalan"),), 1),
    ],
    ids=["100", "101", "64 bytes", "65 bytes", "66 bytes in 33 letters", "no id", "blank labels", "detail for a label"],
)
@pytest.mark.parametrize("edited", [False, True])
async def test_what_cannot_be_a_button_stands_in_the_words(
    standin: TelegramStandIn, channel: TelegramChannel, choices: tuple[Choice, ...], buttons: int, edited: bool
) -> None:
    """Too many choices, or ids too long for a button, become numbered lines; a blank label gets a sign."""
    message = Send(text="Apa?", choices=choices)
    ids = await channel.send(CITIZEN, Send(text="?") if edited else message, [])
    if edited:
        await channel.edit(Target(address=str(MARIA), message_ids=ids), message)
    last = standin.last(MARIA)
    assert last is not None
    shown = last.get("reply_markup", {}).get("inline_keyboard", [])
    assert buttons == sum(len(row) for row in shown)
    assert (buttons == 0) == ("1. Pilih" in last["text"])
    assert all(button["text"].strip() for row in shown for button in row)


async def test_controls_are_typed_and_need_no_ids(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Where pressing sends the label, a long id is no obstacle."""
    await channel.send(CITIZEN, Send(text="Di mana?", ask="location", choices=many(2, 80)), [])
    sent = standin.calls_of("sendMessage")[-1].params["reply_markup"]
    assert [1, 2] == [len(row) for row in sent["keyboard"]]


async def test_location_control_turns_choices_into_labels(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Asked for a location in private, the phone's own control comes first and the choices can be tapped as words."""
    await channel.send(CITIZEN, Send(text="Di mana?", ask="location", choices=(SEND,), ask_label="Lokasi saya"), [])
    sent = standin.calls_of("sendMessage")[-1].params["reply_markup"]
    expected = [[{"text": "Lokasi saya", "request_location": True}], [{"text": "Kirim"}]]
    assert expected == sent["keyboard"]
    assert sent["one_time_keyboard"]


async def test_no_location_control_in_groups(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Groups, where such controls do not exist, get the choices as buttons."""
    await channel.send(Target(address=str(GROUP)), Send(text="Di mana?", ask="location", choices=(SEND,)), [])
    assert "inline_keyboard" in standin.calls_of("sendMessage")[-1].params["reply_markup"]


async def test_contact_control_and_dropping_the_keyboard(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A phone number can be asked for, and the keyboard taken away afterwards."""
    await channel.send(CITIZEN, Send(text="Nomor?", ask="contact"), [])
    await channel.send(CITIZEN, Send(text="Terima kasih", drop_keyboard=True), [])
    asked, dropped = (call.params["reply_markup"] for call in standin.calls_of("sendMessage"))
    assert asked["keyboard"][0][0]["request_contact"]
    assert {"remove_keyboard": True} == dropped


async def test_one_photo_and_words_are_one_bubble(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A photo with words that fit is one message with its buttons, and an edit changes the caption."""
    evidence, media = photos(1)
    ids = await channel.send(CITIZEN, Send(text="Sudah?", evidence=evidence, choices=(SEND,)), media)
    assert 1 == len(ids)
    await channel.edit(Target(address=str(MARIA), message_ids=ids), Send(text="Terima kasih"))
    last = standin.last(MARIA)
    assert last is not None
    assert ("Terima kasih", False) == (last["caption"], "reply_markup" in last)
    assert [] == standin.calls_of("editMessageText")


async def test_a_forgotten_photo_is_found_out_by_editing(
    standin: TelegramStandIn, channel: TelegramChannel, client: Client, clock: ManualClock
) -> None:
    """After a restart the first edit of a photo is tried as text, then goes to the caption, and later ones directly."""
    evidence, media = photos(1)
    ids = await channel.send(CITIZEN, Send(text="Sudah?", evidence=evidence), media)
    restarted = TelegramChannel(client, StandInClock(clock), Pace(None))
    target = Target(address=str(MARIA), message_ids=ids)
    await restarted.edit(target, Send(text="satu"))
    await restarted.edit(target, Send(text="dua"))
    assert [1, 2] == [len(standin.calls_of("editMessageText")), len(standin.calls_of("editMessageCaption"))]


async def test_long_words_follow_the_photo(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Words over a caption's length come after the photo with the buttons, and their id comes first."""
    evidence, media = photos(1)
    ids = await channel.send(CITIZEN, Send(text="kata " * 300, evidence=evidence, choices=(SEND,)), media)
    photo, words = standin.messages(MARIA, from_bot=True)
    assert (str(words["message_id"]), str(photo["message_id"])) == ids
    assert "inline_keyboard" in words["reply_markup"]
    assert [
        "true",
        None,
    ] == [call.params.get("disable_notification") for call in standin.calls if "send" in call.method]


async def test_several_photos_are_an_album(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Photos without buttons are one album with the words under the first."""
    evidence, media = photos(3)
    ids = await channel.send(CITIZEN, Send(text="Tiga <foto>", evidence=evidence, bold=("Tiga",)), media)
    sent = standin.messages(MARIA, from_bot=True)
    assert ["Tiga <foto>", None, None] == [message.get("caption") for message in sent]
    assert 1 == len({message["media_group_id"] for message in sent})
    assert 3 == len(ids)
    await channel.edit(Target(address=str(MARIA), message_ids=ids), Send(text="Tiga foto lagi"))
    assert "Tiga foto lagi" == standin.messages(MARIA, from_bot=True)[0]["caption"]


async def test_album_with_buttons(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """An album cannot carry buttons, so the words with them follow; eleven photos are two albums' worth."""
    evidence, media = photos(11)
    ids = await channel.send(CITIZEN, Send(text="Sudah?", evidence=evidence, choices=(SEND,)), media)
    assert ["sendMediaGroup", "sendPhoto", "sendMessage"] == [call.method for call in standin.calls]
    last = standin.last(MARIA)
    assert last is not None
    assert (str(last["message_id"]), 12) == (ids[0], len(ids))


@pytest.mark.parametrize(
    ("kind", "mime", "method"),
    [
        ("document", "application/pdf", "sendDocument"),
        ("voice", "audio/ogg", "sendVoice"),
        ("video", "video/mp4", "sendVideo"),
        ("video_note", "video/mp4", "sendVideo"),
        ("audio", "audio/mpeg", "sendDocument"),
        ("sticker", "image/webp", "sendDocument"),
        ("photo", "image/heic", "sendDocument"),
        ("hologram", "x/y", "sendDocument"),
    ],
)
async def test_files_by_kind(
    standin: TelegramStandIn, channel: TelegramChannel, kind: str, mime: str, method: str
) -> None:
    """Each kind of file goes by the method that shows it best; what Telegram cannot show goes as a file."""
    evidence = (Evidence(kind=kind, ref="r", media="m"),)
    await channel.send(CITIZEN, Send(text="bukti", evidence=evidence), [Media(Held(b"isi"), mime, "bukti.bin")])
    assert [method] == [call.method for call in standin.calls]


async def test_a_picture_that_cannot_be_shown_goes_as_a_file(
    standin: TelegramStandIn, channel: TelegramChannel
) -> None:
    """A photo that the server refuses as such, alone or in an album, is sent as a file."""
    evidence, media = photos(1)
    standin.fail("error", "sendPhoto", code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await channel.send(CITIZEN, Send(text="bukti", evidence=evidence), media)
    evidence, media = photos(2)
    standin.fail("error", "sendMediaGroup", code=400, description="Bad Request: IMAGE_PROCESS_FAILED")
    await channel.send(CITIZEN, Send(text="bukti", evidence=evidence), media)
    sent = standin.messages(MARIA, from_bot=True)
    assert [True] * 3 == ["document" in message for message in sent]


async def test_missing_media_is_left_out(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A file that is still on its way does not keep the others from being named rightly."""
    evidence = (Evidence(kind="photo", ref="later"), Evidence(kind="voice", ref="r", media="m"))
    await channel.send(CITIZEN, Send(text="bukti", evidence=evidence), [Media(Held(b"isi"), "audio/ogg", "suara.ogg")])
    assert ["sendVoice"] == [call.method for call in standin.calls]


async def test_place_comes_before_the_words(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A position is a map of its own, with the words and buttons under it."""
    ids = await channel.send(CITIZEN, Send(text="Di sini?", place=(-10.17, 123.6), choices=(SEND,)), [])
    place, words = standin.messages(MARIA, from_bot=True)
    assert "location" in place
    assert (str(words["message_id"]), str(place["message_id"])) == ids
    assert 1 == len(await channel.send(CITIZEN, Send(text="", place=(-10.17, 123.6)), []))


async def test_too_long_words_are_split(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Over 4096 characters, paragraphs go to several messages, nothing is lost, and the last has the buttons."""
    words = "\n\n".join(f"Paragraf {n} " + "😀 kata & " * 90 for n in range(12))
    ids = await channel.send(CITIZEN, Send(text=words, choices=(SEND,), bold=("Paragraf 11",)), [])
    sent = standin.messages(MARIA, from_bot=True)
    assert words.split() == " ".join(message["text"] for message in sent).split()
    assert [True] * (len(sent) - 1) == ["reply_markup" not in message for message in sent[:-1]]
    assert str(sent[-1]["message_id"]) == ids[0]
    assert len(sent) == len(ids)
    assert all(message["text"].startswith("Paragraf") for message in sent)
    assert [] == standin.refused


async def test_nothing_to_send_is_our_bug(channel: TelegramChannel) -> None:
    """A message with nothing in it is refused before the platform sees it."""
    with pytest.raises(Rejected):
        await channel.send(CITIZEN, Send(text="  "), [])


async def test_in_a_topic_under_a_message(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A message goes into its topic and under the message it answers, even when that is gone."""
    thread = await channel.open_topic(str(GROUP), OpenTopic(key="dishub", name="Dinas Perhubungan"))
    target = Target(address=str(GROUP), thread=thread)
    (card,) = await channel.send(target, Send(text="kartu"), [])
    for reply_to in (card, "99999"):
        await channel.send(Target(address=str(GROUP), thread=thread, reply_to=reply_to), Send(text="jawaban"), [])
    sent = standin.messages(GROUP, int(thread), from_bot=True)[-2:]
    assert int(card) == sent[0]["reply_to_message"]["message_id"]
    assert ["jawaban", "jawaban"] == [message["text"] for message in sent]


async def test_general_topic_has_no_id(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Thread 1, the General topic, is addressed by leaving the thread out."""
    await channel.send(Target(address=str(GROUP), thread="1"), Send(text="halo", quiet=True), [])
    sent = standin.calls_of("sendMessage")[-1].params
    assert (False, "true") == ("message_thread_id" in sent, sent["disable_notification"])


async def test_topics_get_a_colour_that_exists(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Colours that Telegram does not offer are replaced, long names are cut."""
    for topic in (OpenTopic(key="a", name="A" * 200, colour="puce"), OpenTopic(key="b", name="B", colour="green")):
        await channel.open_topic(str(GROUP), topic)
    assert [] == standin.refused
    assert "9367192" == standin.calls_of("createForumTopic")[-1].params["icon_color"]


async def test_a_deleted_topic_is_gone(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """Sending into a topic that somebody deleted tells the engine to open it again."""
    with pytest.raises(TopicGone):
        await channel.send(Target(address=str(GROUP), thread="777"), Send(text="kartu"), [])
