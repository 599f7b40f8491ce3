"""Answer danger first: each message is looked at by itself, whatever was said before and whatever is open."""

from __future__ import annotations

from bots.citizen import afterwards, albums, drafting, talk
from bots.citizen.bubble import numbers_said, show_draft
from bots.citizen.draft import is_empty, leave, view
from bots.citizen.message import Message
from bots.citizen.parking import park
from bots.citizen.plain_words import tokens
from bots.citizen.remembered import Ticket
from bots.citizen.standing import read_words
from bots.citizen.turn import Turn
from core.city.city import City

# --- which danger it is -----------------------------------------------------------------------------------------------


def told(turn: Turn, message: Message) -> bool:
    """Tell whether a message tells of danger; mere "please be quick" about what was said before does not."""
    if message.alarm is None:
        return False
    hurries = bool(turn.state.draft or turn.state.tickets) and turn.words.is_polite_only(message.part.text)
    return not hurries


def gentle(turn: Turn, message: Message) -> bool:
    """Tell whether somebody may want to die."""
    return told(turn, message) and message.alarm is not None and message.alarm.gentle


def behind_command(turn: Turn, message: Message) -> bool:
    """Tell whether danger is told behind a slash command, known or not ("/lapor ada kebakaran")."""
    return bool(message.said.command and message.said.argument.strip()) and told(turn, message)


def in_album(turn: Turn, message: Message) -> bool:
    """Tell whether danger is told with an item of an album that is gathered already."""
    return albums.gathered(turn, message) and told(turn, message)


def in_reply(turn: Turn, message: Message) -> bool:
    """Tell whether danger is told in a reply about a report."""
    return message.replied is not None and told(turn, message)


def in_dispute(turn: Turn, message: Message) -> bool:
    """Tell whether the words also say that a report is not fixed ("no, the cable still gives shocks")."""
    return told(turn, message) and _disputed(turn, message) is not None


def _disputed(turn: Turn, message: Message) -> Ticket | None:
    if turn.state.draft is not None:
        return None
    heard, reading = read_words(turn, message.part)
    if reading.act != "denies" or len(reading.numbers) != 1 or "not_yet" not in heard.marks:
        return None
    return turn.state.ticket(reading.numbers[0])


def elsewhere(turn: Turn, message: Message) -> bool:
    """Tell whether danger is told of another place than the one of the draft, which is another matter then."""
    draft, part = turn.state.draft, message.part
    if draft is None or draft.emergency or draft.step == "lokasi" or message.album_drafted or not told(turn, message):
        return False
    here, there = view(draft, turn.setting), turn.setting.reader.read(part.text, part.at)
    drafted = {here.kelurahan, *here.areas} - {""}
    named = {there.kelurahan or "", *there.kelurahan_options} - {""}
    return bool(drafted and named) and not drafted & named


def _cries(turn: Turn, message: Message) -> bool:
    """Tell whether a message is only a cry for help or a number that is dialled in need ("sos", "panggil polisi")."""
    words = tokens(message.text)
    if not message.bare or message.edited:
        return False
    cries = turn.words.small("cries") | _dialled(turn.city)
    around = turn.words.small("around_cries") | turn.words.small("polite")
    return any(word in cries for word in words) and all(word in cries or word in around for word in words)


def _dialled(city: City) -> frozenset[str]:
    """Give the numbers that are dialled in need; an extension is none by itself."""
    kinds = (number for kind in city.emergencies for number in (kind.number, *kind.also))
    return frozenset((*kinds, *(line.number for line in city.emergency_lines)))


def cries(turn: Turn, message: Message) -> bool:
    """Tell whether somebody only cries for help."""
    return _cries(turn, message) and not _is_asked(turn)


def cries_asked(turn: Turn, message: Message) -> bool:
    """Tell the same where an official waits for an answer or a verdict, which it may be."""
    return _cries(turn, message) and _is_asked(turn)


def _is_asked(turn: Turn) -> bool:
    return any(ticket.asked or ticket.status == "ditindaklanjuti" for ticket in turn.state.tickets)


def told_by_edit(turn: Turn, message: Message) -> bool:
    """Tell whether a message that was taken tells of danger since its edit."""
    old = message.drafted
    if not message.edited or (old is None and message.known is None):
        return False
    return message.alarm is not None and (old is None or old.text != message.part.text)


def gentle_by_edit(turn: Turn, message: Message) -> bool:
    """Tell whether a message that was taken lets fear for its writer's life since its edit."""
    return told_by_edit(turn, message) and message.alarm is not None and message.alarm.gentle


