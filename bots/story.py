"""``kanal demo --story``: one whole case plays by itself; it fails when an expected push is missing."""

import re
import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from bots.runtime import Runtime
from bots.stage import COORDINATOR, Stage

CITIZEN = 5001
NUMBER = re.compile(r"[A-Z]{2,5}-\d{2}-\d{5,6}-\d")
PATIENCE_SECONDS = 20.0

Json = dict[str, Any]


class StoryError(Exception):
    """An expected message did not come."""


def picture(red: int, green: int, blue: int, side: int = 320) -> bytes:
    """Make a small PNG: a plain colour with a lighter band, enough for a photo in a story."""
    band = bytes(min(255, value + 60) for value in (red, green, blue))
    rows = b"".join(
        b"\x00" + (band if side // 3 < y < side // 2 else bytes((red, green, blue))) * side for y in range(side)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def text_of(message: Json) -> str:
    """Give what a message says."""
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> list[str]:
    """Give the labels of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


class Story:
    """Plays people, prints both sides, and remembers what each chat has seen."""

    def __init__(self, stage: Stage, say: Callable[[str], None] = typer.echo) -> None:
        self.stage = stage
        self.people = stage.standin.people
        self.number = ""
        self._say = say
        self._seen: dict[int, int] = {}

    # --- printing -------------------------------------------------------------------------------------------------

    def head(self, title: str) -> None:
        """Print a step's title."""
        self._say(typer.style(f"\n── {title} ", bold=True) + "─" * max(0, 72 - len(title)))

    def _line(self, who: str, text: str, color: str) -> None:
        label = typer.style(f"{who:>14} ", fg=color, bold=True)
        first, *rest = text.splitlines() or [""]
        self._say(f"{label}│ {first}")
        for line in rest:
            self._say(f"{'':>14} │ {line}")

    # --- doing ----------------------------------------------------------------------------------------------------

    def citizen(self, text: str) -> None:
        """Let the citizen write."""
        self._line("Warga", text, "cyan")
        self.people.say(CITIZEN, text)

    def presses(self, message: Json, label: str, who: int = CITIZEN, name: str = "Warga") -> None:
        """Let somebody press a button."""
        self._line(name, f"[{label}]", "cyan" if who == CITIZEN else "yellow")
        chat_id = None if who == CITIZEN else self.stage.group_id
        self.people.press(who, message["message_id"], label, chat_id=chat_id)

    def official(self, unit: str, text: str, reply_to: Json, photo: bytes | None = None) -> None:
        """Let an officer reply in the group, with a photo when there is one."""
        self._line("Petugas", text + (" 📷" if photo else ""), "yellow")
        user, group = self.stage.officers[unit], self.stage.group_id
        thread, message_id = reply_to.get("message_thread_id"), reply_to["message_id"]
        if photo is None:
            self.people.say(user, text, group, thread, message_id)
        else:
            self.people.send_photo(user, photo, text, group, thread, message_id)

    # --- expecting ------------------------------------------------------------------------------------------------

    async def push(self, what: str, *needles: str) -> Json:
        """Wait for the citizen's next message, which has to contain every needle."""
        message = await self._next(
            CITIZEN, what, lambda found: all(n.lower() in text_of(found).lower() for n in needles)
        )
        self._line("Kanal", text_of(message), "green")
        if labels := buttons_of(message):
            self._line("", "  ".join(f"[{label}]" for label in labels), "green")
        return message

    async def card(self, what: str, *labels: str) -> Json:
        """Wait until the ticket's card in the group offers these buttons."""

        def current() -> Json | None:
            for message in reversed(self.stage.standin.messages(self.stage.group_id, from_bot=True)):
                shown = buttons_of(message)
                if self.number in text_of(message) and all(any(label in one for one in shown) for label in labels):
                    return message
            return None

        message = await self._wait(current, f"{what}: a card with {', '.join(labels)}")
        self._line("Kartu", text_of(message), "magenta")
        self._line("", "  ".join(f"[{label}]" for label in buttons_of(message)), "magenta")
        return message

    async def units(self) -> Json:
        """Wait until the card shows the choice of units."""

        def menu() -> Json | None:
            for message in reversed(self.stage.standin.messages(self.stage.group_id, from_bot=True)):
                if self.number in text_of(message) and any("kembali" in label.lower() for label in buttons_of(message)):
                    return message
            return None

        return await self._wait(menu, "the choice of units")

    async def in_group(self, what: str, needle: str) -> Json:
        """Wait for a message of the bot in the group that contains the needle."""
        message = await self._next(self.stage.group_id, what, lambda found: needle.lower() in text_of(found).lower())
        self._line("Grup", text_of(message), "magenta")
        return message

    async def _next(self, chat_id: int, what: str, fits: Callable[[Json], bool]) -> Json:
        after = self._seen.get(chat_id, 0)

        def look() -> Json | None:
            for message in self.stage.standin.messages(chat_id, from_bot=True):
                if message["message_id"] > after and fits(message):
                    return message
            return None

        message = await self._wait(look, what)
        self._seen[chat_id] = message["message_id"]
        return message

    async def _wait(self, look: Callable[[], Json | None], what: str) -> Json:
        try:
            return await self.stage.standin.wait_for(look, PATIENCE_SECONDS)
        except TimeoutError:
            raise StoryError(f"did not come within {PATIENCE_SECONDS:.0f} s: {what}") from None


async def tell(story: Story) -> None:
    """Play a street light's case from complaint to confirmed."""
    story.head("Warga melapor")
    story.citizen("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    draft = await story.push("the draft", "lampu")
    story.presses(draft, "Kirim")
    privacy = await story.push("the privacy choice")
    story.presses(privacy, next(label for label in buttons_of(privacy) if "anonim" in label.lower()))
    filed = await story.push("the ticket number", "KPG-")
    found = NUMBER.search(text_of(filed))
    if found is None:
        raise StoryError("the filed message carries no ticket number")
    story.number = found[0]

    story.head("Verifikasi dan disposisi")
    card = await story.card("the new card", "Verifikasi")
    story.presses(card, "Verifikasi", COORDINATOR, "Koordinator")
    await story.push("the push that it was verified", story.number)
    card = await story.card("the verified card", "Disposisi")
    story.presses(card, "Disposisi", COORDINATOR, "Koordinator")
    units = await story.units()
    story.presses(units, next(label for label in buttons_of(units) if "Perhubungan" in label or "Dishub" in label),
                  COORDINATOR, "Koordinator")  # fmt: skip
    await story.push("the push that it was disposed", story.number)

    story.head("Petugas mengambil dan bertanya")
    card = await story.card("the card in the unit's topic", "Ambil")
    story.presses(card, "Ambil", story.stage.officers["dishub"], "Petugas")
    await story.push("the push that it was claimed", story.number)
    card = await story.card("the claimed card", "Tanya")
    story.presses(card, "Tanya", story.stage.officers["dishub"], "Petugas")
    prompt = await story.in_group("the prompt for a question", "balas pesan ini")
    story.official("dishub", "Tiang nomor berapa yang mati?", prompt)
    await story.push("the question", "tiang nomor berapa")
    story.citizen("Tiang di samping gerbang sekolah, nomor 12")
    await story.in_group("the citizen's answer in the group", "nomor 12")
    await story.push("the word that the answer was passed on")

    story.head("Selesai dengan bukti")
    card = await story.card("the card in process", "Selesai")
    story.presses(card, "Selesai", story.stage.officers["dishub"], "Petugas")
    prompt = await story.in_group("the prompt for the closing words", "balas pesan ini")
    story.official("dishub", "Lampu sudah diganti, menyala sejak sore ini.", prompt, picture(40, 110, 60))
    answered = await story.push("the answer with evidence", "lampu sudah diganti")
    story.presses(answered, next(label for label in buttons_of(answered) if "sudah" in label.lower()))
    rating = await story.push("the question for a rating")
    story.presses(rating, next(label for label in buttons_of(rating) if "5" in label))
    await story.push("the thanks")


async def play_story() -> int:
    """Play the story on a fresh bridge; 0 when every expected push arrived, 1 with the reason when not."""
    stage = await Stage.build(limits=None)
    with tempfile.TemporaryDirectory(prefix="kanal-story-") as folder:
        runtime = Runtime(stage.settings(port=0, data_dir=Path(folder)), paced=False)
        await runtime.start()
        try:
            stage.standin.people.add_user(CITIZEN, "Maria", "Tefa")
            await stage.register_officers()
            story = Story(stage)
            await tell(story)
            typer.echo(typer.style(f"\nSelesai: {story.number} — setiap kabar sampai ke warga.", bold=True))
        except (StoryError, TimeoutError) as error:
            typer.echo(f"\nkanal: the story broke: {error or 'the officers could not be registered'}", err=True)
            return 1
        finally:
            await runtime.stop()
            await stage.stop()
    return 0
