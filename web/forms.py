"""Judge the corrected form: what is filed, or what its writer has to mend. Pure; hostile fields become problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from core.city.city import City
from core.language.words import prepare
from core.sources.marks import read_name
from core.ticket.number import find_numbers
from core.vocabulary.citizen import FormSent
from core.vocabulary.report import Evidence, Pin, Privacy
from web.photos import Problem, judged
from web.posts import Post
from web.site import Limits

PRIVACIES: Final[tuple[Privacy, ...]] = ("nama", "anonim", "rahasia")
FEWEST_LETTERS = 8
LANDMARK_LETTERS = 200
NAME_LETTERS = 80
DEGREES = 6


@dataclass(frozen=True)
class Judged:
    """A form as it would be filed, and what is wrong with it; the values of its fields are in the post."""

    form: FormSent
    problems: tuple[Problem, ...] = ()


def words_of(post: Post) -> str:
    """Give the words of the report."""
    return post.fields.get("words", "")


def word_problems(words: str, most: int) -> list[Problem]:
    """Say what is wrong with the words of a report."""
    if sum(letter.isalpha() for letter in prepare(words)) < FEWEST_LETTERS:
        return [Problem("words", "words")]
    return [Problem("words", "long", (("count", most),))] if len(words) > most else []


def judge(post: Post, city: City, limits: Limits, language: str) -> Judged:
    """Read the corrected form."""
    words = words_of(post)
    problems = word_problems(words, limits.text)
    category = post.text("category")
    if not city.has_category(category):
        problems.append(Problem("category", "category"))
    area = area_of(post)
    if area and city.area(area) is None:
        problems.append(Problem("area", "area"))
        area = ""
    privacy = post.text("privacy")
    follow = next(iter(find_numbers(post.text("follow"), city.prefix)), "")
    if privacy not in PRIVACIES and not follow:
        problems.append(Problem("privacy", "privacy"))
    problems += judged(post.files, post.left_out, limits.photos, limits.photo)
    form = FormSent(
        text=words[: limits.text],
        privacy=privacy if privacy in PRIVACIES else "rahasia",
        category=category if city.has_category(category) else "",
        kelurahan=area,
        landmark=post.text("landmark", LANDMARK_LETTERS),
        pin=pin_of(post),
        name=post.text("name", NAME_LETTERS) if privacy == "nama" else "",
        language=language,
        follow=follow,
        listable=post.text("listable") == "on" and privacy in ("nama", "anonim"),
        source=source_of(post),
        origins=post.text("origins") == "on",
    )
    return Judged(form, tuple(problems))


def source_of(post: Post) -> str:
    """Give the material by which somebody came; empty for what is no name of any."""
    return read_name(post.text("source"))


def area_of(post: Post) -> str:
    """Give the kelurahan: a touched tile counts before the list, which stays as it was without scripts."""
    return post.text("tile") or post.text("area")


def pin_of(post: Post) -> Pin | None:
    """Give the position; None for what is none on this earth."""
    try:
        latitude, longitude = float(post.text("lat")), float(post.text("lon"))
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Pin(round(latitude, DEGREES), round(longitude, DEGREES))


def with_files(form: FormSent, files: Sequence[Evidence]) -> FormSent:
    """Give a form with its files named."""
    return replace(form, evidence=tuple(files))
