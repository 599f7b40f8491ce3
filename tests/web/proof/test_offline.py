"""The page checks a receipt by itself, in a browser without a network, and comes to what `kanal verify` comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import pytest
from msgspec import structs

from core.proof.checking import check
from core.proof.keys import read, written
from core.proof.roots import Published
from core.proof.slip import Slip
from tests.core.proof.days import FOREIGN, NEW, OLD, SLIP, WORDS, days
from tests.journeys.web_driver import chromium, needs_browser, phone
from tests.web.proof.test_pages import PATH, served

pytestmark = needs_browser
Verdict = Literal["right", "wrong", "open"]
FORGED = structs.replace(SLIP, signature=written(FOREIGN.sign(SLIP.message)))


@dataclass(frozen=True)
class Case:
    """What somebody has: a slip, files of days, the key that they trust, and perhaps the words."""

    verdict: Verdict
    slip: Slip = SLIP
    files: Callable[[], Sequence[Published]] = days
    pinned: bytes = OLD.public
    words: str = ""


def bent(place: int, **root: object) -> Callable[[], Sequence[Published]]:
    """Give the files of days with one root changed."""

    def made() -> list[Published]:
        found = days()
        found[place] = structs.replace(found[place], root=structs.replace(found[place].root, **root))
        return found

    return made


def leaves(place: int, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Callable[[], Sequence[Published]]:
    """Give the files of days with the leaves of one changed."""

    def made() -> list[Published]:
        found = days()
        found[place] = structs.replace(found[place], leaves=change(found[place].leaves))
        return found

    return made


CASES = {
    "three days": Case("right"),
    "in any order": Case("right", files=lambda: days()[::-1]),
    "the day alone": Case("right", files=lambda: days()[:1]),
    "the key of the file": Case("right", pinned=b""),
    "right words": Case("right", words=f" {WORDS.replace(' ', '  ')}\n"),
    "other words": Case("wrong", words="Lampu menyala"),
    "no files": Case("open", files=list),
    "another time": Case("wrong", slip=structs.replace(SLIP, at="20261201T040001Z")),
    "another signature": Case("wrong", slip=FORGED),
    "another key named": Case("wrong", slip=structs.replace(SLIP, key=FOREIGN.key)),
    "another key named, no files": Case("open", slip=structs.replace(SLIP, key=FOREIGN.key), files=list),
    "a foreign key trusted": Case("wrong", pinned=FOREIGN.public),
    "only the later key trusted": Case("wrong", pinned=NEW.public),
    "later days alone": Case("wrong", files=lambda: days()[1:]),
    "a day left out": Case("wrong", files=lambda: [days()[0], days()[2]]),
    "a leaf less": Case("wrong", files=leaves(0, lambda found: found[:-1])),
    "a leaf changed": Case("wrong", files=leaves(2, lambda found: ("0" * 64, *found[1:]))),
    "leaves turned": Case("wrong", files=leaves(0, lambda found: found[::-1])),
    "a root changed": Case("wrong", files=bent(1, root="0" * 64)),
    "a day changed": Case("wrong", files=bent(2, previous="0" * 64)),
    "a root signed by somebody else": Case("wrong", files=bent(0, signature=written(FOREIGN.sign(b"x")))),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_command_says_so(case: Case) -> None:
    """The verdicts are those of the program's own check."""
    found = check(case.slip, case.files(), case.pinned, case.words or None)
    assert case.verdict == ("wrong" if found.wrong else "right" if found.whole else "open")


async def test_the_page_says_so_without_a_network() -> None:
    """Each verdict is the same in a browser whose network is cut; nothing is asked of anybody."""
    async with served() as town, chromium() as browser, phone(browser, scripts=True) as reader:
        await reader.page.goto(str(town.client.make_url(PATH)))
        await reader.page.context.set_offline(True)
        asked, said = set(reader.requested), {}
        for name, case in CASES.items():
            await reader.page.fill("#slip", case.slip.text)
            await reader.page.evaluate("document.querySelector('#words').closest('details').open = true")
            await reader.page.fill("#words", case.words)
            await reader.page.fill("#pinned", written(case.pinned))
            files = [
                {"name": f"{day.root.day}.json", "mimeType": "application/json", "buffer": msgspec.json.encode(day)}
                for day in case.files()
            ]
            await reader.page.set_input_files("#days", files)  # type: ignore[arg-type]
            await reader.page.evaluate("delete document.querySelector('#offline ul').dataset.verdict")
            await reader.page.click("#offline button")
            verdict = reader.page.locator("#offline ul[data-verdict]")
            await verdict.wait_for()
            said[name] = await verdict.get_attribute("data-verdict")
        await reader.looks("proof-offline")
        # The browser fetches the mark for its tab when it likes, also after the cut; the page itself asked nothing.
        reader.complaints[:] = [line for line in reader.complaints if not line.endswith("ERR_INTERNET_DISCONNECTED")]
    assert {name: case.verdict for name, case in CASES.items()} == said
    assert [] == [url for url in reader.requested if url not in asked and not url.endswith("/mark.svg")]


@pytest.mark.parametrize(
    ("slip", "file", "verdict", "words"),
    [
        ("KANAL1.", b"", "noSlip", "bukan tanda terima"),
        (SLIP.text, b"<html>", "unread", "tidak terbaca"),
        (SLIP.text, b"[]", "unread", "tidak terbaca"),
    ],
)
async def test_what_cannot_be_read_is_said(slip: str, file: bytes, verdict: str, words: str) -> None:
    """Neither half a receipt nor a foreign file ends in silence."""
    async with served() as town, chromium() as browser, phone(browser, scripts=True) as reader:
        await reader.page.goto(f"{town.client.make_url(PATH)}")
        await reader.page.fill("#slip", slip)
        files = [{"name": "x.json", "mimeType": "application/json", "buffer": file}] if file else []
        await reader.page.set_input_files("#days", files)  # type: ignore[arg-type]
        await reader.page.click("#offline button")
        await reader.page.locator(f"#offline ul[data-verdict={verdict}]").wait_for()
        await reader.sees(words)


async def test_the_page_offers_the_citys_first_key() -> None:
    """A key that came later hangs on the first one, which is the one to be compared with what is printed elsewhere."""
    async with served() as town, chromium() as browser, phone(browser, scripts=True) as reader:
        await reader.page.goto(f"{town.client.make_url(PATH)}")
        assert OLD.public == read(await reader.page.input_value("#pinned"))


async def test_without_scripts_nothing_is_offered_that_would_not_work() -> None:
    """The part is for browsers with scripts; the form above it works in all."""
    async with served() as town, chromium() as browser, phone(browser, scripts=False) as reader:
        await reader.page.goto(f"{town.client.make_url(PATH)}")
        assert not await reader.page.is_visible("#offline")
