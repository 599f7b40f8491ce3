"""python-telegram-bot's own client against the stand-in, through a real socket."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from simulator.telegram import TelegramStandIn
from tests.pictures import png
from tests.simulator.conftest import ADI, BUDI, MARIA, STRANGER

GROUP = -1001


@pytest.fixture
async def bot(standin: TelegramStandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """An initialised client; its time values as timedelta, because the older form warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    bot = Bot(standin.token, base_url=f"{standin.base_url}/bot", base_file_url=f"{standin.base_url}/file/bot")
    async with bot:
        yield bot


async def test_sends_and_edits_text(bot: Bot, standin: TelegramStandIn) -> None:
    """A sent message comes back whole; an edit changes it in place."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ambil", callback_data="claim:1")]])
    sent = await bot.send_message(
        MARIA, "Halo <b>Ibu 😀 Maria</b> &amp; semua", parse_mode="HTML", reply_markup=keyboard
    )
    assert ("Halo Ibu 😀 Maria & semua", "Ibu 😀 Maria") == (sent.text, sent.parse_entity(sent.entities[0]))
    assert ("Maria", bot.id, keyboard) == (
        sent.chat.first_name,
        sent.from_user and sent.from_user.id,
        sent.reply_markup,
    )
    edited = await bot.edit_message_text("Sudah", MARIA, sent.message_id)
    assert isinstance(edited, object)
    assert ["Sudah"] == [message["text"] for message in standin.messages(MARIA, from_bot=True)]
    assert [] == standin.refused


async def test_replies_carry_the_message(bot: Bot, standin: TelegramStandIn) -> None:
    """A reply shows what it replies to."""
    asked = standin.people.say(MARIA, "lampu mati")
    sent = await bot.send_message(MARIA, "Di mana?", reply_to_message_id=asked["message_id"])
    assert "lampu mati" == (sent.reply_to_message and sent.reply_to_message.text)


async def test_photos_albums_and_files(bot: Bot, standin: TelegramStandIn) -> None:
    """Uploads and known file_ids work, albums share an id, and downloads give the same bytes."""
    sent = await bot.send_photo(MARIA, png(800, 600), caption="bukti")
    assert [(90, 68), (320, 240), (800, 600)] == [(size.width, size.height) for size in sent.photo]
    album = await bot.send_media_group(
        MARIA, [InputMediaPhoto(png(), caption="satu"), InputMediaPhoto(sent.photo[-1].file_id)]
    )
    assert (1, sent.photo[-1].file_unique_id) == (
        len({message.media_group_id for message in album}),
        album[1].photo[-1].file_unique_id,
    )
    document = await bot.send_document(MARIA, b"a,b\n", filename="laporan.csv")
    assert "laporan.csv" == (document.document and document.document.file_name)
    file = await bot.get_file(sent.photo[-1].file_id)
    assert png(800, 600) == bytes(await file.download_as_bytearray())
    swapped = await bot.edit_message_media(InputMediaDocument(b"x", filename="x.txt"), MARIA, sent.message_id)
    assert ((), True) == (getattr(swapped, "photo", None), bool(getattr(swapped, "document", None)))


async def test_voice_video_location_action_reaction(bot: Bot, standin: TelegramStandIn) -> None:
    """The other kinds of message are parsed too."""
    voice = await bot.send_voice(MARIA, b"OggS", duration=3)
    video = await bot.send_video(MARIA, b"mp4", width=320, height=240)
    place = await bot.send_location(MARIA, -10.17, 123.6)
    assert (timedelta(seconds=3), 320, -10.17) == (
        voice.voice and voice.voice.duration,
        video.video and video.video.width,
        place.location and place.location.latitude,
    )
    assert await bot.send_chat_action(MARIA, "typing")
    assert await bot.set_message_reaction(MARIA, 1, ReactionTypeEmoji("👍"))
    assert await bot.delete_message(MARIA, place.message_id)


async def test_a_pressed_button_is_answered(bot: Bot, standin: TelegramStandIn) -> None:
    """A press makes a callback_query with its message, and the answer is recorded."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("✅ Ambil tiket", callback_data="claim:1")]])
    sent = await bot.send_message(GROUP, "Tiket", reply_markup=keyboard)
    standin.people.press(BUDI, sent.message_id, "ambil", chat_id=GROUP)
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert ("claim:1", BUDI, sent.message_id) == (
        query.data,
        query.from_user.id,
        query.message and query.message.message_id,
    )
    await query.answer("Tiket ini milik Anda")
    assert ["Tiket ini milik Anda"] == [answer["text"] for answer in standin.answers]


