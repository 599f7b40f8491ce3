"""Messages, files, answers in public and names, in front of the strict stand-ins."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from channels.meta.messaging.pace import Pace
from core.vocabulary.channel import PrivateReply, Target, Template
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable, WindowClosed
from core.vocabulary.events import Person, Posted
from core.vocabulary.media import Held, Media
from simulator.clock import ManualClock
from tests.channels.meta.conftest import KEY, Side
from tests.clock import StandInClock

PHOTO = Media(Held(b"jpeg"), "image/jpeg", "foto.jpg")
VOICE = Media(Held(b"ogg"), "audio/ogg; codecs=opus", "suara.ogg")
YES_NO = (Choice("beres:1", "Sudah beres"), Choice("belum:1", "Belum beres"))


def texts(side: Side) -> list[str]:
    """Give what the citizen has been sent."""
    return [bubble.text for bubble in side.standin.bubbles(KEY)]


async def test_files_come_first_and_words_with_choices_last(side: Side) -> None:
    """Each file is a message, the words with the choices are the last one, and theirs is the first id."""
    ids = await side.channel.send(side.target(), Send("Sudah beres?", choices=YES_NO), [PHOTO, VOICE])
    bubbles = side.standin.bubbles(KEY)
    assert ["image", "audio"] == [bubble.kind for bubble in bubbles[:2]]
    assert (bubbles[2].mid, bubbles[0].mid, bubbles[1].mid) == ids
    assert ["Sudah beres", "Belum beres"] == [title for title, _ in (*bubbles[2].quick, *bubbles[2].buttons)]
    assert b"jpeg" == side.standin.world.media[bubbles[0].media[0]].data
    assert [] == side.standin.refused


async def test_files_alone(side: Side) -> None:
    """A message may be a file and nothing else."""
    assert 1 == len(await side.channel.send(side.target(), Send(""), [PHOTO]))
    with pytest.raises(Rejected):
        await side.channel.send(side.target(), Send(""), [])


async def test_a_file_that_is_not_taken_does_not_cost_the_words(side: Side) -> None:
    """Refused or too large, it is left out and the words say so, in the message's language."""
    side.standin.fail("error", method="messages", code=100)
    large = Media(Held(b"x" * (25 * 1024 * 1024 + 1)), "video/mp4", "besar.mp4")
    await side.channel.send(side.target(), Send("Sudah diganti", language="id"), [PHOTO, large])
    assert ["Sudah diganti\n\n(left out id)"] == texts(side)


async def test_a_retry_goes_on_where_it_stopped(side: Side) -> None:
    """Of a message that was half sent nothing goes out twice, and a file that was refused is not tried again."""
    message = Send("kata " * 500, language="id")
    side.standin.fail("error", method="messages", code=100)
    failing = side.standin.fail("unavailable", method="messages", times=3)
    with pytest.raises(Retry):
        await side.channel.send(side.target(), message, [PHOTO, VOICE])
    failing.times = 0
    side.standin.clear_faults()
    await side.channel.send(side.target(), message, [PHOTO, VOICE])
    kinds = [bubble.kind for bubble in side.standin.bubbles(KEY)]
    assert 1 == kinds.count("audio")
    assert 0 == kinds.count("image")
    assert 500 == " ".join(texts(side)).count("kata")
    assert "(left out id)" in texts(side)[-1]


