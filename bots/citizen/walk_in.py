"""Write down at a counter what somebody without a chat complains of: in the private chat of an official of that role.

The paper that a citizen brings carries a name and more, so it is never written down in a group.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bots.citizen import slips
from bots.citizen.message import Message
from bots.citizen.parking import park, unpark_soon
from bots.citizen.state import Arrived, Draft
from bots.citizen.turn import Turn
from core.city.city import City
from core.city.dates import LOCALE, date_and_time
from core.city.roles import has_duty
from core.register.state import load
from core.vocabulary.citizen import EvidenceArrived
from core.vocabulary.effects import Choice
from core.vocabulary.events import Event, Said
from core.vocabulary.lane_names import REGISTER_LANE, person_lane
from core.vocabulary.near import WalkInFiled
from core.vocabulary.ticket import Official

AGAIN = "catatlagi"
CHANNEL = "loket"
"""Where such a report was filed: at no platform."""


def lanes_read(commands: frozenset[str], event: Event) -> tuple[str, ...]:
    """Ask for the register where somebody says what only officials may."""
    return (REGISTER_LANE,) if isinstance(event.body, Said) and asks(commands, event.body) else ()


def asks(commands: frozenset[str], said: Said) -> bool:
    """Tell whether a message is the command, or comes by a link that says it."""
    return said.command.casefold() in commands or (bool(said.command) and said.argument.strip().casefold() in commands)


def commands_of(city: City) -> frozenset[str]:
    """Give the words of the command."""
    return frozenset(city.language.plain.get("officials_commands", {}).get("walk_in", ()))


def begins(turn: Turn, message: Message) -> bool:
    """Tell whether an official of this chat's city wants to write a report down; to anybody else it is no command."""
    said = message.said
    return not message.edited and asks(commands_of(turn.city), said) and said.sender.id in officials(turn)


def officials(turn: Turn) -> dict[str, Official]:
    """Give who may act for the city, by platform id; known only for messages that the register is read with."""
    members = load(turn.moment.documents.get(REGISTER_LANE)).members
    return {
        person: Official(person, member.name, member.unit, role=member.role)
        for person, member in members.items()
        if member.active and member.accepted
    }


def begin(turn: Turn, message: Message) -> None:
    """Begin a report for somebody at the counter, or say who may."""
    by = officials(turn)[message.said.sender.id]
    if not has_duty(by, "file"):
        turn.bubble(turn.say("walk_in.who_may"))
        return
    start(turn)


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
    lines.append(turn.say("walk_in.tail"))
    words, code = slips.beside(turn, "\n".join(lines), body.slip)
    turn.bubble(
        words,
        (Choice(AGAIN, turn.say("choice.catatlagi")),),
        key=f"receipt:{body.number}",
        bold=(body.number,),
        evidence=code,
    )
    unpark_soon(turn)


def _arrived(file: Arrived) -> EvidenceArrived:
    return EvidenceArrived(file.ref, file.media, file.mime)
