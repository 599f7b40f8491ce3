"""Citizens and officials of a journey: they act on the stand-in, and wait for what they expect to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.pictures import png
from tests.journeys.reading import Json, label_like, number_in, says, text_of

if TYPE_CHECKING:
    from tests.journeys.driver import Town

LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"


class Citizen:
    """Somebody in a private chat with the bot. ``anonymous``: nothing that names the person may reach the group."""

    def __init__(self, town: Town, user_id: int, first: str, last: str, username: str, *, anonymous: bool) -> None:
        self.town = town
        self.id = user_id
        self.names = (first, last, username)
        self.anonymous = anonymous
        self._seen = 0

    # --- acting ---

    def says(self, text: str, reply_to: Json | None = None) -> Json:
        """Write."""
        self.town.spoken.add(text)
        return self.town.people.say(self.id, text, reply_to=reply_to["message_id"] if reply_to else None)

    def shows(self, number: int = 1, caption: str = "") -> Json:
        """Send a photo."""
        return self.town.people.send_photo(self.id, png(number), caption)

    def presses(self, message: Json, label: str) -> str:
        """Press the button whose label contains this; give the query's id."""
        return self.town.people.press(self.id, message["message_id"], label_like(message, label) or label)

    # --- seeing ---

    async def hears(self, *needles: str, button: str = "") -> Json:
        """Wait for the next message of the bot that says all this and offers the button."""

        def fits(message: Json) -> bool:
            return says(message, *needles) and (not button or bool(label_like(message, button)))

        def look() -> Json | None:
            fresh = (m for m in self.town.standin.messages(self.id, from_bot=True) if m["message_id"] > self._seen)
            return next((message for message in fresh if fits(message)), None)

        message = await self.town.wait(look, lambda: f"{needles} {button!r} among {self.bubbles(self._seen)}")
        self._seen = message["message_id"]
        return message

    async def sees_changed(self, message: Json, *needles: str) -> Json:
        """Wait until a message of before now says all this."""

        def look() -> Json | None:
            now = self.town.standin.world.chats[self.id].messages.get(message["message_id"])
            return now if now is not None and says(now, *needles) else None

        return await self.town.wait(look, lambda: f"{needles} in the message {text_of(message)!r}")

    def last(self) -> Json:
        """Give the bot's newest message."""
        message = self.town.standin.last(self.id)
        assert message is not None
        return message

    def bubbles(self, after: int = 0) -> list[str]:
        """Give every text that the bot has sent, oldest first."""
        mine = self.town.standin.messages(self.id, from_bot=True)
        return [text_of(message) for message in mine if message["message_id"] > after]

    # --- whole turns ---

    async def confirms(self, draft: Json, privacy: str = "Anonim") -> str:
        """Send the shown draft with a privacy choice; give the ticket's number."""
        self.presses(draft, "Kirim")
        choice = await self.hears(button=privacy)
        self.presses(choice, privacy)
        return number_in(await self.hears("tercatat", f"{self.town.city.prefix}-"))

    async def reports(self, text: str = LAMP, privacy: str = "Anonim") -> str:
        """Report in one go; give the ticket's number."""
        self.says(text)
        return await self.confirms(await self.hears(button="Kirim"), privacy)


class Official:
    """A registered person of the group."""

    def __init__(self, town: Town, user_id: int, name: str) -> None:
        self.town = town
        self.id = user_id
        self.name = name

    def says(self, text: str, reply_to: Json | None = None, photo: bytes | None = None) -> Json:
        """Write in the group, as a reply where there is something to reply to."""
        self.town.spoken.add(text)
        thread = reply_to.get("message_thread_id") if reply_to else None
        reply = reply_to["message_id"] if reply_to else None
        if photo is None:
            return self.town.people.say(self.id, text, self.town.group_id, thread, reply)
        return self.town.people.send_photo(self.id, photo, text, self.town.group_id, thread, reply)

    def taps(self, message: Json, label: str) -> str:
        """Press the button whose label contains this; give the query's id."""
        label = label_like(message, label) or label
        return self.town.people.press(self.id, message["message_id"], label, chat_id=self.town.group_id)

    async def presses(self, number: str, label: str) -> str:
        """Press a button of the ticket's card as soon as it is offered, and wait for the answer; give its text."""
        card = await self.town.card(number, label)
        return await self.town.answer(self.taps(card, label))

    async def prompted(self, number: str, label: str) -> Json:
        """Press a button that asks for words, and wait for the prompt."""
        before = self.town.last_in_group()
        await self.presses(number, label)
        return await self.town.group_says(number, self.name, "balas pesan ini", after=before)

    async def explains(self, number: str, label: str, words: str, photo: bytes | None = None) -> Json:
        """Press a button and give the words that it asks for."""
        return self.says(words, await self.prompted(number, label), photo)

    async def tells(self, number: str, words: str, photo: bytes | None = None) -> Json:
        """Reply to the ticket's card, the first time today: see what goes to whom, and send it; give the message."""
        before = self.town.last_in_group()
        said = self.says(words, await self.town.card(number), photo)
        shown = await self.town.group_says(number, "balasan pertama Anda hari ini", after=before)
        await self.town.answer(self.taps(shown, "Kirim"))
        return said

    # --- whole turns ---

    async def verifies(self, number: str) -> None:
        """Verify a new ticket."""
        await self.presses(number, "Verifikasi")

    async def disposes(self, number: str, unit: str = "Dishub") -> None:
        """Hand a verified ticket to a unit."""
        await self.presses(number, "Disposisi")
        await self.presses(number, unit)

    async def claims(self, number: str) -> str:
        """Take a ticket; give what the tap was answered."""
        return await self.presses(number, "Ambil")

    async def closes(self, number: str, words: str, photo: bytes | None = None) -> None:
        """Close a ticket with words and a photo."""
        await self.explains(number, "Selesai", words, photo or png(200))
