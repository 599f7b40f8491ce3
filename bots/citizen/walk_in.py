"""Write down at a counter what somebody without a chat complains of: in the private chat of an official of that role.

The paper that a citizen brings carries a name and more, so it is never written down in a group.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bots.citizen import in_private, slips
from bots.citizen.message import Message
from bots.citizen.parking import park, unpark_soon
from bots.citizen.remembered import Arrived, Draft
from bots.citizen.turn import Turn
from core.city.dates import LOCALE, date_and_time
from core.city.roles import has_duty
from core.person.codes import code_of, link_of
from core.vocabulary.charts import Chart
from core.vocabulary.citizen import EvidenceArrived
from core.vocabulary.effects import Choice, DrawChart
from core.vocabulary.lane_names import code_lane, person_lane
from core.vocabulary.linking import CodeGiven
from core.vocabulary.near import WalkInFiled
from core.vocabulary.report import Evidence
from core.vocabulary.results import Drawn

AGAIN = "catatlagi"
CHANNEL = "loket"
"""Where such a report was filed: at no platform."""
PAPER_LASTS: Final = timedelta(days=30)
"""How long the code on a receipt is good, once."""
SHEET: Final = "receipt:"


def begins(turn: Turn, message: Message) -> bool:
    """Tell whether an official of this chat's city wants to write a report down; to anybody else it is no command."""
    return in_private.commands(turn, message, "walk_in")


def begin(turn: Turn, message: Message) -> bool:
    """Begin a report for somebody at the counter, or say who may; tell whether it has begun."""
    by = in_private.official_of(turn, message.said.sender)
    if by is None or not has_duty(by, "file"):
        turn.bubble(turn.say("walk_in.who_may"))
        return False
    start(turn)
    return True


def start(turn: Turn) -> None:
    """Open a draft of somebody else's."""
    park(turn)
    state = turn.state
    state.serial += 1
    # Nobody is asked how to show a name that stands on the paper alone.
    state.draft = Draft(state.serial, turn.now, turn.now, counter=True, privacy="anonim")
    turn.bubble(turn.say("walk_in.how"))


def again(turn: Turn, _scope: str, _argument: str) -> None:
    """Begin the next one from the button under a receipt, which only who may write down was given."""
    if any(one.id == AGAIN for one in turn.state.offered):
        start(turn)
    else:
        turn.note("stale")


def reporter_of(filing: str) -> str:
    """Name the person who stood at the counter: known by nothing but the filing, until a chat is linked."""
    return person_lane(f"counter:{filing}")


def filed(turn: Turn, matter: str, filing: str) -> None:
    """Remember what was written down until its number comes, beside one's own reports."""
    turn.state.counter = {**turn.state.counter, filing: matter}
    while len(turn.state.counter) > _KEPT:
        del turn.state.counter[next(iter(turn.state.counter))]


_KEPT = 5


def receipt(turn: Turn, body: WalkInFiled) -> None:
    """Give the receipt: plain lines that can be printed, copied by hand or passed on; send the files on."""
    state = turn.state
    matter = state.counter.pop(body.filing, "")
    serial = body.filing.rpartition("#")[2]
    for fate in state.fates:
        if not fate.number and str(fate.serial) == serial:
            fate.number = body.number
    for file in [item for item in state.arrived if str(item.serial) == serial]:
        state.arrived.remove(file)
        turn.tell_ticket(body.number, _arrived(file))
    code = _code(turn, body)
    lines = [*_lines(turn, body, matter), turn.say("walk_in.tail")]
    lines[-1:-1] = [turn.say("walk_in.code", code=code, days=PAPER_LASTS.days), *_by_text(turn, code)]
    drawn = Chart(lines[0], "", (), (), ("", ""), (), lines=tuple(lines[1:]), code=code.replace("-", ""))
    turn.effects.append(DrawChart(drawn, f"{SHEET}{body.number}"))
    words, proof = slips.beside(turn, "\n".join(lines), body.slip)
    turn.bubble(
        words,
        (Choice(AGAIN, turn.say("choice.catatlagi")),),
        key=f"receipt:{body.number}",
        bold=(body.number,),
        evidence=proof,
    )
    unpark_soon(turn)


def _lines(turn: Turn, body: WalkInFiled, matter: str) -> list[str]:
    """Write what the receipt says of the report."""
    city = turn.city
    locale = turn.setting.texts.say(LOCALE, turn.language)
    lines = [
        turn.say("walk_in.head", city=city.name),
        turn.say("walk_in.number", number=body.number),
        turn.say("walk_in.date", when=date_and_time(turn.now, ZoneInfo(city.timezone), city.timezone_label, locale)),
        turn.say("walk_in.category", category=turn.category_name(body.category)),
    ]
    if matter:
        lines.append(turn.say("walk_in.about", about=matter))
    if body.kelurahan:
        lines.append(turn.say("walk_in.place", kelurahan=body.kelurahan))
    if body.due_at is not None:
        lines.append(turn.say("push_line.due_verification", date=turn.day(body.due_at)))
    return lines


def _code(turn: Turn, body: WalkInFiled) -> str:
    """Give the code by which whoever has the paper takes the report over in a chat of their own."""
    seal = turn.setting.seal
    code = code_of(seal, f"paper:{body.filing}:{turn.event.id}")
    link, until = link_of(seal, code), turn.now + PAPER_LASTS
    paper = CodeGiven(link, f"paper:{body.filing}", reporter_of(body.filing), CHANNEL, until, body.number)
    turn.tell(code_lane(link), paper)
    return f"{code[:4]}-{code[4:]}"


def _by_text(turn: Turn, code: str) -> tuple[str, ...]:
    """Say what to text where, as the city's number wants it; nothing where there is none, or none is connected."""
    city = turn.city
    if not city.sms_number or "sms" not in turn.setting.channels:
        return ()
    words = f"{city.sms_keyword} {city.language.plain['commands']['tautkan'][0]} {code}".strip()
    return (turn.say("walk_in.by_text", number=city.sms_number, words=words),)


def sheet(turn: Turn, body: Drawn) -> None:
    """Give the receipt as a picture to print; where none could be drawn the words are there."""
    number = body.ref.removeprefix(SHEET)
    if body.ref.startswith(SHEET) and body.media:
        picture = Evidence("photo", body.ref, body.media, body.mime)
        turn.bubble(turn.say("walk_in.sheet", number=number), evidence=(picture,), bold=(number,), mergeable=True)


def _arrived(file: Arrived) -> EvidenceArrived:
    return EvidenceArrived(file.ref, file.media, file.mime)
