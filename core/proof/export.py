"""The file of chains, a JSON line each: what the city says of itself, to be checked by somebody else."""

from __future__ import annotations

from typing import Final

import msgspec

from core.proof.lines import Line
from core.vocabulary.proof import CityKey, DayRoot

VERSION: Final = 1


class Header(msgspec.Struct, frozen=True, tag="header", tag_field="kind"):
    """The first line. ``whole``: every report that there is stands in the file."""

    version: int
    city: str
    made_at: str
    whole: bool


class Keys(msgspec.Struct, frozen=True, tag="keys", tag_field="kind"):
    """The city's keys, the oldest first."""

    keys: tuple[CityKey, ...]


class Day(msgspec.Struct, frozen=True, tag="day", tag_field="kind"):
    """A day's root with its leaves; days come in their order, before all reports."""

    root: DayRoot
    leaves: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, tag="report", tag_field="kind"):
    """A report as its document has it: its lines follow."""

    number: str
    lines: int
    head: str
    status: str
    unit: str
    confidential: bool


class Register(msgspec.Struct, frozen=True, tag="register", tag_field="kind"):
    """The register of officials as its document has it: its lines follow, each a change of who may act."""

    lines: int
    head: str


class End(msgspec.Struct, frozen=True, tag="end", tag_field="kind"):
    """The last line: how many reports and lines there were, those of the register among them."""

    reports: int
    lines: int


Part = Header | Keys | Day | Report | Register | Line | End


def write(part: Part) -> bytes:
    """Write a line of the file."""
    return msgspec.json.encode(part) + b"\n"


_DECODER: Final[msgspec.json.Decoder[Part]] = msgspec.json.Decoder(Part)


def read(line: bytes) -> Part:
    """Read a line of the file. Raises ``msgspec.MsgspecError``."""
    part: Part = _DECODER.decode(line)
    return part
