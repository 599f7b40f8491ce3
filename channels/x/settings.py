"""X's settings: the account, the app's keys, and how much may be spent on reading."""

from pydantic import Field, SecretStr

from channels.settings import EMPTY, Address, Read


class XSettings(Read):
    """Key of app and account, what to look for, and the budget of a UTC day."""

    x_user_id: str = Field("", alias="X_USER_ID")
    x_bearer_token: SecretStr = Field(EMPTY, alias="X_BEARER_TOKEN")
    x_api_key: SecretStr = Field(EMPTY, alias="X_API_KEY")
    x_api_secret: SecretStr = Field(EMPTY, alias="X_API_SECRET")
    x_access_token: SecretStr = Field(EMPTY, alias="X_ACCESS_TOKEN")
    x_access_secret: SecretStr = Field(EMPTY, alias="X_ACCESS_SECRET")
    # The host that tweepy signs for: a signature does not fit another one.
    x_api_base: Address = Field("https://api.twitter.com", alias="X_API_BASE")
    x_poll_seconds: float = Field(60.0, alias="X_POLL_SECONDS", gt=0)
    x_keywords: str = Field("", alias="X_KEYWORDS")
    x_budget_usd: float = Field(5.0, alias="X_BUDGET_USD", ge=0)
    x_webhook: bool = Field(False, alias="X_WEBHOOK")
