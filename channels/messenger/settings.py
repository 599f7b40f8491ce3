"""Messenger's settings, beside those that it shares with the other channels of Meta."""

from pydantic import Field, SecretStr

from channels.meta.settings import MetaSettings
from channels.settings import EMPTY, Address


class MessengerSettings(MetaSettings):
    """The Page, its token, and where its Graph API is when that is not where all others have it."""

    messenger_page_id: str = Field("", alias="MESSENGER_PAGE_ID")
    messenger_page_token: SecretStr = Field(EMPTY, alias="MESSENGER_PAGE_TOKEN")
    messenger_api_base: Address = Field("", alias="MESSENGER_API_BASE")
