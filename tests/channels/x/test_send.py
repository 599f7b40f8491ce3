"""Messages arrive as they should, the strict platform refuses none, and its refusals become typed errors."""

import pytest

from channels.x.channel import XChannel
from channels.x.money import Purse
from channels.x.pace import LONGEST_SECONDS, Pace
from core.vocabulary.channel import Deletes, Edits, Fetches, Paced, Presses, Target, Topics
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import ChannelDown, FetchError, Rejected, Retry, SendError, Unknown, Unreachable
from core.vocabulary.events import File
from core.vocabulary.media import Held, Media
from simulator.clock import ManualClock
from simulator.x import XStandIn
from simulator.x.world import User
from tests.channels.x.conftest import LABELS
from tests.clock import StandInClock, TestClock
from tests.contents import whole
from tests.pictures import png

PHOTO = Media(Held(png()), "image/png", "foto.png")
YES_NO = (Choice("beres:1", "Sudah beres"), Choice("belum:1", "Belum"))


def target(yanti: User, entry_id: str = "e:1") -> Target:
    return Target(address=yanti.id, entry_id=entry_id)


def texts(standin: XStandIn, yanti: User) -> list[str]:
    return [one.text for one in standin.directs(yanti.id)]


# --- in private -------------------------------------------------------------------------------------------------------


