"""Which channels there are, what each needs to be on, and how its requests are signed."""

from collections.abc import Callable

from app import wire_telegram, wire_whatsapp
from app.settings import Settings
from channels.contract import Wired
from core.city.city import City
from core.vocabulary.steps import Clock

CHANNELS = ("telegram", "whatsapp")
"""Every channel that exists, in the order in which start-up names them."""

_REQUIRED = {"telegram": wire_telegram.REQUIRED, "whatsapp": wire_whatsapp.REQUIRED}
_MEANT = {"telegram": ("TELEGRAM_OFFICIALS_CHAT_ID",)}
"""Settings without a default that only make sense with the channel, beside those that it cannot do without."""
_SIGNERS: dict[str, Callable[[Settings, bytes], dict[str, str]]] = {
    "telegram": wire_telegram.sign,
    "whatsapp": wire_whatsapp.sign,
}


def missing_settings(settings: Settings, name: str) -> tuple[str, ...]:
    """Name the settings that a channel lacks; none means that it is on."""
    return tuple(setting for setting in _REQUIRED[name] if not _is_set(settings, setting))


def given_settings(settings: Settings, name: str) -> tuple[str, ...]:
    """Name the settings by which somebody shows that a channel is meant to be on."""
    return tuple(setting for setting in (*_REQUIRED[name], *_MEANT.get(name, ())) if _is_set(settings, setting))


def _is_set(settings: Settings, setting: str) -> bool:
    value = settings.model_dump(by_alias=True)[setting]
    return bool(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def wire_channels(
    settings: Settings, city: City, clock: Clock, report: Callable[..., None], *, paced: bool = True
) -> dict[str, Wired]:
    """Switch on every channel that has its credentials; ``paced`` False only on stand-ins without limits."""
    wired: dict[str, Wired] = {}
    if not missing_settings(settings, "telegram"):
        wired["telegram"] = wire_telegram.WiredTelegram(settings, clock, report, paced=paced)
    if not missing_settings(settings, "whatsapp"):
        wired["whatsapp"] = wire_whatsapp.WiredWhatsApp(settings, city, clock, report, paced=paced)
    return wired


def sign(settings: Settings, name: str, body: bytes) -> dict[str, str] | None:
    """Give the headers with which a platform would sign a body; None for a channel that does not exist."""
    signer = _SIGNERS.get(name)
    return signer(settings, body) if signer else None
