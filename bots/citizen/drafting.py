"""Write a draft together: words, files and choices go in, one bubble comes out."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from bots.citizen import near, origins
from bots.citizen.bubble import offers_two, show_alike, show_change, show_draft
from bots.citizen.choices import MORE
from bots.citizen.draft import NO_AREA, is_empty, is_referred, join, view
from bots.citizen.filing import file_report
from bots.citizen.parking import park_behind, unpark
from bots.citizen.plain_words import PRIVACIES
from bots.citizen.remembered import Draft, DraftStep, Part
from bots.citizen.state import SECOND
from bots.citizen.turn import Turn, after
from core.reading.matters import two_matters
from core.vocabulary.events import File

_FIRST_NUMBER = timedelta(seconds=10)
"""A new draft keeps quiet for this long while the number of the last one is on its way."""
_CHANGES: dict[str, DraftStep] = {"ubah": "ubah", "isi": "isi", "kategori": "kategori", "lokasi": "lokasi"}


def open_draft(turn: Turn) -> Draft:
    """Give the draft, started when there is none."""
    state = turn.state
    if state.draft is None:
        state.serial += 1
        state.draft = Draft(state.serial, turn.now, turn.now)
    return state.draft


def add(turn: Turn, parts: list[Part], files: tuple[File, ...] = ()) -> None:
    """Put parts into the draft, fetch their files, and say so when something had to be left out."""
    draft = open_draft(turn)
    limits = turn.city.limits
    whole = True
    for part in parts:
        whole = join(draft, part, limits.attachments_per_ticket, limits.text_characters) and whole
    kept = {item.ref for part in draft.parts for item in part.evidence}
    for file in files:
        if file.ref in kept:
            turn.fetch(file, origin=origins.wants(draft))
    draft.touched_at, draft.reminded = turn.now, False
    if not whole:
        turn.lead(turn.say("draft.full", files=limits.attachments_per_ticket, characters=limits.text_characters))


def correct(turn: Turn, part: Part, files: tuple[File, ...]) -> None:
    """Take a correction into the draft: a place that it names is the place from now on."""
    draft = open_draft(turn)
    read = turn.setting.reader.read(part.text, part.at)
    if read.landmark or read.kelurahan:
        draft.place_words = ", ".join(word for word in (read.landmark, read.kelurahan) if word)
        draft.place_skipped, draft.area = False, ""
    take_in(turn, part, files)


def take_in(turn: Turn, part: Part, files: tuple[File, ...]) -> None:
    """Take a message into the draft as its step asks for, and show the draft, or wait for the rest of an album."""
    draft = open_draft(turn)
    step = draft.step
    if step == "isi" and part.text:
        for place, old in enumerate(draft.parts):
            old.text = ""
            draft.parts[place] = old
        draft.category = ""
    if step == "lokasi" and (part.text or part.pin) and not part.evidence:
        _new_place(draft, part)
    add(turn, [part], files)
    if step in ("isi", "lokasi", "privasi", "ubah", "kategori", "darurat"):
        draft.step = ""
    _show_or_wait(turn, draft, part)


def _show_or_wait(turn: Turn, draft: Draft, part: Part) -> None:
    waiting = any(item.since > turn.now - _FIRST_NUMBER for item in turn.state.waiting)
    quiet = draft.quiet_until is not None and draft.quiet_until > turn.now
    if part.album or quiet or waiting:
        draft.quiet_until = after(turn.now, seconds=turn.city.limits.album_quiet_seconds)
    else:
        show_draft(turn)


def _new_place(draft: Draft, part: Part) -> None:
    for old in draft.parts:
        old.pin = None
    draft.place_skipped = False
    draft.area = ""
    draft.place_words = part.text
    # The words are the place now, not part of the complaint.
    part.text = ""


# --- choices ----------------------------------------------------------------------------------------------------------


def choose(turn: Turn, name: str, argument: str) -> bool:
    """Do what a choice of the open draft says; False when the choice is not one of a draft's."""
    draft = turn.state.draft
    if draft is None:
        return False
    draft.touched_at, draft.reminded = turn.now, False
    if name == "privasi" and argument in PRIVACIES:
        file_report(turn, draft, PRIVACIES[argument])
    elif name == "kategori":
        _category_chosen(turn, draft, argument)
    elif name == origins.AGREE:
        agree_to_origins(turn, draft)
    elif name == "kirim":
        _send(turn, draft)
    elif name == "batal":
        cancel(turn)
    elif name in _CHANGES:
        _step_to(turn, draft, _CHANGES[name])
    elif name == "daerah":
        draft.area = argument
        show_draft(turn)
    elif name == "gabung":
        draft.whole = True
        show_draft(turn)
    elif name == "pisah":
        _split(turn, draft)
    elif name in ("lewati", "darurat", "kembali"):
        if name == "lewati":
            draft.place_skipped = True
        elif name == "darurat":
            draft.on_record = True
        draft.step = ""
        show_draft(turn)
    else:
        return False
    return True


