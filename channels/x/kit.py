"""X's kit."""

from channels.contract import Channel
from channels.kit import Around, Kit, Signed
from channels.x import notices, plan
from channels.x.settings import XSettings
from channels.x.shapes import NAME
from channels.x.verify import HEADER, signature


def build(settings: XSettings, around: Around) -> Channel:
    """Switch the account on."""
    from channels.x.running import RunningX  # loaded where needed, as all clients are

    return RunningX(settings, around)


def sign(settings: XSettings, body: bytes) -> Signed:
    """Give the header that X would send."""
    return Signed({HEADER: signature(body, settings.x_api_secret.get_secret_value())})


KIT = Kit(
    name=NAME,
    settings=XSettings,
    required=("X_USER_ID", "X_BEARER_TOKEN", "X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET"),
    meant=("X_KEYWORDS", "X_WEBHOOK"),
    build=build,
    sign=sign,
    texts=(*plan.LABELS, *notices.TEXTS),
)
