"""Parse the HTML parse mode (Bot API, Formatting options) as strictly as the server does."""

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.telegram.errors import ApiError, bug

Json = dict[str, Any]

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link", "span": "spoiler",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<|&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]+));?")
_OPEN = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>")
_CLOSE = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)?\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_PERSON = re.compile(r"tg://user\?id=(\d+)")
_AUTO = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)|(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w|/))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31})|(?P<hashtag>(?<!\w)#\w+)"
)


def utf16_length(text: str) -> int:
    """Count UTF-16 units, the unit of every entity offset."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF) if not text.isascii() else len(text)


@dataclass
class _Tag:
    name: str
    start: int
    entity: Json | None


@dataclass
class _Parser:
    source: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Tag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def fail(self, position: int, what: str) -> ApiError:
        return bug(f"can't parse entities: {what} at byte offset {len(self.source[:position].encode())}")

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)

    def run(self) -> None:
        position = 0
        while found := _TOKEN.search(self.source, position):
            self.add(self.source[position : found.start()])
            if found.group() == "<":
                position = self.tag(found.start())
            else:
                self.add(_character(found))
                position = found.end()
        self.add(self.source[position:])
        if self.stack:
            raise bug(f"can't parse entities: Can't find end tag corresponding to start tag \"{self.stack[-1].name}\"")

    def tag(self, position: int) -> int:
        if self.source.startswith("</", position):
            return self.close(position)
        found = _OPEN.match(self.source, position)
        if found is None:
            raise self.fail(
                position, "Unclosed start tag" if ">" not in self.source[position:] else "Unsupported start tag"
            )
        name = found.group(1).lower()
        attributes = {
            key.lower(): next((value for value in values if value), "")
            for key, *values in _ATTRIBUTE.findall(found.group(2))
        }
        if name not in _TYPES:
            raise self.fail(position, f'Unsupported start tag "{name}"')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail(position, 'Tag "span" must have class "tg-spoiler"')
        self.stack.append(_Tag(name, self.length, self.entity(name, attributes)))
        return found.end()

    def entity(self, name: str, attributes: dict[str, str]) -> Json | None:
        kind = _TYPES[name]
        if name == "a":
            link = _TOKEN.sub(
                lambda found: _character(found) if found.group() != "<" else "<", attributes.get("href", "")
            )
            person = _PERSON.fullmatch(link)
            if person is not None:
                return {"type": "text_mention", "user": {"id": int(person[1]), "is_bot": False, "first_name": ""}}
            return {"type": kind, "url": link} if link else None
        if name == "tg-emoji":
            return {"type": kind, "custom_emoji_id": attributes.get("emoji-id", "")}
        if name == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        language = attributes.get("class", "").removeprefix("language-")
        if name == "code" and self.stack and self.stack[-1].name == "pre" and language:
            if self.stack[-1].entity is not None:
                self.stack[-1].entity["language"] = language
            return None
        return {"type": kind}

    def close(self, position: int) -> int:
        found = _CLOSE.match(self.source, position)
        if found is None or not self.stack:
            raise self.fail(position, "Unexpected end tag")
        tag = self.stack.pop()
        name = (found.group(1) or tag.name).lower()
        if name != tag.name:
            raise self.fail(position, f'Unmatched end tag, expected "</{tag.name}>", found "</{name}>"')
        if tag.entity is not None and self.length > tag.start:
            self.entities.append({"offset": tag.start, "length": self.length - tag.start, **tag.entity})
        return found.end()


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, found.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found.group()


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Turn marked-up text into plain text and entities.

    Raises:
        ApiError: a tag is unknown, not closed or crossed (400, "can't parse entities: ...").
    """
    if "<" not in source and "&" not in source:
        return source, []
    parser = _Parser(source)
    parser.run()
    return "".join(parser.pieces), parser.entities


def find_entities(text: str) -> list[Json]:
    """Find what clients mark by themselves: commands, links, mentions, hashtags."""
    if not any(character in text for character in "/@#"):
        return []
    return [
        {
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
            "type": str(found.lastgroup),
        }
        for found in _AUTO.finditer(text)
    ]


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Strip the text as the server does, moving and cutting the entities with it."""
    stripped = text.strip()
    if len(stripped) == len(text):
        return text, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    size = utf16_length(stripped)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved
