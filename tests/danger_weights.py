"""Learn `cities/base/danger.weights` from the labelled sentences: `make danger`.

A linear reader of hashed words and runs of letters beside the word patterns, six labels. It prints how words alone,
weights alone and both do on sentences held out from the weights, and writes the file; twice the same is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import typer

from core.language.features import BUCKETS
from core.language.model import Model, pack, unpack
from core.reading.urgency import Alarm
from storage.city import read_city

HERE = Path(__file__).parent
TARGET = HERE.parent / "cities" / "base" / "danger.weights"
NONE = ""
LABELS = (NONE, "darurat", "medis", "kekerasan", "kdrt", "jiwa")
"""No danger, and for each way of numbers the kind that stands for it."""
KINDS = {"-": NONE, "112": "darurat", "119": "medis", "110": "kekerasan", "110+129": "kdrt", "119 ext. 8": "jiwa"}
FOLDS = 4
EPOCHS, RATE, DECAY, REAL = 15, 0.5, 3e-5, 2.0
"""`REAL`: how much more a missed emergency weighs in training than a false alarm."""
_HALF = 0.5
RARE = 0.02
"""Weights below this share of the largest are left out."""

Row = tuple[str, str]


def rows() -> list[Row]:
    """Read every labelled sentence: (text, label). The unseen sets are not read."""
    found = []
    for line in (HERE / "data" / "danger.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            numbers, _, text = line.split("\t")
            found.append((text, KINDS[numbers.split("|")[0]]))
    for line in (HERE / "data" / "sentences.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found.append((row["text"], KINDS[row["emergency"] or "-"]))
    for line in (HERE / "data" / "danger-more.tsv").read_text("utf-8").splitlines():
        numbers, _, text = line.partition("\t")
        if not line.startswith("#"):
            found.append((text, _kind(numbers)))
    for line in (HERE / "data" / "turns-tuned.tsv").read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 2 and "EMERGENCY" not in fields[2]:
            found.append((fields[1], NONE))
    everyday = (HERE / "data" / "acts.tsv").read_text("utf-8").splitlines()
    return found + [(line.partition("\t")[2], NONE) for line in everyday if not line.startswith("#")]


def _kind(numbers: str) -> str:
    """Name the kind for a way of numbers, as `danger-more.tsv` writes them, the best first."""
    if "ext" in numbers.partition("|")[0]:
        return "jiwa"
    return "kdrt" if "129" in numbers else KINDS[numbers.partition("|")[0]]


def learn(alarm: Alarm, chosen: Sequence[Row]) -> bytes:
    """Learn the weights of some sentences, packed."""
    hashed = [np.array(sorted(alarm.buckets(text)), dtype=np.int64) for text, _ in chosen]
    labels = [LABELS.index(label) for _, label in chosen]
    weights: Any = np.zeros((BUCKETS, len(LABELS)))
    seen: Any = np.full((BUCKETS, 1), 1e-2)
    bias: Any = np.zeros(len(LABELS))
    bias[0] = 1.0
    order = np.random.default_rng(0)
    for _ in range(EPOCHS):
        for place in order.permutation(len(chosen)):
            buckets, label = hashed[place], labels[place]
            if not len(buckets):
                continue
            norm = len(buckets) ** 0.5
            wrong = _softmax(weights[buckets].sum(0) / norm + bias)
            wrong[label] -= 1
            wrong *= REAL if label else 1.0
            step = wrong / norm + DECAY * weights[buckets]
            seen[buckets] += (step**2).mean(1, keepdims=True)
            weights[buckets] -= RATE * step / np.sqrt(seen[buckets])
            bias -= 0.02 * wrong
    scale = float(np.abs(weights).max()) / 127
    kept = np.flatnonzero(np.abs(weights).max(1) > RARE * 127 * scale)
    small = np.clip(np.round(weights[kept] / scale), -127, 127).astype(int)
    source = hashlib.sha256("\n".join("\t".join(row) for row in chosen).encode()).hexdigest()
    table = {int(bucket): [int(one) for one in row] for bucket, row in zip(kept, small, strict=True)}
    return pack(LABELS, source, scale, [float(one) for one in bias], table)


def _softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def measure(alarm: Alarm, every: Sequence[Row]) -> None:
    """Print recall and precision on sentences that the weights have not seen (the words may have)."""
    told: dict[str, list[float]] = {"words": [0, 0, 0], "both": [0, 0, 0], "weights": [0, 0, 0]}
    for fold in range(FOLDS):
        model: Model = unpack(learn(alarm, [row for row in every if _fold(row[0]) != fold]))
        both = alarm.with_weights(model)
        for text, label in (row for row in every if _fold(row[0]) == fold):
            judged = both.judge(text)
            alone = replace(judged, learnt=None)
            sums = model.probabilities(alarm.buckets(text))
            ways = {"words": bool(alone.kind), "both": bool(judged.kind), "weights": sums[NONE] < _HALF}
            for name, heard in ways.items():
                told[name][0] += float(heard) if label else 0.0
                told[name][1] += bool(label)
                told[name][2] += heard
    for name, (right, real, alarms) in told.items():
        typer.echo(
            f"{name:8} recall {right / real:.3f}  precision {right / max(alarms, 1):.3f}  of {real:.0f} emergencies"
        )


def _fold(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[1] % FOLDS


def main() -> None:
    """Measure on held-out sentences, then learn from all and write the file."""
    city = read_city(HERE.parent / "cities" / "kupang")
    alarm, every = Alarm(replace(city, danger=replace(city.danger, weights=b""))), rows()
    measure(alarm, every)
    data = learn(alarm, every)
    TARGET.write_bytes(data)
    typer.echo(f"{TARGET.name}: {len(data)} bytes, {len(unpack(data).rows)} buckets, {len(every)} sentences")


if __name__ == "__main__":
    main()
