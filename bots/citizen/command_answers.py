"""Answer the few commands, as slash commands or as plain words."""

from __future__ import annotations

from datetime import timedelta

from bots.citizen import choices, following, joining, linking, listing, parting, repeating, slips, trail
from bots.citizen.bubble import show_draft, stuck_help
from bots.citizen.drafting import cancel
from bots.citizen.plain_words import Command, tokens
from bots.citizen.remembered import Ticket
from bots.citizen.turn import Turn
from bots.citizen.wishes import want_copy, want_deletion
from core.person.codes import START
from core.ticket.number import find_numbers, looks_like_number
from core.vocabulary.citizen import AskStatus

LISTED = 5
_MARKS = {str(mark): str(mark) for mark in range(1, 6)}
ODD_PAUSE = timedelta(minutes=5)


def asks_status(turn: Turn, text: str) -> bool:
    """Tell whether a text is nothing but a ticket number, perhaps with words like "cek status" around it."""
    prefix = turn.city.prefix
    if len(text) > 80 or not looks_like_number(text, prefix):
        return False
    around = turn.words.small("around_number")
    return all(word in around for word in tokens(text) if word.isalpha() and word != prefix.casefold())


def run(turn: Turn, name: Command, argument: str) -> None:
    """Answer one command."""
    if name == "tautkan" or (name == "start" and argument.startswith(START)):
        linking.begin(turn, argument)
    elif name == "jejak":
        trail.ask(turn, argument)
    elif name == "umum":
        listing.ask(turn, argument)
    elif name == "bukti":
        slips.ask(turn, argument)
    elif name == "putuskan":
        parting.ask(turn)
    elif name == "nomor_baru":
        parting.ask_renounce(turn)
    elif name == "start" and joining.brings_invitation(argument):
        joining.redeem(turn, argument)
    elif name == "start":
        welcome(turn)
    elif name == "lapor":
        _report(turn)
    elif name == "status":
        status(turn, argument)
    elif name == "batal":
        _cancel(turn)
    elif name == "bahasa":
        language(turn, turn.words.wanted_language(argument))
    elif name == "lanjut":
        resume(turn)
    elif name in ("kirim", "ubah", "lewati"):
        turn.bubble(turn.say("draft.none"), choices.for_menu(turn))
    elif name == "hapus":
        want_deletion(turn, argument)
    elif name == "salinan":
        want_copy(turn)
    elif name == "bantuan":
        turn.bubble(_help(turn), choices.for_menu(turn))
    else:
        turn.bubble(turn.say(f"{name}"))


def welcome(turn: Turn) -> None:
    """Say what to do, what happens with the data, and how to stop; a draft is shown again."""
    if turn.state.draft is not None:
        turn.lead(turn.say("welcome.again"))
        show_draft(turn)
        return
    hints = "".join(f" {turn.say_in(language, 'language.hint')}" for language in _other_languages(turn))
    example = turn.say("example.lamp")
    turn.bubble(turn.say("welcome.first", city=turn.city.name, example=example, languages=hints))


def _help(turn: Turn) -> str:
    numbers = ", ".join(line.said(turn.language) for line in turn.city.emergency_lines)
    others = " / ".join(turn.say_in(language, "language.short") for language in _other_languages(turn))
    change = turn.say("language.help", others=others) + "\n" if others else ""
    return turn.say("help.text", language=change, numbers=numbers)


def _other_languages(turn: Turn) -> list[str]:
    return [language for language in turn.city.languages if language != turn.language]


def _report(turn: Turn) -> None:
    if turn.state.draft is not None:
        show_draft(turn)
    else:
        turn.bubble(turn.say("report.how", example=turn.say("example.drain")))


def stuck(turn: Turn) -> None:
    """Say what was not understood; the second time in a row offer what can be done."""
    state = turn.state
    state.misses += 1
    if state.misses >= 2:
        state.misses = 0
        going_on = choices.for_draft(turn, state.draft) if state.draft is not None else ()
        turn.bubble(stuck_help(turn), (*going_on, *choices.for_menu(turn)))
    elif state.draft is not None:
        misses, state.misses = state.misses, 0  # showing a draft that says too little would count once more
        turn.lead(turn.say("help.unclear"))
        show_draft(turn)
        state.misses = misses
    else:
        turn.bubble(turn.say("help.unclear"))


