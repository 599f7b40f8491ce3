"""WhatsApp's settings, beside those that it shares with the other channels of Meta."""

from pydantic import Field, SecretStr

from channels.meta.settings import MetaSettings
from channels.settings import EMPTY


class WhatsAppSettings(MetaSettings):
    """The phone number and its token."""

    whatsapp_phone_number_id: str = Field("", alias="WHATSAPP_PHONE_NUMBER_ID")
    whatsapp_token: SecretStr = Field(EMPTY, alias="WHATSAPP_TOKEN")