async def test_words_with_choices_are_one_message(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """Choices are numbered lines below the words."""
    ids = await channel.send(target(yanti), Send("Sudah?", choices=YES_NO), [])
    (direct,) = standin.directs(yanti.id)
    assert ("Sudah?\n\n1. Sudah beres\n2. Belum", (direct.id,)) == (direct.text, ids)
    assert [] == standin.refused


async def test_words_and_a_photo_are_one_message(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """The first file goes with the words, each other alone, and the first id is that of the words."""
    ids = await channel.send(target(yanti), Send("Selesai."), [PHOTO, PHOTO])
    first, second = standin.directs(yanti.id)
    assert (["Selesai.", ""], [1, 1]) == ([first.text, second.text], [len(first.media), len(second.media)])
    assert (first.id, second.id) == ids
    assert (await whole(PHOTO.content), True) == (first.media[0].data, first.media[0].private)


async def test_long_words_become_several(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """Words beyond the limit are split between words; the choices stand in the last piece."""
    await channel.send(target(yanti), Send("kata " * 3000, choices=YES_NO), [PHOTO])
    first, last = standin.directs(yanti.id)
    assert len(first.text) <= 10_000
    assert last.text.endswith("2. Belum")
    assert (0, 1) == (len(first.media), len(last.media))
    assert [] == standin.refused


async def test_a_file_that_is_not_taken_does_not_cost_the_words(
    standin: XStandIn, channel: XChannel, yanti: User
) -> None:
    """A document, or a picture that is too large, is left out, and the words say so."""
    large = Media(Held(b"x" * (5 * 1024 * 1024 + 1)), "image/jpeg", "besar.jpg")
    await channel.send(
        target(yanti), Send("Surat."), [Media(Held(b"%PDF"), "application/pdf", "surat.pdf"), large, PHOTO]
    )
    (direct,) = standin.directs(yanti.id)
    assert (f"Surat.\n\n{LABELS.left_out}", 1) == (direct.text, len(direct.media))


async def test_a_retry_goes_on_where_it_stopped(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """What went out before one of the requests failed is not sent again by the same process."""
    standin.fail("cut", "upload")
    with pytest.raises(Retry):
        await channel.send(target(yanti), Send("kata " * 3000), [PHOTO])
    ids = await channel.send(target(yanti), Send("kata " * 3000), [PHOTO])
    assert 2 == len(standin.directs(yanti.id)) == len(ids)


async def test_a_message_without_anything_is_our_bug(channel: XChannel, yanti: User) -> None:
    """There is nothing to send."""
    with pytest.raises(Rejected):
        await channel.send(target(yanti), Send(""), [])


@pytest.mark.parametrize(
    ("fault", "more", "kind"),
    [
        ("unauthorized", {}, ChannelDown),
        ("no_credit", {}, ChannelDown),
        ("problem", {"status": 403, "detail": "client-not-enrolled"}, ChannelDown),
        ("problem", {"status": 403, "detail": "You do not have permission to DM the participants."}, Unreachable),
        ("problem", {"status": 403, "detail": "Nobody knows this"}, Unknown),
        ("problem", {"status": 404, "detail": "Could not find user"}, Unreachable),
        ("problem", {"status": 400, "detail": "invalid"}, Rejected),
        ("too_many", {"seconds": 30}, Retry),
        ("too_many_old", {"seconds": 30}, Retry),
        ("over_capacity", {}, Retry),
        ("server_error", {}, Retry),
        ("page", {"status": 403}, Unknown),
        ("page", {"status": 401}, Unknown),
        ("empty", {}, Unknown),
        ("cut", {}, Retry),
        ("cut_after", {}, Retry),
    ],
)  # fmt: skip
async def test_refusals_become_typed(
    standin: XStandIn, channel: XChannel, yanti: User, fault: str, more: dict[str, object], kind: type[SendError]
) -> None:
    """Each way in which a message can fail is one error, and after it the same message goes out."""
    standin.fail(fault, "dm", **more)  # type: ignore[arg-type]
    with pytest.raises(SendError) as caught:
        await channel.send(target(yanti), Send("halo"), [])
    assert kind is type(caught.value)
    await channel.send(target(yanti), Send("halo"), [])
    assert "halo" == texts(standin, yanti)[-1]


@pytest.mark.parametrize("how", ["block", "close_directs"])
async def test_who_takes_nothing_from_us_is_unreachable(
    standin: XStandIn, channel: XChannel, yanti: User, how: str
) -> None:
    """Somebody who blocked us, or takes private messages from nobody, cannot be reached."""
    getattr(standin.people, how)(yanti.id)
    with pytest.raises(Unreachable):
        await channel.send(target(yanti), Send("halo"), [])


async def test_a_rate_limit_holds_everybody(
    standin: XStandIn, channel: XChannel, yanti: User, manual: ManualClock
) -> None:
    """After a refusal nobody is written to until the window that the platform names has ended."""
    standin.rates.exhaust("dm")
    standin.rates.limits = None
    with pytest.raises(Retry) as caught:
        await channel.send(target(yanti), Send("halo"), [])
    assert caught.value.after is not None
    now = StandInClock(manual).now()
    assert min(caught.value.after, LONGEST_SECONDS) == pytest.approx(channel.reserve("2", now), abs=1.0)


def test_fifteen_in_a_quarter_of_an_hour() -> None:
    """So many go out at once, and the sixteenth when the first is a quarter of an hour ago."""
    pace, clock = Pace(), TestClock()
    for n in range(15):
        assert 0.0 == pace.reserve(str(n), clock.now(), "rest")
        pace.sent(str(n), clock.now())
    assert 0.0 < pace.reserve("16", clock.now(), "rest")
    clock.move(seconds=899)
    assert 0.0 < pace.reserve("16", clock.now(), "rest")
    clock.move(seconds=2)
    assert 0.0 == pace.reserve("16", clock.now(), "rest")


async def test_money_is_counted(
    standin: XStandIn, channel: XChannel, purse: Purse, yanti: User, manual: ManualClock
) -> None:
    """What we count is what the platform charges."""
    await channel.send(target(yanti), Send("halo"), [PHOTO, PHOTO])
    asked = standin.people.post(yanti.id, "@KanalKupang lampu mati")
    await channel.send(Target(asked.id, public=True), Send("Kami cek.", audience="public"), [])
    assert dict(standin.purse.spent) == await purse.spent(StandInClock(manual).now())


def test_what_the_platform_does_not_have_is_not_offered(channel: XChannel) -> None:
    """There are files and a rate; nothing can be edited, taken back or opened."""
    offered = [isinstance(channel, one) for one in (Fetches, Paced, Edits, Deletes, Presses, Topics)]
    assert [True, True, False, False, False, False] == offered


# --- in public --------------------------------------------------------------------------------------------------------


async def test_who_addressed_us_is_answered(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """The reply hangs under the post."""
    asked = standin.people.post(yanti.id, "@KanalKupang lampu mati")
    ids = await channel.send(Target(asked.id, public=True), Send("Tulis ke kami ya.", audience="public"), [])
    (reply,) = standin.posts()
    assert (reply.id,) == ids
    assert (asked.id, "Tulis ke kami ya.") == (reply.reply_to and reply.reply_to.id, reply.text)


@pytest.mark.parametrize(
    "message",
    [
        Send("Lapor di https://kupang.example"),
        Send("Lapor di kupangkota.go.id"),
        Send("x" * 281),
        Send(""),
        Send("Pilih", choices=YES_NO),
        Send("Di sini", place=(-10.1, 123.6)),
        Send("Nomor?", ask="contact"),
    ],
)
async def test_what_may_not_be_said_in_public_is_never_sent(
    standin: XStandIn, channel: XChannel, yanti: User, message: Send
) -> None:
    """A link, a question for something personal, or too many words is our bug, found before anything is sent."""
    asked = standin.people.post(yanti.id, "@KanalKupang lampu mati")
    with pytest.raises(Rejected):
        await channel.send(Target(asked.id, public=True), message, [])
    assert [] == standin.calls_of("post")


async def test_who_did_not_address_us_is_not_answered(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """The platform refuses it, and it is a dead letter."""
    other = standin.people.post(yanti.id, "lampu mati di Oebufu")
    with pytest.raises(Rejected):
        await channel.send(Target(other.id, public=True), Send("Kami cek."), [])


async def test_a_post_that_is_gone_is_not_answered(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """There is nobody to say it to."""
    asked = standin.people.post(yanti.id, "@KanalKupang lampu mati")
    standin.people.delete(asked.id)
    with pytest.raises(Unreachable):
        await channel.send(Target(asked.id, public=True), Send("Kami cek."), [])


async def test_a_reply_whose_answer_was_lost_is_found(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """Sent again, X calls it a duplicate: the reply is there, and there is one."""
    asked = standin.people.post(yanti.id, "@KanalKupang lampu mati")
    standin.fail("cut_after", "post")
    with pytest.raises(Retry):
        await channel.send(Target(asked.id, public=True), Send("Kami cek."), [])
    ids = await channel.send(Target(asked.id, public=True), Send("Kami cek."), [])
    assert tuple(one.id for one in standin.posts()) == ids


async def test_the_same_words_elsewhere_are_no_reply_here(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """X refuses words that stand under another post: this one has no answer, and that is said."""
    first, second = (standin.people.post(yanti.id, f"@KanalKupang lampu mati {n}") for n in (1, 2))
    await channel.send(Target(first.id, public=True), Send("Kami cek."), [])
    with pytest.raises(Rejected):
        await channel.send(Target(second.id, public=True), Send("Kami cek."), [])


# --- files ------------------------------------------------------------------------------------------------------------


async def test_a_private_file_needs_our_signature(standin: XStandIn, channel: XChannel, yanti: User) -> None:
    """What only the account may see is brought with its keys."""
    sent = standin.people.write(yanti.id, "foto", (png(),))
    found = await channel.fetch(File("photo", f"{standin.base_url}/media/{sent.media[0].key}"), Held())
    assert (Held(png()), "image/jpeg") == (found.content, found.mime)
    standin.revoke_token()
    with pytest.raises(Retry):
        await channel.fetch(File("photo", f"{standin.base_url}/media/{sent.media[0].key}"), Held())


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("media/3_9", "gone"),
        ("https://evil.example/a.jpg", "refused"),
        ("https://pbs.twimg.com.evil.example/a.jpg", "refused"),
        ("file:///etc/passwd", "refused"),
        ("http://ton.twitter.com/a.jpg", "refused"),
    ],
)
async def test_a_file_elsewhere_is_not_asked_for(channel: XChannel, ref: str, reason: str) -> None:
    """An address that is not the platform's gets neither our signature nor a request."""
    with pytest.raises(FetchError) as caught:
        await channel.fetch(File("photo", ref), Held())
    assert reason == caught.value.reason


async def test_a_file_that_is_gone_is_gone(standin: XStandIn, channel: XChannel) -> None:
    """A file that the platform no longer has will never come."""
    with pytest.raises(FetchError) as caught:
        await channel.fetch(File("photo", f"{standin.base_url}/media/3_1"), Held())
    assert "gone" == caught.value.reason