async def test_every_kind_of_user_message_is_parsed(bot: Bot, standin: TelegramStandIn) -> None:
    """What people send arrives as updates that the library takes without error, with its fields."""
    people = standin.people
    people.start(MARIA, "kartu_1")
    text = people.say(MARIA, "lampu mati di Oebufu")
    people.edit(MARIA, text["message_id"], "lampu mati di Oebobo")
    people.send_photo(MARIA, png(), "foto")
    people.send_album(MARIA, [png(), png(), png()], "tiga foto")
    people.send_file(MARIA, "voice", b"OggS")
    people.send_file(MARIA, "document", b"%PDF", name="surat.pdf", mime="application/pdf")
    people.send_file(MARIA, "sticker", b"webp")
    people.send_location(MARIA, -10.17, 123.6)
    people.send_location(MARIA, -10.17, 123.6, title="SDN Oebufu", address="Jl. W.J. Lalamentik")
    people.send_contact(MARIA, "6281234567890")
    people.forward(MARIA, "dari grup", "Tetangga")
    people.forward(MARIA, "dari Adi", origin_id=ADI)
    live = people.send_location(MARIA, -10.17, 123.6, live_period=600)
    people.move(MARIA, live["message_id"], -10.18, 123.6)
    people.block(MARIA)
    people.unblock(MARIA)
    updates = await bot.get_updates()
    assert 19 == len(updates)
    messages = [update.message for update in updates if update.message]
    assert "/start" == messages[0].parse_entity(messages[0].entities[0])
    albums = [message for message in messages if message.media_group_id]
    assert (3, ["tiga foto", None, None]) == (len(albums), [message.caption for message in albums])
    assert "lampu mati di Oebobo" == (updates[2].edited_message and updates[2].edited_message.text)
    changes = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    assert [ChatMemberStatus.BANNED, ChatMemberStatus.MEMBER] == changes


async def test_topics_live(bot: Bot, standin: TelegramStandIn) -> None:
    """Topics are created, written to, renamed, closed, reopened and deleted; replies of people stay in them."""
    topic = await bot.create_forum_topic(GROUP, "Dinas Perhubungan")
    thread = topic.message_thread_id
    card = await bot.send_message(GROUP, "Tiket 1", message_thread_id=thread)
    assert (thread, True) == (card.message_thread_id, card.is_topic_message)
    standin.people.say(BUDI, "kami cek", chat_id=GROUP, reply_to=card.message_id)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert (thread, card.message_id) == (
        update.message.message_thread_id,
        update.message.reply_to_message and update.message.reply_to_message.message_id,
    )
    assert await bot.edit_forum_topic(GROUP, thread, name="Dishub")
    assert await bot.close_forum_topic(GROUP, thread)
    assert await bot.reopen_forum_topic(GROUP, thread)
    assert thread == standin.topic(GROUP, "dishub")
    assert await bot.delete_forum_topic(GROUP, thread)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(GROUP, "x", message_thread_id=thread)


async def test_chats_and_members(bot: Bot, standin: TelegramStandIn) -> None:
    """Chats, members and administrators come in the full shapes."""
    chat = await bot.get_chat(GROUP)
    assert ("Kanal Kupang", True) == (chat.title, chat.is_forum)
    statuses = [(await bot.get_chat_member(GROUP, user)).status for user in (ADI, BUDI, STRANGER, bot.id)]
    assert ["creator", "member", "left", "administrator"] == statuses
    assert {ADI, bot.id} == {member.user.id for member in await bot.get_chat_administrators(GROUP)}
    assert 3 == await bot.get_chat_member_count(GROUP)
    standin.groups.join(STRANGER, GROUP)
    standin.groups.set_bot(GROUP, "kicked", ADI)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(GROUP, "x")


async def test_profile(bot: Bot, standin: TelegramStandIn) -> None:
    """Commands are kept per scope and language; descriptions and the menu button are accepted."""
    assert await bot.set_my_commands([BotCommand("lapor", "Buat laporan")])
    assert await bot.set_my_commands([BotCommand("lapor", "Report")], language_code="en")
    assert "Buat laporan" == (await bot.get_my_commands())[0].description
    assert await bot.delete_my_commands(language_code="en")
    assert () == await bot.get_my_commands(language_code="en")
    assert await bot.set_my_description("Lapor ke kota")
    assert await bot.set_my_short_description("Lapor")
    assert await bot.set_chat_menu_button()


