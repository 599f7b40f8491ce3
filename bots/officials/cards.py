"""Draw a ticket's card: plain lines that can be read at a glance on a phone, at most 1,000 characters."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from bots.officials.alert import MARK
from bots.officials.choices import card_choices
from bots.officials.plain import flat, quoted
from bots.officials.turn import Office, card_key
from core.city.dates import date_and_time, long_date
from core.language.shorten import shorten, utf16_units
from core.ticket.closing import worded
from core.ticket.lifecycle import FACTS
from core.ticket.state import FOLLOW_UP, PAUSED, VERIFICATION
from core.vocabulary.effects import Send
from core.vocabulary.officials import Card
from core.vocabulary.report import Evidence, map_link

CARD_LENGTH = 1000
SHOWN_WORDS = 400
"""Of the citizen's words the card shows so much; the whole stands under it when there is more."""
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


def draw_card(card: Card, office: Office, now: datetime | None = None) -> Send:
    """Draw a card with its buttons, for its desk; ``now`` tells how many days are left."""
    text, words = _text(card, office, now)
    return Send(
        text=text,
        bold=(card.number,),
        quotes=(words,) if words else (),
        choices=card_choices(card, office),
        key=card_key(card.number, card.desk),
        ref=card.number,
        topic=card.desk,
    )


def draw_signpost(number: str, left: str, desk: str, office: Office, *, away: bool = False) -> Send:
    """Draw what stands where a card has left for another desk: no status that could become untrue, no buttons.

    ``away``: that desk is in another group.
    """
    name = office.city.desk(desk).name(office.lang)
    return Send(
        text=office.say(f"officials.card.signpost{'_group' if away else ''}", number=number, topic=name),
        bold=(number,),
        key=card_key(number, left),
        ref=number,
        topic=left,
        quiet=True,
    )


def draw_whole(card: Card, office: Office) -> Send:
    """Draw what stands under a card that cannot hold the citizen's words: all of them, as one quotation."""
    words = quoted(card.report.text, WHOLE_LENGTH)
    return Send(
        text=f"{office.say('officials.card.whole', number=card.number)}\n{words}",
        bold=(card.number,),
        quotes=(words,),
        key=whole_key(card.number, card.desk),
        ref=card.number,
        topic=card.desk,
        reply_key=card_key(card.number, card.desk),
        quiet=True,
    )


def whole_key(number: str, desk: str) -> str:
    """Name the message that holds the whole of a report under its card at a desk."""
    return f"relay:{number}:whole:{desk}"


def is_cut(card: Card) -> bool:
    """Tell whether the card shows only the beginning of the citizen's words."""
    return utf16_units(flat(card.report.text, WHOLE_LENGTH)) > SHOWN_WORDS


def _text(card: Card, office: Office, now: datetime | None) -> tuple[str, str]:
    """Write the card with at most 1,000 UTF-16 units; give it, and the quotation of the citizen's words in it."""
    head = "\n".join(_head(card, office, now))
    more = f"\n{office.say('officials.card.more')}" if is_cut(card) else ""
    room = CARD_LENGTH - utf16_units(head) - utf16_units(more) - 6
    words = flat(card.report.text, SHOWN_WORDS)
    tail = shorten("\n".join(_tail(card, office)), room - utf16_units(words), utf16_units)
    quote = office.say("officials.card.words", text=words) if words else ""
    middle = quote + more if quote else office.say(f"officials.card.{_nothing(card)}")
    return "\n\n".join((head, middle, tail)), quote


def _nothing(card: Card) -> str:
    return "closed" if card.report.privacy == "rahasia" else "no_words"


def _head(card: Card, office: Office, now: datetime | None) -> Iterable[str]:
    status = office.word("officials.status", card.status)
    title = office.say("officials.card.title", colour=COLOURS[card.status], number=card.number, status=status)
    days = _days(card, office, now)
    marks = (MARK if card.report.emergency and not FACTS[card.status].final else "", LATE if card.late else "")
    yield " · ".join(part for part in (" ".join((*filter(None, marks), title)), days) if part)
    yield from _due(card, office)
    if card.menu:
        yield office.say("officials.menu.question")
    kind = office.word("officials.classification", card.report.classification)
    yield office.say("officials.card.subject", category=flat(_category(card, office), _SHORT), kind=flat(kind, _SHORT))
    yield _place(card, office)
    if card.report.pin is not None:
        yield office.say("officials.card.map", link=map_link(card.report.pin))


def _tail(card: Card, office: Office) -> Iterable[str]:
    if card.doubts:
        reasons = worded(office.city, office.texts, card.doubts, office.lang)
        yield office.say("officials.card.doubts", name=flat(card.closed_by, _SHORT), reasons=reasons)
    if card.report.event_time:
        yield office.say("officials.card.event_time", when=flat(card.report.event_time, _SHORT))
    files = _files(card, office)
    if files:
        yield office.say("officials.card.files", files=files)
    if card.telltale:
        yield office.say("officials.card.telltale", count=card.telltale)
    yield _reporter(card, office)
    if card.report.filed_at is not None:
        when = date_and_time(card.report.filed_at, office.zone, office.city.timezone_label, office.locale)
        yield office.say("officials.card.filed", when=when)
    yield from _work(card, office)
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
    if card.duplicate_of:
        yield office.say("officials.card.duplicate", number=card.duplicate_of)
    for note in card.notes[-_NOTES_SHOWN:]:
        yield office.say("officials.card.note", note=flat(note, _LONG))
    if card.status in _TALKING and not card.menu:
        yield office.say("officials.card.hint")


def _work(card: Card, office: Office) -> Iterable[str]:
    unit = office.unit_name(card.unit) if card.unit else ""
    holder = flat(card.holder, _SHORT)
    if holder and unit:
        yield office.say("officials.card.held", unit=unit, holder=holder)
    elif holder:
        yield office.say("officials.card.holder", who=holder)
    elif unit:
        yield office.say("officials.card.unit", unit=unit)


def _days(card: Card, office: Office, now: datetime | None) -> str:
    """Say how many days are left, or how late it is, of a limit that officials have to keep."""
    if card.due_at is None or card.due_kind not in OWED or now is None:
        return ""
    left = (card.due_at.astimezone(office.zone).date() - now.astimezone(office.zone).date()).days
    if card.late or card.due_at <= now:
        return office.say("officials.left.late", days=-left) if left < 0 else office.say("officials.left.over")
    if left < 2:
        return office.say("officials.left.tomorrow" if left else "officials.left.today")
    return office.say("officials.left.days", days=left)


def _due(card: Card, office: Office) -> Iterable[str]:
    if card.due_at is None and card.due_kind == PAUSED:
        yield office.say("officials.due.jeda")
    if card.due_at is not None:
        day = long_date(card.due_at.astimezone(office.zone).date(), office.locale)
        key = f"officials.due.{card.due_kind}"
        yield office.say(key if office.texts.has(key) else "officials.due.other", day=day)


def _category(card: Card, office: Office) -> str:
    return office.city.category_name(card.report.category, office.lang)


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


def _reporter(card: Card, office: Office) -> str:
    name = flat(card.report.name, _SHORT) if card.report.privacy == "nama" else ""
    if name:
        return office.say("officials.reporter.named", name=name)
    return office.say(f"officials.reporter.{'secret' if card.report.privacy == 'rahasia' else 'anonymous'}")


def stars(rating: int) -> str:
    """Draw a mark of 1 to 5."""
    return "★" * rating + "☆" * (5 - rating)
