"""Citizens of the month on four channels, the same to a story: what they see, say and press."""

from __future__ import annotations

import re
from collections.abc import Callable

from bench.month.town import PATIENCE_SECONDS, MonthTown
from core.vocabulary.errors import KanalError
from demo.actors import Citizen, Json, PageCitizen, Shown, WhatsAppCitizen, buttons_of, text_of
from simulator.sms import SmsStandIn
from simulator.telegram import TelegramStandIn
from tests.journeys.reading import NUMBER

CHANNELS = ("telegram", "whatsapp", "messenger", "sms")
_SEND, _PRIVACY, _FOLLOW, _MORE = "kirim", ("anonim", "rahasia"), "ikuti", "sambungan"
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


def arrive(town: MonthTown, channel: str, place: int) -> Citizen:
    """Bring in a citizen who has never written before."""
    name = f"Warga {place}"
    match channel:
        case "telegram":
            return TelegramCitizen(town.telegram, 628_400_000 + place, name)
        case "whatsapp":
            return WhatsAppCitizen(town.whatsapp, str(6_281_238_100_000 + place), name)
        case "messenger":
            return PageCitizen(town.page, channel, f"warga{place}", name)
        case _:
            return SmsCitizen(town.sms, f"+{6_281_239_700_000 + place}")


async def file(citizen: Citizen, words: str, *, confidential: bool, follows: bool) -> str:
    """Report something; give the ticket's number, or "" for who follows somebody else's report instead.

    Raises ``NotHeard``.
    """
    text = f"KOTKUPANG {words}" if citizen.platform == "SMS" else words
    citizen.say(text)
    draft = await _offered(citizen, 0, _SEND)
    citizen.press(draft, _label(draft, _SEND))
    wanted = _PRIVACY[confidential]
    asked = await _offered(citizen, draft.id, wanted)
    if follows and (label := _label(asked, _FOLLOW)):
        citizen.press(asked, label)
        return ""
    citizen.press(asked, _label(asked, wanted))
    filed = await _heard(citizen, lambda all_: _numbered(all_, asked.id), "number")
    found = NUMBER.search(filed.text)
    assert found is not None
    return found[0]


async def newest(citizen: Citizen) -> Shown | None:
    """Give the newest message that a citizen sees."""
    try:
        return await citizen.wait(lambda all_: all_[-1] if all_ else None, 0.01)
    except TimeoutError:
        return None


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


def _numbered(all_: list[Shown], after: int) -> Shown | None:
    return next((one for one in all_ if one.id > after and NUMBER.search(one.text)), None)
