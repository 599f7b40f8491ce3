"""Messenger's kit."""

from channels.contract import Channel
from channels.kit import Around, Kit, Signed
from channels.messenger.settings import MessengerSettings
from channels.meta.messaging.platform import MESSENGER
from channels.meta.messaging.profile import TEXTS
from channels.meta.settings import SHARED
from channels.meta.verify import HEADER, signature


def build(settings: MessengerSettings, around: Around) -> Channel:
    """Switch the Page on."""
    from channels.messenger.running import RunningMessenger  # loaded where needed, as all clients are

    return RunningMessenger(settings, around)


def sign(settings: MessengerSettings, body: bytes) -> Signed:
    """Give the header that Meta would send."""
    return Signed({HEADER: signature(body, settings.meta_app_secret.get_secret_value())})


KIT = Kit(
    name=MESSENGER.name,
    settings=MessengerSettings,
    required=("MESSENGER_PAGE_ID", "MESSENGER_PAGE_TOKEN", *SHARED),
    shared=SHARED,
    build=build,
    sign=sign,
    texts=TEXTS,
)
