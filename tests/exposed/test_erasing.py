"""A copy of a person's data has nothing of others; what was erased is nowhere, and the city can still be checked."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from pymongo import MongoClient

from app.export.order import Order
from app.export.produce import produce, where
from core.archive.lines import Frame
from tests.cli.kanal import Ended, kanal
from tests.exposed.city import V2, OpenTown
from tests.exposed.planted import CHATTING, CREW, MACHINES, NAMED, OFFICIALS, REPORTERS, SECRET, Reporter, found_in
from tests.exposed.stored import holding
from tests.exposed.story import DONE, WORD, Told, tell
from tests.exposed.test_privacy import national
from tests.journeys.cast import Citizen
from tests.journeys.conftest import Build
from tests.journeys.driver import QUICK
from tests.journeys.reading import text_of


@pytest.fixture
async def town(build: Build) -> OpenTown:
    """Give a city that lives by the clock of this machine, as the command line does."""
    found = await build(kind=OpenTown, crew=CREW, officers=2, start=datetime.now(UTC))
    assert isinstance(found, OpenTown)
    await found.run(engine=QUICK)
    await found.register()
    return found


@pytest.fixture
async def told(town: OpenTown) -> Told:
    """Let everybody report."""
    return await tell(town)


class Desk:
    """The operator's command line, and what the database keeps."""

    def __init__(self, town: OpenTown, folder: Path) -> None:
        self.town, self._folder = town, folder
        self._settings = {"KANAL_MONGODB_URI": town.uri, "KANAL_MONGODB_DATABASE": town.database}
        self.client: MongoClient[dict[str, Any]] = MongoClient(town.uri)
        self.database = self.client[town.database]

    async def runs(self, *arguments: str) -> Ended:
        """Run a command to its end, while the bridge runs."""
        return await kanal(self._folder, *arguments, settings=self._settings)

    def counts(self) -> dict[str, Any]:
        """Give what is counted of days and of the map."""
        found = self.database["lanes"].find({"_id": {"$regex": "^(tally|shades):"}})
        return {one["_id"]: {**one["state"], "recalled": 0} for one in found}

    async def audit(self) -> list[str]:
        """Write the file of chains and check it; give what was said, which ends well."""
        file = self._folder / "chains.jsonl"
        assert 0 == (await self.runs("chains", str(file))).code
        ended = await self.runs("audit", str(file))
        assert (0, "all is right") == (ended.code, ended.lines[-1]), ended.out
        return ended.lines

    async def verified(self, town: OpenTown, receipt: str) -> Ended:
        """Publish the roots of the days that are over, and check a receipt against them."""
        town.clock.move(days=2)
        await town.roots()
        folder = self._folder / "roots"
        folder.mkdir()
        assert 0 == (await self.runs("roots", str(folder))).code
        return await self.runs("verify", receipt, "--roots", str(folder))

    async def copy(self, number: str) -> Any:
        """Write the copy of a reporter's data into a file for nobody else; give what is in it."""
        file = self._folder / "copy.json"
        ended = await self.runs("copy", number, str(file))
        assert (0, "") == (ended.code, ended.out), ended.err
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
        return json.loads(file.read_text())

    async def export(self) -> str:
        """Give everything that is known of reports for those who oversee the city, also of a day that is not over."""
        store, zone = self.town.runtime.store, ZoneInfo(self.town.city.timezone)
        order = Order("monitor", Frame(self.town.city, zone, None, self.town.clock.now(), words=True))
        found = produce(store, order, await where(store, order), "csv", lambda _count: None)
        return b"".join([part async for part in found]).decode()


@pytest.fixture
def desk(town: OpenTown, tmp_path: Path) -> Any:
    """Sit down at the operator's desk."""
    found = Desk(town, tmp_path)
    yield found
    found.client.close()


PAULUS = Reporter(
    "Sampah menumpuk di TPS Oebufu, dekat rumah saya yang bercat nila, sudah dua minggu",
    ("Paulus", "Nubatonis", "paul_n"),
    ("0852 3911 7704", "085239117704"),
    (),
    ("cat nila", "bercat nila", "kandang rusa"),
)
HERS = "Sampah menumpuk di TPS Oebufu, bau sekali, sudah seminggu di samping kios bintang kejora"
MORE = "Tambahan: sampahnya sampai ke kandang rusa milik saya, telepon 0852 3911 7704"