async def test_a_try_that_took_too_long_goes_on_where_it_stopped(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """What went out before the engine lost patience does not go out again with every try."""
    send_file = side.client.send_file

    async def slow(body: Mapping[str, Any], media: Media) -> Any:
        if media is VOICE:
            await asyncio.Event().wait()
        return await send_file(body, media)

    with monkeypatch.context() as patched:
        patched.setattr(side.client, "send_file", slow)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(side.channel.send(side.target(), Send("Sudah"), [PHOTO, VOICE]), 0.5)
    await side.channel.send(side.target(), Send("Sudah"), [PHOTO, VOICE])
    assert ["image", "audio", "text"] == [bubble.kind for bubble in side.standin.bubbles(KEY)]


@pytest.mark.parametrize(
    ("hours", "typed", "expected"),
    [(23.9, False, None), (24.1, False, WindowClosed), (24.1, True, None), (24 * 7 + 0.1, True, WindowClosed)],
)
async def test_the_window(
    side: Side, manual: ManualClock, hours: float, typed: bool, expected: type[SendError] | None
) -> None:
    """A day long anything may go out, seven days long what an official typed, and then nothing."""
    manual.advance(timedelta(hours=hours).total_seconds())
    if expected is None:
        await side.channel.send(side.target(typed=typed), Send("Halo"), [])
        return
    with pytest.raises(expected):
        await side.channel.send(side.target(typed=typed), Send("Halo"), [])


async def test_a_utility_template_goes_when_the_window_is_closed(side: Side, manual: ManualClock) -> None:
    """An approved message needs no window; one that is not approved leaves the words held."""
    manual.advance(timedelta(days=30).total_seconds())
    side.standin.approve_utility("kabar", "id", 1)
    await side.channel.send(side.target(template=Template("kabar", "id", ("KPG-1",))), Send(""), [])
    assert "kabar" == side.standin.bubbles(KEY)[-1].template
    with pytest.raises(WindowClosed):
        await side.channel.send(side.target(template=Template("lain", "id")), Send(""), [])


async def test_without_the_feature_typed_words_are_held(side: Side, manual: ManualClock) -> None:
    """Where HUMAN_AGENT is not approved, only that message is held."""
    side.standin.sending.human_agent = False
    manual.advance(timedelta(hours=25).total_seconds())
    with pytest.raises(WindowClosed):
        await side.channel.send(side.target(typed=True), Send("Halo"), [])


async def test_who_is_not_there(side: Side) -> None:
    """Who blocked us, and whom nobody knows, cannot be reached; a revoked token is the operator's matter."""
    with pytest.raises(Unreachable):
        await side.channel.send(Target("123"), Send("Halo"), [])
    side.standin.people.block(KEY)
    with pytest.raises(Unreachable):
        await side.channel.send(side.target(), Send("Halo"), [])
    side.standin.revoke_token()
    with pytest.raises(ChannelDown) as down:
        await side.channel.send(side.target(), Send("Halo"), [])
    assert side.platform.token_setting in down.value.advice


@pytest.mark.parametrize("kind", ["empty", "page"])
async def test_what_nobody_knows(side: Side, kind: str) -> None:
    """A success without an id, or a page of a proxy, is Unknown."""
    side.standin.fail(kind, method="messages")
    with pytest.raises(Unknown):
        await side.channel.send(side.target(), Send("Halo"), [])


async def test_too_fast_holds_that_chat_back(side: Side, manual: ManualClock) -> None:
    """After 613 the chat waits as long as the table says, others do not."""
    side.standin.fail("too_many_requests", method="messages")
    with pytest.raises(Retry):
        await side.channel.send(side.target(), Send("Halo"), [])
    now = side.channel._clock.now()
    assert 30.0 == side.channel.reserve(side.address, now)
    assert 0.0 == side.channel.reserve("other", now)


async def test_reading_and_typing_are_shown(side: Side) -> None:
    """A person sees that we have read, and that we write."""
    await side.channel.seen(side.address)
    assert [(KEY, "mark_seen"), (KEY, "typing_on")] == side.standin.sending.typing


async def test_a_name_is_asked_for_and_may_be_hidden(side: Side) -> None:
    """The name is what the profile shows; hidden or unknown it is empty, and other trouble is trouble."""
    assert "Yanti Lopo" == await side.channel.name_of(side.address)
    side.standin.world.user(KEY).profile_hidden = True
    assert "" == await side.channel.name_of(side.address)
    assert "" == await side.channel.name_of("123")
    side.standin.revoke_token()
    with pytest.raises(ChannelDown):
        await side.channel.name_of(side.address)


# --- in public --------------------------------------------------------------------------------------------------------


async def test_an_answer_in_public_stands_under_the_comment(side: Side) -> None:
    """A public answer is a comment of ours; under what is gone there is none."""
    comment = side.standin.people.comment(KEY, side.standin.people.page_post("Jadwal"), "air mati")
    public = Target(comment.id, public=True)
    (made,) = await side.channel.send(public, Send("Kami cek, terima kasih.", choices=YES_NO), [])
    assert (made, "Kami cek, terima kasih.", comment.id) == (
        side.standin.comments[-1].id,
        side.standin.comments[-1].text,
        side.standin.comments[-1].parent,
    )
    with pytest.raises(Unreachable):
        await side.channel.send(Target("9999", public=True), Send("Halo"), [])


async def test_a_private_answer_joins_author_and_person(side: Side) -> None:
    """It goes out once, tells where the author's chat is, and a second one changes nothing."""
    comment = side.standin.people.comment(KEY, side.standin.people.page_post("Jadwal"), "air mati")
    reply = await side.channel.answer_in_private(Target(comment.id, entry_id="mention:1"), Send("Halo Yanti"))
    assert (side.address, [reply.message_ids[0]]) == (reply.address, [side.standin.bubbles(KEY)[-1].mid])
    assert PrivateReply((), "") == await side.channel.answer_in_private(Target(comment.id), Send("Halo lagi"))
    assert ["Halo Yanti"] == texts(side)


async def test_an_author_who_cannot_be_answered_any_more(side: Side, manual: ManualClock) -> None:
    """After seven days, and for a comment that is gone, there is no private answer."""
    comment = side.standin.people.comment(KEY, side.standin.people.page_post("Jadwal"), "air mati")
    manual.advance(timedelta(days=7, seconds=1).total_seconds())
    for address in (comment.id, "9999"):
        with pytest.raises(Unreachable):
            await side.channel.answer_in_private(Target(address), Send("Halo"))


async def test_private_answers_keep_their_hourly_rate(side: Side) -> None:
    """Beyond the hour's places the next one waits until the first is an hour old."""
    pace = Pace(share=2 / 750)
    now = side.channel._clock.now()
    assert [0.0, 0.0, 3590.0] == [pace.reply(now), pace.reply(now), pace.reply(now + timedelta(seconds=10))]
    assert 0.0 == pace.reply(now + timedelta(hours=1))


@pytest.mark.parametrize("side", ["instagram"], indirect=True)
@pytest.mark.parametrize("in_comment", [False, True])
async def test_a_mention_is_read(side: Side, in_comment: bool) -> None:
    """What Instagram only names is read: words, author, link; what is gone is gone."""
    made = side.standin.people.mention(KEY, "@pemkotkupang jalan rusak", in_comment=in_comment)
    parent = made.post if in_comment else ""
    read = await side.channel.read_post(made.id, parent)
    assert isinstance(read, Posted)
    assert (Person("@yantilopo", "yantilopo", "yantilopo"), made.id) == (read.author, read.post)
    assert ("@pemkotkupang jalan rusak", parent) == (read.text, read.parent)
    assert await side.channel.read_post("9999", parent) is None


def test_sounds_and_films_count_more() -> None:
    """Ten films fill a second, three hundred texts do."""
    clock = ManualClock()
    pace, now = Pace(share=1.0), StandInClock(clock).now()
    for n in range(10):
        assert 0.0 == pace.reserve(f"a{n}", now)
        pace.sent(f"a{n}", now, 30)
    assert 0.0 < pace.reserve("b", now)
