"""Learn `cities/base/acts.weights` from the labelled utterances: `make acts`.

A linear reader of hashed words and runs of letters: which act of speech an utterance is, by itself. It prints how cues
alone, weights alone and both do on utterances held out from the weights, and writes the file; twice the same is the
same. The utterances of `tests/data/turns-*.tsv` are not read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import typer

from core.city.city import City
from core.language.features import BUCKETS
from core.language.model import pack, unpack
from core.reading.heard import LABELS, Ear
from storage.city import read_city

HERE = Path(__file__).parent
TARGET = HERE.parent / "cities" / "base" / "acts.weights"
FOLDS = 4
EPOCHS, RATE = 15, 3.0
OFTEN = 2
"""A bucket that fewer utterances have says nothing about others."""
RARE = 0.02
"""Weights below this are left out."""

Row = tuple[str, str]


def rows() -> list[Row]:
    """Read every labelled utterance: (label, text)."""
    lines = (HERE / "data" / "acts.tsv").read_text("utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines) if text and label[0] != "#"]


def checksum(chosen: Sequence[Row]) -> str:
    """Name the utterances that weights were learnt from."""
    return hashlib.sha256("\n".join("\t".join(row) for row in chosen).encode()).hexdigest()


def learn(ear: Ear, chosen: Sequence[Row], names: Sequence[str] = LABELS) -> bytes:
    """Learn the weights of some utterances, packed; ``names`` are the labels that there are."""
    hashed = [np.array(sorted(ear.buckets(text)), dtype=np.int64) for _, text in chosen]
    labels = [names.index(label) for label, _ in chosen]
    weights: Any = np.zeros((BUCKETS, len(names)), np.float32)
    bias: Any = np.zeros(len(names), np.float32)
    order = np.random.default_rng(1)
    for epoch in range(EPOCHS):
        step = RATE * (1 - epoch / EPOCHS)
        for place in order.permutation(len(chosen)):
            buckets = hashed[place]
            norm = len(buckets) ** 0.5
            wrong = _softmax(weights[buckets].sum(0) / norm + bias)
            wrong[labels[place]] -= 1
            weights[buckets] -= step * wrong / norm
            bias -= 0.1 * step * wrong
    seen: Any = np.zeros(BUCKETS, int)
    for buckets in hashed:
        seen[buckets] += 1
    kept = np.flatnonzero((seen >= OFTEN) & (np.abs(weights).max(1) > RARE))
    scale = float(np.abs(weights[kept]).max()) / 127
    small = np.clip(np.round(weights[kept] / scale), -127, 127).astype(int)
    table = {int(bucket): [int(one) for one in row] for bucket, row in zip(kept, small, strict=True)}
    return pack(names, checksum(chosen), scale, [float(one) for one in bias], table)


def _softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def measure(city: City, every: Sequence[Row]) -> None:
    """Print how often the likeliest label is right on utterances that the weights have not seen."""
    right = {"cues": 0, "weights": 0, "both": 0}
    cues = Ear(replace(city, act_weights=b""))
    for fold in range(FOLDS):
        data = learn(cues, [row for row in every if _fold(row[1]) != fold])
        both, alone = Ear(replace(city, act_weights=data)), unpack(data)
        for label, text in (row for row in every if _fold(row[1]) == fold):
            sums = alone.probabilities(cues.buckets(text))
            right["cues"] += cues.hear(text).top == label
            right["weights"] += max(sums, key=lambda name: sums[name]) == label
            right["both"] += both.hear(text).top == label
    for name, count in right.items():
        typer.echo(f"{name:8} {count / len(every):.1%} of {len(every)} utterances, {len(LABELS)} labels")


def _fold(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[1] % FOLDS


def main() -> None:
    """Measure on held-out utterances, then learn from all and write the file."""
    city, every = read_city(HERE.parent / "cities" / "kupang"), rows()
    measure(city, every)
    data = learn(Ear(replace(city, act_weights=b"")), every)
    TARGET.write_bytes(data)
    typer.echo(f"{TARGET.name}: {len(data)} bytes, {len(unpack(data).rows)} buckets, {len(every)} utterances")


if __name__ == "__main__":
    main()
