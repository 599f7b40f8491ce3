"""Changing, answering, repeating and taking away what was sent."""

import pytest

from channels.telegram.channel import TelegramChannel
from core.vocabulary.channel import Target
from core.vocabulary.effects import Answer, Choice, Send
from core.vocabulary.errors import Retry, TargetGone
from simulator.clock import ManualClock
from simulator.telegram import TelegramStandIn
from tests.channels.telegram.fixtures import ADI, GROUP, MARIA
from tests.channels.telegram.test_send import CHANGE, CITIZEN, SEND, photos


async def test_edit_in_place(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A card is changed in place; the same content again is success."""
    ids = await channel.send(Target(address=str(GROUP)), Send(text="🔴 kartu", choices=(SEND,)), [])
    target = Target(address=str(GROUP), message_ids=ids)
    for _ in range(2):
        await channel.edit(target, Send(text="🟡 kartu", choices=(CHANGE,), bold=("kartu",)))
    last = standin.last(GROUP)
    assert last is not None
    assert "ubah" == last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "🟡 kartu" == last["text"]


async def test_an_edit_that_is_too_long_is_cut(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """An edit cannot become two messages, so too long words end with an ellipsis."""
    ids = await channel.send(CITIZEN, Send(text="kartu"), [])
    await channel.edit(Target(address=str(MARIA), message_ids=ids), Send(text="kata " * 2000))
    last = standin.last(MARIA)
    assert last is not None
    assert last["text"].endswith("…")
    assert [] == standin.refused


@pytest.mark.parametrize("ids", [(), ("99999",), ("bukan-angka",)])
async def test_editing_what_is_not_there(channel: TelegramChannel, ids: tuple[str, ...]) -> None:
    """A message to edit that does not exist is gone, so that the engine posts anew."""
    with pytest.raises(TargetGone):
        await channel.edit(Target(address=str(GROUP), message_ids=ids), Send(text="kartu"))


async def test_answer_ends_the_spinner(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """A pressed button is answered once, long words are cut to what Telegram shows."""
    await channel.send(Target(address=str(GROUP)), Send(text="kartu", choices=(SEND,)), [])
    last = standin.last(GROUP)
    assert last is not None
    standin.people.press(ADI, last["message_id"], data="kirim", chat_id=GROUP)
    query = list(standin.updates.pending.values())[-1].update["callback_query"]["id"]
    await channel.answer(Answer(query_id=query, text="😀" * 150, alert=True))
    assert ("…", True) == (standin.answers[-1]["text"][-1], standin.answers[-1]["show_alert"])
    assert [] == standin.refused


async def test_an_answer_can_open_the_private_chat(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """An answer with a link to the bot has no text, which clients would show instead of opening it."""
    await channel.send(Target(address=str(GROUP)), Send("isi", choices=(Choice("buka", "Buka isi"),)), [])
    last = standin.last(GROUP)
    assert last is not None
    query = standin.people.press(ADI, last["message_id"], data="buka", chat_id=GROUP)
    link = f"https://t.me/{standin.world.bot.username}?start=isi"
    await channel.answer(Answer(query_id=query, text="kata", link=link))
    assert ("", link) == (standin.answers[-1]["text"], standin.answers[-1]["url"])


async def test_a_late_answer_is_success(channel: TelegramChannel) -> None:
    """Answering a query that is too old or unknown changes nothing and is no error."""
    assert await channel.answer(Answer(query_id="1", text="terlambat")) is None  # type: ignore[func-returns-value]


async def test_a_retry_goes_on_where_it_stopped(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """When the second part of a message fails, the next try sends the second part only and gives all ids."""
    evidence, media = photos(1)
    message = Send(text="kata " * 300, evidence=evidence)
    target = Target(address=str(MARIA), entry_id="e:1")
    standin.fail("server_error", "sendMessage")
    with pytest.raises(Retry):
        await channel.send(target, message, media)
    ids = await channel.send(target, message, media)
    sent = standin.messages(MARIA, from_bot=True)
    assert 2 == len(sent)
    assert [str(sent[1]["message_id"]), str(sent[0]["message_id"])] == list(ids)


async def test_protected_words_and_files(standin: TelegramStandIn, channel: TelegramChannel) -> None:
    """What must not be passed on is sent so that it can be neither forwarded nor saved, in every message of it."""
    evidence, media = photos(2)
    await channel.send(CITIZEN, Send(text="isi " * 400, evidence=evidence, protect=True), media)
    assert all(message["has_protected_content"] for message in standin.messages(MARIA, from_bot=True))


async def test_taking_messages_away(standin: TelegramStandIn, channel: TelegramChannel, clock: ManualClock) -> None:
    """Messages are deleted, one that is gone already too; after 48 hours they stay, and are named."""
    evidence, media = photos(3)
    target = Target(address=str(GROUP))
    ids = await channel.send(target, Send(text="tiga", evidence=evidence), media)
    away = Target(address=str(GROUP), message_ids=ids)
    assert ((), ()) == (await channel.delete(away), await channel.delete(away))
    assert [] == standin.messages(GROUP, from_bot=True)

    old = await channel.send(target, Send(text="lama"), [])
    clock.advance(49 * 3600)
    assert old == await channel.delete(Target(address=str(GROUP), message_ids=old))
