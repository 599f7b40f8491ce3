"""Open311's kit."""

from channels.kit import Kit, Signed
from channels.open311.channel import NAME, Open311Channel
from channels.open311.settings import Open311Settings


def sign(_settings: Open311Settings, _body: bytes) -> Signed:
    """Sign nothing: requests come with a client's key, by addresses of ours and not by webhooks."""
    return Signed()


KIT = Kit(name=NAME, settings=Open311Settings, required=("OPEN311",), build=Open311Channel, sign=sign)
"""On by a word; a client's key is made by `kanal client add`."""
