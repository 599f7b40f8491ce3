"""Slash commands of the group."""

from difflib import get_close_matches

from bots.officials import counts, enlisting, guide, queues, register, stuck
from bots.officials.plain import flat
from bots.officials.turn import GroupTurn, Office
from core.ticket.number import find_numbers
from core.vocabulary.events import Said
from core.vocabulary.officials import Act

CANCEL, UNDO = "cancel", "undo"
_LONGEST = 32
"""Bot API, BotCommand: 1-32 characters."""
_ALIKE = 0.7
"""A letter or two of a short word: "antrain" is /antrian, "statistik" is nothing of ours."""
LISTS = frozenset({"queue", "who", "late", "find", "report", "stuck"})
"""Commands that are answered by a list; what all but the last show stands on the desks."""


def named(office: Office, word: str) -> str:
    """Give the command that a word of the pack stands for, empty for those of other bots."""
    sections = office.city.language.plain.get("officials_commands", {})
    return next((name for name, words in sections.items() if word.casefold() in words), "") if word else ""


def like(office: Office, word: str) -> str:
    """Give the word of the pack for the command that a mistyped word is most like; empty when it is like none."""
    sections = office.city.language.plain.get("officials_commands", {})
    first = {word: words[0] for words in sections.values() for word in words}
    found = get_close_matches(word.casefold()[:_LONGEST], first, n=1, cutoff=_ALIKE)
    return first[found[0]] if found else ""


def suggest(turn: GroupTurn, said: Said, likely: str) -> None:
    """Ask back which command was meant."""
    written, help_word = flat(said.command, _LONGEST), turn.office.city.language.plain["officials_commands"]["help"][0]
    turn.reply(
        said.message_id, turn.office.say("officials.like_command", written=written, likely=likely, help=help_word)
    )


def obey(turn: GroupTurn, said: Said, command: str) -> None:
    """Obey a command."""
    if command == "register":
        enlisting.register(turn, said)
    elif command == "invite":
        enlisting.invite(turn, said)
    elif command == "bind":
        enlisting.bind(turn, said)
    elif command == "help":
        turn.reply(said.message_id, turn.office.say("officials.help"))
    elif command == "guide":
        guide.show(turn, said)
    elif command == "walk_in":
        link = turn.state.entry.replace("{token}", said.command.casefold()) or turn.private_chat
        turn.reply(said.message_id, turn.office.say("officials.walk_in", link=link))
    elif command == "who":
        _who_am_i(turn, said)
    elif command == "ticket" or (command == "find" and find_numbers(said.argument, turn.office.city.prefix)):
        _ticket(turn, said)
    elif command == UNDO:
        undo(turn, said)
    elif command in LISTS:
        _list(turn, said, command)


def _list(turn: GroupTurn, said: Said, command: str) -> None:
    reason = register.refusal(turn, said.sender)
    if reason:
        register.refuse(turn, said, reason)
        return
    by = register.official(turn, said.sender)
    if command == "queue":
        queues.queue(turn, said, by)
    elif command == "late":
        queues.late(turn, said, by)
    elif command == "find":
        queues.search(turn, said)
    elif command == "report":
        counts.report(turn, said)
    else:
        stuck.ask(turn, said)


def _who_am_i(turn: GroupTurn, said: Said) -> None:
    office, person = turn.office, said.sender
    reason = register.refusal(turn, person)
    if reason in ("anonymous", "unregistered"):
        key = "officials.refuse.anonymous" if reason == "anonymous" else "officials.register.how_to_ask"
        turn.reply(said.message_id, office.say(key, id=person.id))
        return
    if reason == "left":
        register.refuse(turn, said, reason)
        return
    who = register.official(turn, person)
    rights = "admin" if who.admin else "coordinator" if office.city.tree.coordinates(who) else who.role
    unit = office.city.tree[who.unit].name if who.unit in office.city.tree else office.unit_name(who.unit)
    text = office.say(
        "officials.who", name=who.name, unit=unit, rights=office.say(f"officials.rights.{rights}"), id=person.id
    )
    member = turn.members.get(person.id)
    if member is not None and not member.knows_ethics(office.ethics):
        register.show_ethics(turn, said.message_id, person.id, text)
    else:
        queues.mine(turn, said, who, text)


def _ticket(turn: GroupTurn, said: Said) -> None:
    reason = register.refusal(turn, said.sender)
    if reason:
        register.refuse(turn, said, reason)
        return
    numbers = find_numbers(said.argument, turn.office.city.prefix)
    number = numbers[0] if numbers else turn.moment.reply_ref if not said.argument.strip() else ""
    if not number:
        turn.reply(said.message_id, turn.office.say("officials.ticket.usage", prefix=turn.office.city.prefix))
        return
    turn.tell(number, Act(action="lihat", by=register.official(turn, said.sender), message_id=said.message_id))


def undo(turn: GroupTurn, said: Said) -> None:
    """Take back one's last act on the ticket that is named or replied to."""
    reason = register.refusal(turn, said.sender)
    if reason:
        register.refuse(turn, said, reason)
        return
    numbers = find_numbers(said.argument, turn.office.city.prefix)
    number = numbers[0] if numbers else turn.moment.reply_ref
    if not number:
        key = "undo_wrong" if said.argument.strip() else "undo_which"
        turn.reply(said.message_id, turn.office.say(f"officials.ticket.{key}", prefix=turn.office.city.prefix))
        return
    turn.tell(number, Act(action="urungkan", by=register.official(turn, said.sender), message_id=said.message_id))