async def merged(town: OpenTown, told: Told) -> tuple[str, str, Citizen]:
    """Let the citizen of the chat report again, and a neighbour the same: it is merged, and the neighbour says more."""
    first, second = town.citizens[0], town.citizen(*PAULUS.names)
    original = await first.reports(HERS)
    await town.settle()
    number = await second.reports(PAULUS.words)
    await town.admin.explains(number, "Duplikat", original)
    await second.hears(number, "digabung", original)
    second.says(f"{number} {MORE}")
    await second.hears("diteruskan")
    await town.settle()
    assert any("kandang rusa" in text_of(one) for one in town.group())
    return original, number, second


async def test_a_copy_has_all_of_a_person_and_nothing_of_others(town: OpenTown, told: Told, desk: Desk) -> None:
    """Words, name, chat and both directions are in it; who reported the same, other reporters and officials are not."""
    original, number, second = await merged(town, told)
    citizen = town.citizens[0]
    hers = await desk.copy(told.numbers["chat"])
    assert {told.numbers["chat"], original} == {one["number"] for one in hers["reports"]}
    assert [f"telegram:{citizen.id}"] == hers["chats"][0]["known_as"]
    assert {"Petrosina Lomi"} <= set(hers["chats"][0]["called"])
    assert any("merpati kaca" in one["words"] for one in hers["reports"])
    assert any(one["text"] == HERS and one["kept_until"] for one in hers["messages"])
    written = msgspec.json.encode(hers).decode()
    others = [one for reporter in (*REPORTERS, PAULUS) if reporter is not CHATTING for one in reporter.all]
    told_her = (*NAMED.homes, *(one for one in OFFICIALS if one in DONE))  # an official wrote it to her
    hidden = [one for one in (*others, *OFFICIALS, number, str(second.id)) if one not in told_her]
    assert [] == found_in(written, tuple(hidden))
    paul = msgspec.json.encode(await desk.copy(number)).decode()
    assert ["Paulus", "kandang rusa", original] == found_in(paul, ("Paulus", "kandang rusa", original))
    assert [] == found_in(paul, (*CHATTING.all, "bintang kejora", told.numbers["chat"]))
    nobody = await desk.runs("copy", "KPG-26-99999-1", "-")
    assert (1, "") == (nobody.code, nobody.out)


async def test_a_person_is_erased_while_the_bridge_runs(town: OpenTown, told: Told, desk: Desk) -> None:
    """Who asks to be forgotten is found nowhere; the chain stands, the counts too, and they are told."""
    number, citizen = told.numbers["chat"], town.citizens[0]
    citizen.says("hapus")
    citizen.presses(await citizen.hears("diputuskan", button="Ya, hapus"), "Ya, hapus")
    await citizen.hears("diteruskan")
    await town.settle()
    assert holding(desk.database, CHATTING.all)
    counts = desk.counts()
    tried = await desk.runs("erase", "person", number, "--because", "request", "--dry-run")
    assert 0 == tried.code
    assert holding(desk.database, CHATTING.all)

    ended = await desk.runs("erase", "person", number, "--because", "request", "--yes")
    assert (0, "") == (ended.code, ended.err), ended
    await town.settle()

    assert {} == holding(desk.database, (*CHATTING.all, f"chat:telegram:{citizen.id}"))
    await citizen.hears("sudah dihapus", "mulai dari awal")
    assert any(line.startswith(number) and line.endswith("request") for line in await desk.audit())
    assert [] == found_in(await desk.export(), CHATTING.all)
    assert counts == desk.counts()


async def receipt_of(citizen: Citizen, number: str) -> str:
    """Ask for the signed receipt of a report, as its citizen."""
    citizen.says(f"bukti {number}")
    said = text_of(await citizen.hears("KANAL1", number))
    return said[said.index("KANAL1") :].split("\n")[0]


