"""Who is an official: ``/daftar`` (enter, change, remove, list), ``/undang`` (a link for one person), ``/ikat`` (a
group of its own for a desk). Whoever manages a unit may, for it and for those below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from bots.officials import asides
from bots.officials.plain import flat
from bots.officials.register import official, refusal, show_ethics
from bots.officials.turn import GroupTurn, Office
from core.city.desks import MONITORING, VERIFICATION
from core.city.roles import has_duty
from core.city.units import Unit
from core.language.shorten import shorten, utf16_units
from core.register.people import MOST_DAYS
from core.register.state import NAME_LENGTH
from core.register.tokens import read_code
from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Person, Said
from core.vocabulary.lane_names import REGISTER_LANE, chat_lane
from core.vocabulary.officials import Notice
from core.vocabulary.register import (
    AskBinding,
    BindingCode,
    Dismiss,
    Dismissed,
    Enroll,
    Enrolled,
    InvitationMade,
    Invite,
    RegisterRefused,
)
from core.vocabulary.ticket import OfficialRole

LINK_TEXT = "officials.invite.link"
"""The notice that brings the link of an invitation into the private chat of who asked for it."""
USUAL_DAYS = 7
_LIST_LENGTH = 3500


@dataclass(frozen=True)
class Place:
    """Where an official is to be, as a command names it: a unit, a role if one is named, and the words after them."""

    unit: Unit | None
    role: OfficialRole | None
    rest: list[str]


def register(turn: GroupTurn, said: Said) -> None:
    """Obey ``/daftar``: register, change or remove an official, or list them."""
    office = turn.office
    if not _may_manage(turn, said):
        return
    words = said.argument.split()
    if not words and said.reply_to_sender is None:
        turn.reply(said.message_id, _listing(turn, said.sender))
        return
    remove = bool(words) and words[0].casefold() in office.city.language.plain_words("small_words", "remove")
    target, words = _target(said, words[1:] if remove else words, own=not remove)
    if target is None or target.is_bot or target.anonymous:
        turn.reply(said.message_id, office.say("officials.register.usage"))
    elif remove:
        turn.state.expecting.pop(target.id, None)
        turn.effects.append(Tell(REGISTER_LANE, Dismiss(target.id, turn.group, said.message_id, said.sender.id)))
    else:
        _enter(turn, said, target, words)


def _may_manage(turn: GroupTurn, said: Said) -> bool:
    """Tell whether somebody says who is an official of any unit; who does not is told who does."""
    sender, office = said.sender, turn.office
    if not refusal(turn, sender) and has_duty(official(turn, sender), "people"):
        return True
    if not sender.anonymous and turn.members.get(sender.id) is not None:
        asides.say(turn, sender.id, said.message_id, office.say("officials.register.admins_only", id=sender.id))
    else:
        turn.reply(said.message_id, office.say("officials.register.how_to_ask", id=sender.id))
    return False


def _target(said: Said, words: list[str], *, own: bool) -> tuple[Person | None, list[str]]:
    """Find whom an administrator means: the id written, else the author replied to, else (``own``) himself."""
    if words and words[0].isascii() and words[0].isdigit():
        return Person(id=words[0], name=""), words[1:]
    if said.reply_to_sender is not None:
        return said.reply_to_sender, words
    return (said.sender if own else None), words


def _enter(turn: GroupTurn, said: Said, target: Person, words: list[str]) -> None:
    office = turn.office
    place = find_place(office, words, names=True)
    if place.unit is None:
        _say_units(turn, said)
        return
    body = Enroll(
        target.id,
        place.unit.code,
        turn.group,
        said.message_id,
        name=flat(" ".join(place.rest), NAME_LENGTH),
        called=flat(target.name, NAME_LENGTH),
        own=target.id == said.sender.id,
        by=said.sender.id,
        role=place.role,
        ethics=office.ethics,
    )
    turn.effects.append(Tell(REGISTER_LANE, body))


def _say_units(turn: GroupTurn, said: Said) -> None:
    codes = ", ".join(item.code for item in turn.office.city.tree)
    known = turn.office.say("officials.register.units", codes=codes)
    turn.reply(said.message_id, shorten(known, _LIST_LENGTH, utf16_units))


def enrolled(turn: GroupTurn, body: Enrolled) -> None:
    """Say who is registered now, and show the code of ethics to who has not accepted it."""
    office = turn.office
    values = {"name": body.name, "unit": office.unit_name(body.unit), "role": office.role_name(body.role)}
    if body.invited:
        topic = body.unit if turn.holds(body.unit) else VERIFICATION
        turn.effects.append(Send(office.say("officials.invite.joined", **values), topic=topic, quiet=True))
        return
    heading = office.say("officials.register.done", **values)
    if body.accepted:
        turn.reply(body.message_id, heading)
    else:
        asked = office.say("officials.register.ask", name=body.name)
        show_ethics(turn, body.message_id, body.id, f"{heading} {asked}")


def dismissed(turn: GroupTurn, body: Dismissed) -> None:
    """Say that somebody is no longer registered, or never was."""
    key = "officials.register.removed" if body.name else "officials.register.unknown"
    turn.reply(body.message_id, turn.office.say(key, name=body.name or body.id))


def refused(turn: GroupTurn, body: RegisterRefused) -> None:
    """Say why nothing of it was done, and who could do it."""
    office = turn.office
    text = office.say(f"officials.register.refused.{body.reason}", unit=office.unit_name(body.unit))
    if body.person:
        asides.say(turn, body.person, body.message_id, text)
    else:
        turn.reply(body.message_id, text)


# --- words ------------------------------------------------------------------------------------------------------------


def find_place(office: Office, words: list[str], *, names: bool = False) -> Place:
    """Read a unit and perhaps a role at the start of some words; with ``names`` somebody's name follows."""
    unit, rest = find_unit(office, words)
    role = _role(office, rest[0]) if rest else None
    # A role may also be what somebody is called ("Petugas 7"): nobody is called by a number alone.
    if names and len(rest) > 1 and not rest[1][:1].isalpha():
        role = None
    if role is not None:
        rest = rest[1:]
    elif unit is not None and unit.code == MONITORING:
        role = "media"
    return Place(unit, role, rest)


