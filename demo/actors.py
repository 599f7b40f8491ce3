"""Citizens on stand-ins, the same to a story whatever their platform: what they see, say and press."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.pages import PageStandIn
from simulator.pages.world import Bubble
from simulator.whatsapp import WhatsAppStandIn

Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One message as its reader sees it; ``id`` grows within a chat."""

    id: int
    text: str
    buttons: tuple[str, ...]


class Citizen(Protocol):
    """Somebody who complains."""

    platform: str

    def say(self, text: str) -> None:
        """Write a message."""
        ...

    def press(self, shown: Shown, label: str) -> None:
        """Press a button, or choose a row, of a message."""
        ...

    async def wait(self, look: Callable[[list[Shown]], Shown | None], seconds: float) -> Shown:
        """Wait until ``look`` finds something among all that was shown. Raises ``TimeoutError``."""
        ...


def text_of(message: Json) -> str:
    """Give what a Telegram message says."""
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> list[str]:
    """Give the labels of a Telegram message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


class WhatsAppCitizen:
    """A citizen on the WhatsApp stand-in."""

    platform = "WhatsApp"

    def __init__(self, standin: WhatsAppStandIn, phone: str, name: str) -> None:
        self._standin = standin
        self._user = standin.people.add_user(phone, name).key

    def say(self, text: str) -> None:
        """Write a message."""
        self._standin.people.say(self._user, text)

    def press(self, shown: Shown, label: str) -> None:
        """Press a button or choose a row of a message."""
        bubble = next(one for one in self._standin.bubbles(self._user) if one.number == shown.id)
        self._standin.people.press(self._user, label, message_id=bubble.id)

    async def wait(self, look: Callable[[list[Shown]], Shown | None], seconds: float) -> Shown:
        """Wait until ``look`` finds something among all that was shown."""

        def shown() -> Shown | None:
            return look([Shown(one.number, one.text, tuple(one.titles)) for one in self._standin.bubbles(self._user)])

        return await self._standin.wait_for(shown, seconds)


class PageCitizen:
    """A citizen who writes to the city's Page or account, and below what it publishes."""

    def __init__(self, standin: PageStandIn, platform: str, key: str, name: str) -> None:
        self.platform = platform
        self._standin = standin
        self._user = standin.people.add_user(key, name).key

    def comment(self, text: str) -> str:
        """Write below the newest thing that the city published, and give the name that stands there."""
        return self._standin.people.comment(self._user, list(self._standin.world.posts)[-1], text).author_name

    def say(self, text: str) -> None:
        """Write a message."""
        self._standin.people.say(self._user, text)

    def press(self, shown: Shown, label: str) -> None:
        """Press a button of a message, or a quick reply."""
        bubble = next(one for one in self._standin.bubbles(self._user) if one.number == shown.id)
        payload = dict(bubble.buttons).get(label)
        if payload is None:
            self._standin.people.tap_quick_reply(self._user, label)
        else:
            self._standin.people.postback(self._user, label, payload)

    async def wait(self, look: Callable[[list[Shown]], Shown | None], seconds: float) -> Shown:
        """Wait until ``look`` finds something among all that was shown."""

        def shown() -> Shown | None:
            return look([Shown(one.number, one.text, _titles(one)) for one in self._standin.bubbles(self._user)])

        return await self._standin.wait_for(shown, seconds)


def _titles(bubble: Bubble) -> tuple[str, ...]:
    return tuple(title for title, _payload in (*bubble.buttons, *bubble.quick))
