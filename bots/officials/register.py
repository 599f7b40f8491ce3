"""Who may act: what the group asks of the register of officials, and says of its answers.

The register stands in a lane of its own, the same for all groups; a group says that something has changed when the
register has told it so: whoever reads that may act at once.
"""

from bots.officials import topics
from bots.officials.choices import AGREE
from bots.officials.plain import flat
from bots.officials.state import MOST_TOLD, remember
from bots.officials.turn import GroupTurn, Office
from core.city.desks import MONITORING, VERIFICATION
from core.city.units import Unit
from core.language.shorten import shorten, utf16_units
from core.register.state import NAME_LENGTH
from core.vocabulary.effects import Choice, Send, Tell
from core.vocabulary.events import REGISTER_LANE, Joined, Left, Odd, Person, Pressed, Said
from core.vocabulary.register import Accept, Accepted, CameIn, Dismiss, Dismissed, Enroll, Enrolled, Returned, WentOut
from core.vocabulary.ticket import Official

_TOLD_EVERY_SECONDS = 3600
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
    return "" if member.accepted else "ethics"


def refuse(turn: GroupTurn, said: Said | Odd, reason: str, *, addressed: bool = False) -> None:
    """Tell a person in the group why nothing was done.

    Strangers are told at most once an hour; words ``addressed`` to a ticket are answered every time, for an official
    may stand behind them: an anonymous admin, or somebody who is not registered yet.
    """
    person = said.sender.id if said.sender is not None else ""
    now = turn.moment.now
    if reason == "unregistered" and not addressed:
        last = turn.state.told.get(person)
        if last is not None and (now - last).total_seconds() < _TOLD_EVERY_SECONDS:
            return
        remember(turn.state.told, person, now, MOST_TOLD)
    turn.reply(said.message_id, turn.office.say(f"officials.refuse.{reason}"))


def left(turn: GroupTurn, body: Left) -> None:
    """Take the right to act from an official who left the group."""
    turn.effects.append(Tell(REGISTER_LANE, WentOut(body.person.id)))
    turn.state.expecting.pop(body.person.id, None)


def joined(turn: GroupTurn, body: Joined) -> None:
    """Ask the register about people who came in: one of them may have been an official."""
    desk = turn.office.city.desk(VERIFICATION)
    turn.effects += [Tell(REGISTER_LANE, CameIn(person.id, desk.lane)) for person in body.people]


def returned(turn: GroupTurn, body: Returned) -> None:
    """Tell an official who came in again that an administrator has to register him anew.

    Who was removed may be let in by anybody with a link, so coming back gives no right back.
    """
    text = turn.office.say("officials.register.back", name=body.name, id=body.id)
    topics.open_topic(turn, VERIFICATION)
    turn.effects.append(Send(text=text, topic=VERIFICATION, quiet=True))


# --- the code of ethics ----------------------------------------------------------------------------------------


def agree(turn: GroupTurn, pressed: Pressed) -> None:
    """Let the register store that an official accepts the code of ethics; only that official's own press counts."""
    owner = pressed.choice.partition(":")[2]
    if pressed.sender.anonymous or owner not in turn.members or owner != pressed.sender.id:
        turn.answer(pressed.query_id, turn.office.say("officials.ethics.not_yours"), alert=True)
        return
    called = flat(pressed.sender.name, NAME_LENGTH)
    turn.effects.append(Tell(REGISTER_LANE, Accept(owner, turn.group, pressed.query_id, called)))


def accepted(turn: GroupTurn, body: Accepted) -> None:
    """Thank an official, now that the right to act stands in the register."""
    turn.answer(body.query_id, turn.office.say("officials.ethics.thanks"))
    if body.name:
        unit = turn.office.unit_name(body.unit)
        turn.rewrite(_ethics_key(body.id), turn.office.say("officials.ethics.accepted", name=body.name, unit=unit))


def show_ethics(turn: GroupTurn, message_id: str, person: str, heading: str) -> None:
    """Post the code of ethics with the button that only ``person`` can press."""
    agree_choice = Choice(id=f"{AGREE}:{person}", label=turn.office.say("officials.ethics.agree"))
    text = f"{heading}\n\n{turn.office.say('officials.ethics.text')}"
    turn.reply(message_id, text, key=_ethics_key(person), choices=(agree_choice,))


def _ethics_key(person: str) -> str:
    return f"kode:{person}"


# --- /daftar ---------------------------------------------------------------------------------------------------


