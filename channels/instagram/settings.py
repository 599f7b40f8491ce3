"""Instagram's settings, beside those that it shares with the other channels of Meta."""

from pydantic import Field, SecretStr

from channels.meta.settings import MetaSettings
from channels.settings import EMPTY, Address


class InstagramSettings(MetaSettings):
    """The account, its token, and where its Graph API is when that is not where all others have it."""

    instagram_account_id: str = Field("", alias="INSTAGRAM_ACCOUNT_ID")
    instagram_token: SecretStr = Field(EMPTY, alias="INSTAGRAM_TOKEN")
    instagram_api_base: Address = Field("", alias="INSTAGRAM_API_BASE")
