"""What became of an act, told to the official who acted; what lacked only words or a photo is asked for again."""

import msgspec

from bots.officials import asides, corrections
from bots.officials.choices import carry
from bots.officials.prompts import cancel_choice
from bots.officials.state import Asked
from bots.officials.turn import GroupTurn
from core.vocabulary.effects import Answer, Choice
from core.vocabulary.officials import Verdict

OPEN_CHAT = "officials.verdict.open_chat"
_WHO_MAY = ".who_may."
"""Within the keys of verdicts that say whose matter it is."""
_UNLIKELY = frozenset({"merge_unlikely", "merge_ended"})
"""Last parts of the verdict keys after which an official may still insist."""
_ANEW = frozenset({"need_nearer_date", "need_later_date", "need_real_date", "need_place", "too_long"})
"""Last parts of the verdict keys after which other words are wanted, instead of those that came."""
_MORE_NEEDED = _UNLIKELY | {
    "need_text", "need_evidence", "need_number", "need_date", "same_number", "no_such_ticket", "merged_already",
    "merge_closed", "merge_full",
} | _ANEW  # fmt: skip
"""Parts of the verdict keys after which the official may complete the same act with another reply."""


def verdict(turn: GroupTurn, body: Verdict) -> None:
    """Tell the official who acted what became of it: privately for a press, under the message for words."""
    office = turn.office
    if undone := body.values.get("undone", ""):
        corrections.undone(turn, body.number, undone)
    otherwise = office.say("officials.verdict_unknown.refused" if body.alert else "officials.verdict_unknown.done")
    text = office.try_say(body.key, {"number": body.number, "link": turn.private_chat, **body.values}, otherwise)
    if body.query_id and body.key == OPEN_CHAT and turn.state.link:
        # Nobody can tap a link within an alert: the press itself opens the chat, whose button says what to do.
        turn.effects.append(Answer(body.query_id, link=turn.state.link))
        return
    if body.query_id:
        turn.answer(body.query_id, text, alert=body.alert)
        return
    if not body.message_id:
        return
    if body.number and body.number not in text:
        text = f"{body.number}: {text}"
    text = "\n".join(line for line in (text, body.values.get("clock", "")) if line)
    if body.alert:
        turn.state.sent = {one: sent for one, sent in turn.state.sent.items() if sent.first != body.message_id}
    asked = turn.state.asked.pop(body.message_id, None)
    if asked is None:
        _answer(turn, body, text)
    elif not body.alert:
        turn.rewrite(asked.expecting.key, text, ref=body.number, topic=turn.desk_of(body.number))
    elif _MORE_NEEDED & set(body.key.split(".")) and asked.by.id not in turn.state.expecting:
        _ask_again(turn, body, asked, text)
    else:
        label = office.label(asked.expecting.action)
        closed = office.say("officials.ask.closed", number=body.number, action=label)
        turn.rewrite(asked.expecting.key, closed, ref=body.number)
        _answer(turn, body, text)


def _answer(turn: GroupTurn, body: Verdict, text: str) -> None:
    """Answer under the message; who may not act hears alone who may."""
    if body.alert and _WHO_MAY in body.key and body.person:
        asides.say(turn, body.person, body.message_id, text)
    else:
        turn.reply(body.message_id, text, ref=body.number)


def _ask_again(turn: GroupTurn, body: Verdict, asked: Asked, text: str) -> None:
    """Keep the prompt open, with what came already, when only words or a photo were missing."""
    expecting = msgspec.structs.replace(asked.expecting, since=turn.moment.now)
    if expecting.action == "duplikat":  # another number takes the place of the one that did not fit
        expecting = msgspec.structs.replace(expecting, text="", evidence=())
    anew = bool(_ANEW & set(body.key.split(".")))
    if anew:
        expecting = msgspec.structs.replace(expecting, text="")
    turn.state.expecting[asked.by.id] = expecting
    again = f"{text}\n{turn.office.say('officials.ask.anew' if anew else 'officials.ask.again')}"
    number = asked.expecting.number
    choices: tuple[Choice, ...] = (cancel_choice(turn, number, asked.by.id),)
    if _UNLIKELY & set(body.key.split(".")):
        anyway = carry("duplikat", number, body.values.get("other", ""))
        again = f"{text}\n{turn.office.say('officials.ask.merge_other')}"
        choices = (Choice(id=anyway, label=turn.office.say("officials.ask.merge_anyway")), *choices)
    turn.reply(body.message_id, again, key=asked.expecting.key, ref=number, choices=choices)
