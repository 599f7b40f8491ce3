"""Instagram's kit."""

from channels.contract import Channel
from channels.instagram.settings import InstagramSettings
from channels.kit import Around, Kit, Signed
from channels.meta.messaging.platform import INSTAGRAM
from channels.meta.messaging.profile import TEXTS
from channels.meta.settings import SHARED
from channels.meta.verify import HEADER, signature


def build(settings: InstagramSettings, around: Around) -> Channel:
    """Switch the account on."""
    from channels.instagram.running import RunningInstagram  # loaded where needed, as all clients are

    return RunningInstagram(settings, around)


def sign(settings: InstagramSettings, body: bytes) -> Signed:
    """Give the header that Meta would send."""
    return Signed({HEADER: signature(body, settings.meta_app_secret.get_secret_value())})


KIT = Kit(
    name=INSTAGRAM.name,
    settings=InstagramSettings,
    required=("INSTAGRAM_ACCOUNT_ID", "INSTAGRAM_TOKEN", *SHARED),
    shared=SHARED,
    build=build,
    sign=sign,
    texts=TEXTS,
)
