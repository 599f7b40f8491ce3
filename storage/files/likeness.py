"""Tell whether two photos are one photo: written anew, cropped by a tenth, brightened, mirrored or stamped with a date.

Two steps. A photo is *found* by keys: perceptual hashes of parts of it, cut into pieces that are looked up as they are.
Whether it *is* the same photo is then measured on small grey pictures of both, laid over each other: what share of the
places with something to see agrees. Hashes alone do not tell: of one street taken from two places 30 cm apart they
differ less than of one photo before and after a date was written into it (docs/files.md has the figures).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.vocabulary.media import Likeness

Grey = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the whole picture."""

SIDE = 64
"""Pixels of the small grey picture along each side: 4 KB a photo."""
_WORK = 256
_PARTS: tuple[Box, ...] = (
    (0.1, 0.1, 0.4, 0.4),
    (0.5, 0.1, 0.4, 0.4),
    (0.1, 0.5, 0.4, 0.4),
    (0.5, 0.5, 0.4, 0.4),
    (0.3, 0.3, 0.4, 0.4),
    (0.1, 0.1, 0.8, 0.8),
)
"""What of a photo is hashed: still there when a tenth is cut off anywhere, mostly whole when a corner is written on."""
_CUTS = (
    (0.0, 0.0), (0.05, 0.0), (0.0, 0.05), (0.05, 0.05), (0.025, 0.075), (0.075, 0.025), (0.1, 0.0), (0.0, 0.1),
)  # fmt: skip
"""Shares cut off the two ends of a side that are tried."""
_BOXES: tuple[Box, ...] = tuple(
    (left, top, 1 - left - right, 1 - top - bottom) for (left, right), (top, bottom) in product(_CUTS, _CUTS)
)
_PIECES, _BITS = 3, 21
"""Of the 64 bits of a hash the first is always the same: three keys of 21 bits are left."""

_STEPS = (0.025, 0.0125, 0.00625)
_LEAST = 0.8
"""The smallest share of a side that is still sought."""
_BLOCK = 8
_SMOOTH = 7
_PLAIN = 1.5
"""Grey levels by which a place has to vary to have something to see."""
_AGREES = 0.7
"""How alike a place has to be: the correlation of its grey levels."""
SAME = 0.7
"""The share of places that have to agree: one photo has 0.79 or more of them, two photos of a street half at most."""
_PROMISING = 0.35
"""How alike two pictures are as a whole before they are laid over each other exactly."""
_STARTS = 3


def likeness_of(picture: Image.Image) -> Likeness:
    """Take the likeness of a picture."""
    small = picture.convert("L").resize((_WORK, _WORK), Image.Resampling.BOX)
    grey = small.resize((SIDE, SIDE), Image.Resampling.BOX)
    return Likeness(tuple(_keys(small, (0.0, 0.0, 1.0, 1.0))), grey.tobytes(), small.tobytes())


def sought(likeness: Likeness) -> tuple[int, ...]:
    """Give the keys by which the photos are found that a picture may have been made from."""
    small = Image.frombytes("L", (_WORK, _WORK), likeness.view)
    mirrored = small.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    found: dict[int, None] = {}
    for source, box in product((small, mirrored), _BOXES):
        found.update(dict.fromkeys(_keys(source, box)))
    return tuple(found)


def _keys(source: Image.Image, cut: Box) -> Iterator[int]:
    """Give the keys of a photo's parts, where the source is what was left of it by a cut."""
    left, top, width, height = cut
    for number, (x, y, wide, high) in enumerate(_PARTS):
        start, up = (x - left) / width * _WORK, (y - top) / height * _WORK
        part = source.crop((start, up, start + wide / width * _WORK, up + high / height * _WORK))
        bits = imagehash.phash(part).hash.flatten()[1:]
        for piece in range(_PIECES):
            of_piece = bits[piece * _BITS : (piece + 1) * _BITS]
            yield ((number * _PIECES + piece) << _BITS) | int("".join("1" if bit else "0" for bit in of_piece), 2)


def agreement(earlier: bytes, later: bytes) -> float:
    """Give the share of places that agree, 0 to 1, of two ``grey``, the later laid over the earlier, also mirrored."""
    whole, other = (np.frombuffer(grey, np.uint8).reshape(SIDE, SIDE).astype(np.float64) for grey in (earlier, later))
    return max(_agreement(whole, side) for side in (other, other[:, ::-1]))


def _agreement(whole: Grey, other: Grey) -> float:
    wanted = _flattened(other)
    tried = sorted(((_alike(_flattened(_cut(whole, box)), wanted), box) for box in _BOXES), reverse=True)
    if tried[0][0] < _PROMISING:
        return 0.0
    return max(_share(_flattened(_cut(whole, _laid(whole, wanted, *start))), wanted) for start in tried[:_STARTS])


def _laid(whole: Grey, wanted: Grey, best: float, box: Box) -> Box:
    """Move a box by smaller and smaller steps to where what is in it is most like what is wanted."""
    for step in _STEPS:
        better = True
        while better:
            better = False
            for near in _near(box, step):
                found = _alike(_flattened(_cut(whole, near)), wanted)
                if found > best + 1e-6:
                    best, box, better = found, near, True
    return box


def _near(box: Box, step: float) -> Iterator[Box]:
    """Give the boxes beside a box: moved, and wider or narrower, within the picture."""
    for change in product((-step, 0.0, step), repeat=4):
        if sum(part != 0 for part in change) not in (1, 2):
            continue
        left, top, width, height = (part + by for part, by in zip(box, change, strict=True))
        if min(left, top) >= 0 and min(width, height) >= _LEAST and max(left + width, top + height) <= 1.0001:
            yield left, top, width, height


def _cut(whole: Grey, box: Box) -> Grey:
    """Give what is in a box, as large as the whole."""
    left, top, width, height = box
    return np.asarray(_rows(top, height) @ whole @ _rows(left, width).T)


def _rows(start: float, length: float) -> Grey:
    at = np.clip((start + length * (np.arange(SIDE) + 0.5) / SIDE) * SIDE - 0.5, 0, SIDE - 1)
    first = np.minimum(at.astype(int), SIDE - 2)
    rows = np.zeros((SIDE, SIDE))
    rows[np.arange(SIDE), first] = 1 - (at - first)
    rows[np.arange(SIDE), first + 1] = at - first
    return rows


def _flattened(picture: Grey) -> Grey:
    """Take off what is bright or dark around each place: light and shade of the whole go."""
    half = _SMOOTH // 2
    summed = np.pad(np.pad(picture, half, mode="edge"), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    k = _SMOOTH
    around = (summed[k:, k:] - summed[:-k, k:] - summed[k:, :-k] + summed[:-k, :-k]) / (k * k)
    return np.asarray(picture - around)


def _alike(left: Grey, right: Grey) -> float:
    size = float(np.sqrt((left * left).sum() * (right * right).sum()))
    return float((left * right).sum()) / size if size > 1e-6 else 0.0


def _share(left: Grey, right: Grey) -> float:
    """Give the share of places that agree, of those where there is something to see in either picture."""
    count = SIDE // _BLOCK
    one, two = (
        side.reshape(count, _BLOCK, count, _BLOCK).swapaxes(1, 2).reshape(count * count, -1) for side in (left, right)
    )
    power = np.maximum(one.std(1), two.std(1))
    shown = power > _PLAIN
    if not shown.any():
        return 1.0
    size = np.sqrt((one * one).sum(1) * (two * two).sum(1))
    alike = (one * two).sum(1) / np.maximum(size, 1e-6)
    return float((alike[shown] > _AGREES).mean())
