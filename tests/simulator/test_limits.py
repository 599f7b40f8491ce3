"""The strictness of the stand-in, as a table: request → status and description."""

import io
from typing import Any

import aiohttp
import pytest

from simulator.clock import ManualClock
from simulator.telegram import TelegramStandIn
from tests.pictures import png
from tests.simulator.conftest import ADI, MARIA, Caller
from tests.simulator.limit_cases import GROUP, OURS, WORLDS, inline, text


@pytest.mark.parametrize(("method", "params", "description"), [row[1:] for row in OURS], ids=[row[0] for row in OURS])
async def test_refuses_what_only_a_mistake_can_send(
    call: Caller, standin: TelegramStandIn, method: str, params: dict[str, Any], description: str
) -> None:
    """A request over a limit, or malformed, is a 400 with the known text and is listed as refused."""
    status, body = await call(method, **params)
    assert (400, 400, False) == (status, body["error_code"], body["ok"])
    assert body["description"].startswith("Bad Request: ")
    assert description in body["description"]
    assert [method] == [refused.method for refused in standin.refused]


@pytest.mark.parametrize(
    ("method", "params", "status", "description"), [row[1:] for row in WORLDS], ids=[row[0] for row in WORLDS]
)
async def test_refuses_what_the_world_does_not_have(
    call: Caller, method: str, params: dict[str, Any], status: int, description: str
) -> None:
    """A request about something that does not exist gets the status and text of the real server."""
    got, body = await call(method, **params)
    assert (status, status, description) == (got, body["error_code"], body["description"])


async def test_accepts_everything_at_its_limit(call: Caller, standin: TelegramStandIn) -> None:
    """Exactly at the limit is still fine, and limits count after the markup is taken away."""
    await call.result("sendMessage", **text("x" * 4096))
    await call.result("sendMessage", **text("<b>" + "x" * 4096 + "</b>", parse_mode="HTML"))
    await call.result("sendMessage", **text("x", reply_markup=inline(callback_data="é" * 32)))
    await call.result("createForumTopic", chat_id=GROUP, name="x" * 128)
    assert [] == standin.refused


async def test_not_modified_compares_text_and_markup(call: Caller) -> None:
    """An edit to the same content is refused; without markup the buttons are removed, which is a change."""
    sent = await call.result("sendMessage", **text("a", reply_markup=inline(callback_data="y")))
    edit = {"chat_id": MARIA, "message_id": sent["message_id"], "text": " a "}
    status, body = await call("editMessageText", **edit, reply_markup=inline(callback_data="y"))
    assert (400, True) == (status, body["description"].startswith("Bad Request: message is not modified"))
    changed = await call.result("editMessageText", **edit)
    assert "reply_markup" not in changed
    status, _ = await call("editMessageReplyMarkup", chat_id=MARIA, message_id=sent["message_id"])
    assert 400 == status


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(call: Caller) -> None:
    """Only messages without a reply keyboard can be edited, and the keyboard is not echoed."""
    sent = await call.result("sendMessage", **text("a", reply_markup={"keyboard": [["Lapor"]]}))
    assert "reply_markup" not in sent
    _, body = await call("editMessageText", chat_id=MARIA, message_id=sent["message_id"], text="b")
    assert "Bad Request: message can't be edited" == body["description"]


async def test_a_callback_query_grows_too_old(call: Caller, standin: TelegramStandIn, clock: ManualClock) -> None:
    """A query is answered in time, not a quarter of an hour later."""
    sent = await call.result("sendMessage", **text("a", reply_markup=inline(callback_data="y")))
    early = standin.people.press(MARIA, sent["message_id"], "Ya")
    late = standin.people.press(MARIA, sent["message_id"], data="y")
    assert await call.result("answerCallbackQuery", callback_query_id=early, text="Baik", show_alert=True)
    clock.advance(1000)
    _, body = await call("answerCallbackQuery", callback_query_id=late)
    assert body["description"].startswith("Bad Request: query is too old")
    assert [("Baik", True, "y")] == [(item["text"], item["show_alert"], item["data"]) for item in standin.answers]


async def test_an_answer_opens_no_address_but_the_bots_own(call: Caller, standin: TelegramStandIn) -> None:
    """An answer may open a start link of the bot, and no other address."""
    sent = await call.result("sendMessage", **text("a", reply_markup=inline(callback_data="y")))
    query = standin.people.press(MARIA, sent["message_id"], data="y")
    _, body = await call("answerCallbackQuery", callback_query_id=query, url="https://example.org/?start=x")
    assert "Bad Request: URL_INVALID" == body["description"]
    assert await call.result(
        "answerCallbackQuery", callback_query_id=query, url=f"https://t.me/{standin.world.bot.username}?start=isi"
    )


