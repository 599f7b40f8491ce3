"""What no log line may carry: citizens' addresses, what a platform's answer quotes, secrets.

Names of errors stay readable: an operator looks for them.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence

from core.language.shorten import in_one_line

FACT_CHARACTERS = 300

_CITIZEN = re.compile(r"\b((?:chat|mention|author):[^:\s|]+:|person:|official:)([^:\s|]+)")
"""A citizen's chat, a public post or its author, or the person, as they stand in ids of lanes and of events that are
made from them (``timer:<lane>:<due>``).

A person's id is made from a chat's by a digest without a key: whoever knows all telephone numbers could find it again.
"""
_PLATFORM_ID = re.compile(r"\b([A-Za-z]{2,8}\.)([A-Za-z0-9+/=_-]{16,})")
"""Long ids of platforms, which may hold the person's number in base64; names of errors look alike."""
_NUMBER = re.compile(r"(?<![\w:.-])\+?\d{9,15}(?!\w)")
"""What may be a telephone number, in words that a platform or a library chose."""
_PAGE = re.compile(r"\s*(?:<!doctype|<html|<head|<body|<\?xml)", re.IGNORECASE)


class Mask:
    """Replace persons by marks: the same person has the same mark in every process with the same ``key``."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._errors: frozenset[str] = frozenset()

    def ids(self, text: str) -> str:
        """Mask addresses and ids."""
        return _PLATFORM_ID.sub(self._unless_error, _CITIZEN.sub(self._mark, text))

    def words(self, text: str) -> str:
        """Mask words that came from outside: also numbers, pages, and whatever is too long for a line."""
        page = _PAGE.search(text)
        if page is not None:
            text = f"{text[: page.start()]}[a page]"
        return _NUMBER.sub("[number]", self.ids(in_one_line(text, FACT_CHARACTERS)))

    def _mark(self, found: re.Match[str]) -> str:
        return found[1] + "~" + hmac.new(self._key, found[2].encode(), hashlib.sha256).hexdigest()[:10]

    def _unless_error(self, found: re.Match[str]) -> str:
        return found[0] if self._is_error(found[2]) else self._mark(found)

    def _is_error(self, name: str) -> bool:
        if not name.isidentifier():
            return False
        if name not in self._errors:
            self._errors = frozenset(one.__name__ for one in _subclasses(BaseException))
        return name in self._errors


def _subclasses(kind: type) -> Iterator[type]:
    found: list[type] = type.__subclasses__(kind)
    for one in found:
        yield one
        yield from _subclasses(one)


class Secrets:
    """Cut known secrets out of texts."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = tuple(values)

    def cut(self, text: str) -> str:
        """Give the text without secrets."""
        for value in self._values:
            text = text.replace(value, "[secret]")
        return text


def where(bug: BaseException | None) -> str:
    """Name the place that raised, without the message: it may quote what a citizen wrote."""
    trace = bug.__traceback__ if bug is not None else None
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
    return place
