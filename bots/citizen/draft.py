"""The draft as data: parts come in any order, the reading of them is always the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from bots.citizen.maps import read_map, short_link
from bots.citizen.plain_words import has_letters, tokens
from bots.citizen.remembered import Draft, Part
from bots.citizen.state import ABOUT_CHARACTERS, PARTS_KEPT
from bots.citizen.turn import Setting, Turn
from core.city.city import City
from core.language.shorten import in_one_line
from core.reading.understand import INFORMATION, OTHER, Understanding
from core.vocabulary.events import File, Said
from core.vocabulary.lane_names import digest
from core.vocabulary.report import Evidence, Pin

_PLACE_TRIES = 10
NO_AREA = "-"
"""Chosen when none of the kelurahan that were asked back is the right one."""
PLACE_WORDS = 120
"""A later message of at most this many characters may be the answer to "where?"."""


@dataclass(frozen=True)
class View:
    """What a draft says, as the citizen sees it and as it would be filed."""

    text: str
    understood: Understanding
    category: str
    kelurahan: str
    landmark: str
    pin: Pin | None
    event_time: str
    evidence: tuple[Evidence, ...]
    areas: tuple[str, ...] = ()
    """Kelurahan that may be meant, to be asked back before one stands; empty when it is sure or chosen."""

    @property
    def has_place(self) -> bool:
        """Tell whether anything tells where it is."""
        return bool(self.kelurahan or self.landmark or self.pin or self.areas)

    @property
    def needs_place(self) -> bool:
        """Tell whether to ask where it is: not for a question that is no place's matter."""
        return not self.has_place and self.understood.classification != INFORMATION

    @property
    def is_thin(self) -> bool:
        """Tell whether the words are too few to be a report."""
        words = set(tokens(self.text))
        if self.evidence or not has_letters(self.text):
            return not self.evidence and self.pin is None
        return len(words) <= 1 or (len(words) <= 2 and self.category == OTHER and not self.has_place)


def part_of(said: Said, event_id: str, at: datetime, order: int, limit: int) -> Part:
    """Read one message into a part; map links become a pin; stickers and contact cards are no evidence."""
    pin, text = read_map(said.text[:limit])
    if said.place is not None:
        title = said.place.title or said.place.address
        pin = Pin(said.place.latitude, said.place.longitude, title)
    return Part(
        id=said.message_id or event_id,
        at=at,
        order=order,
        text=text.strip(),
        album=said.album,
        evidence=tuple(evidence_of(file) for file in said.files if file.kind != "sticker"),
        pin=pin,
    )


def evidence_of(file: File) -> Evidence:
    """Turn an attached file into evidence that is still on its way."""
    return Evidence(file.kind, file.ref, "", file.mime, file.name, file.unique)


def post_part(lane: str) -> str:
    """Name the part of a draft that is the public post of a lane."""
    return f"post:{digest(lane)[:16]}"


def join(draft: Draft, part: Part, files: int, characters: int) -> bool:
    """Put a part in its place; False when files or words had to be left out.

    A part whose message is known replaces it: the later edit wins, and keeps the place of the message itself. Limits
    count in the order of the parts, so what is left out does not depend on which message came first.
    """
    known = next((item for item in draft.parts if item.id == part.id), None)
    if known is not None:
        draft.parts.remove(known)
        part = _merged(known, part)
    draft.parts = sorted([*draft.parts, part], key=Part.key)
    return _trim(draft, files, characters)


def _merged(known: Part, new: Part) -> Part:
    if new.edited_at is None:
        return replace(known, at=new.at, order=new.order, orphan=False) if known.edited_at else new
    if known.edited_at is not None and new.edited_at < known.edited_at:
        return known
    kept = {item.ref: item for item in known.evidence}
    evidence = tuple(kept.get(item.ref, item) for item in new.evidence)
    return replace(new, at=known.at, order=known.order, evidence=evidence, orphan=known.orphan)


