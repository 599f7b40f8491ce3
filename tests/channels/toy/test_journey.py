"""A channel that no line of the bridge was written for carries the main job, and nothing else knows its name."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from app.channels import KITS
from tests.channels.toy.channel import NAME
from tests.channels.toy.gateway import KEY, Gateway
from tests.channels.toy.kit import KIT
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build, build, logs
from tests.journeys.driver import PATIENCE_SECONDS, Town

__all__ = ["build", "logs"]

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent.relative_to(ROOT).as_posix()


class Texter:
    """Somebody with a simple phone. Judged like every citizen of a journey."""

    anonymous = True
    names = ()

    def __init__(self, gateway: Gateway, number: str) -> None:
        self.gateway = gateway
        self.id = number
        self._read = 0

    @property
    def screen(self) -> list[str]:
        """Give every text that came."""
        return self.gateway.screens.setdefault(self.id, [])

    async def hears(self, *needles: str) -> str:
        """Wait for the next text that says all this."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    for place, text in enumerate(self.screen[self._read :], self._read):
                        if all(needle.lower() in text.lower() for needle in needles):
                            self._read = place + 1
                            return text
                    self.gateway.came.clear()
                    await self.gateway.came.wait()
        except TimeoutError:
            raise AssertionError(f"did not come: {needles} among {self.screen[self._read :]}") from None

    async def chooses(self, text: str, label: str) -> None:
        """Type the number in front of a choice."""
        found = re.search(rf"^(\d+)\. .*{label}", text, re.MULTILINE)
        assert found is not None, f"no {label} in {text!r}"
        await self.gateway.says(self.id, found[1])


@pytest.fixture
async def gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """Run the gateway, and put its settings where a deployment has them."""
    found = Gateway()
    await found.start()
    monkeypatch.setenv("TAMTAM_SEND_URL", found.url)
    monkeypatch.setenv("TAMTAM_KEY", KEY)
    yield found
    await found.stop()


async def carried(build: Build, gateway: Gateway) -> tuple[Town, Texter]:
    """Build a city whose bridge was given the kit from outside."""
    town = await build()
    town.kits = (*KITS, KIT)
    await town.run()
    await town.register()
    gateway.bridge = town.front.url
    texter = Texter(gateway, "6281239990011")
    town.citizens.append(cast(Any, texter))
    town.spoken.add(LAMP)
    return town, texter


async def test_complaint_to_confirmed(build: Build, gateway: Gateway, logs: Any) -> None:
    """A complaint by text message is filed, claimed, answered and confirmed; numbers stand for buttons."""
    town, texter = await carried(build, gateway)
    await gateway.says(texter.id, LAMP)
    await texter.chooses(await texter.hears("Kami catat"), "Kirim")
    await texter.chooses(await texter.hears("tidak melihat nomor"), "Anonim")
    filed = await texter.hears("tercatat")
    found = re.search(r"KPG-\d\d-\d{5}-\d", filed)
    assert found is not None, filed
    number = found[0]
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await texter.hears(number, "dikerjakan")
    await town.officer().closes(number, "Lampu sudah diganti sejak sore ini.")
    await texter.chooses(await texter.hears(number, "ditindaklanjuti", "sudah diganti"), "Sudah beres")
    await texter.hears(number, "selesai")
    await town.card(number, words=("Selesai, dikonfirmasi",))
    await town.settle()
    await gateway.idle()

    assert [] == gateway.refused
    assert gateway.reported == len(texter.screen), "every text has its report, and an answer of ours is no text"
    assert KEY not in logs.getvalue()


async def test_a_forged_or_broken_call(build: Build, gateway: Gateway) -> None:
    """Without the key nothing is taken; what names nobody is kept, and the gateway has nothing to text."""
    town, _texter = await carried(build, gateway)
    town.allowed.add("dead")
    for query, expected in (("from=1&id=2", (403, "forbidden")), (f"from=&id=2&key={KEY}", (200, ""))):
        assert expected == await town.front.ask("GET", f"/webhooks/{NAME}?{query}")
    assert (405, 404) == (
        (await town.front.ask("POST", f"/webhooks/{NAME}"))[0],
        (await town.front.ask("GET", f"/webhooks/{NAME}/other"))[0],
    )
    letters = await town.runtime.store.list_dead(10)
    kept = [(letter.id.rpartition(":")[0], letter.raw) for letter in letters]
    assert [(f"parked:{NAME}:query", "from=&id=2")] == kept, "without the key"


def test_no_other_file_names_it() -> None:
    """A channel is only an adapter: no code outside of its folder knows it."""
    asked = ["git", "grep", "-liE", rf"\b{NAME}\b|tests[./]channels[./]toy\b", "--", "*.py", "*.toml"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    outside = [name for name in listed.stdout.splitlines() if not name.startswith(f"{HERE}/")]
    assert [] == outside
