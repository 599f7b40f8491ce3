"""Citizens of the month, the same to a story whatever their channel: what they see, say and press."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from functools import partial

from bench.month.pages import WebCitizen
from bench.month.town import PATIENCE_SECONDS, MonthTown
from core.vocabulary.errors import KanalError
from demo.actors import Citizen, Json, PageCitizen, Shown, WhatsAppCitizen, buttons_of, text_of
from simulator.sms import SmsStandIn
from simulator.telegram import TelegramStandIn
from tests.journeys.reading import NUMBER

CHANNELS = ("telegram", "whatsapp", "messenger", "sms", "web")
LINKED = ("telegram", "whatsapp", "messenger")
"""Channels of a second chat."""
_SEND, _PRIVACY, _FOLLOW, _MORE, _YES = "kirim", ("anonim", "rahasia"), "ikuti", "sambungan", "ya, tautkan"
_CODE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b")
_CHOICE = re.compile(r"^(\d+)[ .)]+(.+)$", re.MULTILINE)


class NotHeard(KanalError):
    """Raised when a citizen waited in vain; says for what, and what was shown last."""


class TelegramCitizen:
    """A citizen in a private chat with the bot."""

    platform = "Telegram"

    def __init__(self, standin: TelegramStandIn, user_id: int, name: str) -> None:
        self._standin = standin
        self.id = user_id
        first, _, last = name.partition(" ")
        standin.people.add_user(user_id, first, last)

    def say(self, text: str) -> None:
        """Write a message."""
        self._standin.people.say(self.id, text)

    def press(self, shown: Shown, label: str) -> None:
        """Press a button of a message."""
        self._standin.people.press(self.id, shown.id, label)

    async def wait(self, look: Callable[[list[Shown]], Shown | None], seconds: float) -> Shown:
        """Wait until ``look`` finds something among all that was shown."""

        def shown(message: Json) -> Shown:
            return Shown(message["message_id"], text_of(message), tuple(buttons_of(message)))

        return await self._standin.wait_for(
            lambda: look([shown(one) for one in self._standin.messages(self.id, from_bot=True)]), seconds
        )


class SmsCitizen:
    """A citizen with a plain telephone, who chooses by typing the number of a choice."""

    platform = "SMS"

    def __init__(self, standin: SmsStandIn, phone: str) -> None:
        self._standin = standin
        self.phone = phone

    def say(self, text: str) -> None:
        """Write a message."""
        self._standin.people.say(self.phone, text)

    def press(self, shown: Shown, label: str) -> None:
        """Type the number in front of a choice."""
        numbers = {words.strip(): number for number, words in _CHOICE.findall(shown.text)}
        self.say(numbers[label])

    async def wait(self, look: Callable[[list[Shown]], Shown | None], seconds: float) -> Shown:
        """Wait until ``look`` finds something among all that was shown."""

        def shown() -> Shown | None:
            screen = self._standin.people.screen(self.phone)
            return look(
                [
                    Shown(one.number, one.text, tuple(words.strip() for _, words in _CHOICE.findall(one.text)))
                    for one in screen
                ]
            )

        return await self._standin.feed.wait_for(shown, seconds)


async def arrive(town: MonthTown, channel: str, place: int, **form: str) -> Citizen:
    """Bring in a citizen who has never written before; ``form`` is what is chosen at the web form."""
    name = f"Warga {place}"
    match channel:
        case "telegram":
            return TelegramCitizen(town.telegram, 628_400_000 + place, name)
        case "whatsapp":
            return WhatsAppCitizen(town.whatsapp, str(6_281_238_100_000 + place), name)
        case "messenger":
            return PageCitizen(town.page, channel, f"warga{place}", name)
        case "web":
            return await WebCitizen.arrive(town, place, form)
        case _:
            return SmsCitizen(town.sms, f"+{6_281_239_700_000 + place}")


async def file(citizen: Citizen, words: str, *, confidential: bool, follows: bool) -> str:
    """Report something; give the ticket's number, or "" for who follows somebody else's report instead.

    Raises ``NotHeard``.
    """
    citizen.say(f"KOTKUPANG {words}" if citizen.platform == "SMS" else words)
    if isinstance(citizen, WebCitizen):
        return _number(await _heard(citizen, lambda all_: _numbered(all_, 0), "number"))
    draft = await _offered(citizen, 0, _SEND)
    citizen.press(draft, _label(draft, _SEND))
    wanted = _PRIVACY[confidential]
    asked = await _offered(citizen, draft.id, wanted)
    if follows and (label := _label(asked, _FOLLOW)):
        citizen.press(asked, label)
        return ""
    citizen.press(asked, _label(asked, wanted))
    return _number(await _heard(citizen, lambda all_: _numbered(all_, asked.id), "number"))


async def link(first: Citizen, second: Citizen) -> None:
    """Let the chats of a person belong together: what one is given the other writes, and both agree.

    Raises ``NotHeard``.
    """
    after = await last(first)
    first.say("tautkan")

    def coded(all_: list[Shown]) -> Shown | None:
        return next((one for one in reversed(all_) if one.id > after and _CODE.search(one.text)), None)

    code = _CODE.search((await _heard(first, coded, "code")).text)
    assert code is not None
    second.say(f"tautkan {code[0]}")
    for citizen, since in ((second, 0), (first, after)):
        asked = await _offered(citizen, since, _YES)
        citizen.press(asked, _label(asked, _YES))
    for citizen, since in ((second, 0), (first, after)):
        await _heard(citizen, partial(_says, since, "Tertaut"), "word that they are linked")


async def newest(citizen: Citizen) -> Shown | None:
    """Give the newest message that a citizen sees."""
    try:
        return await citizen.wait(lambda all_: all_[-1] if all_ else None, 0.01)
    except TimeoutError:
        return None


async def last(citizen: Citizen) -> int:
    """Give the id of the newest message that a citizen sees; 0 when there is none."""
    shown = await newest(citizen)
    return shown.id if shown else 0


async def answered(citizen: Citizen, after: int, seconds: float, button: str = "") -> None:
    """Wait for a message after another one, where wanted with such a button, or so many seconds."""

    def look(all_: list[Shown]) -> Shown | None:
        return next((one for one in reversed(all_) if one.id > after and (not button or _label(one, button))), None)

    with contextlib.suppress(TimeoutError):
        await citizen.wait(look, seconds)


def _label(shown: Shown, part: str) -> str:
    return next((label for label in shown.buttons if part in label.lower()), "")


async def _offered(citizen: Citizen, after: int, part: str) -> Shown:
    """Wait for a choice; where a short message only goes on in the next one, ask for that."""

    def look(all_: list[Shown]) -> Shown | None:
        fresh = [one for one in reversed(all_) if one.id > after]
        return next((one for one in fresh if _label(one, part) or _label(one, _MORE)), None)

    shown = await _heard(citizen, look, part)
    while not _label(shown, part):
        after = shown.id
        citizen.press(shown, _label(shown, _MORE))
        shown = await _heard(citizen, look, part)
    return shown


async def _heard(citizen: Citizen, look: Callable[[list[Shown]], Shown | None], what: str) -> Shown:
    try:
        return await citizen.wait(look, PATIENCE_SECONDS)
    except TimeoutError:
        last = await newest(citizen)
        raise NotHeard(f"{citizen.platform}: no {what} after {last and (last.text, last.buttons)}") from None


def _says(after: int, part: str, all_: list[Shown]) -> Shown | None:
    return next((one for one in all_ if one.id > after and part in one.text), None)


def _number(filed: Shown) -> str:
    found = NUMBER.search(filed.text)
    assert found is not None
    return found[0]


def _numbered(all_: list[Shown], after: int) -> Shown | None:
    return next((one for one in all_ if one.id > after and NUMBER.search(one.text)), None)