async def test_deleting_ends_after_48_hours(call: Caller, clock: ManualClock) -> None:
    """The bot can delete its message for 48 hours."""
    first = await call.result("sendMessage", **text("a"))
    assert await call.result("deleteMessage", chat_id=MARIA, message_id=first["message_id"])
    second = await call.result("sendMessage", **text("b"))
    clock.advance(48 * 3600 + 1)
    _, body = await call("deleteMessage", chat_id=MARIA, message_id=second["message_id"])
    assert "Bad Request: message can't be deleted" == body["description"]


async def test_topics_close_for_a_bot_without_the_right(call: Caller, standin: TelegramStandIn) -> None:
    """A closed topic of somebody else refuses a bot that may not manage topics, and so do topic methods."""
    topic = standin.groups.open_topic(ADI, GROUP, "Dishub")
    standin.groups.set_topic_closed(ADI, GROUP, topic.id)
    await call.result("sendMessage", chat_id=GROUP, text="x", message_thread_id=topic.id)
    standin.groups.set_bot(GROUP, "administrator", ADI, rights=["can_manage_chat"])
    _, body = await call("sendMessage", chat_id=GROUP, text="x", message_thread_id=topic.id)
    assert "Bad Request: TOPIC_CLOSED" == body["description"]
    _, body = await call("createForumTopic", chat_id=GROUP, name="Baru")
    assert "Bad Request: not enough rights to create a topic" == body["description"]


async def test_pins_need_the_right_and_happen_once(call: Caller, standin: TelegramStandIn) -> None:
    """A message of a group is pinned by whoever may pin, once; a deleted one is pinned no more."""
    sent = await call.result("sendMessage", chat_id=GROUP, text="x")
    pin = {"chat_id": GROUP, "message_id": sent["message_id"], "disable_notification": True}
    assert await call.result("pinChatMessage", **pin)
    _, body = await call("pinChatMessage", **pin)
    assert "Bad Request: CHAT_NOT_MODIFIED" == body["description"]
    assert [sent["message_id"]] == standin.world.chats[GROUP].pinned
    await call.result("deleteMessage", chat_id=GROUP, message_id=sent["message_id"])
    assert [] == standin.world.chats[GROUP].pinned
    other = await call.result("sendMessage", chat_id=GROUP, text="y")
    standin.groups.set_bot(GROUP, "administrator", ADI, rights=["can_manage_topics"])
    _, body = await call("pinChatMessage", chat_id=GROUP, message_id=other["message_id"])
    assert "Bad Request: not enough rights to manage pinned messages in the chat" == body["description"]


PHOTOS = [
    ("not an image", b"hello", "IMAGE_PROCESS_FAILED"),
    ("empty", b"", "file must be non-empty"),
    ("too wide", png(10_001, 1), "PHOTO_INVALID_DIMENSIONS"),
    ("too thin", png(21, 1), "PHOTO_INVALID_DIMENSIONS"),
    ("over 10 MB", png(padding=10 * 1024 * 1024), "too big file"),
]


@pytest.mark.parametrize(("data", "description"), [row[1:] for row in PHOTOS], ids=[row[0] for row in PHOTOS])
async def test_photos_have_limits(call: Caller, standin: TelegramStandIn, data: bytes, description: str) -> None:
    """A photo that the platform would not take is refused."""
    form = aiohttp.FormData({"chat_id": str(MARIA)})
    form.add_field("photo", io.BytesIO(data), filename="a.png", content_type="image/png")
    async with call.session.post(f"{standin.base_url}/bot{standin.token}/sendPhoto", data=form) as response:
        body = await response.json()
    assert (400, f"Bad Request: {description}") == (response.status, body["description"])


async def test_large_files_cannot_be_downloaded(call: Caller, standin: TelegramStandIn) -> None:
    """getFile refuses what is over 20 MB."""
    sent = standin.people.send_file(MARIA, "video", b"x", size=20 * 1024 * 1024 + 1)
    _, body = await call("getFile", file_id=sent["video"]["file_id"])
    assert "Bad Request: file is too big" == body["description"]


async def test_captions_have_1024_characters(call: Caller, standin: TelegramStandIn) -> None:
    """A longer caption is refused, also in an edit."""
    photo = standin.people.send_photo(MARIA, png())["photo"][-1]["file_id"]
    _, body = await call("sendPhoto", chat_id=MARIA, photo=photo, caption="x" * 1025)
    assert "Bad Request: message caption is too long" == body["description"]
    sent = await call.result("sendPhoto", chat_id=MARIA, photo=photo, caption="x" * 1024)
    edited = await call.result("editMessageCaption", chat_id=MARIA, message_id=sent["message_id"], caption="y")
    assert ("y", True) == (edited["caption"], edited["photo"] == sent["photo"])
