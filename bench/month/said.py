"""What citizens of the month say of their tickets: in any of their chats, with the number where they have several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.month import citizens
from bench.month.plan import Case
from bench.month.town import BRIEFLY_SECONDS
from demo.actors import Citizen, Shown

if TYPE_CHECKING:
    from bench.month.cases import Life

Json = dict[str, Any]
_SECOND = 50_000
"""Added to the place of a case for the second chat of its person."""


async def answer(_life: Life, case: Case, _ticket: Json) -> None:
    """Answer the question."""
    _say(case, _chat(case), "answer")


async def confirm(life: Life, case: Case, _ticket: Json) -> None:
    """Say that it is fixed: by the button where one is shown, else in words."""
    assert case.person is not None
    async with case.person.busy:
        await _verdict(case, _chat(case), "sudah beres", "fixed")
        await _heard(life, case)


async def dispute(life: Life, case: Case, ticket: Json) -> None:
    """Say that it is not fixed, and why."""
    assert case.person is not None
    async with case.person.busy:
        chat = _chat(case)
        after = await citizens.last(chat)
        await _verdict(case, chat, "belum beres", "broken")
        await citizens.answered(chat, after, BRIEFLY_SECONDS)
        if life.ticket(case.number)["status"] == ticket["status"]:
            _say(case, chat, "why")
        await _heard(life, case)


async def withdraw(life: Life, case: Case, _ticket: Json) -> None:
    """Take the report back, and say so again when asked."""
    assert case.person is not None
    async with case.person.busy:
        chat = _chat(case)
        after = await citizens.last(chat)
        _say(case, chat, "back")
        await citizens.answered(chat, after, BRIEFLY_SECONDS, "tarik")
        await _presses(case, chat, "tarik")
        await _heard(life, case)


async def link(life: Life, case: Case, _ticket: Json) -> None:
    """Let a second chat of the person, on another channel, belong to the first."""
    assert case.person is not None
    channel = case.dice.choice([one for one in citizens.LINKED if one != case.channel])
    async with case.person.busy:
        second = await citizens.arrive(life.town, channel, _SECOND + case.place)
        await citizens.link(case.person.chats[0], second)
        case.person.chats.append(second)


async def _heard(life: Life, case: Case) -> None:
    """Let nobody with several tickets say another thing before this one was heard."""
    assert case.person is not None
    if case.person.tickets > 1:
        await life.town.settled(BRIEFLY_SECONDS)


def _chat(case: Case) -> Citizen:
    assert case.person is not None
    return case.dice.choice(case.person.chats)


def _say(case: Case, chat: Citizen, key: str) -> None:
    assert case.person is not None
    text = case.say("said", key)
    chat.say(f"{case.number} {text}" if case.person.tickets > 1 else text)


async def _verdict(case: Case, chat: Citizen, label: str, key: str) -> None:
    if not await _presses(case, chat, label):
        _say(case, chat, key)


async def _presses(case: Case, chat: Citizen, label: str) -> bool:
    """Press a button of the newest message, if it has it and is about this ticket; tell whether it was so."""
    assert case.person is not None
    shown = await citizens.newest(chat)
    if shown is None or (case.person.tickets > 1 and case.number not in shown.text):
        return False
    button = _button(shown, label)
    if button:
        chat.press(shown, button)
    return bool(button)


def _button(shown: Shown, label: str) -> str:
    return next((one for one in shown.buttons if label in one.lower()), "")