def by_edit_of_draft(turn: Turn, message: Message) -> bool:
    """Tell whether the draft tells of danger since an edit, of which nothing was heard before."""
    draft = turn.state.draft
    new = draft is not None and not draft.emergency
    return new and message.drafted is not None and told_by_edit(turn, message)


def by_late_edit(turn: Turn, message: Message) -> bool:
    """Tell whether words that lie in no draft any more tell of danger since their edit."""
    return message.drafted is None and told_by_edit(turn, message)


# --- what is said and done --------------------------------------------------------------------------------------------


def comfort(turn: Turn, message: Message) -> None:
    """Name who listens. Nobody who wants to die is asked for a place, and the words go to nobody."""
    turn.insist()
    turn.bubble(turn.say("emergency.gentle", number=_numbers(turn, message)))


def comfort_editor(turn: Turn, message: Message) -> None:
    """Name who listens, and take the message out of the draft."""
    draft, part = turn.state.draft, message.part
    if draft is not None and leave(draft, part.id):
        turn.state.remember(part.id)
        turn.state.draft = None if is_empty(draft) else draft
    comfort(turn, message)


def answer_cry(turn: Turn, _message: Message) -> None:
    """Say what to dial, and ask for the matter if it is no emergency; the words go to nobody."""
    turn.insist()
    if turn.state.draft is not None:
        turn.lead(_dial(turn))
        show_draft(turn)
    else:
        turn.bubble(f"{_dial(turn)}\n\n{turn.say('emergency.otherwise')}")


def answer_cry_first(turn: Turn, _message: Message) -> None:
    """Say what to dial before whatever the words are taken for."""
    turn.insist()
    turn.lead(_dial(turn))


def _dial(turn: Turn) -> str:
    numbers = ", ".join(line.said(turn.language) for line in turn.city.emergency_lines)
    return turn.say("emergency.dial", numbers=numbers)


def warn_album(turn: Turn, message: Message) -> None:
    """Put the number first, and send the item where its album is gathered."""
    _warn(turn, message)
    albums.gather(turn, message)


def warn_reply(turn: Turn, message: Message) -> None:
    """Put the number first, and pass the words on; an open question stays open."""
    _warn(turn, message)
    if message.replied is not None:
        talk.reply(turn, message.replied, message.part, message.files, answers=False)


def warn_dispute(turn: Turn, message: Message) -> None:
    """Put the number first, and pass on that it is not fixed."""
    ticket = _disputed(turn, message)
    _warn(turn, message)
    if ticket is not None:
        talk.dispute_with(turn, ticket, [message.part], message.files)


def warn(turn: Turn, message: Message) -> None:
    """Put the number first, and keep what else the message says in a draft."""
    draft, alarm = drafting.open_draft(turn), message.alarm
    if alarm is None:
        return
    turn.insist()
    again = bool(draft.emergency)
    draft.emergency, draft.dial = alarm.kind, list(alarm.numbers)
    if not again or draft.step == "darurat":
        draft.step = "darurat"
        drafting.add(turn, [message.part], message.files)
        show_draft(turn)
    else:
        _warn(turn, message)
        drafting.take_in(turn, message.part, message.files)


def warn_behind_command(turn: Turn, message: Message) -> None:
    """Do what the danger asks for; the command itself is none of its words."""
    message.part.text = message.said.argument.strip()
    if gentle(turn, message):
        comfort(turn, message)
    elif elsewhere(turn, message):
        warn_elsewhere(turn, message)
    else:
        warn(turn, message)


def warn_elsewhere(turn: Turn, message: Message) -> None:
    """Put the number first, and let the danger be a matter of its own: the draft waits until it is dealt with."""
    park(turn)
    warn(turn, message)


def warn_of_draft(turn: Turn, message: Message) -> None:
    """Put the number first, and take the edit into the draft."""
    draft, old, alarm = turn.state.draft, message.drafted, message.alarm
    if draft is None or old is None or alarm is None:
        return
    turn.insist()
    draft.emergency, draft.dial, draft.step = alarm.kind, list(alarm.numbers), "darurat"
    fresh = tuple(file for file in message.files if all(item.ref != file.ref for item in old.evidence))
    drafting.add(turn, [message.part], fresh)
    show_draft(turn)


def warn_late(turn: Turn, message: Message) -> None:
    """Put the number first, and tell the officials what reads otherwise now."""
    _warn(turn, message)
    afterwards.pass_on_edit(turn, message)


def _warn(turn: Turn, message: Message) -> None:
    turn.insist()
    turn.lead(turn.say("emergency.again", number=_numbers(turn, message)))


def _numbers(turn: Turn, message: Message) -> str:
    return numbers_said(turn, message.alarm.numbers) if message.alarm is not None else ""
