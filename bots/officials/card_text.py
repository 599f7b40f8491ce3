"""What a card says: plain lines that can be read at a glance on a phone, what matters most on top."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from bots.officials.alert import MARK
from bots.officials.left import time_left
from bots.officials.plain import flat
from bots.officials.turn import Office
from core.city.dates import date_and_time, long_date
from core.language.shorten import shorten, utf16_units
from core.ticket.closing import worded
from core.ticket.lifecycle import FACTS
from core.ticket.pages import LISTING, PAGES, UNITS
from core.ticket.state import FOLLOW_UP, PAUSED, VERIFICATION
from core.vocabulary.officials import Card
from core.vocabulary.report import Evidence, map_link

CARD_LENGTH = 1000
SHOWN_WORDS = 400
"""Of the citizen's words the card shows so much; a button unfolds the rest in place."""
UNFOLDED_WORDS = 2800
"""Longer words would not fit into one message with the card around them: they stand whole under it."""
UNFOLDED_LENGTH = 4000
"""Below the shortest text limit of the platforms with groups (Bot API, sendMessage: 4096)."""
WHOLE_LENGTH = 8000
"""Above what a report may have (city pack, limits): the whole is never cut, the channel splits what is too long."""
LATE = "🔥"
OWED = frozenset({VERIFICATION, FOLLOW_UP})
"""Kinds of limits that officials have to keep; the citizen's silence is nobody's debt."""
_NOTES_SHOWN = 3
_SHORT, _LONG = 60, 90
_TALKING = frozenset({"diproses", "menunggu_pelapor", "disanggah"})
"""Statuses in which a reply to the card usually goes to the citizen: the card says how."""
RED, YELLOW, GREEN, WHITE = "🔴", "🟡", "🟢", "⚪"
COLOURS: dict[str, str] = {
    "baru": RED,
    "terverifikasi": RED,
    "didisposisikan": RED,
    "diproses": YELLOW,
    "menunggu_pelapor": YELLOW,
    # Green is only what the citizen confirmed: an answer alone is still in process, silence is white.
    "ditindaklanjuti": YELLOW,
    "selesai": GREEN,
    "disanggah": RED,
    "lewat": WHITE,
    "ditunda": YELLOW,
    "bukan_wewenang": WHITE,
    "diarsipkan": WHITE,
    "duplikat": WHITE,
    "ditarik": WHITE,
}


def is_cut(card: Card) -> bool:
    """Tell whether the card shows only the beginning of the citizen's words, until it is unfolded."""
    return utf16_units(flat(card.report.text, WHOLE_LENGTH)) > SHOWN_WORDS


def is_long(card: Card) -> bool:
    """Tell whether the citizen's words cannot be unfolded in the card, but stand whole under it."""
    return utf16_units(flat(card.report.text, WHOLE_LENGTH)) > UNFOLDED_WORDS


def is_late(card: Card, now: datetime | None) -> bool:
    """Tell whether a limit that officials have to keep has passed, also before the ticket has said so."""
    owed = card.due_at is not None and card.due_kind in OWED
    return owed and (card.late or (now is not None and card.due_at is not None and card.due_at <= now))


def write_card(card: Card, office: Office, now: datetime | None, *, unfolded: bool) -> tuple[str, str]:
    """Write the card within its length; give it, and the quotation of the citizen's words in it."""
    whole = unfolded and not is_long(card)
    head = "\n".join(_head(card, office, now))
    more = f"\n{office.say('officials.card.more')}" if is_long(card) else ""
    roomy = whole or card.menu == LISTING  # whoever releases words has read all of them
    room = (UNFOLDED_LENGTH if roomy else CARD_LENGTH) - utf16_units(head) - utf16_units(more) - 6
    words = flat(card.report.text, UNFOLDED_WORDS if whole else SHOWN_WORDS)
    tail = shorten("\n".join(_tail(card, office)), room - utf16_units(words), utf16_units)
    quote = office.say("officials.card.words", text=words) if words else ""
    middle = quote + more if quote else _nothing(card, office)
    return "\n\n".join((head, "\n".join((middle, *_shown_files(card, office))), tail)), quote


