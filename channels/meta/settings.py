"""Settings that the channels of Meta share."""

from pydantic import Field, SecretStr

from channels.settings import EMPTY, Address, Read

SHARED = ("META_APP_SECRET", "META_VERIFY_TOKEN")
"""What each of the channels of Meta needs of the app."""


class MetaSettings(Read):
    """The app whose webhooks come to us, and the Graph API."""

    meta_app_secret: SecretStr = Field(EMPTY, alias="META_APP_SECRET")
    meta_verify_token: SecretStr = Field(EMPTY, alias="META_VERIFY_TOKEN")
    graph_api_base: Address = Field("https://graph.facebook.com", alias="GRAPH_API_BASE")
    graph_api_version: str = Field("v26.0", alias="GRAPH_API_VERSION")
