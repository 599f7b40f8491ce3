"""Draw photos of streets: the same street can be taken from many places, in other light, at another time."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

Pixels = NDArray[np.float64]
SIZE = (320, 240)
_TABLE = np.random.default_rng(1).random(4096)


@dataclass(frozen=True)
class Look:
    """Where somebody stands in a street, where they look, and what the light is like; metres and radians."""

    along: float = 0.0
    aside: float = 0.0
    turn: float = 0.0
    pitch: float = 0.12
    light: float = 1.0
    clouds: int = 0
    passers: int = 0
    hole: float = 9.0


def street(number: int, look: Look = Look()) -> Image.Image:
    """Draw a street with walls, windows, a road with its patches, poles and a sky, seen from a place in it."""
    width, height = SIZE
    x = (np.arange(width) - width / 2) / width
    y = (np.arange(height) - height / 2) / width
    across, down = np.meshgrid(x, y)
    forward = np.cos(look.turn) - across * np.sin(look.turn)
    right = across * np.cos(look.turn) + np.sin(look.turn)
    fall = down * np.cos(look.pitch) + np.sin(look.pitch) * 0.7
    forward = np.maximum(forward, 0.05)
    sky = 0.75 + 0.2 * _noise(7000 + look.clouds, right / forward * 3, fall * 8)
    picture = np.dstack([sky * 0.85, sky * 0.93, sky])
    _walls(picture, number, look, right, forward, fall)
    _road(picture, number, look, right, forward, fall)
    _posts(picture, number, look, right, forward, fall)
    grain = np.random.default_rng(number + look.clouds)
    picture = picture * look.light + grain.normal(0, 0.012, picture.shape)
    return Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))


def _walls(picture: Pixels, number: int, look: Look, right: Pixels, forward: Pixels, fall: Pixels) -> None:
    for side in (-1, 1):
        reach = (side * 6.0 - look.aside) / np.where(right * side > 1e-3, right, np.nan)
        z, up = look.along + reach * forward, 1.6 - reach * fall
        house = np.floor(np.nan_to_num(z) / 7.0)
        own = (house * 131 + number * 977 + side * 17).astype(int)
        tall = 4.0 + 5.0 * _random(own)
        seen = (reach > 0) & (up < tall) & (up > -0.2) & (reach < 120)
        paint = 0.25 + 0.6 * np.dstack([_random(own + 1), _random(own + 2), _random(own + 3)])
        window = ((np.nan_to_num(z) % 2.3) < 1.1) & ((np.nan_to_num(up) % 2.8) > 1.2) & (up < tall - 0.4)
        paint = np.where(window[..., None], 0.12 + 0.25 * _random(own + 4)[..., None], paint)
        picture[seen] = paint[seen] * (0.85 + 0.3 * _noise(number * 7 + side, z[seen], up[seen]))[:, None]


def _road(picture: Pixels, number: int, look: Look, right: Pixels, forward: Pixels, fall: Pixels) -> None:
    reach = 1.6 / np.where(fall > 0.01, fall, np.nan)
    seen = (reach > 0) & (reach < 90) & (np.abs(look.aside + reach * right) < 6.0)
    z, x = (look.along + reach * forward)[seen], (look.aside + reach * right)[seen]
    grey = 0.38 + 0.25 * _noise(number * 13 + 5, z * 1.5, x * 1.5) + 0.1 * _noise(number * 3, z * 9, x * 9)
    grey = np.where((np.abs(x) > 3.6), 0.55 + 0.2 * _noise(number, z * 3, x * 3), grey)
    grey = np.where((np.abs(x) < 0.08) & (z % 4 < 2), 0.9, grey)
    hole = ((z - look.hole) / 1.1) ** 2 + ((x - 1.0) / 0.7) ** 2 + 0.5 * _noise(number + 3, z * 4, x * 4) < 1
    grey = np.where(hole, 0.14, grey)
    picture[seen] = grey[:, None] * np.array([1.0, 0.97, 0.92])


def _posts(picture: Pixels, number: int, look: Look, right: Pixels, forward: Pixels, fall: Pixels) -> None:
    things = np.random.default_rng(number)
    posts = [(z, side * 4.2, 0.18, 6.5, 0.2) for z, side in zip(things.uniform(3, 60, 7), [-1, 1] * 4, strict=False)]
    trees = [(z, side * 5.0, 1.6, 5.0, 0.28) for z, side in zip(things.uniform(8, 60, 5), [1, -1] * 3, strict=False)]
    people = np.random.default_rng(900 + look.passers)
    walkers = [(look.along + z, x, 0.35, 1.7, 0.3) for z, x in people.uniform((4, -4), (20, 4), (3, 2))]
    for z, x, half, tall, tone in sorted((*posts, *trees, *walkers), reverse=True):
        away = z - look.along
        if away < 1.5:
            continue
        reach = away / forward
        aside, up = look.aside + reach * right - x, 1.6 - reach * fall
        tree = half > 1
        seen = (np.abs(aside) < half * 1.3) & (up < tall) & (up > (2.0 if tree else 0))
        if tree:
            seen[seen] = np.abs(aside[seen]) < half * (
                0.7 + 0.6 * _noise(number + int(z), aside[seen] * 3, up[seen] * 3)
            )
        shade = tone * (0.7 + 0.8 * _noise(number + 1, aside[seen] * 5, up[seen] * 5))
        picture[seen] = shade[:, None] * (np.array([0.7, 1.3, 0.6]) if tree else np.ones(3))


def _random(seeds: NDArray[np.int64]) -> Pixels:
    """Give a number between 0 and 1 for each whole number, always the same one."""
    return np.asarray(_TABLE[seeds & 4095])


def _noise(seed: int, x: Pixels, y: Pixels) -> Pixels:
    """Give smooth noise between 0 and 1."""
    total = np.zeros_like(x)
    for octave, weight in ((1, 0.5), (2, 0.3), (4, 0.2)):
        u, v = x * octave, y * octave
        i, j = np.floor(u), np.floor(v)
        s, t = u - i, v - j
        s, t = s * s * (3 - 2 * s), t * t * (3 - 2 * t)
        corners = [
            _random((i + a).astype(np.int64) * 374761 + (j + b).astype(np.int64) * 668265 + seed * 1274)
            for a in (0, 1)
            for b in (0, 1)
        ]
        total += weight * (
            (corners[0] * (1 - t) + corners[1] * t) * (1 - s) + (corners[2] * (1 - t) + corners[3] * t) * s
        )
    return total


# --- what is done to a photo so that it looks like another one --------------------------------------------------------


def encoded(image: Image.Image, quality: int = 85) -> bytes:
    """Write a photo as a JPEG."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def cropped(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Cut shares of a photo off its sides."""
    width, height = image.size
    return image.crop(
        (round(left * width), round(top * height), width - round(right * width), height - round(bottom * height))
    )


def brightened(image: Image.Image, by: float) -> Image.Image:
    """Make a photo brighter; what is brighter than white is white."""
    return ImageEnhance.Brightness(image).enhance(by)


def mirrored(image: Image.Image) -> Image.Image:
    """Turn a photo left to right."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def stamped(image: Image.Image) -> Image.Image:
    """Write date and place into a corner, as camera apps do."""
    image = image.copy()
    draw, (width, height) = ImageDraw.Draw(image), image.size
    draw.rectangle((width * 0.52, height * 0.8, width, height), fill=(10, 10, 10))
    words = "14 Mar 2026 09:12 WITA\nJl. Timor Raya, Oebufu\nKec. Oebobo, Kota Kupang\n-10.1583, 123.6231"
    draw.multiline_text((width * 0.54, height * 0.82), words, fill=(255, 230, 60), font_size=height / 27)
    return image


def blurred(image: Image.Image) -> Image.Image:
    """Photograph a screen, more or less: smaller and blurred."""
    half = image.resize((image.width // 2, image.height // 2))
    return half.filter(ImageFilter.GaussianBlur(1))
