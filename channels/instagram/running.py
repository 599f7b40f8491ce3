"""Instagram, switched on."""

from channels.instagram.settings import InstagramSettings
from channels.kit import Around
from channels.meta.messaging.client import Client
from channels.meta.messaging.platform import INSTAGRAM
from channels.meta.messaging.running import RunningPage


class RunningInstagram(RunningPage):
    """One account, by webhook."""

    def __init__(self, settings: InstagramSettings, around: Around) -> None:
        client = Client(
            INSTAGRAM,
            settings.instagram_account_id,
            settings.instagram_token.get_secret_value(),
            settings.instagram_api_base or settings.graph_api_base,
            settings.graph_api_version,
        )
        super().__init__(client, settings, around)
