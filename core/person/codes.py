"""The step of a code lane: a code is known until it is typed or too old, whichever is first; it opens once."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

import msgspec

from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.linking import CodeGiven, CodeKnown, CodeRefused, CodeTaken, CodeTyped
from core.vocabulary.seal import Seal
from core.vocabulary.steps import Moment, Outcome

CODES_KEPT: Final = 400
"""Codes that are open at once on one of 256 lanes: more than a city asks for in ten minutes, and gives on paper in the
month that those last."""


class CodesState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The codes that can be typed still; a chat has at most one."""

    codes: tuple[CodeGiven, ...] = ()


class CodeSteps:
    """The behaviour of `codes:<two signs of the digest>` lanes."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Keep a code, or use one up; a body that is not about codes changes nothing."""
        known = CodesState() if state is None else msgspec.convert(state, CodesState)
        codes, body = _open(known.codes, moment.now), event.body
        effects: tuple[Effect, ...] = ()
        if isinstance(body, CodeGiven):
            codes = (*(one for one in codes if one.lane != body.lane), body)[-CODES_KEPT:]
        elif isinstance(body, CodeTyped):
            codes, effects = _typed(codes, body)
        elif isinstance(body, CodeTaken):
            codes = tuple(one for one in codes if one.link != body.link)
        return Outcome(CodesState(codes), effects)


def _open(codes: tuple[CodeGiven, ...], now: datetime) -> tuple[CodeGiven, ...]:
    return tuple(one for one in codes if one.until > now)


def _typed(codes: tuple[CodeGiven, ...], body: CodeTyped) -> tuple[tuple[CodeGiven, ...], tuple[Effect, ...]]:
    """Use a code up; where it was given it stays, and everything that is none is answered alike.

    A code on paper is not used up by being typed: whoever gets no further, or found the paper, takes it from nobody.
    """
    found = next((one for one in codes if one.link == body.link), None)
    if found is None:
        return codes, (Tell(body.lane, CodeRefused("unknown")),)
    if found.lane == body.lane:
        return codes, (Tell(body.lane, CodeRefused("same")),)
    left = codes if found.number else tuple(one for one in codes if one is not found)
    known = CodeKnown(found.link, found.person, found.lane, found.channel, found.until, found.number)
    return left, (Tell(body.lane, known),)


# --- what is typed ----------------------------------------------------------------------------------------------------

CODE_LASTS: Final = timedelta(minutes=10)
START: Final = "k_"
"""How what comes along with a link begins when it is a code."""
CODE_KEY: Final = "link:code"
"""The name of a message that gives a code."""
_DIGIT: Final = re.compile(r"[2-7]")
_CODE: Final = re.compile(r"[A-Z2-7]{4}[-\s]?[A-Z2-7]{4}")


def code_of(seal: Seal, cause: str) -> str:
    """Make a code that people can type out of what caused it: eight letters and digits, almost 40 bits."""
    made = (base64.b32encode(seal(f"link:{cause}:{n}")[:5]).decode() for n in count())
    return next(code for code in made if _DIGIT.search(code))


def read_code(text: str) -> str:
    """Read a code as people type it; empty when it is none: a code has a digit, and a word of eight letters has not."""
    word = text.strip().upper()
    return re.sub(r"[-\s]", "", word) if _CODE.fullmatch(word) and _DIGIT.search(word) else ""


def find_code(text: str) -> str:
    """Find the code in a message that gives one; empty when there is none."""
    return next((code for word in text.split() if (code := read_code(word.strip(".,:;")))), "")


def link_of(seal: Seal, code: str) -> str:
    """Give the digest by which a code is known: without the secret nobody can try codes on it."""
    return seal(f"link-code:{code}").hex()[:32]
