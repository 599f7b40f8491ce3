"""The Ombudsman finds a late unit, in a real browser, and the reporter hears which office looked."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyotp
import pytest
from playwright.async_api import Browser, Page

from core.city.calendar import WorkingCalendar
from core.proof.audit import Audit, audit
from core.proof.export import read
from core.proof.keys import Signer
from core.proof.limits import LimitCount
from core.vocabulary.accounts import Account
from tests.journeys.conftest import Build
from tests.journeys.test_web_access import faults, fits
from tests.journeys.test_web_main_job import handed_to_an_officer
from tests.journeys.web_driver import LAMP, WebTown, needs_browser, phone
from tests.web.accounts import FACTOR_KEY, FACTORS
from web.monitor.login import invited_anew

pytestmark = needs_browser
NAME, PASSWORD = "ombudsman-ntt", "lima kuda putih"


class OverseenTown(WebTown):
    """A city whose work is looked at from outside."""

    def settings(self, **more: Any) -> Any:
        """Switch the pages for it on; the city signs."""
        return super().settings(
            **{"KANAL_MONITOR": "on", "KANAL_ACCOUNTS_KEY": FACTOR_KEY, "KANAL_SIGNING_KEY": "A" * 43, **more}
        )

    async def invites(self) -> tuple[str, str]:
        """Make an account; give its link and the secret of its second factor."""
        word, now = secrets.token_urlsafe(32), self.clock.now()
        account = invited_anew(Account(NAME, "ombudsman", ("kupang",), now), word, now, FACTORS)
        assert await self.runtime.store.put_account(account)
        return f"{self.runtime.url}/pengawas/mulai/{NAME}/{word}", FACTORS.secret_of(account)


@pytest.fixture
async def town(build: Build) -> OverseenTown:
    """Give a city with officers and pages for the Ombudsman."""
    town = await build(kind=OverseenTown)
    assert isinstance(town, OverseenTown)
    await town.run()
    await town.register()
    town.spoken.add(LAMP)
    return town


async def sets_up(town: OverseenTown, page: Page) -> None:
    """Follow the invitation and set the account up."""
    link, secret = await town.invites()
    await page.goto(link)
    await page.fill("#password", PASSWORD)
    await page.fill("#again", PASSWORD)
    await page.fill("#code", pyotp.TOTP(secret).at(town.clock.now()))
    async with page.expect_navigation():
        await page.click("button.main")


async def test_the_ombudsman_finds_a_late_unit_and_checks_a_receipt(town: OverseenTown, browser: Browser) -> None:
    """From the invitation to the late report, the receipt of its citizen, policy and the paper.

    Every page is without a fault by WCAG; the reporter hears who looked.
    """
    wrong: dict[str, list[Any]] = {}
    async with phone(browser, scripts=True) as citizen, phone(browser, scripts=True) as reader:
        await citizen.begins(town.form)
        number = await citizen.sends()
        await handed_to_an_officer(town, number)
        morning = town.clock.now().astimezone(ZoneInfo(town.city.timezone)).replace(hour=9, minute=0)
        await town.later(seconds=(morning - town.clock.now()).total_seconds() % timedelta(days=1).total_seconds())
        for _ in range(12):  # each of the calls has its time, in office hours
            await town.later(days=1)
            await town.later(seconds=2)
        page = reader.page
        await page.emulate_media(reduced_motion="reduce")  # no colours on their way from light to dark

        async def looks(name: str) -> None:
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme=scheme)
                wrong[f"{name} {scheme}"] = [*await faults(page), *([] if await fits(page) else ["width"])]
            await reader.looks(f"oversight-{name}")

        await page.goto(f"{town.runtime.url}/pengawas")
        await looks("login")
        await sets_up(town, page)
        await reader.sees("Ikhtisar pengawasan", "Dishub")
        await looks("overview")
        await page.click("a:has-text('Dishub')")
        await page.click("a:has-text('Lewat batas (1)')")
        await looks("unit")
        await page.click(f"a:has-text('{number}')")
        await reader.sees("Batas waktu lewat", "Diingatkan: pimpinan unit", "Dilihat")
        await looks("ticket")
        await citizen.page.goto(f"{citizen.link}/receipt")
        slip = await citizen.page.inner_text("img[src*='slip-'] + .link")
        await page.click("text=Periksa tanda terima")
        await page.fill("[name=slip]", slip)
        await page.click("main button")
        await reader.sees("Tanda terima ini asli", number, "Utuh")
        await looks("receipt")
        await page.goto(f"{town.runtime.url}/pengawas/kebijakan")
        await looks("policies")
        for path in ("akun", "jejak"):
            await page.goto(f"{town.runtime.url}/pengawas/{path}")
            await looks(path)
        await page.goto(f"{town.runtime.url}/pengawas")
        async with page.expect_download() as download:
            await page.click("text=Unduh laporan bulan ini")
        assert (await download.value).suggested_filename.startswith("pengawasan-20")
        async with page.expect_download() as download:
            await page.click("text=Unduh berkas pemeriksaan")
        chains = await download.value
        assert chains.suggested_filename.endswith(".chains.jsonl")
        lines = (await asyncio.to_thread(Path(await chains.path()).read_bytes)).splitlines()
        state = Audit(LimitCount(town.city, WorkingCalendar(town.city)), (), Signer.of("A" * 43).public)
        assert ([], 1) == (list(audit(map(read, lines), state)), state.reports)
        await page.click("text=Keluar")
        await reader.sees("Masuk", "Nama akun")
        await citizen.page.goto(citizen.link)
        await citizen.writes("jejak")
        await citizen.comes_back("Ombudsman melihat rinciannya")
    assert {name: [] for name in wrong} == wrong
