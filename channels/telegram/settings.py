"""Telegram's settings."""

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from channels.settings import EMPTY, Address, Read


class TelegramSettings(Read):
    """The bot, how its updates come, and the officials' group."""

    telegram_bot_token: SecretStr = Field(EMPTY, alias="TELEGRAM_BOT_TOKEN")
    telegram_api_base: Address = Field("https://api.telegram.org", alias="TELEGRAM_API_BASE")
    telegram_webhook_secret: SecretStr = Field(EMPTY, alias="TELEGRAM_WEBHOOK_SECRET")
    telegram_mode: Literal["webhook", "polling"] = Field("webhook", alias="TELEGRAM_MODE")
    telegram_officials_chat_id: str = Field("", alias="TELEGRAM_OFFICIALS_CHAT_ID")
    telegram_admin_ids: str = Field("", alias="TELEGRAM_ADMIN_IDS")

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _is_webhook_secret(cls, value: SecretStr) -> SecretStr:
        """Hold to what Telegram takes (Bot API, setWebhook): it would refuse every registration."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("must be 1-256 characters of A-Z a-z 0-9 _ -")
        return value

    @field_validator("telegram_officials_chat_id")
    @classmethod
    def _is_chat_id(cls, value: str) -> str:
        """Hold to the number: updates name the group by nothing else."""
        if not re.fullmatch(r"(-\d+)?", value.strip()):
            raise ValueError("must be the group's number with its minus sign, such as -1001234567890")
        return value.strip()

    @field_validator("telegram_admin_ids")
    @classmethod
    def _are_user_ids(cls, value: str) -> str:
        if not re.fullmatch(r"[\d\s,;]*", value):
            raise ValueError("must be user numbers, separated by commas")
        return value

    @property
    def admin_ids(self) -> frozenset[str]:
        """Give the platform ids of the group's first administrators."""
        return frozenset(part for part in re.split(r"[\s,;]+", self.telegram_admin_ids) if part)
