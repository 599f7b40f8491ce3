"""A linear reader of acts of speech: weights learnt from labelled utterances, read from the language pack as data."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from core.reading.features import BUCKETS

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


@dataclass(frozen=True)
class Model:
    """Weights per bucket and label. `source` is the checksum of the utterances they were learnt from."""

    labels: tuple[str, ...]
    source: str
    scale: float
    bias: tuple[float, ...]
    rows: Mapping[int, bytes]

    def probabilities(self, buckets: Iterable[int]) -> dict[str, float]:
        """Return the probability of each label; they sum to 1."""
        sums = [0] * len(self.labels)
        known = 0
        for bucket in buckets:
            row = self.rows.get(bucket)
            if row is not None:
                known += 1
                for place, weight in enumerate(row):
                    if weight:
                        sums[place] += weight - 256 if weight > 127 else weight
        # Features are weighed as a vector of length 1, as in training, so that long texts are not surer than short.
        norm = self.scale / math.sqrt(known) if known else 0.0
        return softmax(
            dict(zip(self.labels, (b + s * norm for b, s in zip(self.bias, sums, strict=True)), strict=True))
        )


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
