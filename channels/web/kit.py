"""The web's kit."""

from channels.kit import Kit, Signed
from channels.web.channel import NAME, WebChannel
from channels.web.settings import WebSettings


def sign(_settings: WebSettings, _body: bytes) -> Signed:
    """Sign nothing: forms come by pages of ours and not by webhooks."""
    return Signed()


KIT = Kit(
    name=NAME,
    settings=WebSettings,
    required=("WEB_FORM",),
    meant=("WEB_TILE_URL",),
    build=WebChannel,
    sign=sign,
)
