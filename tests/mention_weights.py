"""Learn `cities/base/mentions.weights` from the labelled public posts: `make mentions`.

Only posts of the half called ``tuning`` are learnt from, with those of ``mentions-more.tsv``; ``python -m
bench.mentions`` counts the kept half. Twice the same is the same.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from bench.mentions import Post, posts
from core.city.mentions import COMPLAINT, LABELS, OTHER
from core.reading.heard import Ear
from storage.city import read_city
from tests.act_weights import Row, learn

HERE = Path(__file__).parent
MORE = HERE / "data" / "mentions-more.tsv"
TARGET = HERE.parent / "cities" / "base" / "mentions.weights"


def chosen() -> list[Post]:
    """Give the posts that may be learnt from."""
    return [post for post in (*posts(), *posts(MORE)) if post.half == "tuning"]


def rows(every: list[Post]) -> list[Row]:
    """Give posts as labelled utterances."""
    return [(COMPLAINT if post.complaint else OTHER, post.text) for post in every]


def main() -> None:
    """Learn and write the file."""
    city = read_city(HERE.parent / "cities" / "kupang")
    every = rows(chosen())
    data = learn(Ear(replace(city, act_weights=b"")), every, LABELS)
    TARGET.write_bytes(data)
    typer.echo(f"{TARGET.name}: {len(data)} bytes, {len(every)} posts")


if __name__ == "__main__":
    main()
