"""An official reads a confidential report in the private chat with the bot."""

from datetime import timedelta

from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Blocked, Event, Unblocked
from core.vocabulary.lane_names import OFFICIALS_LANE, ticket_lane
from core.vocabulary.officials import Act, OpenedContents, Spoken, Verdict
from core.vocabulary.report import Evidence, Pin, Report
from core.vocabulary.results import Undelivered
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Official
from tests.bots.citizen.chat import LANE, MARIA, NOON, Chat, steps

NUMBER = "KPG-26-00001-5"
BUDI = Official("77", "Budi L.", "dishub")
ACT = Act("buka", BUDI, query_id="q1", lane=LANE)
PHOTO = Evidence("photo", "r1", media="m1")
CONTENTS = OpenedContents(
    NUMBER,
    ACT,
    Report(
        "Pak mantri memukul adik saya",
        "pengaduan",
        "lampu-jalan",
        privacy="rahasia",
        kelurahan="Oebufu",
        landmark="rumah pojok",
        pin=Pin(-10.17, 123.6, "Gang 3"),
        event_time="kemarin",
        evidence=(PHOTO,),
    ),
    later=(Spoken("2", NOON, "addition", "Loket tiga"),),
    left_out=1,
)


def verdicts(chat: Chat) -> list[Verdict]:
    """Give what the group was told in the last step."""
    return [
        effect.command
        for effect in chat.last
        if isinstance(effect, Tell) and effect.lane == OFFICIALS_LANE and isinstance(effect.command, Verdict)
    ]


def asked_again(chat: Chat) -> list[Act]:
    """Give the wishes that the last step put to the ticket."""
    tells = [effect for effect in chat.last if isinstance(effect, Tell) and effect.lane == ticket_lane(NUMBER)]
    return [tell.command for tell in tells if isinstance(tell.command, Act)]


def shown(chat: Chat) -> list[Send]:
    """Give the messages of the last step."""
    return [effect for effect in chat.last if isinstance(effect, Send)]


def test_contents_are_shown_protected() -> None:
    """Everything stands in one protected message with the files, and the press is answered."""
    chat = Chat()
    chat.happens(CONTENTS)

    (message,) = shown(chat)
    for words in (NUMBER, "memukul adik", "Oebufu", "rumah pojok", "-10.17000,123.60000", "kemarin", "Loket tiga"):
        assert words in message.text
    assert "1 berkas tidak diteruskan" in message.text
    assert ((PHOTO,), True) == (message.evidence, message.protect)
    (verdict,) = verdicts(chat)
    assert ("officials.verdict.done.buka", "q1", False) == (verdict.key, verdict.query_id, verdict.alert)


def test_never_started() -> None:
    """Who never opened the private chat is told how; as soon as it is open the ticket is asked again."""
    event = Event("e0", LANE, NOON, CONTENTS)
    outcome = steps().step(None, event, Moment(NOON, lane=LANE))
    (tell,) = outcome.effects
    assert isinstance(tell, Tell)
    assert isinstance(tell.command, Verdict)
    assert ("officials.verdict.open_chat", True) == (tell.command.key, tell.command.alert)

    chat = Chat()
    chat.stored = outcome.state
    chat.says("/start")
    (again,) = asked_again(chat)
    assert ("buka", BUDI, LANE, "") == (again.action, again.by, again.lane, again.query_id)
    chat.says("halo")
    assert [] == asked_again(chat)


def test_blocked_and_back() -> None:
    """Who has blocked the bot gets nothing and is told how; unblocking within a day asks the ticket again."""
    chat = Chat()
    chat.happens(Blocked(MARIA))
    chat.happens(CONTENTS)
    assert ([], "officials.verdict.open_chat") == (shown(chat), verdicts(chat)[0].key)

    chat.happens(Unblocked(MARIA))
    assert 1 == len(asked_again(chat))


def test_not_delivered() -> None:
    """Contents that did not arrive are asked for again when the official is back, but not after a day."""
    for hours, times in ((2, 1), (25, 0)):
        chat = Chat()
        chat.happens(CONTENTS)
        chat.happens(Undelivered("e1:0", shown(chat)[0].ref, "unreachable"))
        chat.now += timedelta(hours=hours)
        chat.happens(Unblocked(MARIA))
        assert times == len(asked_again(chat))


def test_reply_to_contents() -> None:
    """A reply to the contents is no complaint: the official is told to answer in the group."""
    chat = Chat()
    chat.happens(CONTENTS)
    assert "balas kartunya di grup" in chat.says("Sudah kami cek", reply_key=shown(chat)[0].key)