def status(turn: Turn, text: str) -> None:
    """List one's own tickets, or ask one for its details; others are told nothing, existing or not."""
    numbers = find_numbers(text, turn.city.prefix)
    if numbers or looks_like_number(text, turn.city.prefix):
        own = next((number for number in numbers if turn.state.ticket(number)), "")
        if own:
            ticket = turn.state.ticket(own)
            person = ticket.person if ticket is not None else ""
            turn.tell_ticket(own, AskStatus(person or turn.state.person, turn.lane))
        elif not any(following.ask(turn, number) for number in numbers):
            turn.note("status.not_yours")
        return
    tickets, followed = turn.state.tickets[::-1][:LISTED], turn.state.followed[::-1][:LISTED]
    if not tickets and not followed:
        turn.bubble(turn.say("status_list.none"))
        return
    numbers = (*(one.number for one in tickets), *(one.number for one in followed))
    if turn.terse:
        turn.bubble(turn.say("status_list.head"), choices.for_list(turn, list(numbers)))
        return
    lines = [turn.say("status_list.head"), ""] if tickets else []
    for ticket in tickets:
        lines.append(turn.say("status_list.line", number=ticket.number, status=turn.say(f"status.{ticket.status}")))
        if ticket.about:
            lines.append(turn.say("status_list.about", about=ticket.about))
        if ticket.due_at is not None:
            lines.append(turn.say(f"status_list.{_due_kind(turn, ticket)}", date=turn.day(ticket.due_at)))
    lines += following.listed(turn, followed)
    lines += ["", turn.say("status_list.tail")]
    turn.bubble("\n".join(lines), choices.for_list(turn, list(numbers)), bold=numbers)


def _due_kind(turn: Turn, ticket: Ticket) -> str:
    """Say what a date is: the end of the citizen's own time, a limit, or a limit that has passed."""
    if ticket.status == "ditindaklanjuti":
        return "silence"
    return "late" if ticket.due_at is not None and ticket.due_at <= turn.now else "due"


def language(turn: Turn, wanted: str) -> None:
    """Change the language, or ask for it."""
    if wanted not in turn.city.languages:
        asked = " / ".join(turn.say_in(language, "language.ask") for language in turn.city.languages)
        turn.bubble(f"{asked}:", choices.for_language(turn))
        return
    turn.state.language, turn.state.language_set = wanted, True
    if turn.state.draft is not None:
        turn.lead(turn.say("language.set"))
        show_draft(turn)
    else:
        turn.bubble(turn.say("language.set"))


def _cancel(turn: Turn) -> None:
    state = turn.state
    if state.asked_back is not None or state.gather is not None:
        state.asked_back = state.gather = None
        turn.bubble(turn.say("cancelled_reply"))
        for ticket in state.tickets[-1:]:
            if ticket.asked:
                turn.bubble(turn.say("again.question", number=ticket.number, text=ticket.question))
    elif state.draft is not None:
        cancel(turn)
    else:
        turn.bubble(turn.say("nothing_to_cancel"))


def resume(turn: Turn) -> None:
    """Take up an expired draft again; a timer forgets it in the end."""
    state = turn.state
    old, state.expired = state.expired, None
    if state.draft is not None:
        state.expired = old
        show_draft(turn)
    elif old is None:
        turn.bubble(turn.say("draft.none"), choices.for_menu(turn))
    else:
        old.touched_at, old.reminded, old.step = turn.now, False, ""
        state.draft = old
        show_draft(turn)


def mark_in(turn: Turn, text: str) -> str:
    """Read a mark from 1 to 5 out of words ("bintang empat"), empty when there is none or more than one."""
    found = {word for word in (_MARKS.get(token, token) for token in _marked(turn, text)) if word in _MARKS.values()}
    return found.pop() if len(found) == 1 else ""


def _marked(turn: Turn, text: str) -> list[str]:
    words = tokens(text)
    named = {word: str(place) for place, word in enumerate(turn.city.language.group("marks"), start=1)}
    before = ("", *words)
    # A mark out of five ("4/5" in words) is the first of the two.
    out_of = turn.words.small("out_of")
    return [named.get(word, word) for place, word in enumerate(words) if before[place] not in out_of]


def unsupported(turn: Turn) -> None:
    """Say what to send instead of something that Kanal cannot use, at most once in a while."""
    state = turn.state
    if state.odd_at is not None and state.odd_at + ODD_PAUSE > turn.now:
        return
    state.odd_at = turn.now
    if repeating.something_open(turn):
        turn.lead(turn.say("unsupported"))
        repeating.repeat(turn)
    else:
        turn.bubble(turn.say("unsupported"), mergeable=True)
