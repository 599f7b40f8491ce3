"""The stand-in of Telegram as the platform of fault runs: a citizen, and the officials' group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from demo.stage import COORDINATOR, GROUP_TITLE, WEBHOOK_SECRET
from simulator.helpers import Transcriber
from simulator.telegram import TelegramStandIn
from tests.faults.platform import CitizenSide, JourneyBroke, OfficeSide, Shown
from tests.faults.timing import FastClock
from tests.storage.files.samples import ogg

CITIZEN = 5001
YENI = 7002
NIKO = 7005
OFFICERS = {YENI: "Yeni Ndun", NIKO: "Niko Foeh"}
"""Two liaison officers of the same office: they race for a claim."""
SPOKEN = "Lampu jalan mati su tiga hari di depan SDN Oebufu"
KEY = "sk-of-the-stand-in"
MARKS = ("🔴", "🟡", "🟢", "⚪")

Json = dict[str, Any]
T = TypeVar("T")


def words(message: Json) -> str:
    """Give what a message says."""
    return str(message.get("text") or message.get("caption") or "")


def labels(message: Json) -> tuple[str, ...]:
    """Give the labels of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return tuple(button["text"] for row in rows for button in row)


class TelegramScene:
    """The stand-in with everybody on it, repeating webhooks soon, and the settings of a bridge."""

    citizen: CitizenSide
    office: OfficeSide

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self.standin = TelegramStandIn(
            limits=None, now=clock.seconds, retry_base_seconds=0.02, retry_cap_seconds=0.1, remember_calls=5_000
        )
        self.citizen = Citizen(self)
        self.group_id = 0
        self.further: tuple[str, ...] = ()
        """Addresses of groups that were opened during the journey."""

    async def start(self) -> None:
        """Start the stand-in with its people."""
        await self.standin.start()
        people = self.standin.people
        people.add_user(CITIZEN, "Maria", "Tefa")
        people.add_user(COORDINATOR, "Agus", "Bria")
        for user_id, name in OFFICERS.items():
            first, _, last = name.partition(" ")
            people.add_user(user_id, first, last)
        self.group_id = self.standin.groups.add_group(GROUP_TITLE, COORDINATOR, members=list(OFFICERS)).id
        self.office = Office(self)

    async def connect(self, url: str) -> None:
        """Do nothing: the bridge registers its webhook by itself."""

    async def stop(self) -> None:
        """Stop the stand-in."""
        await self.standin.stop()

    def settings(self, port: int) -> Json:
        """Give the settings of a bridge on this scene, by their fixed names."""
        return {
            "KANAL_HOST": "127.0.0.1",
            "KANAL_PORT": port,
            "TELEGRAM_BOT_TOKEN": self.standin.token,
            "TELEGRAM_API_BASE": self.standin.base_url,
            "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_OFFICIALS_CHAT_ID": str(self.group_id),
            "TELEGRAM_ADMIN_IDS": str(COORDINATOR),
        }

    # --- looking --------------------------------------------------------------------------------------------------

    async def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Wait for something to be seen."""
        try:
            return await self.standin.wait_for(look, self._patience_seconds)
        except TimeoutError:
            raise JourneyBroke(f"waited in vain: {what}") from None

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat and of the group."""
        return str(CITIZEN), str(self.group_id)

    def joins(self, address: str) -> bool:
        """Say no: nothing costs money here, and what these journeys say is never joined."""
        return False

    def shown(self, address: str) -> list[Shown]:
        """Give the bridge's messages in a chat as they read now; a new topic is a message without words."""
        topics = {topic.id: topic.name for topic in self.standin.world.chats[int(address)].topics.values()}
        return [
            Shown(
                str(message["message_id"]),
                words(message),
                labels(message),
                files=int(any(kind in message for kind in ("photo", "document", "voice", "video"))),
                topic=topics.get(message.get("message_thread_id", 0), ""),
            )
            for message in self.standin.messages(int(address), from_bot=True)
        ]

    def sendings(self, address: str) -> dict[str, str]:
        """Name the album of those messages that belong to one."""
        messages = self.standin.messages(int(address), from_bot=True)
        return {str(one["message_id"]): one["media_group_id"] for one in messages if "media_group_id" in one}

    def arrived(self) -> list[str]:
        """Name none: the platform does not tell."""
        return []

    def undelivered(self) -> int:
        """Count the updates that the bridge has not taken yet."""
        return len(self.standin.updates.pending)

    def unanswered(self) -> int:
        """Count the presses that never got an answer."""
        answered = {answer["id"] for answer in self.standin.answers}
        return sum(1 for press in self.standin.world.callbacks if press not in answered)

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made."""
        return [f"{call.method}: {call.description}" for call in self.standin.refused]


class SignedScene(TelegramScene):
    """The same of a city that signs receipts and the roots of its days."""

    def settings(self, port: int) -> Json:
        """Name the city's key, too."""
        return {**super().settings(port), "KANAL_SIGNING_KEY": "A" * 43}


class VoiceScene(TelegramScene):
    """The same, with a service that writes down what is said in voice notes."""

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        super().__init__(clock, patience_seconds)
        self.transcriber = Transcriber(key=KEY)
        self.transcriber.words = SPOKEN

    async def start(self) -> None:
        """Start both."""
        await self.transcriber.start()
        await super().start()

    async def stop(self) -> None:
        """Stop both."""
        await super().stop()
        await self.transcriber.stop()

    def settings(self, port: int) -> Json:
        """Give the settings of a bridge that lets listen to sounds."""
        heard = {"KANAL_TRANSCRIBE_URL": self.transcriber.url, "KANAL_TRANSCRIBE_KEY": KEY}
        return {**super().settings(port), **heard}


