"""Settings: every name is fixed, comes from the environment or ``.env``, and is explained in ``.env.example``."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings of one deployment. A channel without its credentials is off."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)

    host: str = Field("127.0.0.1", alias="KANAL_HOST")
    port: int = Field(8080, alias="KANAL_PORT", ge=0, le=65535)
    city: Path = Field(Path("cities/kupang"), alias="KANAL_CITY")
    data_dir: Path = Field(Path("data"), alias="KANAL_DATA_DIR")
    mongodb_uri: SecretStr = Field(SecretStr(""), alias="KANAL_MONGODB_URI")
    mongodb_database: str = Field("kanal", alias="KANAL_MONGODB_DATABASE", min_length=1)
    unheard_days: int = Field(90, alias="KANAL_UNHEARD_DAYS", ge=1)
    public_url: str = Field("", alias="KANAL_PUBLIC_URL")

    telegram_bot_token: SecretStr = Field(SecretStr(""), alias="TELEGRAM_BOT_TOKEN")
    telegram_api_base: str = Field("https://api.telegram.org", alias="TELEGRAM_API_BASE")
    telegram_webhook_secret: SecretStr = Field(SecretStr(""), alias="TELEGRAM_WEBHOOK_SECRET")
    telegram_mode: Literal["webhook", "polling"] = Field("webhook", alias="TELEGRAM_MODE")
    telegram_officials_chat_id: str = Field("", alias="TELEGRAM_OFFICIALS_CHAT_ID")
    telegram_admin_ids: str = Field("", alias="TELEGRAM_ADMIN_IDS")

    meta_app_secret: SecretStr = Field(SecretStr(""), alias="META_APP_SECRET")
    meta_verify_token: SecretStr = Field(SecretStr(""), alias="META_VERIFY_TOKEN")
    graph_api_base: str = Field("https://graph.facebook.com", alias="GRAPH_API_BASE")
    graph_api_version: str = Field("v26.0", alias="GRAPH_API_VERSION")
    whatsapp_phone_number_id: str = Field("", alias="WHATSAPP_PHONE_NUMBER_ID")
    whatsapp_token: SecretStr = Field(SecretStr(""), alias="WHATSAPP_TOKEN")
    messenger_page_id: str = Field("", alias="MESSENGER_PAGE_ID")
    messenger_page_token: SecretStr = Field(SecretStr(""), alias="MESSENGER_PAGE_TOKEN")
    instagram_account_id: str = Field("", alias="INSTAGRAM_ACCOUNT_ID")
    instagram_token: SecretStr = Field(SecretStr(""), alias="INSTAGRAM_TOKEN")

    x_user_id: str = Field("", alias="X_USER_ID")
    x_bearer_token: SecretStr = Field(SecretStr(""), alias="X_BEARER_TOKEN")
    x_api_key: SecretStr = Field(SecretStr(""), alias="X_API_KEY")
    x_api_secret: SecretStr = Field(SecretStr(""), alias="X_API_SECRET")
    x_access_token: SecretStr = Field(SecretStr(""), alias="X_ACCESS_TOKEN")
    x_access_secret: SecretStr = Field(SecretStr(""), alias="X_ACCESS_SECRET")
    x_api_base: str = Field("https://api.twitter.com", alias="X_API_BASE")
    x_poll_seconds: float = Field(60.0, alias="X_POLL_SECONDS", gt=0)
    x_keywords: str = Field("", alias="X_KEYWORDS")

    sms_send_url: str = Field("", alias="SMS_SEND_URL")
    sms_username: str = Field("", alias="SMS_USERNAME")
    sms_password: SecretStr = Field(SecretStr(""), alias="SMS_PASSWORD")
    sms_sender: str = Field("", alias="SMS_SENDER")
    sms_webhook_secret: SecretStr = Field(SecretStr(""), alias="SMS_WEBHOOK_SECRET")

    @field_validator("public_url", "telegram_api_base", "graph_api_base", "x_api_base", "sms_send_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            raise ValueError("must be an address that begins with https://")
        return value

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
        if not re.fullmatch(r"(-?\d+)?", value.strip()):
            raise ValueError("must be the group's number, such as -1001234567890")
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
        return frozenset(part.strip() for part in self.telegram_admin_ids.replace(";", ",").split(",") if part.strip())

    def secrets(self) -> tuple[str, ...]:
        """Give every secret value that is set, longest first, for the log filter."""
        values = [v.get_secret_value() for _name, v in self if isinstance(v, SecretStr)]
        return tuple(sorted({value for value in values if len(value) >= 6}, key=len, reverse=True))


def names() -> tuple[str, ...]:
    """Give every setting's fixed name, in order."""
    return tuple(field.alias or name for name, field in Settings.model_fields.items())
