"""What lanes are called: no name of a lane is put together anywhere else."""

import hashlib
from datetime import date


def chat_lane(channel: str, address: str) -> str:
    """Name the lane of a citizen's chat."""
    return f"chat:{channel}:{address}"


def mention_lane(channel: str, post: str) -> str:
    """Name the lane of a public post, by the id of its first version."""
    return f"mention:{channel}:{post}"


def author_lane(channel: str, author: str) -> str:
    """Name the lane of who writes in public, by the platform's id there."""
    return f"author:{channel}:{author}"


def burst_lane(category: str, kelurahan: str) -> str:
    """Name the lane of what is said about one kind of matter in one place, ``-`` where nobody says where."""
    return f"burst:{category}:{kelurahan or '-'}"


def near_lane(category: str, kelurahan: str) -> str:
    """Name the lane of what is open of one kind of matter in one place, ``-`` where nobody says where."""
    return f"near:{category}:{kelurahan or '-'}"


def person_lane(known_by: str) -> str:
    """Name the lane of a person by what names the person first: the lane of a chat, or a key that an office gives.

    No chat has to ask who it belongs to, and nothing of a platform's id stands in the name.
    """
    return f"person:{digest(known_by)}"


def digest(name: str) -> str:
    """Stand in for a name from which a platform's id could be read: one way, and always the same."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def code_lane(link: str) -> str:
    """Name the lane that knows a code by its digest: one of 256, so that a wrong code leaves nothing behind."""
    return f"codes:{link[:2]}"


def official_lane(person: str) -> str:
    """Name the lane of an official, by the platform's id, which does not stand in the name."""
    return f"official:{digest(person)}"


def ticket_lane(number: str) -> str:
    """Name the lane of a ticket."""
    return f"ticket:{number}"


def docket_lane(desk: str) -> str:
    """Name the lane that lists the tickets of a desk, by the desk's key."""
    return f"docket:{desk}"


def tally_lane(day: date) -> str:
    """Name the lane that counts what happened on a local day."""
    return f"tally:{day.isoformat()}"


def month_lane(month: str) -> str:
    """Name the lane that keeps the counts of a month as they are published (`2026-03`)."""
    return f"month:{month}"


def shades_lane(month: str) -> str:
    """Name the lane that counts how the reports of a month stand in each place."""
    return f"shades:{month}"


def sources_lane(day: date) -> str:
    """Name the lane that counts by which material people came in the local month of a day."""
    return f"sources:{day:%Y-%m}"


def registry_lane(prefix: str, year: int) -> str:
    """Name the lane that gives out the ticket numbers of one local year (two digits)."""
    return f"registry:{prefix}-{year:02d}"


def hook_lane(name: str) -> str:
    """Name the lane of a system that is told of tickets."""
    return f"hook:{name}"


def group_lane(name: str) -> str:
    """Name the lane of one of the officials' groups."""
    return f"group:{name}"


OFFICIALS_LANE = group_lane("officials")
"""The common group: every city has it, and what is meant for no other desk is shown there."""


REGISTER_LANE = "register:officials"
"""Who may act for the city, whichever group they are in."""


def outlasts_outages(lane: str) -> bool:
    """Tell whether a lane's messages wait until its receiver is back, and only what it alone refuses is given up."""
    return lane.startswith(hook_lane(""))


def is_never_given_up(lane: str) -> bool:
    """Tell whether a lane's chat is the city's own: what waits for it is kept until it can be reached, however long.

    A person who cannot be reached is told later or never, as the person wants; a group that is lost is a fault to mend.
    """
    return lane.startswith("group:")
