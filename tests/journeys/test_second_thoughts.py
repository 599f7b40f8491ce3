"""A report that is taken back, and one whose limit passes, as everybody sees it."""

from __future__ import annotations

from core.vocabulary.citizen import Spoke, Withdrawn
from core.vocabulary.commands import Command
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from tests.journeys.driver import Town
from tests.journeys.reading import buttons_of


async def wants(town: Town, number: str, name: str, command: Command) -> None:
    """Let the citizen's chat tell the ticket something."""
    event = Event(f"wish:{name}", ticket_lane(number), town.clock.now(), command)
    await town.runtime.engine.accept([event])
    await town.settle()


async def test_taken_back(town: Town) -> None:
    """A report that solved itself is taken back: citizen, group, card and journal say so; told twice it is one."""
    citizen = town.citizen()
    number = await town.working(citizen)
    for _ in range(2):
        await wants(town, number, "back", Withdrawn("Lampunya su menyala sendiri", solved=True))
    await citizen.hears("Syukurlah", number)
    card = await town.card(number, words=("Ditarik kembali oleh pelapor", "su menyala sendiri"))
    assert ["Buka kembali"] == buttons_of(card)
    await town.group_says(number, "beres sendiri", "su menyala sendiri")
    assert ["ditarik"] == [
        record.status for record in await town.runtime.store.journal_of(number) if record.what == "withdrawn"
    ]
    citizen.says("status")
    await citizen.hears(number, "ditarik kembali oleh Anda")
    await town.later(days=40)
    await town.card(number, words=("Ditarik kembali oleh pelapor",))


async def test_a_limit_passes(town: Town) -> None:
    """When the limit passes the card is drawn again by itself, and the citizen reads that it is late."""
    citizen = town.citizen()
    number = await town.working(citizen)
    await town.later(days=12)
    late = [record for record in await town.runtime.store.journal_of(number) if record.what == "late"]
    assert ["diproses"] == [record.status for record in late]
    citizen.says(f"status {number}")
    await citizen.hears(number, "Terlambat: batas waktunya")


async def test_a_word_is_no_silence(town: Town) -> None:
    """Who says something about the answer is not silent: the card shows it, and the time begins anew."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah diganti.")
    await citizen.hears(number, button="Sudah beres")
    await town.later(days=13)
    await wants(town, number, "spoke", Spoke())
    await town.card(number, words=("menunggu konfirmasi", "Pelapor masih bicara"))
    await town.later(days=10)
    await town.card(number, words=("menunggu konfirmasi",))
    await town.later(days=6)
    await town.card(number, words=("Tanpa konfirmasi pelapor",))
