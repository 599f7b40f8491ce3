"""A city that signs: the receipt in the citizen's chat, the page that checks it, the root of its day, the audit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp

from app.export.chains import parts
from app.export.walk import everything
from app.rooting import make_roots, published
from core.city.calendar import WorkingCalendar
from core.proof.audit import Audit, audit
from core.proof.checking import check
from core.proof.keys import Signer
from core.proof.limits import LimitCount
from core.proof.slip import Slip, read_slip
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.reading import text_of
from tests.journeys.web_driver import WebTown

SIGNER = Signer.of("A" * 43)


class SignedTown(WebTown):
    """A city with a signing key, whose pages are on."""

    def settings(self, **more: Any) -> Any:
        """Set the key."""
        return super().settings(**{"KANAL_SIGNING_KEY": "A" * 43, **more})


async def page(town: SignedTown, slip: Slip) -> str:
    """Open the page that checks a receipt."""
    url = f"{town.runtime.url}/periksa?slip={slip.text}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert 200 == answer.status
        return await answer.text()


async def test_from_a_report_to_the_audit(build: Build) -> None:
    """The receipt comes with the number as text and code; page, published day and audit say that all is right."""
    town = await build(kind=SignedTown)
    assert isinstance(town, SignedTown)
    await town.run()
    await town.register()
    citizen = town.citizen()
    number = await citizen.reports()
    said = citizen.last()
    slip = read_slip(text_of(said))
    assert slip is not None
    assert (number, True) == (slip.number, slip.is_about(LAMP))
    assert said["photo"]
    assert "Tanda terima ini asli." in await page(town, slip)

    await town.later(days=1)
    store, now = town.runtime.store, town.clock.now()
    assert 1 <= await make_roots(store, town.city, SIGNER, now)
    assert "Tercantum dalam segel hari" in await page(town, slip)
    root = await store.last_root()
    assert root is not None
    day = await published(store, (slip.moment + timedelta(hours=8)).date().isoformat())
    assert day is not None
    assert check(slip, (day,), SIGNER.public).whole

    await town.settle()
    where = await everything(store, town.city)
    file = [part async for part in parts(store, town.city, now, where, lambda _n: None, whole=True)]
    state = Audit(LimitCount(town.city, WorkingCalendar(town.city)), (day,), SIGNER.public)
    assert [] == list(audit(file, state))
    assert 1 == state.reports