def _nothing(card: Card, office: Office) -> str:
    if card.erased is not None:
        day = long_date(card.erased.at.astimezone(office.zone).date(), office.locale)
        return office.say("officials.card.erased", day=day, why=office.say(f"officials.erased.{card.erased.why}"))
    return office.say("officials.card.closed" if card.report.privacy == "rahasia" else "officials.card.no_words")


def _head(card: Card, office: Office, now: datetime | None) -> Iterable[str]:
    """Write what is read at a glance: colour, number, what it is, how late it is; then where."""
    final = FACTS[card.status].final
    marks = (MARK if card.report.emergency and not final else "", LATE if is_late(card, now) else "")
    category = flat(office.city.category_name(card.report.category, office.lang), _SHORT)
    title = office.say("officials.card.title", colour=COLOURS[card.status], number=card.number, category=category)
    yield " · ".join(part for part in (" ".join((*filter(None, marks), title)), _days(card, office, now)) if part)
    if card.priority and not final:
        yield office.say("officials.card.priority")
    yield _place(card, office)
    if card.report.pin is not None:
        yield office.say("officials.card.map", link=map_link(card.report.pin))


def _shown_files(card: Card, office: Office) -> Iterable[str]:
    """Write what belongs to the words: the files, and when it happened."""
    files = _files(card, office)
    if files:
        yield office.say("officials.card.files", files=files)
    if card.telltale:
        yield office.say("officials.card.telltale", count=card.telltale)
    if card.report.event_time:
        yield office.say("officials.card.event_time", when=flat(card.report.event_time, _SHORT))


def _tail(card: Card, office: Office) -> Iterable[str]:
    """Write who has it and until when, then who reports, then what has happened since."""
    if card.doubts:
        reasons = worded(office.city, office.texts, card.doubts, office.lang)
        yield office.say("officials.card.doubts", name=flat(card.closed_by, _SHORT), reasons=reasons)
    yield _work(card, office)
    if card.escalated:
        yield office.say("officials.card.escalated", unit=office.unit_name(office.city.tree.secretary))
    if card.offered and card.offered_until is not None:
        when = date_and_time(card.offered_until, office.zone, office.city.timezone_label, office.locale)
        yield office.say("officials.card.offered", name=flat(card.offered, _SHORT), when=when)
    yield from _due(card, office)
    kind = office.word("officials.classification", card.report.classification)
    yield f"{_reporter(card, office)} · {flat(kind, _SHORT)}"
    if card.report.filed_at is not None:
        when = date_and_time(card.report.filed_at, office.zone, office.city.timezone_label, office.locale)
        yield _filed(card, office, when)
    if card.lost:
        yield office.say("officials.card.lost", count=card.lost)
    if card.unreached:
        reason = office.word("officials.unreached", card.unreached)
        yield office.say("officials.card.unreached", reason=flat(reason, _LONG))
    if card.spoke_at is not None:
        when = date_and_time(card.spoke_at, office.zone, office.city.timezone_label, office.locale)
        yield office.say("officials.card.spoke", when=when)
    if 1 <= card.rating <= 5:
        yield office.say("officials.card.rating", stars=stars(card.rating), rating=card.rating)
    if card.followers:
        yield office.say("officials.card.followers", count=card.followers)
    if card.alike:
        yield office.say("officials.card.alike", numbers=", ".join(card.alike))
    if card.report.follows:
        yield office.say("officials.card.follows", number=card.report.follows)
    if card.duplicate_of:
        yield office.say("officials.card.duplicate", number=card.duplicate_of)
    if card.national:
        yield office.say("officials.card.national", number=card.national)
    for note in card.notes[-_NOTES_SHOWN:]:
        yield office.say("officials.card.note", note=flat(note, _LONG))
    if card.listing and not FACTS[card.status].final:
        yield office.say("officials.card.listed" if card.listed else "officials.card.listable")
    if card.menu == LISTING:
        yield office.say("officials.menu.listing.ask", words=flat(card.listing, SHOWN_WORDS))
    elif card.menu in PAGES:
        yield office.say("officials.menu.question" if card.menu == UNITS else f"officials.menu.{card.menu}")
    elif card.status in _TALKING:
        yield office.say("officials.card.hint")


