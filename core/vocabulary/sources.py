"""What a chat tells the count of a month: by which material of the city somebody came, and whether they reported."""

import msgspec

# Chat lane -> sources lane


class CameBy(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody came by material named ``source`` on a kind of channel, or (``filed``) reported after they had.

    Nothing in it tells who.
    """

    source: str
    channel: str
    filed: bool = False
