"""A report that the national service keeps, too, under a number of its own."""

import msgspec


class KeptNationally(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The national service has taken a report over under ``number``; empty: it has it no more."""

    number: str
