"""Settings of channels that are decided on and not built: their names are fixed, so that nobody has to rename them.

Whoever builds one moves its settings into the channel's own folder.
"""

from pydantic import Field, SecretStr

from channels.settings import EMPTY, Address, Read


class PlannedSettings(Read):
    """What nothing reads yet."""

    sms_send_url: Address = Field("", alias="SMS_SEND_URL")
    sms_username: str = Field("", alias="SMS_USERNAME")
    sms_password: SecretStr = Field(EMPTY, alias="SMS_PASSWORD")
    sms_sender: str = Field("", alias="SMS_SENDER")
    sms_webhook_secret: SecretStr = Field(EMPTY, alias="SMS_WEBHOOK_SECRET")
