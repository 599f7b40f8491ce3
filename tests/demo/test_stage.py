"""The demo's city stays on this machine."""

from typing import Any

import pytest

from app.channels import KITS
from app.settings import names
from channels.sms.settings import SmsSettings
from channels.telegram.settings import TelegramSettings
from channels.whatsapp.settings import WhatsAppSettings
from channels.x.settings import XSettings
from demo.stage import Stage
from simulator.sms import SmsStandIn
from simulator.standin import StandIn


async def test_real_credentials_in_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of a stage point at its stand-ins, whatever the environment of the machine holds."""
    for name in names():
        monkeypatch.setenv(name, "polling" if name == "TELEGRAM_MODE" else "17")
    stage = await Stage.build(limits=None)

    settings = stage.settings(KANAL_MONGODB_DATABASE="mine")

    await stage.stop()
    assert "mine" == settings.mongodb_database
    assert isinstance(settings, TelegramSettings)
    assert isinstance(settings, WhatsAppSettings)
    assert isinstance(settings, SmsSettings)
    assert ("", "", "") == (
        settings.whatsapp_token.get_secret_value(),
        settings.x_bearer_token.get_secret_value(),
        settings.mongodb_uri.get_secret_value(),
    )
    assert settings.telegram_api_base == stage.standin.base_url


async def test_a_stage_with_all_channels_points_each_at_its_own_stand_in() -> None:
    """Every channel of the demo has credentials and the address of its stand-in, and X is asked often."""
    stage = await Stage.build(limits=None, whatsapp=True, pages=("messenger", "instagram"), x=True, sms=SmsStandIn())
    assert stage.whatsapp is not None
    assert stage.x is not None

    settings = stage.settings(public_url="http://127.0.0.1:8080", WEB_FORM="on", OPEN311="on")

    await stage.stop()
    standins: dict[str, StandIn[Any, Any]] = {
        "GRAPH_API_BASE": stage.whatsapp,
        "MESSENGER_API_BASE": stage.pages["messenger"],
        "INSTAGRAM_API_BASE": stage.pages["instagram"],
        "X_API_BASE": stage.x,
    }
    assert {name: standin.base_url for name, standin in standins.items()} == {
        name: getattr(settings, name.lower()) for name in standins
    }
    assert [] == [kit.name for kit in KITS if kit.missing(settings)]
    assert isinstance(settings, XSettings)
    assert settings.x_poll_seconds < 1