def agree_to_origins(turn: Turn, draft: Draft) -> None:
    """Note that when and where the photos were taken may be kept; the question below it is still to be answered."""
    draft.origins = "yes"
    if turn.pressed:
        turn.note("origin.noted_choose" if draft.step == "privasi" else "origin.noted")
    else:
        turn.lead(turn.say("origin.noted"))
        show_draft(turn)


def choose_category(turn: Turn, draft: Draft, code: str) -> None:
    """Let the draft be about this category."""
    draft.category, draft.step = code, ""
    turn.state.misses = 0
    show_draft(turn)


def _category_chosen(turn: Turn, draft: Draft, argument: str) -> None:
    if argument == MORE:
        draft.step = "kategori"
        show_change(turn, draft, view(draft, turn.setting), whole=True)
    elif turn.city.has_category(argument):
        choose_category(turn, draft, argument)
    else:
        _step_to(turn, draft, "kategori")


def _step_to(turn: Turn, draft: Draft, step: DraftStep) -> None:
    draft.step = step
    show_change(turn, draft, view(draft, turn.setting))


def _send(turn: Turn, draft: Draft) -> None:
    if is_empty(draft):
        turn.bubble(turn.say("draft.what", example=turn.say("example.road")))
        return
    if draft.step == "privasi" and turn.pressed:
        turn.note("privacy.choose")
        return
    draft.place_skipped = True
    told = bool(draft.alike)
    near.compare(turn, draft, view(draft, turn.setting))
    if draft.privacy and draft.alike and not told:
        show_alike(turn, draft)
        return
    if draft.privacy:
        file_report(turn, draft, draft.privacy)
        return
    draft.step = "privasi"
    show_draft(turn)


def _split(turn: Turn, draft: Draft) -> None:
    """Make two drafts of two matters: the second one waits until the first is done."""
    found = view(draft, turn.setting)
    pieces = two_matters(found.text, turn.setting.reader, turn.city)
    if pieces is None:
        show_draft(turn)
        return
    first, second = pieces
    head = draft.parts[0]
    turn.state.serial += 1
    later = Draft(
        turn.state.serial, turn.now, turn.now, [replace(head, id=f"{head.id}{SECOND}", text=second, evidence=())]
    )
    later.whole = draft.whole = True
    later.privacy = draft.privacy
    draft.parts = [replace(part, text="") for part in draft.parts]
    draft.parts[0] = replace(draft.parts[0], text=first)
    park_behind(turn, later)
    show_draft(turn)


def cancel(turn: Turn) -> None:
    """Drop the draft; it can be taken up again for a while, in case that was a slip."""
    draft = turn.state.draft
    for part in draft.parts if draft else ():
        turn.state.remember(part.id)
    turn.state.draft = None
    if draft is not None and not is_empty(draft):
        draft.touched_at = turn.now
        turn.state.expired = draft
    turn.state.misses = 0
    if turn.state.parked:
        turn.lead(turn.say("cancelled"))
        unpark(turn)
    else:
        turn.bubble(turn.say("cancelled"))


def agree(turn: Turn) -> bool:
    """Take a "ya" on the shown draft as its consent to be sent; False when there is nothing to send."""
    draft = turn.state.draft
    if draft is None or draft.step not in ("", "darurat") or is_empty(draft):
        return False
    found = view(draft, turn.setting)
    if offers_two(turn, draft, found):
        return choose(turn, "pisah", "")
    if len(found.areas) == 1:
        return choose(turn, "daerah", found.areas[0])
    if draft.step == "darurat" or is_referred(draft, turn.city, found):
        return choose(turn, "darurat", "")
    if found.is_thin and not draft.place_skipped:
        show_draft(turn)
        return True
    return choose(turn, "kirim", "")


def decline(turn: Turn) -> bool:
    """Take a "tidak" on the shown draft as the no to what it asks, else as the wish to change it."""
    draft = turn.state.draft
    if draft is None:
        return False
    found = view(draft, turn.setting)
    if draft.step == "" and offers_two(turn, draft, found):
        return choose(turn, "gabung", "")
    if draft.step == "" and len(found.areas) == 1:
        return choose(turn, "daerah", NO_AREA)
    return choose(turn, "ubah", "")
