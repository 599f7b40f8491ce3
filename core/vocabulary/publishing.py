"""Reports that everybody may read: what a citizen allows, and what then stands in the public list."""

from datetime import datetime

import msgspec

from core.vocabulary.tally import Shade

# Chat lane -> ticket lane


class AllowListing(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen allows that the report stands in the public list, without name and place but its kelurahan, or not.

    A coordinator still decides; taken back, it leaves the list at once.
    """

    allowed: bool = True


# Ticket -> public list


class PublicReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the public list: redacted ``words`` that a coordinator released ``at``.

    ``month`` is the local one in which it came (`2026-03`): the day would tell more than anybody needs.
    """

    number: str
    category: str
    kelurahan: str
    month: str
    shade: Shade
    words: str
    at: datetime


class Placed(msgspec.Struct, frozen=True):
    """A line and its ``place`` in the list that was asked for: the first that was ever released into it has 1."""

    place: int
    line: PublicReport
