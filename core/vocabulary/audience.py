"""Who a message is for, and who reads what is sent to a lane's chat."""

from typing import Final, Literal

Audience = Literal["private", "group", "public"]
"""``private``: one person; ``group``: officials of the city in a group of theirs; ``public``: everybody."""

_WIDTH: Final[dict[Audience, int]] = {"private": 0, "group": 1, "public": 2}
_READERS: Final[dict[str, Audience]] = {"chat": "private", "person": "private", "group": "group", "mention": "public"}


def readers_of(lane: str) -> Audience:
    """Name who reads what is sent to a lane's chat; everybody, where the kind of lane is not known."""
    return _READERS.get(lane.partition(":")[0], "public")


def may_read(readers: Audience, audience: Audience) -> bool:
    """Tell whether a message for ``audience`` may stand where ``readers`` see it: never where more people are."""
    return _WIDTH[readers] <= _WIDTH[audience]


def narrowest(*audiences: Audience) -> Audience:
    """Give the audience of messages that share a bubble: the fewest people that any of them is for."""
    return min(audiences, key=_WIDTH.__getitem__)