def _trim(draft: Draft, files: int, characters: int) -> bool:
    whole = len(draft.parts) <= PARTS_KEPT
    draft.parts = draft.parts[:PARTS_KEPT]
    seen: set[str] = set()
    used = 0
    for place, part in enumerate(draft.parts):
        fresh = [item for item in part.evidence if not ({item.ref, item.unique} - {""}) & seen]
        for item in fresh[:files]:
            seen |= {item.ref, item.unique} - {""}
        fits, room = fresh[: max(files, 0)], max(characters - used, 0)
        whole = whole and len(fits) == len(fresh) and len(part.text) <= room
        files -= len(fits)
        used += len(part.text[:room]) + 1
        draft.parts[place] = replace(part, evidence=tuple(fits), text=part.text[:room])
    return whole


def leave(draft: Draft, message_id: str) -> bool:
    """Take a message out of the draft; False when it was not in it."""
    before = len(draft.parts)
    draft.parts = [part for part in draft.parts if part.id != message_id]
    return len(draft.parts) < before


def is_empty(draft: Draft) -> bool:
    """Tell whether nothing is left in a draft."""
    return not any(part.text or part.evidence or part.pin for part in draft.parts)


def view(draft: Draft, setting: Setting) -> View:
    """Read a draft; the same parts always give the same view."""
    text = "\n".join(part.text for part in draft.parts if part.text)
    at = draft.parts[0].at if draft.parts else draft.started_at
    understood = setting.reader.read(text, at)
    where = setting.reader.read(draft.place_words, at) if draft.place_words else understood
    areas = where.kelurahan_options if not draft.area else ()
    kelurahan = "" if areas else where.kelurahan or ""
    if draft.area:
        kelurahan = "" if draft.area == NO_AREA else draft.area
    landmark = draft.place_words or _landmark(where.landmark or "", setting.roads.named(text)) or short_link(text)
    pin = next((part.pin for part in reversed(draft.parts) if part.pin), None)
    if not (kelurahan or landmark or pin):
        landmark = _said_place(draft, setting)
    return View(
        text=text,
        understood=understood,
        category=draft.category or understood.category,
        kelurahan=kelurahan,
        landmark=landmark,
        pin=pin,
        event_time=understood.event_time.phrase if understood.event_time else "",
        evidence=tuple(item for part in draft.parts for item in part.evidence),
        areas=areas,
    )


def _landmark(landmark: str, road: str) -> str:
    return f"{landmark}, {road}" if landmark and road and road not in landmark else landmark or road


def _said_place(draft: Draft, setting: Setting) -> str:
    """Find the later message that says where in words nobody knows ("Jalan Mawar nomor 7")."""
    worded = [part for part in draft.parts if part.text]
    for part in worded[1:_PLACE_TRIES]:
        if len(part.text) > PLACE_WORDS or not has_letters(part.text) or _says_no_place(part.text, setting):
            continue
        read = setting.reader.read(setting.roads.address(part.text), part.at)
        if read.category == OTHER and read.event_time is None and not read.abusive:
            return part.text
    return ""


def _says_no_place(text: str, setting: Setting) -> bool:
    return setting.words.is_polite_only(text) or setting.roads.is_condition(text)


def is_referred(draft: Draft, city: City, found: View) -> bool:
    """Tell whether the matter is not the city's, so that whose it is has to be said before anything is sent."""
    return bool(city.redirect(found.category, city.default_language)) and not (draft.on_record or draft.counter)


def about(found: View, turn: Turn) -> str:
    """Give the few words by which the citizen recognises a report."""
    return in_one_line(found.text, ABOUT_CHARACTERS) or turn.category_name(found.category)


def counted(evidence: tuple[Evidence, ...], turn: Turn) -> str:
    """Write how many files of each kind there are ("2 foto, 1 rekaman suara")."""
    kinds = Counter(_KIND.get(item.kind, "document") for item in evidence)
    return ", ".join(turn.say(f"files.{kind}", count=count) for kind, count in sorted(kinds.items(), key=_place))


_KIND = {
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "voice",
    "audio": "voice",
}
_ORDER = ("photo", "video", "voice", "document")


def _place(item: tuple[str, int]) -> int:
    return _ORDER.index(item[0])