class Citizen:
    """Maria, in her private chat."""

    def __init__(self, scene: TelegramScene) -> None:
        self._scene = scene
        self._heard: set[tuple[str, str]] = set()

    def says(self, text: str) -> None:
        """Write a message."""
        self._scene.standin.people.say(CITIZEN, text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send photos, as an album when there are several."""
        people = self._scene.standin.people
        if len(photos) == 1:
            people.send_photo(CITIZEN, photos[0], caption)
        else:
            people.send_album(CITIZEN, photos, caption)

    def sends_voice(self) -> None:
        """Send a voice note."""
        self._scene.standin.people.send_file(CITIZEN, "voice", ogg(), mime="audio/ogg")

    async def hears(self, what: str, *needles: str) -> Shown:
        """Wait for a message, not taken note of before, that contains every needle."""

        def look() -> Shown | None:
            for message in self._scene.shown(str(CITIZEN)):
                fits = all(needle.lower() in message.text.lower() for needle in needles)
                if fits and (message.id, message.text) not in self._heard:
                    return message
            return None

        message = await self._scene.wait(f"the citizen, for {what}", look)
        self._heard.add((message.id, message.text))
        return message

    def catches_up(self) -> None:
        """Take note of all that is there."""
        self._heard.update((message.id, message.text) for message in self._scene.shown(str(CITIZEN)))

    def presses(self, on: Shown, label: str) -> None:
        """Press the button whose label contains these words."""
        self._scene.standin.people.press(CITIZEN, int(on.id), label)


class Office:
    """The forum group and its members."""

    def __init__(self, scene: TelegramScene, group_id: int = 0) -> None:
        self._scene = scene
        self._people = scene.standin.people
        self._group = group_id or scene.group_id

    def says(self, who: int, text: str) -> None:
        """Write to the group."""
        self._people.say(who, text, self._group)

    async def card(self, number: str, *wanted: str, holder: str = "") -> Shown:
        """Wait until a ticket's newest card in some topic offers these buttons and names this holder."""

        def look() -> Shown | None:
            newest: dict[str, Shown] = {}
            for message in self._scene.shown(str(self._group)):
                if message.text.startswith(tuple(f"{mark} {number}" for mark in MARKS)):
                    newest[message.topic] = message
            for message in newest.values():
                offered = all(any(label in one for one in message.labels) for label in wanted)
                if offered and holder in message.text:
                    return message
            return None

        return await self._scene.wait(f"a card of {number} with {wanted} held by {holder or 'anybody'}", look)

    async def reads(self, what: str, *needles: str) -> Shown:
        """Wait for any message that contains every needle; the newest one when there are several."""

        def look() -> Shown | None:
            for message in reversed(self._scene.shown(str(self._group))):
                if all(needle.lower() in message.text.lower() for needle in needles):
                    return message
            return None

        return await self._scene.wait(f"the office, for {what}", look)

    def presses(self, who: int, on: Shown, label: str) -> str:
        """Press a button; give the id of the callback query."""
        return self._people.press(who, int(on.id), label, chat_id=self._group)

    def replies(self, who: int, on: Shown, text: str, photo: bytes | None = None) -> None:
        """Reply to a message."""
        if photo is None:
            self._people.say(who, text, self._group, reply_to=int(on.id))
        else:
            self._people.send_photo(who, photo, text, self._group, reply_to=int(on.id))

    def leaves(self, who: int) -> None:
        """Leave the group."""
        self._scene.standin.groups.leave(who, self._group)

    def joins(self, who: int) -> None:
        """Come into the group."""
        self._scene.standin.groups.join(who, self._group)

    def opens_group(self, title: str) -> Office:
        """Make another group, without topics, of the coordinator and the officers, with the bot as administrator."""
        group = self._scene.standin.groups.add_group(title, COORDINATOR, members=list(OFFICERS), forum=False)
        self._scene.further = (*self._scene.further, str(group.id))
        return Office(self._scene, group.id)

    def follows_link(self, who: int, name: str, payload: str) -> None:
        """Come to the bot's private chat by a link, as somebody whom nobody knows yet."""
        first, _, last = name.partition(" ")
        self._people.add_user(who, first, last)
        self._people.start(who, payload)

    def throws_us_out(self) -> None:
        """Kick the bot."""
        self._scene.standin.groups.set_bot(self._group, "kicked", COORDINATOR)

    def lets_us_in(self) -> None:
        """Add the bot as an administrator."""
        self._scene.standin.groups.set_bot(self._group, "administrator", COORDINATOR)

    def opens_private_chat(self, who: int) -> None:
        """Press Start."""
        self._people.start(who)

    async def warned(self, who: int, *needles: str) -> Shown:
        """Wait for a private message that contains every needle; the newest one when there are several."""

        def look() -> Shown | None:
            for message in reversed(self._scene.shown(str(who))):
                if all(needle in message.text for needle in needles):
                    return message
            return None

        return await self._scene.wait(f"a private message to {who}", look)

    def presses_in_private(self, who: int, on: Shown, label: str) -> None:
        """Press a button of a private message."""
        self._people.press(who, int(on.id), label, chat_id=who)

    def writes_in_private(self, who: int, text: str, photo: bytes | None = None) -> None:
        """Write to the bot, beside a photo where there is one."""
        if photo is None:
            self._people.say(who, text)
        else:
            self._people.send_photo(who, photo, text)

    async def answered(self, press: str) -> tuple[str, bool]:
        """Wait for the answer to a press: its words, or the address that it opens, and whether it is an alert."""

        def look() -> Json | None:
            return next((answer for answer in self._scene.standin.answers if answer["id"] == press), None)

        answer = await self._scene.wait("the answer to a press", look)
        return str(answer["text"] or answer["url"]), bool(answer["show_alert"])