def register(turn: GroupTurn, said: Said) -> None:
    """Obey ``/daftar``: register, change or remove an official, or list them. Only administrators may."""
    office = turn.office
    if said.sender.anonymous or said.sender.id not in office.admin_ids:
        known = turn.members.get(said.sender.id) is not None
        key = "officials.register.admins_only" if known else "officials.register.how_to_ask"
        turn.reply(said.message_id, office.say(key, id=said.sender.id))
        return
    words = said.argument.split()
    if not words and said.reply_to_sender is None:
        turn.reply(said.message_id, _listing(turn))
        return
    remove = bool(words) and words[0].casefold() in office.city.language.plain_words("small_words", "remove")
    target, words = _target(said, words[1:] if remove else words, own=not remove)
    if target is None or target.is_bot or target.anonymous:
        turn.reply(said.message_id, office.say("officials.register.usage"))
    elif remove:
        _remove(turn, said, target)
    else:
        _enter(turn, said, target, words)


def _target(said: Said, words: list[str], *, own: bool) -> tuple[Person | None, list[str]]:
    """Find whom an administrator means: the id written, else the author replied to, else (``own``) himself."""
    if words and words[0].isascii() and words[0].isdigit():
        return Person(id=words[0], name=""), words[1:]
    if said.reply_to_sender is not None:
        return said.reply_to_sender, words
    return (said.sender if own else None), words


def _enter(turn: GroupTurn, said: Said, target: Person, words: list[str]) -> None:
    office = turn.office
    unit, rest = find_unit(office, words)
    if unit is None:
        codes = ", ".join(item.code for item in office.city.tree)
        known = office.say("officials.register.units", codes=codes)
        turn.reply(said.message_id, shorten(known, _LIST_LENGTH, utf16_units))
        return
    body = Enroll(
        target.id,
        unit.code,
        turn.group,
        said.message_id,
        name=flat(" ".join(rest), NAME_LENGTH),
        called=flat(target.name, NAME_LENGTH),
        own=target.id == said.sender.id,
    )
    turn.effects.append(Tell(REGISTER_LANE, body))


def enrolled(turn: GroupTurn, body: Enrolled) -> None:
    """Say who is registered now, and show the code of ethics to who has not accepted it."""
    office = turn.office
    heading = office.say("officials.register.done", name=body.name, unit=office.unit_name(body.unit))
    if body.accepted:
        turn.reply(body.message_id, heading)
    else:
        asked = office.say("officials.register.ask", name=body.name)
        show_ethics(turn, body.message_id, body.id, f"{heading} {asked}")


def _remove(turn: GroupTurn, said: Said, target: Person) -> None:
    turn.state.expecting.pop(target.id, None)
    turn.effects.append(Tell(REGISTER_LANE, Dismiss(target.id, turn.group, said.message_id)))


def dismissed(turn: GroupTurn, body: Dismissed) -> None:
    """Say that somebody is no longer registered, or never was."""
    key = "officials.register.removed" if body.name else "officials.register.unknown"
    turn.reply(body.message_id, turn.office.say(key, name=body.name or body.id))


def find_unit(office: Office, words: list[str]) -> tuple[Unit | None, list[str]]:
    """Read a unit at the start of some words: its code, or its short name; give the words after it.

    The media role is that of the monitoring desk, for who belongs to no unit that works on tickets.
    """
    for unit in office.city.tree:
        if words and unit.code.casefold() == words[0].casefold():
            return unit, words[1:]
    if words and words[0].casefold() in office.city.language.plain_words("small_words", "media"):
        return Unit(MONITORING, office.unit_name(MONITORING), office.unit_name(MONITORING), "desk", None), words[1:]
    for unit in sorted(office.city.tree, key=lambda item: -len(item.short.split())):
        size = len(unit.short.split())
        if [word.casefold() for word in words[:size]] == unit.short.casefold().split():
            return unit, words[size:]
    return None, words


def _listing(turn: GroupTurn) -> str:
    office = turn.office
    lines = []
    for person, member in sorted(turn.members.items(), key=lambda item: (item[1].unit, item[1].name)):
        state = "left" if not member.active else "ready" if member.accepted else "waiting"
        mark = office.say(f"officials.register.state.{state}")
        unit = office.unit_name(member.unit)
        lines.append(office.say("officials.register.line", name=member.name, unit=unit, state=mark, id=person))
    listed = "\n".join(lines) or office.say("officials.register.nobody")
    return shorten(f"{office.say('officials.register.usage')}\n\n{listed}", _LIST_LENGTH, utf16_units)
