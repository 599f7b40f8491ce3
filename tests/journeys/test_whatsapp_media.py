"""Files over WhatsApp: they follow the ticket when they are late, and it is said when they never come."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown, whatsapp_town

SLOW_SECONDS = 2.5


async def drafted(
    build: Build, *faults: dict[str, Any], size: int | None = None
) -> tuple[WhatsAppTown, WhatsAppCitizen]:
    """Let a citizen send a photo with words while the platform's files stumble."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    for fault in faults:
        town.whatsapp.fail(**fault)
    citizen.people.send_photo(citizen.key, png(5), LAMP, size=size)
    await town.whatsapp.wait_for(lambda: town.whatsapp.calls_of("media"))
    return town, citizen


ONCE_MORE: dict[str, list[dict[str, Any]]] = {
    "the address has run out": [{"kind": "media_gone", "method": "download"}],
    "other bytes than the hash says": [{"kind": "media_wrong", "method": "download"}],
    "the look-up fails": [{"kind": "server_error", "method": "media", "times": 2}],
    "the download fails": [{"kind": "server_error", "method": "download", "times": 2}],
    "the connection is cut": [{"kind": "cut", "method": "download"}],
}


@pytest.mark.parametrize("name", ONCE_MORE)
async def test_a_file_that_stumbles_still_arrives(build: Build, name: str) -> None:
    """An address that has run out, wrong bytes, a server error: the photo is fetched again and reaches the group."""
    town, citizen = await drafted(build, *ONCE_MORE[name])
    await town.later(seconds=2)
    number = await citizen.confirms(await citizen.hears("1 foto", button="Kirim"))
    await town.card(number, words=("1 foto",))
    await town.wait(lambda: any("photo" in message for message in town.group()) or None, lambda: "the photo")
    assert [] == town.whatsapp.faults.planned


async def test_a_slow_file_follows_its_ticket(build: Build) -> None:
    """While a file is on its way the lane goes on: the ticket is filed, "1 foto menyusul", and completed later."""
    town, citizen = await drafted(build, {"kind": "slow", "method": "download", "seconds": SLOW_SECONDS})
    town.clock.move(seconds=2)
    await town.runtime.engine.sweeps.timers()
    number = await citizen.confirms(await citizen.hears("1 foto", button="Kirim"))
    await town.card(number, words=("foto menyusul",))
    assert not any("photo" in message for message in town.group())
    await town.wait(lambda: any("photo" in message for message in town.group()) or None, lambda: "the photo")
    await town.settle()
    assert "menyusul" not in str(await town.card(number, words=("1 foto",)))


NEVER: dict[str, tuple[list[dict[str, Any]], int | None, str]] = {
    "too large": ([], 6 * 1024 * 1024, "terlalu besar"),
    "gone": ([{"kind": "media_gone", "method": "media", "times": None}], None, "foto"),
    "always other bytes": ([{"kind": "media_wrong", "method": "download", "times": None}], None, "foto"),
}


@pytest.mark.parametrize("name", NEVER)
async def test_a_file_that_never_comes_is_said_once(build: Build, name: str) -> None:
    """A file that is too large, gone or damaged is told to the citizen, and the report goes on without it."""
    faults, size, word = NEVER[name]
    town, citizen = await drafted(build, *faults, size=size)
    await town.later(seconds=2)
    draft = await citizen.hears(button="Kirim")
    assert 1 == sum("berkas" in text.lower() or word in text.lower() for text in citizen.heard())
    number = await citizen.confirms(draft)
    assert "menyusul" not in str(await town.card(number, "Verifikasi"))
    assert not any("photo" in message for message in town.group())


async def test_files_wait_for_a_channel_that_is_down(build: Build) -> None:
    """With a revoked token the file is neither fetched nor given up; it comes when the token works again."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    town.whatsapp.revoke_token()
    citizen.people.send_photo(citizen.key, png(6), LAMP)
    await town.whatsapp.wait_for(lambda: len(town.whatsapp.calls_of("unknown")) > 14 or None, 8.0)
    town.whatsapp.restore_token()
    await town.later(seconds=2)
    number = await citizen.confirms(await citizen.hears("1 foto", button="Kirim"))
    await town.card(number, words=("1 foto",))
    await town.wait(lambda: any("photo" in message for message in town.group()) or None, lambda: "the photo")
