"""Telegram's kit."""

from channels.contract import Channel
from channels.kit import Around, Group, GroupPlace, Kit, Signed
from channels.telegram.settings import TelegramSettings
from channels.telegram.verify import HEADER, webhook_secret

NAME = "telegram"


def build(settings: TelegramSettings, around: Around) -> Channel:
    """Switch the bot on, by webhook or by polling."""
    from channels.telegram import running  # loaded where needed: the platform's client takes a third of a second

    kind = running.PollingTelegram if settings.telegram_mode == "polling" else running.RunningTelegram
    return kind(settings, around)


def sign(settings: TelegramSettings, _body: bytes) -> Signed:
    """Give the headers that Telegram would send."""
    return Signed({HEADER: webhook_secret(settings)})


def group(settings: TelegramSettings) -> Group:
    """Say where the officials' group is."""
    address = settings.telegram_officials_chat_id
    return Group(NAME if address else "", address, settings.admin_ids)


KIT = Kit(
    name=NAME,
    settings=TelegramSettings,
    required=("TELEGRAM_BOT_TOKEN",),
    meant=("TELEGRAM_OFFICIALS_CHAT_ID",),
    build=build,
    sign=sign,
    group=GroupPlace("TELEGRAM_OFFICIALS_CHAT_ID", group),
    without_address="TELEGRAM_MODE=polling",
)
