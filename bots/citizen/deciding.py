"""Decide what a message is and hand it on: the first rule that fits takes it, and the order is an invariant.

A rule's predicate changes nothing, and its handler only does what was decided. Rules that go on prepare the turn, and
the message is looked at further.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bots.citizen import (
    afterwards,
    albums,
    by_hand,
    danger,
    flood,
    following,
    guide,
    in_private,
    invited,
    kinds,
    later_origins,
    linking,
    rewriting,
    slips,
    step_answers,
    taking,
    walk_in,
    whose,
)
from bots.citizen.message import Message
from bots.citizen.responding import respond
from bots.citizen.turn import Turn


@dataclass(frozen=True)
class MessageRule:
    """One kind of message: what it is called, which messages it fits, and what is done with them."""

    name: str
    fits: Callable[[Turn, Message], bool]
    handle: Callable[[Turn, Message], None]
    goes_on: bool = False
    """Only prepares: the message is looked at further."""
    dealt: bool = True
    """The message is remembered as dealt with, unless it lies in the draft or is kept until its writer is asked."""


RULES: tuple[MessageRule, ...] = (
    # Nothing of anybody is touched before it is known whose number this is.
    MessageRule("doubtful number", whose.is_doubtful, whose.ask, dealt=False),
    # What came before, or changes it.
    MessageRule("reply to contents", kinds.answers_contents, taking.point_to_group),
    MessageRule("edit: gentle danger", danger.gentle_by_edit, danger.comfort_editor, dealt=False),
    MessageRule("edit: danger in the draft", danger.by_edit_of_draft, danger.warn_of_draft, dealt=False),
    MessageRule("edit: danger, late", danger.by_late_edit, danger.warn_late, dealt=False),
    MessageRule("edit of the draft", kinds.edits_draft, rewriting.edit_draft, dealt=False),
    MessageRule("edit, late", kinds.edits_known, afterwards.pass_on_edit, dealt=False),
    MessageRule("edit of no account", kinds.edits_nothing, taking.leave, dealt=False),
    MessageRule("edit before its message", kinds.edits_unknown, taking.mark_orphan, goes_on=True),
    MessageRule("message after its edit", kinds.follows_its_edit, taking.join_edit, dealt=False),
    MessageRule("repeat", kinds.repeats, taking.leave, dealt=False),
    # What holds for every new message.
    MessageRule("end of an answer by hand", by_hand.is_over, by_hand.speak_again, goes_on=True),
    MessageRule("too long", kinds.is_too_long, taking.say_too_long, goes_on=True),
    MessageRule("back again", kinds.was_away, taking.come_back, goes_on=True),
    MessageRule("pace", flood.counts, flood.count, goes_on=True),
    MessageRule("flood goes on", flood.goes_on, flood.mute, goes_on=True),
    MessageRule("flood", flood.begins, flood.tell, goes_on=True),
    MessageRule("language", kinds.tells_language, taking.choose_language, goes_on=True),
    MessageRule("not the author", invited.disowns, invited.disown),
    MessageRule("not the author, unasked", invited.disowns_unasked, invited.remember_disowned, goes_on=True),
    MessageRule("author invited", invited.comes, invited.come, goes_on=True),
    # Commands with a slash, and what is no message to anybody.
    MessageRule("walk-in", walk_in.begins, taking.begin_walk_in),
    MessageRule("danger behind a command", danger.behind_command, danger.warn_behind_command),
    MessageRule("guide", guide.asked, guide.show),
    MessageRule("command of the group", in_private.is_for_group, in_private.point_to_group),
    MessageRule("report by command", kinds.reports_by_command, taking.report_by_command),
    MessageRule("unknown command", kinds.is_unknown_command, taking.say_unknown),
    MessageRule("command to the draft", kinds.commands_draft, taking.command_draft),
    MessageRule("command", kinds.is_command, taking.run_command),
    MessageRule("contact card", kinds.is_contact, taking.refuse_contact),
    MessageRule("nothing usable", kinds.is_unusable, taking.refuse),
    # Danger before everything that words can mean.
    MessageRule("gentle danger", danger.gentle, danger.comfort),
    MessageRule("danger in an album", danger.in_album, danger.warn_album),
    MessageRule("danger in a reply", danger.in_reply, danger.warn_reply),
    MessageRule("danger, not fixed", danger.in_dispute, danger.warn_dispute),
    MessageRule("danger elsewhere", danger.elsewhere, danger.warn_elsewhere),
    MessageRule("danger", danger.told, danger.warn),
    MessageRule("cry for help, asked", danger.cries_asked, danger.answer_cry_first, goes_on=True),
    MessageRule("cry for help", danger.cries, danger.answer_cry),
    # The first words of somebody who was invited: nothing is an answer to a draft that nobody has seen.
    MessageRule("author comes", invited.only_comes, invited.show),
    # What belongs to something by its form.
    MessageRule("album gathered", albums.gathered, albums.gather),
    MessageRule("album of the draft", kinds.is_album_of_draft, taking.into_draft),
    MessageRule("choice", kinds.is_choice, taking.press_choice),
    MessageRule("code of another chat", linking.says_code, linking.take_code),
    MessageRule("receipt", slips.is_meant, slips.take),
    MessageRule("report number", kinds.is_number, taking.say_status),
    MessageRule("opening words", kinds.only_opens, taking.leave),
    MessageRule("no reason", kinds.gives_no_reason, taking.skip_reason),
    MessageRule("word to the draft", kinds.words_to_draft, taking.word_to_draft),
    MessageRule("command word", kinds.is_command_word, taking.run_word),
    # What its words say, with what stands open.
    MessageRule("words to an unread question", kinds.meets_unread, taking.ask_unread),
    MessageRule("category", step_answers.says_category, step_answers.take_category, dealt=False),
    MessageRule("no category", step_answers.misses_category, step_answers.ask_category_again, dealt=False),
    MessageRule("follow instead", following.says_follow, following.take_follow),
    MessageRule("privacy", step_answers.says_privacy, step_answers.file, dealt=False),
    MessageRule("photo's origin", step_answers.says_origin, step_answers.take_origin, dealt=False),
    MessageRule("later photo's origin", later_origins.says, later_origins.take),
    MessageRule("no privacy", step_answers.misses_privacy, step_answers.ask_privacy_again, dealt=False),
    MessageRule("words or place", step_answers.says_content, step_answers.take_content, dealt=False),
    MessageRule("answer to a wish", kinds.answers_wish, taking.answer_wish),
    MessageRule("wish passed over", kinds.passes_wish_over, taking.close_wish, goes_on=True),
    MessageRule("yes to what was asked back", kinds.says_yes, taking.take_yes),
    MessageRule("reading", kinds.is_read, respond),
)


def decide(turn: Turn) -> tuple[str, ...]:
    """Hand on the message of a turn; give the names of the rules that applied, the deciding one last."""
    message = Message.of(turn)
    applied: list[str] = []
    if message is None:
        return ()
    for rule in RULES:
        if not rule.fits(turn, message):
            continue
        applied.append(rule.name)
        rule.handle(turn, message)
        if rule.goes_on:
            continue
        if rule.dealt and message.drafted is None and not message.asked_back:
            turn.state.remember(message.part.id)
        break
    return tuple(applied)
