"""A small city in which people tell everything about themselves, and officials write it down again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.exposed.city import V2, OpenTown
from tests.exposed.planted import CHATTING, MACHINES, NAMED, PUBLIC_MACHINES, SECRET, Reporter
from tests.journeys.reading import NUMBER

CROWD = "Lampu jalan mati sudah {} malam di dekat kantor lurah Oebufu"
WORD = "w" * 42 + "A"
MARKUP = "<img src=x onerror=alert(1)>"
DONE = MARKUP + " Sudah diganti oleh Yeremias Bessie, telepon {phone} kalau mati lagi, cek di {home}"
DISPUTE = MARKUP + " Belum beres, masih gelap. Saya {name}, telepon {phone}"


@dataclass
class Told:
    """What came of it: numbers by who reported, and the keys of those who may read them."""

    private: str = ""
    public: str = ""
    numbers: dict[str, str] = field(default_factory=dict)


async def tell(town: OpenTown) -> Told:
    """Let everybody report, the city work on it, and reporters say more."""
    found = Told(await town.gives_key("peta-kota", "report"), await town.gives_key("warga", "report", public=True))
    numbers = found.numbers
    numbers["form"] = await by_form(town, NAMED)
    citizen = town.citizen("Petrosina", "Lomi", "petrosina_l")
    numbers["chat"] = await citizen.reports(CHATTING.words)
    numbers["machine"] = await by_machine(town, found.private, MACHINES, landmark="gang kamboja")
    numbers["secret"] = await by_machine(town, found.private, SECRET, "pegawai", privacy="rahasia", landmark="loket")
    numbers["public"] = await by_machine(town, found.public, PUBLIC_MACHINES, "sampah", landmark="gang melur")
    for night in range(6):
        crowd = Reporter(CROWD.format(night + 2), (), (), (), ())
        numbers[f"crowd{night}"] = await by_machine(town, found.public, crowd)
    await town.settle()
    for reporter, number in ((CHATTING, numbers["chat"]), (MACHINES, numbers["machine"])):
        await town.admin.verifies(number)
        await town.admin.disposes(number)
        await town.officer().claims(number)
        await town.closed(number, DONE.format(phone=reporter.numbers[0], home="No. 4711 RT 09"))
    await town.admin.verifies(numbers["form"])
    await town.admin.presses(numbers["form"], "Lainnya")
    await town.admin.presses(numbers["form"], "Daftar umum")
    await town.admin.presses(numbers["form"], "Terbitkan")
    await says(town, found.private, numbers["machine"], DISPUTE.format(name=MACHINES.names[0], phone="082266554433"))
    citizen.presses(await citizen.hears("Sudah beres", button="Sudah beres"), "Sudah beres")
    await citizen.hears(numbers["chat"], "selesai karena")
    await town.settle()
    return found


async def by_form(town: OpenTown, reporter: Reporter) -> str:
    """Fill in the form as a browser does; give the number."""
    fields = {
        "words": f"{reporter.words} {MARKUP}",
        "category": "lampu-jalan",
        "privacy": "nama",
        "name": " ".join(reporter.names[:2]),
        "area": "Oebufu",
        "landmark": f"Jl. Cendana Wangi {reporter.homes[0]} {MARKUP}",
        "lat": str(reporter.latitude),
        "lon": str(reporter.longitude),
        "word": WORD,
        "listable": "on",
    }
    answer = await town.ask("POST", "/lapor/3", data=fields)
    assert (303, f"/milik/{WORD}") == (answer.status, answer.headers["Location"].partition("?")[0])
    await town.settle()
    found = NUMBER.search((await town.ask("GET", f"/milik/{WORD}")).text)
    assert found is not None
    return found[0]


async def by_machine(
    town: OpenTown,
    key: str,
    reporter: Reporter,
    category: str = "lampu-jalan",
    *,
    privacy: str = "anonim",
    landmark: str = "",
) -> str:
    """File by Open311; give the number."""
    fields: dict[str, Any] = {
        "api_key": key,
        "service_code": category,
        "description": f"{reporter.words} {MARKUP}",
        "address_string": landmark,
        "address_id": "Oebufu",
        "attribute[privacy]": privacy,
        "first_name": (reporter.names or ("",))[0],
        "last_name": (reporter.names or ("",))[-1],
        "email": f"{(reporter.names or ('x',))[-1]}@contoh.id",
        "phone": (reporter.numbers or ("",))[0],
        "device_id": "device-4711",
    }
    if reporter.latitude:
        fields |= {"lat": str(reporter.latitude), "long": str(reporter.longitude)}
    answer = await town.ask("POST", f"{V2}/requests.json", data={k: v for k, v in fields.items() if v})
    assert 200 == answer.status, answer.text
    return str(json.loads(answer.text)[0]["service_request_id"])


async def says(town: OpenTown, key: str, number: str, words: str) -> None:
    """Say more by Open311."""
    fields = {
        "api_key": key,
        "update_id": f"u-{number}",
        "service_request_id": number,
        "status": "open",
        "updated_datetime": town.clock.now().isoformat(),
        "description": words,
    }
    answer = await town.ask("POST", f"{V2}/servicerequestupdates.json", data=fields)
    assert 200 == answer.status, answer.text
