"""Messages as the gateway gets them: plain, short, told of again, and counted."""

import pytest

from channels.sms.channel import message_id
from core.vocabulary.channel import Target
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry, Unknown, Unreachable
from core.vocabulary.steps import Clock
from simulator.sms import SmsStandIn
from tests.channels.sms.conftest import PHONE, SECRET, Make

TARGET = Target(PHONE, entry_id="sms:1708:7d3e:0")
NUMBER = "KPG-26-00001-5"


def texts(gateway: SmsStandIn) -> list[str]:
    """Give what the phone shows."""
    return [shown.text for shown in gateway.people.screen(f"+{PHONE}")]


async def test_a_message_as_the_phone_shows_it(gateway: SmsStandIn, make: Make) -> None:
    """Quotes are plain, pictures are left out, and choices stand below with their numbers."""
    choices = (Choice("a", "Sudah beres 🎉"), Choice("b", "Belum beres"))
    channel = make()
    now = channel._clock.now()
    ids = await channel.send(TARGET, Send("🟢 “Lampu – sudah…”\n\nBenar?", choices), ())
    assert ['"Lampu - sudah..."\nBenar?\n1 Sudah beres\n2 Belum beres'] == texts(gateway)
    assert (message_id(TARGET, 0, now),) == ids
    assert [] == gateway.refused


async def test_reports_find_their_way_back(gateway: SmsStandIn, make: Make) -> None:
    """The address of the reports has our id and the secret, and the escapes that the gateway fills in."""
    await make().send(TARGET, Send("Halo"), ())
    (call,) = gateway.calls
    start = f"https://kanal.example/webhooks/sms/report/{SECRET}?ref="
    assert call.params["dlr-url"].startswith(start)
    assert call.params["dlr-url"].endswith("&to=%p&state=%d&answer=%A&time=%T")
    assert "19" == call.params["dlr-mask"]


async def test_without_an_address_of_ours_no_reports(gateway: SmsStandIn, make: Make) -> None:
    """Where nobody said how the gateway reaches us, it is asked for no reports."""
    await make(public_url="").send(TARGET, Send("Halo"), ())
    assert set() == {"dlr-url", "dlr-mask"} & gateway.calls[0].params.keys()


async def test_the_address_may_be_another_one(gateway: SmsStandIn, make: Make) -> None:
    """Where the gateway reaches us by another way than the world does, reports come by that one."""
    await make(SMS_CALLBACK_URL="http://127.0.0.1:13080/webhooks/sms").send(TARGET, Send("Halo"), ())
    assert gateway.calls[0].params["dlr-url"].startswith(f"http://127.0.0.1:13080/webhooks/sms/report/{SECRET}?")


async def test_what_was_joined_goes_out_as_several(gateway: SmsStandIn, make: Make) -> None:
    """Words of several turns become several messages of two parts at most, and the last has the choices."""
    words = "\n\n".join(f"{number} " + "kata " * 50 for number in range(3))
    ids = await make().send(TARGET, Send(words, (Choice("a", "Kirim"),)), ())
    shown = gateway.people.screen(f"+{PHONE}")
    assert len(ids) == len(shown) > 1
    assert 2 == max(one.parts for one in shown)
    assert shown[-1].text.endswith("\n1 Kirim")


async def test_a_retry_goes_on_where_it_stopped(gateway: SmsStandIn, make: Make) -> None:
    """A piece that went out is not sent again when the next one had to wait."""
    channel, words = make(), "satu " * 60 + "dua " * 60
    gateway.fail("slow", seconds=0.0)
    gateway.fail("unavailable")
    with pytest.raises(Retry):
        await channel.send(TARGET, Send(words), ())
    await channel.send(TARGET, Send(words), ())
    assert words.split() == " ".join(texts(gateway)).split()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("unavailable", Retry), ("denied", ChannelDown), ("not_routable", Unreachable), ("cut", Retry),
        ("cut_after", Retry), ("page", Unknown),
    ],
)  # fmt: skip
async def test_bad_days(gateway: SmsStandIn, make: Make, fault: str, kind: type[Exception]) -> None:
    """Each trouble of the gateway is its kind of error."""
    gateway.fail(fault, status=403)
    with pytest.raises(kind) as caught:
        await make().send(TARGET, Send("Halo"), ())
    assert kind is caught.type
    assert gateway.password not in f"{caught.value} {caught.value.__cause__}"
    assert PHONE not in str(caught.value)
    assert 1 == len(gateway.calls), "nobody but the engine asks again"


async def test_queued_is_taken(gateway: SmsStandIn, make: Make) -> None:
    """Where the operator's line is down the gateway keeps the message: nothing is sent again."""
    gateway.fail("queued")
    await make().send(TARGET, Send("Halo"), ())
    assert ["Halo"] == texts(gateway)


async def test_nothing_to_say(make: Make) -> None:
    """A message of pictures alone is our bug."""
    with pytest.raises(Rejected):
        await make().send(TARGET, Send("🎉🙏"), ())


async def test_an_address_that_is_none(make: Make) -> None:
    """An address that cannot be called stops the channel, and says what to do."""
    with pytest.raises(ChannelDown) as caught:
        await make(SMS_SEND_URL="http://1.2.3.4.5:99").send(TARGET, Send("Halo"), ())
    assert "SMS_SEND_URL" in caught.value.advice


async def test_parts_are_counted_for_the_report(gateway: SmsStandIn, make: Make) -> None:
    """What is said before the number counts for the report that gets it; other chats count for themselves."""
    channel = make()
    clock: Clock = channel._clock
    await channel.send(TARGET, Send("a" * 161), ())
    await channel.send(Target("6281239990012", entry_id="x"), Send("Halo"), ())
    await channel.send(Target(PHONE, entry_id="y"), Send("Nomornya", ref=NUMBER), ())
    await channel.send(Target(PHONE, entry_id="z"), Send("Kabar", ref=NUMBER), ())
    assert (4, 5) == (await channel._meter.of_ticket(NUMBER), await channel._meter.today(clock.now()))
    assert 5 == gateway.parts
