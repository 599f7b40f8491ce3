"""Settings of channels that are decided on and not built: their names are fixed, so that nobody has to rename them.

Whoever builds one moves its settings into the channel's own folder.
"""

from pydantic import Field, SecretStr

from channels.settings import EMPTY, Address, Read


class PlannedSettings(Read):
    """What nothing reads yet."""

    x_user_id: str = Field("", alias="X_USER_ID")
    x_bearer_token: SecretStr = Field(EMPTY, alias="X_BEARER_TOKEN")
    x_api_key: SecretStr = Field(EMPTY, alias="X_API_KEY")
    x_api_secret: SecretStr = Field(EMPTY, alias="X_API_SECRET")
    x_access_token: SecretStr = Field(EMPTY, alias="X_ACCESS_TOKEN")
    x_access_secret: SecretStr = Field(EMPTY, alias="X_ACCESS_SECRET")
    x_api_base: Address = Field("https://api.twitter.com", alias="X_API_BASE")
    x_poll_seconds: float = Field(60.0, alias="X_POLL_SECONDS", gt=0)
    x_keywords: str = Field("", alias="X_KEYWORDS")

    sms_send_url: Address = Field("", alias="SMS_SEND_URL")
    sms_username: str = Field("", alias="SMS_USERNAME")
    sms_password: SecretStr = Field(EMPTY, alias="SMS_PASSWORD")
    sms_sender: str = Field("", alias="SMS_SENDER")
    sms_webhook_secret: SecretStr = Field(EMPTY, alias="SMS_WEBHOOK_SECRET")
