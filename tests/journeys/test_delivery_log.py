"""The delivery log of a ticket through the stand-ins: it says what the card says, and names no address."""

from __future__ import annotations

from core.ticket.deliveries import Message, news_to
from tests.journeys.conftest import Build
from tests.journeys.test_whatsapp_window import FIXED, PROGRESS, UNREACHED, at_work, pause
from tests.journeys.whatsapp_driver import WhatsAppTown


async def news(town: WhatsAppTown, number: str) -> list[Message]:
    """Read what the reporter was told."""
    await town.settle()
    return list(news_to("reporter", await town.runtime.store.deliveries(number)))


async def test_the_card_and_the_log_agree(build: Build) -> None:
    """While the card says that news does not reach the citizen, so does the log; when it has arrived, both say so."""
    town, citizen, number = await at_work(build)
    assert {"filed", "verified", "disposed", "claimed"} == {one.news for one in await news(town, number)}
    assert all(one.reached for one in await news(town, number))
    pause(town)
    await town.later(hours=24, seconds=1)
    await town.officer().explains(number, "Progres", PROGRESS)
    await town.card(number, words=UNREACHED)
    last = (await news(town, number))[-1]
    assert ("progress", "held", False, "whatsapp") == (last.news, last.course, last.reached, last.channel)
    citizen.says("status")
    await citizen.hears(PROGRESS)
    told = [one for one in await news(town, number) if one.news == "progress"]
    assert [True] == [one.reached for one in told]
    assert "Belum sampai" not in str(await town.card(number))


async def test_officials_read_it_under_the_card(build: Build) -> None:
    """`/tiket` says when the citizen was told what, and that a template stands in while the words wait."""
    town, citizen, number = await at_work(build)
    await town.later(hours=24, seconds=1)
    await town.closed(number, FIXED)
    await citizen.one_bubble(number, "sudah ditindaklanjuti oleh")
    town.officer().says(f"/tiket {number}")
    shown = await town.group_says("kabar ke pelapor", "sudah ditindaklanjuti: pemberitahuan terkirim", "WhatsApp")
    assert "laporan tercatat:" in str(shown)
    lines = await town.runtime.store.deliveries(number)
    assert citizen.key not in repr(lines)
