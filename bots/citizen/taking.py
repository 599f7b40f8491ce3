"""Hand a message on to what it was found to be, as `bots.citizen.deciding` says."""

from __future__ import annotations

from bots.citizen import asking, command_answers, danger, drafting, in_private, kinds, talk, updates, walk_in, wishes
from bots.citizen.message import Message
from bots.citizen.pressing import press
from bots.citizen.turn import Turn

# --- known, or an edit ------------------------------------------------------------------------------------------------


def leave(turn: Turn, message: Message) -> None:
    """Do nothing."""


def point_to_group(turn: Turn, message: Message) -> None:
    """Tell an official that the reporter is answered in the group."""
    turn.bubble(turn.say("opened.answer_in_group"), mergeable=True)


def mark_orphan(turn: Turn, message: Message) -> None:
    """Note that the message itself is still to come."""
    message.part.orphan = True


def join_edit(turn: Turn, message: Message) -> None:
    """Give its own place to what an edit brought into the draft."""
    drafting.add(turn, [message.part])


# --- every new message ------------------------------------------------------------------------------------------------


def say_too_long(turn: Turn, message: Message) -> None:
    """Say how much of it is kept."""
    turn.lead(turn.say("draft.too_long", characters=turn.city.limits.text_characters))


def come_back(turn: Turn, message: Message) -> None:
    """Tell what was missed."""
    updates.come_back(turn)


def choose_language(turn: Turn, message: Message) -> None:
    """Take the language that both the person's client and the first words say, if the city speaks it."""
    state, said = turn.state, message.said
    state.language_set = True
    told = turn.words.told_language(said.text)
    agreed = told in turn.city.languages and said.sender.language.casefold().startswith(told)
    state.language = told if agreed else turn.city.default_language


# --- by its form ------------------------------------------------------------------------------------------------------


def report_by_command(turn: Turn, message: Message) -> None:
    """Take what follows the command into the draft."""
    message.part.text = message.said.argument.strip()
    into_draft(turn, message)


def begin_walk_in(turn: Turn, message: Message) -> None:
    """Begin a report at the counter; words and files that came with the command itself are its first ones."""
    by_link = message.said.command.casefold() not in in_private.commands_of(turn.city)
    brings = bool(message.said.argument.strip() or message.part.evidence)
    if not walk_in.begin(turn, message) or not brings or by_link:
        return
    if danger.behind_command(turn, message):
        danger.warn_behind_command(turn, message)
    else:
        report_by_command(turn, message)


def say_unknown(turn: Turn, message: Message) -> None:
    """Say what can be done instead."""
    command_answers.stuck(turn)


def command_draft(turn: Turn, message: Message) -> None:
    """Do with the draft what the slash command says."""
    drafting.choose(turn, message.slash or "", "")


def run_command(turn: Turn, message: Message) -> None:
    """Answer a slash command; the name of the command for languages may name one itself."""
    said = message.said
    if message.slash is not None:
        argument = said.argument if message.slash != "bahasa" else f"{said.command} {said.argument}"
        command_answers.run(turn, message.slash, argument)


def refuse_contact(turn: Turn, message: Message) -> None:
    """Say that no telephone number is needed."""
    own = message.said.contact is not None and message.said.contact.own
    turn.bubble(turn.say("contact.own" if own else "contact.other"), mergeable=True)


def refuse(turn: Turn, message: Message) -> None:
    """Say what to send instead."""
    command_answers.unsupported(turn)


def into_draft(turn: Turn, message: Message) -> None:
    """Take it into the draft."""
    drafting.take_in(turn, message.part, message.files)


def press_choice(turn: Turn, message: Message) -> None:
    """Do what the typed choice says."""
    press(turn, message.choice)


def say_status(turn: Turn, message: Message) -> None:
    """Ask the report for its details."""
    command_answers.status(turn, message.text)


def skip_reason(turn: Turn, message: Message) -> None:
    """Pass on that it is not fixed, without a reason."""
    gather = turn.state.gather
    if gather is not None:
        talk.no_reason(turn, gather.number)


def word_to_draft(turn: Turn, message: Message) -> None:
    """Do with the draft what the word says."""
    drafting.choose(turn, message.word or "", "")


def run_word(turn: Turn, message: Message) -> None:
    """Answer a command in plain words; "status" as a reply asks for that report."""
    if message.word is not None:
        replied = message.replied if message.word == "status" else None
        command_answers.run(turn, message.word, replied.number if replied is not None else message.text)


# --- by its words -----------------------------------------------------------------------------------------------------


def ask_unread(turn: Turn, message: Message) -> None:
    """Ask whether it answers the question that the person reads only now."""
    numbers = [item.number for item in kinds.unread(turn)]
    asking.ask_back(turn, message.part, message.files, numbers, ("answers", "complains"))


def answer_wish(turn: Turn, message: Message) -> None:
    """Do what was said to the wish that was asked back."""
    press(turn, wishes.answer_in(turn, message.heard))


def take_yes(turn: Turn, message: Message) -> None:
    """Do what was asked back."""
    press(turn, kinds.taken_by_yes(turn))


def close_wish(turn: Turn, message: Message) -> None:
    """Ask no more about the wish."""
    wishes.close_question(turn)
