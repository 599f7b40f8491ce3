"""Say when the citizen was told what about a ticket, and whether it arrived."""

from bots.officials.turn import GroupTurn, Office
from core.city.dates import day_and_time
from core.ticket.deliveries import Message, news_to
from core.vocabulary.deliveries import Deliveries

SHOWN = 8
"""News shown, the newest: a phone's screen under the card."""
_NAMED = frozenset({"held", "failed", "skipped"})
"""What became of a message where the reason matters."""


def told(turn: GroupTurn, body: Deliveries) -> None:
    """Answer who looked at a ticket, under the message that asked."""
    office, number = turn.office, body.number
    news = news_to("reporter", body.lines)
    lines = [office.say(f"deliveries.{'head' if news else 'nothing'}", number=number)]
    if len(news) > SHOWN:
        lines.append(office.say("deliveries.earlier", count=len(news) - SHOWN))
    lines += [_line(office, one) for one in news[-SHOWN:]]
    for name, parts in sorted(body.paid.items()):
        lines.append(office.say("deliveries.paid", channel=office.word("channel_name", name), count=parts))
    turn.reply(body.ref, "\n".join(lines), ref=number)


def _line(office: Office, message: Message) -> str:
    course = course_of(office, message)
    if message.channel:
        channel = office.word("channel_name", message.channel)
        course = office.say("deliveries.via", course=course, channel=channel)
    when = day_and_time(message.at, office.zone, office.locale)
    return office.say("deliveries.line", when=when, news=office.word("deliveries.news", message.news), course=course)


def course_of(office: Office, message: Message) -> str:
    """Word what became of a message."""
    if message.stood_in:
        return office.say("deliveries.course.stood_in")
    if message.course not in _NAMED:
        return office.say(f"deliveries.course.{message.course}")
    reason = office.say(f"deliveries.reason.{message.reason or 'none'}")
    return office.say(f"deliveries.course.{message.course}", reason=reason)
