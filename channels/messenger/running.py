"""Messenger, switched on."""

from channels.kit import Around
from channels.messenger.settings import MessengerSettings
from channels.meta.messaging.client import Client
from channels.meta.messaging.platform import MESSENGER
from channels.meta.messaging.running import RunningPage


class RunningMessenger(RunningPage):
    """One Page, by webhook."""

    def __init__(self, settings: MessengerSettings, around: Around) -> None:
        client = Client(
            MESSENGER,
            settings.messenger_page_id,
            settings.messenger_page_token.get_secret_value(),
            settings.messenger_api_base or settings.graph_api_base,
            settings.graph_api_version,
        )
        super().__init__(client, settings, around)
