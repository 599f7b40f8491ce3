"""Buttons of the group: each press ends in exactly one answer, given here or by the ticket's verdict."""

from typing import cast

import msgspec

from bots.officials import (
    candidates,
    corrections,
    counts,
    foreseen,
    guide,
    handing_over,
    lists,
    looks,
    prompts,
    queues,
    ready,
    register,
    stuck,
    wishes,
)
from bots.officials.cards import FOLD, UNFOLD
from bots.officials.choices import AGREE, ANSWER, CANCEL, CORRECT, NEED_WORDS, SEND, UNDO, Tap, read_tap
from bots.officials.turn import GroupTurn
from core.vocabulary.events import Pressed
from core.vocabulary.lane_names import chat_lane
from core.vocabulary.officials import Act
from core.vocabulary.ticket import Action


def press(turn: GroupTurn, pressed: Pressed) -> None:
    """Obey a press: refuse it, ask for words, or tell the ticket."""
    if pressed.choice.partition(":")[0] == AGREE:
        register.agree(turn, pressed)
        return
    if pressed.choice.partition(":")[0] == guide.BUTTON:
        guide.turn_page(turn, pressed, pressed.choice.partition(":")[2])
        return
    if pressed.choice.partition(":")[0] == guide.PICTURE:
        guide.show_picture(turn, pressed, pressed.choice.partition(":")[2])
        return
    reason = register.refusal(turn, pressed.sender)
    if reason:
        turn.answer(pressed.query_id, turn.office.say(f"officials.refuse.{reason}"), alert=True)
        return
    button, _, key = pressed.choice.partition(":")
    if button == candidates.BUTTON:
        _post(turn, pressed, key)
        return
    if button in (UNFOLD, FOLD):
        looks.unfold(turn, pressed, button, key)
        return
    if button == lists.PAGE:
        _page(turn, pressed, key)
        return
    if button in (ANSWER, UNDO):
        _desk(turn, pressed, button, key)
        return
    tap = read_tap(pressed.choice, turn.office)
    if tap is None:
        turn.answer(pressed.query_id, turn.office.say("officials.press.stale"))
        return
    if tap.action == CANCEL:
        _cancel(turn, pressed, tap.number, tap.extra)
        return
    if tap.action == CORRECT:
        corrections.correct(turn, pressed, tap.number, tap.extra)
        return
    if tap.action == SEND:
        ready.send(turn, pressed, tap.number, tap.extra)
    elif _asks(tap) and foreseen.refused(turn, pressed, tap):
        return
    elif tap.action == "serahkan":
        handing_over.press(turn, pressed, tap)
    elif tap.action == "duplikat" and tap.extra:
        _insist(turn, pressed, tap)
    elif tap.action in NEED_WORDS:
        prompts.ask(turn, pressed, tap, cast(Action, tap.action))
    else:
        _act(turn, pressed, tap)


def _asks(tap: Tap) -> bool:
    """Tell whether a button asks for more before anything reaches the ticket."""
    return tap.action in NEED_WORDS or (tap.action == "serahkan" and not tap.extra)


def _act(turn: GroupTurn, pressed: Pressed, tap: Tap) -> None:
    """Tell the ticket what a button means that needs nothing more: `read_tap` lets only known actions through."""
    by, action = register.official(turn, pressed.sender), cast(Action, tap.action)
    act = Act(action=action, by=by, query_id=pressed.query_id)
    if tap.extra:
        act = msgspec.structs.replace(act, **{_MEANT[tap.action]: tap.extra})
    if action == "buka":
        act = msgspec.structs.replace(act, lane=chat_lane(turn.moment.channel, pressed.sender.id))
    turn.tell(tap.number, act)


def _insist(turn: GroupTurn, pressed: Pressed, tap: Tap) -> None:
    """Merge although the two look like two matters: the prompt that asked again is done."""
    expecting = turn.state.expecting.get(pressed.sender.id)
    if expecting is not None and (expecting.number, expecting.action) == (tap.number, "duplikat"):
        prompts.close_prompt(turn, pressed.sender.id, "officials.ask.insisted")
    by = register.official(turn, pressed.sender)
    turn.tell(tap.number, Act(action="duplikat", by=by, query_id=pressed.query_id, other=tap.extra, sure=True))


_MEANT = {
    "disposisi": "unit",
    "verifikasi": "category",
    "kategori": "category",
    "menu": "text",
    "siap": "choice",
    "urungkan": "choice",
    "terbitkan": "choice",
}
"""Which field of an act is what stands behind the number in the data of its button."""


def _post(turn: GroupTurn, pressed: Pressed, extra: str) -> None:
    """Obey the buttons of a public post; a prompt that stands open makes way for its own."""
    before = turn.state.expecting.get(pressed.sender.id)
    if candidates.press(turn, pressed, extra) is not None and before is not None:
        prompts.rewrite_closed(turn, before, "officials.ask.replaced")


def _page(turn: GroupTurn, pressed: Pressed, key: str) -> None:
    """Turn the page of a list that is still known."""
    name, _, page = key.partition(":")
    listing = turn.state.lists.get(name)
    if listing is None or not page.isdecimal():
        turn.answer(pressed.query_id, turn.office.say("officials.list.old"), alert=True)
        return
    turners = {"report": counts.turn_page, "stuck": stuck.ask_page}
    turners.get(listing.kind, queues.turn_page)(turn, pressed, name, int(page))


def _desk(turn: GroupTurn, pressed: Pressed, action: str, key: str) -> None:
    """Obey the buttons of the coordinator's desk: answer a wish, or withdraw the prompt for it."""
    if action == ANSWER:
        before = turn.state.expecting.get(pressed.sender.id)
        if wishes.ask(turn, pressed, key) is not None and before is not None:
            prompts.rewrite_closed(turn, before, "officials.ask.replaced")
        return
    expecting = turn.state.expecting.get(pressed.sender.id)
    if key != pressed.sender.id:
        turn.answer(pressed.query_id, turn.office.say("officials.press.not_your_prompt"), alert=True)
    elif expecting is None or not (expecting.wish or expecting.candidate):
        turn.answer(pressed.query_id, turn.office.say("officials.press.stale"))
    else:
        turn.answer(pressed.query_id, turn.office.say("officials.press.cancelled"))
        prompts.close_prompt(turn, key, "officials.ask.cancelled")


def _cancel(turn: GroupTurn, pressed: Pressed, number: str, owner: str) -> None:
    expecting = turn.state.expecting.get(pressed.sender.id)
    if owner != pressed.sender.id:
        turn.answer(pressed.query_id, turn.office.say("officials.press.not_your_prompt"), alert=True)
    elif expecting is None or expecting.number != number:
        turn.answer(pressed.query_id, turn.office.say("officials.press.stale"))
    else:
        turn.answer(pressed.query_id, turn.office.say("officials.press.cancelled"))
        prompts.close_prompt(turn, owner, "officials.ask.cancelled")
