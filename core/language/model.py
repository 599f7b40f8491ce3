"""A linear reader of acts of speech: weights learnt from labelled utterances, read from the language pack as data."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from core.language.features import BUCKETS

_FORMAT = 1


class ModelError(ValueError):
    """Raised for weights that this version of Kanal cannot read."""


class _Stored(msgspec.Struct, frozen=True):
    format: int
    labels: tuple[str, ...]
    source: str
    scale: float
    bias: tuple[float, ...]
    buckets: bytes
    """Two bytes each, big endian, ascending: the buckets that have weights."""
    weights: bytes
    """One signed byte per label and bucket, in the order of `buckets`; times `scale` gives the weight."""


_LANE = 3
"""Bytes per label while rows are added: room for sixty thousand rows of one byte each."""
_OFFSET = 128
_UNSIGNED = bytes((weight + _OFFSET) & 0xFF for weight in range(256))


@dataclass(frozen=True)
class Model:
    """Weights per bucket and label. `source` is the checksum of the utterances they were learnt from.

    A row is added as one long integer with a lane for each label: one addition per feature instead of one per label
    and feature, which is some thirty times quicker without a library for numbers.
    """

    labels: tuple[str, ...]
    source: str
    scale: float
    bias: tuple[float, ...]
    rows: Mapping[int, bytes]
    _lanes: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    """Rows as integers, made when they are first asked for."""

    def probabilities(self, buckets: Iterable[int]) -> dict[str, float]:
        """Give the probability of each label; they sum to 1."""
        found, rows = self._lanes, self.rows
        lanes = [found[bucket] if bucket in found else self._lane(bucket) for bucket in buckets if bucket in rows]
        known, width = len(lanes), len(self.labels)
        total = sum(lanes).to_bytes(_LANE * width, "little")
        low, middle, high = total[::_LANE], total[1::_LANE], total[2::_LANE]
        sums = [a + (b << 8) + (c << 16) - _OFFSET * known for a, b, c in zip(low, middle, high, strict=True)]
        # Features are weighed as a vector of length 1, as in training, so that long texts are not surer than short.
        norm = self.scale / math.sqrt(known) if known else 0.0
        return softmax(
            dict(zip(self.labels, (b + s * norm for b, s in zip(self.bias, sums, strict=True)), strict=True))
        )

    def _lane(self, bucket: int) -> int:
        lane = self._lanes.get(bucket)
        if lane is None:
            lane = self._lanes[bucket] = _spread(self.rows[bucket])
        return lane


def _spread(row: bytes) -> int:
    spread = bytearray(_LANE * len(row))
    spread[::_LANE] = row.translate(_UNSIGNED)
    return int.from_bytes(spread, "little")


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """Turn scores into probabilities."""
    highest = max(scores.values())
    raised = {label: math.exp(score - highest) for label, score in scores.items()}
    total = sum(raised.values())
    return {label: value / total for label, value in raised.items()}


def pack(
    labels: Sequence[str], source: str, scale: float, bias: Sequence[float], rows: Mapping[int, Sequence[int]]
) -> bytes:
    """Write weights (signed bytes per bucket and label) into the form that `unpack` reads."""
    order = sorted(rows)
    stored = _Stored(
        _FORMAT,
        tuple(labels),
        source,
        scale,
        tuple(bias),
        b"".join(bucket.to_bytes(2, "big") for bucket in order),
        b"".join(bytes(weight & 0xFF for weight in rows[bucket]) for bucket in order),
    )
    return zlib.compress(msgspec.msgpack.encode(stored), 9)


def unpack(data: bytes) -> Model:
    """Read packed weights; raise ModelError when they are damaged or of another version."""
    try:
        stored = msgspec.msgpack.decode(zlib.decompress(data), type=_Stored)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ModelError(f"unreadable weights: {type(error).__name__}") from error
    width, count = len(stored.labels), len(stored.buckets) // 2
    if stored.format != _FORMAT or len(stored.weights) != width * count or len(stored.bias) != width:
        raise ModelError("weights of another version")
    buckets = [int.from_bytes(stored.buckets[place : place + 2], "big") for place in range(0, 2 * count, 2)]
    if any(bucket >= BUCKETS for bucket in buckets):
        raise ModelError("weights of another version")
    rows = {bucket: stored.weights[place * width : (place + 1) * width] for place, bucket in enumerate(buckets)}
    return Model(stored.labels, stored.source, stored.scale, stored.bias, rows)