async def test_one_of_two_reporters_of_a_matter_is_erased(town: OpenTown, told: Told, desk: Desk) -> None:
    """Who was merged is found nowhere, in the other's report and group neither; that one goes on, and proofs hold."""
    original, number, _second = await merged(town, told)
    first = town.citizens[0]
    receipt = await receipt_of(first, original)
    ended = await desk.runs("erase", "person", number, "--because", "request", "--yes")
    assert (0, "") == (ended.code, ended.err), ended
    await town.settle()

    assert {} == holding(desk.database, PAULUS.all)
    shown = [text_of(one) for one in town.group()]
    assert [] == [text for text in shown if found_in(text, PAULUS.all)]
    assert "Diikuti" not in text_of(await town.card(original))
    lines = await desk.audit()
    assert [original, number] == [line.split()[0] for line in lines if line.endswith("request")]
    assert "bintang kejora" in await desk.export()
    assert any("bintang kejora" in one["words"] for one in (await desk.copy(original))["reports"])
    await town.admin.verifies(original)
    await first.hears(original, "diperiksa")
    await town.settle()
    assert [f"lanes ticket:{number}"] == [*holding(desk.database, ("'person:'",))]  # nobody is told news for no one
    assert 0 == (await desk.verified(town, receipt)).code


async def test_the_report_that_others_were_merged_into_is_erased(town: OpenTown, told: Told, desk: Desk) -> None:
    """Its words and what others said there go; who was merged keeps the own report, and hears how the matter stands."""
    original, number, second = await merged(town, told)
    receipt = await receipt_of(second, number)
    ended = await desk.runs("erase", "ticket", original, "--because", "mistake", "--yes", "--take-back")
    assert (0, "") == (ended.code, ended.err), ended
    await second.hears(number, "tidak lagi digabung", original)
    await town.settle()

    assert {} == holding(desk.database, ("bintang kejora",))
    theirs = (await desk.copy(number))["reports"]
    assert [(number, "baru")] == [(one["number"], one["status"]) for one in theirs]
    assert "bercat nila" in theirs[0]["words"]
    assert [original] == [line.split()[0] for line in await desk.audit() if line.endswith("mistake")]
    assert 0 == (await desk.verified(town, receipt)).code


async def test_a_report_is_erased_everywhere_it_is_shown(town: OpenTown, told: Told, desk: Desk) -> None:
    """Of an erased report each page says so and nothing else: of the machine, of the form, of a confidential one."""
    numbers = {name: told.numbers[name] for name in ("machine", "form", "secret", "chat")}
    assert numbers["form"] in (await town.ask("GET", "/terbuka/laporan")).text
    refused = await desk.runs("erase", "ticket", numbers["form"], "--because", "mistake", "--yes")
    assert (1, True) == (refused.code, "--take-back" in refused.err)
    counts = desk.counts()
    for number in numbers.values():
        ended = await desk.runs("erase", "ticket", number, "--because", "order", "--yes", "--take-back")
        assert (0, "") == (ended.code, ended.err), ended
    await town.settle()

    planted = (*MACHINES.all, *NAMED.all, *SECRET.all, *CHATTING.numbers, *CHATTING.rare)
    assert {} == holding(desk.database, planted)
    for number in numbers.values():
        assert any(line.startswith(number) and line.endswith("order") for line in await desk.audit())
        card = await town.card(number, words=("Data pribadi laporan ini dihapus",))
        assert [] == found_in(str(card), planted)
    asked = await town.ask("GET", f"{V2}/requests/{numbers['machine']}.json", key=told.private)
    (request,) = json.loads(asked.text)
    assert ("closed", "", "") == (request["status"], request["description"], request["address"])
    news = await town.ask("GET", f"{V2}/servicerequestupdates.json", key=told.private)
    assert "sudah dihapus" in news.text
    page = await town.ask("GET", f"/milik/{WORD}")
    assert (200, True) == (page.status, "sudah dihapus" in page.text)
    assert [] == found_in(asked.text + news.text + page.text, planted)
    assert numbers["form"] not in (await town.ask("GET", "/terbuka/laporan")).text
    assert 200 == (await town.ask("GET", f"/lacak?number={numbers['form']}")).status
    assert [] == found_in(await desk.export() + await national(town), planted)
    assert counts.keys() == desk.counts().keys()