def _role(office: Office, word: str) -> OfficialRole | None:
    roles = office.city.language.plain.get("officials_roles", {})
    found = next((role for role, words in roles.items() if word.casefold() in words), None)
    return cast(OfficialRole, found) if found in get_args(OfficialRole) else None


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


def _listing(turn: GroupTurn, by: Person) -> str:
    """List the officials whom somebody manages."""
    office, who = turn.office, official(turn, by)
    lines = []
    for person, member in sorted(turn.members.items(), key=lambda item: (item[1].unit, item[1].name)):
        if not office.city.tree.manages(who, member.unit):
            continue
        state = "left" if not member.active else "ready" if member.knows_ethics(office.ethics) else "waiting"
        mark = office.say(f"officials.register.state.{state}")
        unit, role = office.unit_name(member.unit), office.role_name(member.role)
        lines.append(
            office.say("officials.register.line", name=member.name, unit=unit, role=role, state=mark, id=person)
        )
    listed = "\n".join(lines) or office.say("officials.register.nobody")
    return shorten(f"{office.say('officials.register.usage')}\n\n{listed}", _LIST_LENGTH, utf16_units)


# --- invitations ------------------------------------------------------------------------------------------------------


def invite(turn: GroupTurn, said: Said) -> None:
    """Obey ``/undang``: ask the register for a link with which one person becomes an official."""
    if not _may_manage(turn, said):
        return
    words, office = said.argument.split(), turn.office
    place = find_place(office, words)
    days = _days(place.rest)
    if place.unit is None and words:
        _say_units(turn, said)
    elif place.unit is None or not 1 <= days <= MOST_DAYS:
        turn.reply(said.message_id, office.say("officials.invite.usage", most=MOST_DAYS))
    elif not turn.state.entry:
        turn.reply(said.message_id, office.say("officials.invite.no_link"))
    else:
        lane = chat_lane(turn.moment.channel, said.sender.id)
        role = place.role or "petugas"
        asked = Invite(
            place.unit.code, role, days, said.sender.id, turn.group, said.message_id, lane, turn.moment.channel
        )
        turn.effects.append(Tell(REGISTER_LANE, asked))


def _days(words: list[str]) -> int:
    """Read for how long a link is good; 0 where anything else is said, such as a role that nobody knows."""
    if not words:
        return USUAL_DAYS
    number = words[0]
    return int(number) if len(words) == 1 and number.isascii() and number.isdigit() and len(number) < 4 else 0


def invited(turn: GroupTurn, body: InvitationMade) -> None:
    """Send a link into the private chat of who asked; the group hears only that there is one."""
    office = turn.office
    values = {"unit": office.unit_name(body.unit), "role": office.role_name(body.role), "days": str(body.days)}
    link = turn.state.entry.replace("{token}", body.token)
    turn.effects.append(Tell(body.lane, Notice(LINK_TEXT, {**values, "link": link})))
    turn.reply(body.message_id, office.say("officials.invite.made", chat=turn.private_chat, **values))


# --- groups -----------------------------------------------------------------------------------------------------------


def bind(turn: GroupTurn, said: Said) -> None:
    """Obey ``/ikat``: ask for the code that gives a desk a group of its own, or bring the desk back."""
    if not _may_manage(turn, said):
        return
    words, office = said.argument.split(), turn.office
    unit, rest = find_unit(office, words)
    if not words:
        turn.reply(said.message_id, office.say("officials.bind.usage"))
    elif read_code(said.argument):
        turn.reply(said.message_id, office.say("officials.bind.here"))
    elif unit is None or unit.code not in office.city.tree:
        _say_units(turn, said)
    else:
        home = bool(rest) and rest[0].casefold() in office.city.language.plain_words("small_words", "home")
        asked = AskBinding(unit.code, said.sender.id, turn.group, said.message_id, home=home)
        turn.effects.append(Tell(REGISTER_LANE, asked))


def code_given(turn: GroupTurn, body: BindingCode) -> None:
    """Say what to type in the new group."""
    text = turn.office.say(
        "officials.bind.code", desk=turn.office.unit_name(body.desk), code=body.code, hours=body.hours
    )
    turn.effects.append(Send(text=text, reply_to=body.message_id, quiet=True))
