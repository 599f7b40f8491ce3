"""The stand-ins that a measured bridge speaks to: no budgets, and only the newest calls remembered."""

from collections.abc import Collection
from typing import Any

from bench.crowds import Crowd, PageCrowd, SmsCrowd, TelegramCrowd, Together, WhatsAppCrowd, XCrowd
from bench.form import FormCrowd
from bench.servers import KANAL, Server
from demo.stage import APP_SECRET, PAGES, Stage
from simulator.sms import SmsStandIn
from simulator.telegram import TelegramStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn

WHATSAPP, X, SMS, WEB, TOGETHER = "whatsapp", "x", "sms", "web", "together"
CHANNELS = (WHATSAPP, *PAGES, X, SMS, WEB)
"""What the bridge may be spoken to on, beside Telegram."""
SELDOM_SECONDS = 86_400.0
"""X is asked so seldom that what is measured is what its webhook brings."""
BUDGET_USD = 1_000_000.0


async def build(kinds: Collection[str]) -> Stage:
    """Start Telegram's stand-in, and those of the chosen channels."""
    kept: dict[str, Any] = {"remember_calls": 100, "remember_events": 100}
    telegram = TelegramStandIn(limits=None, remember_messages=20, **kept)
    stage = Stage(telegram, 0)
    await telegram.start()
    if WHATSAPP in kinds:
        stage.whatsapp = WhatsAppStandIn(limits=None, app_secret=APP_SECRET, remember_messages=20, **kept)
        await stage.whatsapp.start()
    for name in PAGES:
        if name in kinds:
            stage.pages[name] = PAGES[name](per_second=None, app_secret=APP_SECRET, **kept)
            await stage.pages[name].start()
    if X in kinds:
        stage.x = XStandIn(limits=None, **kept)
        await stage.x.start()
    if SMS in kinds or TOGETHER in kinds:
        stage.sms = SmsStandIn(remember_messages=20, **kept)
        await stage.sms.start()
    return stage


def settings(stage: Stage) -> dict[str, Any]:
    """Give the settings of a bridge on the channels beside Telegram, by the fixed names."""
    seldom = {"X_POLL_SECONDS": SELDOM_SECONDS, "X_BUDGET_USD": BUDGET_USD} if stage.x else {}
    return {**stage.channels(), **seldom, "WEB_FORM": "on"}


async def connect(stage: Stage, server: Server) -> None:
    """Let every stand-in deliver to a bridge, but Telegram's, which each server takes over in its turn."""
    await stage.connect(server.url)
    if stage.x is not None:
        hook = await stage.x.activity.register(f"{server.url}/webhooks/{X}")
        wanted = {"event_type": "dm.received", "filter": {"user_id": stage.x.account.id}}
        stage.x.activity.subscribe({**wanted, "webhook_id": hook["data"]["id"]}, "user")


def crowds(stage: Stage, form: FormCrowd) -> dict[str, Crowd]:
    """Give a crowd for each channel that there is, and the one of those who write, text and fill in the form."""
    found: dict[str, Crowd] = {KANAL: TelegramCrowd(stage.standin)}
    if stage.whatsapp is not None:
        found[WHATSAPP] = WhatsAppCrowd(stage.whatsapp)
    found |= {name: PageCrowd(page) for name, page in stage.pages.items()}
    if stage.x is not None:
        found[X] = XCrowd(stage.x)
    found[WEB] = form
    if isinstance(stage.sms, SmsStandIn):
        found[SMS] = SmsCrowd(stage.sms)
        found[TOGETHER] = Together([found[KANAL], found[SMS], form])
    return found
