"""Read the messages that a platform has to approve (`templates.toml`), and find the one that stands in for another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.city.city import TemplateText
from core.language.data import CityError
from core.vocabulary.channel import Template
from core.vocabulary.effects import Send

FILE = "templates.toml"
CATEGORIES = ("utility", "marketing", "authentication")
BODY_CHARACTERS = 1024
"""The shortest limit of the platforms that approve messages (Meta, Message templates, body)."""
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2}(?:_[A-Z]{2})?")
_PLACE = re.compile(r"\{\{(\d+)\}\}")
_LAST = re.compile(r"\}\}[\s.,!?]*$")

_CHANNEL = re.compile(r"[a-z][a-z0-9_]*")


def read_templates(table: Mapping[str, Any]) -> tuple[TemplateText, ...]:
    """Read the templates of a pack. Raises ``CityError`` with the key and what is wrong."""
    found: dict[tuple[str, str, str], TemplateText] = {}
    for number, row in enumerate(table.get("template", [])):
        where = f"template[{number}]"
        texts = {name: row.get(name) for name in ("channel", "key", "name", "language", "category", "body")}
        for name, value in texts.items():
            if not isinstance(value, str) or not value.strip():
                raise CityError(FILE, f"{where}.{name}", "a non-empty text is needed")
        examples = row.get("examples", [])
        if not isinstance(examples, list) or not all(isinstance(one, str) and one for one in examples):
            raise CityError(FILE, f"{where}.examples", "a list of texts is needed")
        template = TemplateText(**texts, examples=tuple(examples))
        if problem := _problem(template):
            raise CityError(FILE, f"{where}.{problem[0]}", problem[1])
        if found.setdefault((template.channel, template.key, template.language), template) is not template:
            problem_text = f"duplicate {template.key!r} in {template.language!r} for {template.channel}"
            raise CityError(FILE, f"{where}.language", problem_text)
    return tuple(found.values())


def template_finder(templates: Iterable[TemplateText], default_language: str) -> Callable[[str, Send], Template | None]:
    """Give the function that finds what stands in for a message on a channel, in its language or the default one.

    None when the message names no template, one that the channel does not have, or one with another number of places.
    """
    known = {(text.channel, text.key, text.language): text for text in templates}

    def find(channel: str, message: Send) -> Template | None:
        languages = (message.language, default_language)
        named = (known.get((channel, message.template, language)) for language in languages)
        text = next(filter(None, named), None)
        if text is None or text.places != len(message.template_values):
            return None
        return Template(text.name, text.language, message.template_values)

    return find


def _problem(template: TemplateText) -> tuple[str, str] | None:
    body = template.body.strip()
    places = [int(place) for place in _PLACE.findall(body)]
    if not _CHANNEL.fullmatch(template.channel):
        return "channel", "the name of a channel is needed, in lower case"
    if not _NAME.fullmatch(template.name):
        return "name", "up to 512 of a-z, 0-9 and _ are allowed"
    if not _LANGUAGE.fullmatch(template.language):
        return "language", "a code like 'id' or 'en_US' is needed"
    if template.category not in CATEGORIES:
        return "category", f"must be one of {', '.join(CATEGORIES)}"
    if len(body) > BODY_CHARACTERS:
        return "body", f"at most {BODY_CHARACTERS} characters are allowed"
    if "{{" in _PLACE.sub("", body) or places != list(range(1, len(places) + 1)):
        return "body", "places are {{1}}, {{2}} and so on, each once and in order"
    if places and (_PLACE.match(body) or _LAST.search(body)):
        return "body", "no place may stand first or last"
    if len(template.examples) != len(places):
        return "examples", f"one example for each of the {len(places)} places is needed"
    return None
