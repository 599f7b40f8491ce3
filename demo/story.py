"""``kanal demo --story``: one whole case plays by itself; it fails when an expected push is missing."""

import io
import random
import re
import shutil
import sys
import tempfile
import textwrap
import zlib
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer
from PIL import Image

from app.runtime import Runtime
from demo.actors import Citizen, PageCitizen, Shown, WhatsAppCitizen, buttons_of, text_of
from demo.stage import COORDINATOR, Stage
from storage.city import read_city

NUMBER = re.compile(r"[A-Z]{2,5}-\d{2}-\d{5,6}-\d")
PATIENCE_SECONDS = 20.0
BOLD = re.compile(r"(?<!\w)\*([^\s*](?:[^*\n]*[^\s*])?)\*(?!\w)")
"""Bold as WhatsApp writes it."""
LINE_LENGTH = 84
PUBLIC = "Halaman Facebook kota"

Json = dict[str, Any]
T = TypeVar("T")
CITY = Path("cities/kupang")


class StoryError(Exception):
    """An expected message did not come."""


def picture(red: int, green: int, blue: int, side: int = 320) -> bytes:
    """Make a small PNG: boxes whose places the colour decides, so that another colour is another photo in a story."""
    drawn, places = Image.new("RGB", (side, side), (red, green, blue)), random.Random(f"{red} {green} {blue}")
    for _ in range(24):
        left, top, shade = places.randrange(side), places.randrange(side), places.randrange(-60, 160)
        tone = tuple(max(0, min(255, part + shade)) for part in (red, green, blue))
        drawn.paste(
            tone,
            (left, top, left + places.randrange(side // 8, side // 2), top + places.randrange(side // 8, side // 2)),
        )
    output = io.BytesIO()
    drawn.save(output, "PNG")
    return output.getvalue()


class Story:
    """Play one citizen and the officials, print both sides, and remember what each chat has seen."""

    def __init__(
        self, stage: Stage, citizen: Citizen, say: Callable[[str], None] = typer.echo, *, seen_in_group: int = 0
    ) -> None:
        self.stage = stage
        self.citizen = citizen
        self.number = ""
        self._say = say
        self._seen = 0
        self.seen_in_group = seen_in_group
        self._card: tuple[str, ...] = ()

    # --- printing -------------------------------------------------------------------------------------------------

    def head(self, title: str) -> None:
        """Print a step's title."""
        self._say(typer.style(f"\n── {title} ", bold=True) + "─" * max(0, 72 - len(title)))

    def _line(self, who: str, text: str, color: str) -> None:
        label = typer.style(f"{who:>14} ", fg=color, bold=True)
        fitted = [part for line in text.splitlines() for part in _fitted(line)]
        first, *rest = [BOLD.sub(lambda found: typer.style(found[1], bold=True), line) for line in fitted] or [""]
        self._say(f"{label}│ {first}")
        for line in rest:
            self._say(f"{'':>14} │ {line}".rstrip())

    def _buttons(self, labels: Sequence[str], color: str) -> None:
        # A label is one word to the wrapper: its spaces come back afterwards.
        row = "  ".join(f"[{label}]".replace(" ", "\0") for label in labels)
        for line in textwrap.wrap(row, _room() or LINE_LENGTH, break_long_words=False, break_on_hyphens=False):
            self._line("", line.replace("\0", " "), color)

    def _draw_card(self, message: Json) -> None:
        """Print a card whole the first time, then its first line and what is new."""
        lines = tuple(text_of(message).splitlines())
        known, self._card = self._card, lines
        fresh = [line for line in lines[1:] if line not in known]
        shown = [lines[0], *fresh, *(["…"] if known else [])]
        self._line("Kartu", "\n".join(shown if known else lines), "magenta")
        self._buttons(buttons_of(message), "magenta")

    # --- doing ----------------------------------------------------------------------------------------------------

    def writes(self, text: str) -> None:
        """Let the citizen write."""
        self._line("Warga", text, "cyan")
        self.citizen.say(text)

    def posts(self, author: PageCitizen, text: str) -> str:
        """Let somebody write in public; give the name under which everybody sees it."""
        self._line("Publik", text, "blue")
        return author.comment(text)

    def offers(self, message: Json) -> None:
        """Print the buttons of a message in the group."""
        self._buttons(buttons_of(message), "magenta")

    def presses(self, shown: Shown, part: str) -> None:
        """Let the citizen press the button whose label contains ``part``."""
        label = _label(shown.buttons, part)
        self._line("Warga", f"[{label}]", "cyan")
        self.citizen.press(shown, label)

    def acts(self, card: Json, part: str, who: int = COORDINATOR, name: str = "Koordinator") -> None:
        """Let an official press a button of a card."""
        label = _label(buttons_of(card), part)
        self._line(name, f"[{label}]", "yellow")
        self.stage.standin.people.press(who, card["message_id"], label, chat_id=self.stage.group_id)

    def replies(self, unit: str, text: str, prompt: Json, photo: bytes | None = None) -> None:
        """Let an officer reply in the group, with a photo when there is one."""
        self._line("Petugas", text + (" 📷" if photo else ""), "yellow")
        people, user, group = self.stage.standin.people, self.stage.officers[unit], self.stage.group_id
        thread, message_id = prompt.get("message_thread_id"), prompt["message_id"]
        if photo is None:
            people.say(user, text, group, thread, message_id)
        else:
            people.send_photo(user, photo, text, group, thread, message_id)

    # --- expecting ------------------------------------------------------------------------------------------------

    async def push(self, what: str, *needles: str) -> Shown:
        """Wait for the citizen's next message that contains every needle."""

        def look(messages: list[Shown]) -> Shown | None:
            fresh = [one for one in messages if one.id > self._seen]
            return next((one for one in fresh if all(n.lower() in one.text.lower() for n in needles)), None)

        shown = await _patiently(self.citizen.wait(look, PATIENCE_SECONDS), what)
        self._seen = shown.id
        self._line("Kanal", shown.text, "green")
        self._buttons(shown.buttons, "green")
        return shown

    async def card(self, what: str, *parts: str) -> Json:
        """Wait until the ticket's card in the group offers these buttons."""

        def current() -> Json | None:
            for message in reversed(self.stage.standin.messages(self.stage.group_id, from_bot=True)):
                labels = buttons_of(message)
                if self.number in text_of(message) and all(any(p in one for one in labels) for p in parts):
                    return message
            return None

        found = self.stage.standin.wait_for(current, PATIENCE_SECONDS)
        message = await _patiently(found, f"{what}: a card with {', '.join(parts)}")
        self._draw_card(message)
        return message

    async def in_group(self, what: str, needle: str) -> Json:
        """Wait for a message of the bot in the group that contains the needle."""

        def look() -> Json | None:
            for message in self.stage.standin.messages(self.stage.group_id, from_bot=True):
                if message["message_id"] > self.seen_in_group and needle.lower() in text_of(message).lower():
                    return message
            return None

        message = await _patiently(self.stage.standin.wait_for(look, PATIENCE_SECONDS), what)
        self.seen_in_group = message["message_id"]
        self._line("Grup", text_of(message), "magenta")
        return message


def _room() -> int:
    """Give how long a line may be on this terminal; 0 in a file or pipe, where lines stay whole."""
    return max(24, shutil.get_terminal_size().columns - 18) if sys.stdout.isatty() else 0


def _fitted(line: str) -> list[str]:
    """Break a line before the terminal does, so that the gutter stays."""
    room = _room()
    return textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""] if room else [line]


def _label(labels: Sequence[str], part: str) -> str:
    found = next((label for label in labels if part.lower() in label.lower()), None)
    if found is None:
        raise StoryError(f"no button with {part!r} among {', '.join(labels) or 'none'}")
    return found


async def _patiently(waiting: Awaitable[T], what: str) -> T:
    try:
        return await waiting
    except TimeoutError:
        raise StoryError(f"did not come within {PATIENCE_SECONDS:.0f} s: {what}") from None


async def tell(story: Story) -> None:
    """Play a street light's case from complaint to confirmed."""
    story.head(f"Warga melapor lewat {story.citizen.platform}")
    story.writes("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    await _file(story, "lampu")
    await _verify(story)

    story.head("Petugas mengambil dan bertanya")
    await _claim(story)
    story.acts(await story.card("the claimed card", "Tanya"), "Tanya", story.stage.officers["dishub"], "Petugas")
    prompt = await story.in_group("the prompt for a question", "balas pesan ini")
    story.replies("dishub", "Tiang nomor berapa yang mati?", prompt)
    await story.push("the question", "tiang nomor berapa")
    story.writes("Tiang di samping gerbang sekolah, nomor 12")
    await story.in_group("the citizen's answer in the group", "nomor 12")
    await story.push("the word that the answer was passed on")

    story.head("Selesai dengan bukti")
    await _finish(story, "Lampu sudah diganti, menyala sejak sore ini.")


async def tell_mention(story: Story, author: PageCitizen) -> None:
    """Play a comment below a post of the city: shown to officials, its author invited, reported, done."""
    story.head(f"Warga menulis di ruang publik: komentar di {PUBLIC}")
    name = story.posts(author, "Lampu jalan di depan Gereja Koinonia Kuanino mati su 2 minggu, gelap sekali")
    candidate = await story.in_group("the candidate", name)
    story.offers(candidate)
    story.acts(candidate, "Undang")
    await story.push("the invitation", "ini bukan saya")

    story.head(f"Penulisnya membalas lewat {author.platform}; laporannya sudah siap")
    story.writes("Dua tiang yang mati, di sebelah kiri jalan")
    await _file(story, "kuanino")
    await _verify(story)

    story.head("Dikerjakan sampai selesai")
    await _claim(story)
    await _finish(story, "Dua lampu sudah diganti.")


async def _file(story: Story, needle: str) -> None:
    """Send the draft that is shown, and keep the number that it gets."""
    story.presses(await story.push("the draft", needle), "Kirim")
    story.presses(await story.push("the privacy choice"), "anonim")
    found = NUMBER.search((await story.push("the ticket number", "KPG-")).text)
    if found is None:
        raise StoryError("the filed message carries no ticket number")
    story.number = found[0]


async def _verify(story: Story) -> None:
    """Let the coordinator verify the report and hand it to the unit."""
    story.head("Verifikasi dan disposisi di grup Telegram")
    story.acts(await story.card("the new card", "Verifikasi"), "Verifikasi")
    await story.push("the push that it was verified", story.number)
    story.acts(await story.card("the verified card", "Disposisi"), "Disposisi")
    story.acts(await story.card("the choice of units", "Kembali"), "Dishub")
    await story.push("the push that it was disposed", story.number)


async def _claim(story: Story) -> None:
    """Let the unit's official claim the report."""
    dishub = story.stage.officers["dishub"]
    story.acts(await story.card("the card in the unit's topic", "Ambil"), "Ambil", dishub, "Petugas")
    await story.push("the push that it was claimed", story.number)


async def _finish(story: Story, words: str) -> None:
    """Let the official say with a photo what was done, and the citizen confirm it."""
    dishub = story.stage.officers["dishub"]
    story.acts(await story.card("the card in process", "Selesai"), "Selesai", dishub, "Petugas")
    prompt = await story.in_group("the prompt for the closing words", "balas pesan ini")
    story.replies("dishub", words, prompt, picture(40, 110, zlib.crc32(words.encode()) % 256))
    story.presses(await story.push("the answer with evidence", words[:18]), "sudah beres")
    story.presses(await story.push("the question for a rating"), "5")
    await story.push("the thanks", story.number)


async def play_story() -> int:
    """Play the story on a fresh bridge; 0 when every expected push arrived, 1 with the reason when not.

    One citizen writes on WhatsApp, another below a post of the city's Page; the officials work in their Telegram group.
    """
    city = read_city(CITY)
    stage = await Stage.build(limits=None, whatsapp=True, pages=("messenger",), city=city)
    with tempfile.TemporaryDirectory(prefix="kanal-story-") as folder:
        runtime = Runtime(stage.settings(port=0, data_dir=Path(folder)), paced=False, city=city)
        await runtime.start()
        try:
            await stage.connect(runtime.url)
            await stage.register_officers()
            assert stage.whatsapp is not None
            story = Story(stage, WhatsAppCitizen(stage.whatsapp, "6281238005001", "Maria Tefa"))
            await tell(story)
            messenger = stage.pages["messenger"]
            messenger.people.page_post("Minggu ini kami memperbaiki lampu jalan di Kayu Putih dan Oebobo.")
            author = PageCitizen(messenger, "Messenger", "yuliana.benu", "Yuliana Benu")
            mention = Story(stage, author, seen_in_group=story.seen_in_group)
            await tell_mention(mention, author)
            numbers = f"{story.number} dan {mention.number}"
            typer.echo(typer.style(f"\nSelesai: {numbers} — setiap kabar sampai ke warga.", bold=True))
        except (StoryError, TimeoutError) as error:
            typer.echo(f"\nkanal: the story broke: {error or 'the officers could not be registered'}", err=True)
            return 1
        finally:
            await runtime.stop()
            await stage.stop()
    return 0
