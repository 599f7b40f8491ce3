"""The toy's kit, given to the bridge from outside."""

from urllib.parse import parse_qsl

from channels.kit import Kit, Signed
from tests.channels.toy.channel import NAME, TamtamChannel
from tests.channels.toy.settings import TamtamSettings


def sign(settings: TamtamSettings, body: bytes) -> Signed:
    """Send a recorded query again."""
    return Signed(query={**dict(parse_qsl(body.decode())), "key": settings.tamtam_key.get_secret_value()}, method="GET")


KIT = Kit(
    name=NAME, settings=TamtamSettings, required=("TAMTAM_SEND_URL", "TAMTAM_KEY"), build=TamtamChannel, sign=sign
)