async def test_webhook_through_the_client(bot: Bot, standin: TelegramStandIn) -> None:
    """The client registers a webhook and reads it back; polling then conflicts."""
    standin.webhook.hold()
    assert await bot.set_webhook("https://lapor.example.id/hook", secret_token="a_b-1", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert ("https://lapor.example.id/hook", ("message",)) == (info.url, info.allowed_updates)
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)


async def test_reply_keyboards_ask_for_a_location(bot: Bot, standin: TelegramStandIn) -> None:
    """A tap on a reply keyboard sends its text, or the location it asks for."""
    await bot.send_message(
        MARIA,
        "Di mana?",
        reply_markup=ReplyKeyboardMarkup([[{"text": "📍 Kirim lokasi", "request_location": True}, "Lewati"]]),  # type: ignore[list-item]
    )
    standin.people.tap(MARIA, "Lewati")
    standin.people.tap(MARIA, "📍 Kirim lokasi")
    messages = [update.message for update in await bot.get_updates()]
    assert ["Lewati", None] == [message and message.text for message in messages]
    assert messages[1] is not None
    assert messages[1].location is not None


FAULTS = [
    ("too_many_requests", RetryAfter),
    ("server_error", NetworkError),
    ("bad_gateway", NetworkError),
    ("cut", NetworkError),
    ("blocked", Forbidden),
    ("deactivated", Forbidden),
    ("chat_not_found", BadRequest),
    ("topic_closed", BadRequest),
    ("not_enough_rights", BadRequest),
    ("unauthorized", InvalidToken),
]


@pytest.mark.parametrize(("kind", "error"), FAULTS)
async def test_faults_become_the_errors_of_the_library(
    bot: Bot, standin: TelegramStandIn, kind: str, error: type[Exception]
) -> None:
    """A planned fault hits the matching call once, has no effect, and the next call succeeds."""
    fault = standin.fail(kind, "sendMessage", chat_id=MARIA)
    with pytest.raises(error):
        await bot.send_message(MARIA, "x")
    assert ([], 1) == (standin.messages(MARIA, from_bot=True), fault.fired)
    assert await bot.send_message(MARIA, "x")
    assert [] == standin.refused


async def test_a_cut_after_the_effect_leaves_the_message(bot: Bot, standin: TelegramStandIn) -> None:
    """With `cut_after` the message was sent although the bot sees an error."""
    standin.fail("cut_after", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(MARIA, "x")
    assert 1 == len(standin.messages(MARIA, from_bot=True))


async def test_a_fault_migrates_the_group(bot: Bot, standin: TelegramStandIn) -> None:
    """The fault `migrated` upgrades the group: the error names the new id, both service messages arrive."""
    old = standin.groups.add_group("Lama", ADI, kind="group", forum=False)
    standin.fail("migrated", chat_id=old.id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "x")
    new_id = caught.value.new_chat_id
    messages = [update.message for update in await bot.get_updates()]
    assert [new_id, None] == [message and message.migrate_to_chat_id for message in messages]
    assert [None, old.id] == [message and message.migrate_from_chat_id for message in messages]
    assert new_id == (await bot.send_message(new_id, "x")).chat_id


async def test_a_fault_deletes_the_topic(bot: Bot, standin: TelegramStandIn) -> None:
    """The fault `topic_gone` deletes the topic, so that the bot has to make a new one."""
    topic = await bot.create_forum_topic(GROUP, "Dishub")
    standin.fail("topic_gone")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(GROUP, "x", message_thread_id=topic.message_thread_id)
    assert standin.topic(GROUP, "Dishub") is None


async def test_a_revoked_token_is_refused_until_restored(bot: Bot, standin: TelegramStandIn) -> None:
    """Everything is 401 while the token is revoked."""
    standin.revoke_token()
    with pytest.raises(InvalidToken):
        await bot.get_me()
    standin.restore_token()
    assert "Kanal" == (await bot.get_me()).first_name


async def test_blocked_and_deleted_people_cannot_be_reached(bot: Bot, standin: TelegramStandIn) -> None:
    """A block and a deleted account are 403, and writing again lifts the block."""
    standin.people.block(MARIA)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(MARIA, "x")
    standin.people.say(MARIA, "halo lagi")
    assert await bot.send_message(MARIA, "x")
    standin.people.deactivate(MARIA)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(MARIA, "x")


async def test_update_de_json_takes_an_inaccessible_message(bot: Bot, standin: TelegramStandIn) -> None:
    """A press on a very old message carries only chat and id."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="y")]])
    sent = await bot.send_message(MARIA, "x", reply_markup=keyboard)
    standin.people.press(MARIA, sent.message_id, "Ya", inaccessible=True)
    update: Update = (await bot.get_updates())[0]
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible
