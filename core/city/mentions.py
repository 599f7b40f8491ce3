"""Read what tells a complaint from other public talk: `mentions.toml` of the base pack and of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.city.danger import Cue
from core.language.data import CityError, Language
from core.language.model import ModelError, unpack
from core.language.patterns import PatternError, check_pattern
from core.language.tables import Reader, Table

FILE = "mentions.toml"
WEIGHTS = "base/mentions.weights"
COMPLAINT, OTHER = LABELS = ("complaint", "other")
_FILES = (f"base/{FILE}", FILE)


@dataclass(frozen=True, slots=True)
class MentionWords:
    """What lifts a public post towards a complaint (above 0) and what lowers it; ``enough`` points make a candidate.

    ``matter`` is what a category heard in it counts for, ``here`` a place of the city, ``addressed`` that the author
    spoke to the city's account, ``learnt`` the log odds of the learnt weights.
    """

    cues: tuple[Cue, ...] = ()
    signs: Mapping[str, str] = field(default_factory=dict)
    """Emoji and the cue that each stands for."""
    heard: Mapping[str, float] = field(default_factory=dict)
    """Act of speech -> points, times how probable it is."""
    weights: bytes = b""
    """Learnt beside the words (`core.language.model`): labels COMPLAINT and OTHER."""
    learnt: float = 0.0
    enough: float = 1.0
    matter: float = 1.0
    here: float = 1.0
    addressed: float = 1.0


def read_mentions(tables: Mapping[str, Table], language: Language, weights: bytes = b"") -> MentionWords:
    """Give the cues of base and city, those of one name joined; raise CityError with file and key."""
    cues: dict[str, Cue] = {}
    signs: dict[str, str] = {}
    heard: dict[str, float] = {}
    points = MentionWords()
    bare = replace(language, lists={**language.lists, "fillers": ()})
    for file in _FILES:
        if file not in tables:
            continue
        reader = Reader(file, tables[file])
        reader.only("points", "heard", "cue")
        points = _points(reader, points)
        acts = Reader(file, reader.table("heard"), "heard")
        heard.update({name: _number(acts, name, None) for name in acts.data})
        for row in reader.rows("cue") if "cue" in reader.data else ():
            name, words = row.text("name"), row.texts("words")
            before = cues.get(name)
            lift = _number(row, "lift", before.lift if before else None)
            _check(row, words, bare)
            row.only("name", "lift", "words", "signs")
            signs.update(dict.fromkeys(row.texts("signs"), name))
            cues[name] = Cue(name, lift, (*(before.words if before else ()), *words))
    return replace(points, cues=tuple(cues.values()), signs=signs, heard=heard, weights=_readable(weights))


def _points(reader: Reader, before: MentionWords) -> MentionWords:
    inner = Reader(reader.file, reader.table("points"), "points")
    return replace(
        before,
        enough=_number(inner, "enough", before.enough),
        matter=_number(inner, "matter", before.matter),
        here=_number(inner, "here", before.here),
        addressed=_number(inner, "addressed", before.addressed),
        learnt=_number(inner, "learnt", before.learnt),
    )


def _number(row: Reader, name: str, otherwise: float | None) -> float:
    value = row.data.get(name, otherwise)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise CityError(row.file, row.key(name), "a number is needed")
    return float(value)


def _readable(weights: bytes) -> bytes:
    try:
        labels = unpack(weights).labels if weights else LABELS
    except ModelError as error:
        raise CityError(WEIGHTS, "-", str(error)) from error
    if labels != LABELS:
        raise CityError(WEIGHTS, "labels", f"must be {', '.join(LABELS)}")
    return weights


def _check(row: Reader, words: tuple[str, ...], bare: Language) -> None:
    for text in words:
        try:
            check_pattern(text, bare)
        except PatternError as error:
            raise CityError(row.file, row.key("words"), str(error)) from error
