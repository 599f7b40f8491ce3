"""The demo's city stays on this machine."""

import pytest

from app.settings import names
from channels.planned import PlannedSettings
from channels.telegram.settings import TelegramSettings
from channels.whatsapp.settings import WhatsAppSettings
from demo.stage import Stage


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
    assert isinstance(settings, PlannedSettings)
    assert ("", "", "") == (
        settings.whatsapp_token.get_secret_value(),
        settings.x_bearer_token.get_secret_value(),
        settings.mongodb_uri.get_secret_value(),
    )
    assert settings.telegram_api_base == stage.standin.base_url
