"""Who may act: what the group asks of the register of officials, and says of its answers.

The register stands in a lane of its own, the same for all groups; a group says that something has changed when the
register has told it so: whoever reads that may act at once.
"""

from bots.officials import asides, topics
from bots.officials.choices import AGREE
from bots.officials.plain import flat
from bots.officials.state import MOST_TOLD, remember
from bots.officials.turn import GroupTurn
from core.city.desks import VERIFICATION
from core.register.state import NAME_LENGTH
from core.vocabulary.effects import Choice, Send, Tell
from core.vocabulary.events import Joined, Left, Odd, Person, Pressed, Said
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.register import Accept, Accepted, CameIn, Returned, WentOut
from core.vocabulary.ticket import Official

_TOLD_EVERY_SECONDS = 3600
_OF_OFFICIALS = frozenset({"left", "ethics"})
"""What `refusal` says of somebody who is in the register."""
_LIST_LENGTH = 3500


def official(turn: GroupTurn, person: Person) -> Official:
    """Describe a registered person for a ticket; call only when `refusal` found nothing."""
    member = turn.members.get(person.id)
    admin = person.id in turn.office.admin_ids
    name = member.name if member else flat(person.name or person.username, NAME_LENGTH)
    unit = member.unit if member else turn.office.city.verification_unit
    role = member.role if member else "petugas"
    return Official(id=person.id, name=name or person.id, unit=unit, admin=admin, role=role)


def refusal(turn: GroupTurn, person: Person) -> str:
    """Say why a person may not act, as the name of a text ``officials.refuse.*``; empty when the person may."""
    if person.anonymous:
        return "anonymous"
    if person.id in turn.office.admin_ids:
        return ""
    member = turn.members.get(person.id)
    if member is None:
        return "unregistered"
    if not member.active:
        return "left"
    return "" if member.knows_ethics(turn.office.ethics) else "ethics"


def refuse(turn: GroupTurn, said: Said | Odd, reason: str, *, addressed: bool = False) -> None:
    """Tell a person why nothing was done: an official alone, a stranger in the group.

    Whether a stranger talks with us is nobody's matter, and no stranger is written to first. Strangers are told at most
    once an hour; words ``addressed`` to a ticket are answered every time, for an official may stand behind them: an
    anonymous admin, or somebody who is not registered yet.
    """
    person = said.sender.id if said.sender is not None else ""
    now = turn.moment.now
    if reason in _OF_OFFICIALS:
        asides.say(turn, person, said.message_id, turn.office.say(f"officials.refuse.{reason}"))
        return
    if reason == "unregistered" and not addressed:
        last = turn.state.told.get(person)
        if last is not None and (now - last).total_seconds() < _TOLD_EVERY_SECONDS:
            return
        remember(turn.state.told, person, now, MOST_TOLD)
    turn.reply(said.message_id, turn.office.say(f"officials.refuse.{reason}"))


def left(turn: GroupTurn, body: Left) -> None:
    """Take the right to act from an official who left the group."""
    turn.effects.append(Tell(REGISTER_LANE, WentOut(body.person.id, turn.group)))
    turn.state.expecting.pop(body.person.id, None)


def joined(turn: GroupTurn, body: Joined) -> None:
    """Ask the register about people who came in: one of them may have been an official."""
    desk = turn.office.city.desk(VERIFICATION)
    turn.effects += [Tell(REGISTER_LANE, CameIn(person.id, desk.lane)) for person in body.people]


def returned(turn: GroupTurn, body: Returned) -> None:
    """Tell an official who came in again that an administrator has to register him anew.

    Who was removed may be let in by anybody with a link, so coming back gives no right back. A platform may say twice
    that somebody came, as news of a member and as a message of the group.
    """
    known, now = f"back:{body.id}", turn.moment.now
    last = turn.state.told.get(known)
    if last is not None and (now - last).total_seconds() < _TOLD_EVERY_SECONDS:
        return
    remember(turn.state.told, known, now, MOST_TOLD)
    text = turn.office.say("officials.register.back", name=body.name, id=body.id)
    topics.open_topic(turn, VERIFICATION)
    turn.effects.append(Send(text=text, topic=VERIFICATION, quiet=True))


# --- the code of ethics ----------------------------------------------------------------------------------------


def agree(turn: GroupTurn, pressed: Pressed) -> None:
    """Let the register store that an official accepts the code of ethics; only that official's own press counts."""
    owner, _, version = pressed.choice.partition(":")[2].partition(":")
    if pressed.sender.anonymous or owner not in turn.members or owner != pressed.sender.id:
        turn.answer(pressed.query_id, turn.office.say("officials.ethics.not_yours"), alert=True)
        return
    if (version or "1") != turn.office.ethics:
        turn.answer(pressed.query_id, turn.office.say("officials.ethics.stale"), alert=True)
        return
    called = flat(pressed.sender.name, NAME_LENGTH)
    turn.effects.append(Tell(REGISTER_LANE, Accept(owner, turn.group, pressed.query_id, called, turn.office.ethics)))


def accepted(turn: GroupTurn, body: Accepted) -> None:
    """Thank an official, now that the right to act stands in the register."""
    turn.answer(body.query_id, turn.office.say("officials.ethics.thanks"))
    if body.name:
        unit = turn.office.unit_name(body.unit)
        turn.rewrite(_ethics_key(body.id), turn.office.say("officials.ethics.accepted", name=body.name, unit=unit))


def show_ethics(turn: GroupTurn, message_id: str, person: str, heading: str) -> None:
    """Post the code of ethics with the button that only ``person`` can press."""
    version = turn.office.ethics
    agree_choice = Choice(id=f"{AGREE}:{person}:{version}", label=turn.office.say("officials.ethics.agree"))
    text = f"{heading}\n\n{turn.office.say('officials.ethics.text', version=version)}"
    turn.reply(message_id, text, key=_ethics_key(person), choices=(agree_choice,))


def _ethics_key(person: str) -> str:
    return f"kode:{person}"
