"""The toy: query parameters in, nothing out, choices as numbers, reports at an address of their own."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import aiohttp

from channels.contract import Received, Request, Route
from channels.cutting import pieces
from channels.kit import Around
from channels.outgoing import request
from channels.render import numbered, plain
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import Forged, Malformed, Rejected, Retry
from core.vocabulary.events import Event, Person, Said, Status
from core.vocabulary.lane_names import chat_lane
from core.vocabulary.media import Media
from tests.channels.toy.settings import TamtamSettings

NAME = "tamtam"
TEXT_LIMIT = 480
CAPABILITIES = Capabilities(
    text=TEXT_LIMIT, caption=0, buttons=0, button_label=0, terse=True, files_in=False, files_out=False
)
STATES: dict[str, Literal["delivered", "failed"]] = {"1": "delivered", "2": "failed"}


class TamtamChannel:
    """One sender name at one gateway."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(self, settings: TamtamSettings, around: Around) -> None:
        self._settings = settings
        self._around = around
        self._session: aiohttp.ClientSession | None = None
        self.routes: Sequence[Route] = (
            Route(admit=self._admit, take=take_message, methods=("GET",), proofs=("key",)),
            Route(admit=self._admit, take=take_report, methods=("GET",), proofs=("key",), suffix="/report"),
        )

    def _admit(self, asked: Request) -> None:
        key = self._settings.tamtam_key.get_secret_value()
        if not hmac.compare_digest(asked.query.get("key", "").encode(), key.encode()):
            raise Forged("wrong or missing key")

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message in as few parts as possible; files cannot go."""
        words = plain(numbered(message.text, message.choices) if message.choices else message.text)
        found = []
        for number, part in enumerate(pieces(words, TEXT_LIMIT, len)):
            found.append(await self._part(target, part, f"{target.entry_id}/{number}"))
        if not found:
            raise Rejected("a message without words")
        return tuple(found)

    async def _part(self, target: Target, words: str, reference: str) -> str:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        key = self._settings.tamtam_key.get_secret_value()
        query = {"to": target.address, "text": words, "ref": reference, "key": key}
        try:
            async with request(self._session, "GET", self._settings.tamtam_send_url, params=query) as answer:
                status, text = answer.status, await answer.text()
        except aiohttp.ClientError as error:
            raise Retry(f"no answer: {type(error).__name__}") from None
        if status != 200:
            raise Retry(f"HTTP {status}") if status >= 500 else Rejected(f"HTTP {status}")
        return str(text)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def take_message(asked: Request) -> Received:
    """Read what a person wrote."""
    sender, message_id, words = (asked.query.get(name, "") for name in ("from", "id", "text"))
    if not sender or not message_id:
        raise Malformed("a message of nobody")
    return Received([_event(sender, message_id, asked.received, Said(Person(sender), message_id, words))])


def take_report(asked: Request) -> Received:
    """Read what became of a message of ours."""
    to, message_id, state = (asked.query.get(name, "") for name in ("to", "id", "state"))
    if not to or not message_id:
        raise Malformed("a report about nothing")
    if state not in STATES:
        return Received()
    entry = asked.query.get("ref", "").rpartition("/")[0]
    return Received([_event(to, f"{message_id}:{state}", asked.received, Status(message_id, STATES[state], entry))])


def _event(number: str, event_id: str, at: datetime, body: Said | Status) -> Event:
    lane = chat_lane(NAME, number)
    return Event(id=f"{NAME}:{event_id}", lane=lane, at=at, body=body, channel=NAME, address=number)