def _work(card: Card, office: Office) -> str:
    """Say how it stands, and with whom."""
    status = office.word("officials.status", card.status)
    unit = office.unit_name(card.unit) if card.unit else ""
    holder = office.say("officials.card.holder", who=flat(card.holder, _SHORT)) if card.holder else ""
    return office.say("officials.card.state", state=" · ".join(part for part in (status, unit, holder) if part))


def _days(card: Card, office: Office, now: datetime | None) -> str:
    """Say how long is left or how late it is, or else for what the ticket waits or how it ended."""
    if card.due_at is None and card.due_kind == PAUSED:
        return office.say("officials.list.rests")
    if card.due_at is None or card.due_kind not in OWED:
        return office.word("officials.short", card.status)
    if now is None:
        return ""
    return office.say("officials.left.over") if card.late and card.due_at > now else time_left(office, card.due_at, now)


def _due(card: Card, office: Office) -> Iterable[str]:
    if card.held_until is not None:
        day = long_date(card.held_until.astimezone(office.zone).date(), office.locale)
        yield office.say("officials.card.held_until", day=day)
    if card.due_at is not None:
        day = long_date(card.due_at.astimezone(office.zone).date(), office.locale)
        # Once it is verified, the same limit is there for it to be given to a unit.
        key = f"officials.due.{'disposisi' if card.status == 'terverifikasi' else card.due_kind}"
        yield office.say(key if office.texts.has(key) else "officials.due.other", day=day)


def _place(card: Card, office: Office) -> str:
    area = flat(card.report.kelurahan, _SHORT)
    known = office.city.area(card.report.kelurahan)
    if known is not None and known.kecamatan != known.name:
        area = office.say("officials.card.area", kelurahan=area, kecamatan=known.kecamatan)
    title = flat(card.report.pin.title, _SHORT) if card.report.pin is not None else ""
    if card.kecamatan:
        area = office.say("officials.card.kecamatan", kecamatan=card.kecamatan)
    parts = [part for part in (area, flat(card.report.landmark, _LONG) or title) if part]
    if parts:
        return office.say("officials.card.place", place=" · ".join(parts))
    return office.say("officials.card.no_place" if card.report.pin is None else "officials.card.pin_only")


def _files(card: Card, office: Office) -> str:
    here = count_files(tuple(item for item in card.report.evidence if item.media), office)
    if not card.missing_evidence:
        return here
    kind = _kind(Evidence(card.missing_kind, "")) if card.missing_kind else "file"
    awaited_files = office.say(f"officials.files.{kind}", count=card.missing_evidence)
    missing = office.say("officials.card.missing", files=awaited_files)
    return f"{here} · {missing}" if here else missing


def count_files(evidence: tuple[Evidence, ...], office: Office) -> str:
    """Count files by kind: "2 foto, 1 pesan suara"."""
    counts = Counter(_kind(item) for item in evidence)
    return ", ".join(office.say(f"officials.files.{kind}", count=count) for kind, count in counts.items())


def _kind(item: Evidence) -> str:
    known = {"photo": "photo", "video": "video", "video_note": "video", "animation": "video", "voice": "voice"}
    return known.get(item.kind, "voice" if item.kind == "audio" else "file")


def _filed(card: Card, office: Office, when: str) -> str:
    """Write when it was filed, and by which kind of channel, which says what the reporter can be sent; else nothing."""
    name = f"channel_name.{card.report.channel}"
    if card.report.privacy == "rahasia" or not office.texts.has(name):
        return office.say("officials.card.filed", when=when)
    return office.say("officials.card.filed_by", when=when, channel=office.say(name))


def _reporter(card: Card, office: Office) -> str:
    name = flat(card.report.name, _SHORT) if card.report.privacy == "nama" else ""
    if name:
        return office.say("officials.reporter.named", name=name)
    if card.erased is not None:
        return office.say("officials.reporter.erased")
    return office.say(f"officials.reporter.{'secret' if card.report.privacy == 'rahasia' else 'anonymous'}")


def stars(rating: int) -> str:
    """Draw a mark of 1 to 5."""
    return "★" * rating + "☆" * (5 - rating)
