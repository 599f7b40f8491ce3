"""Show the draft: what was understood, and the one thing that is asked now."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bots.citizen import choices, naming, near, origins
from bots.citizen.draft import View, counted, is_referred, view
from bots.citizen.remembered import Draft
from bots.citizen.turn import Turn
from core.language.shorten import in_one_line
from core.reading.matters import two_matters
from core.reading.understand import COMPLAINT, INFORMATION
from core.vocabulary.effects import Choice

SHOWN_WORDS = 280
TERSE_WORDS = 80


def draft_key(draft: Draft) -> str:
    """Name the bubble of a draft."""
    return f"draft:{draft.serial}"


def show_draft(turn: Turn) -> None:
    """Show the draft as it stands, with the question that its step asks."""
    draft = turn.state.draft
    if draft is None:
        return
    draft.quiet_until = None
    found = view(draft, turn.setting)
    if _emergency(turn, draft):
        return
    if found.understood.abusive and not draft.abuse_shown:
        draft.abuse_shown = True
        turn.lead(turn.say("abuse"))
    if draft.step == "privasi":
        naming.ask(turn)
        _propose_secrecy(turn, draft, found)
        turn.lead(near.shown(turn, draft, found))
        offered = choices.for_privacy(turn, draft)
        below = offered[-1].row + 1
        offered = (*offered, *origins.asked(turn, draft, below))
        turn.bubble(turn.say("privacy.ask"), (*offered, *near.offered(turn, draft, offered[-1].row + 1)))
    elif draft.step in ("ubah", "isi", "kategori", "lokasi"):
        show_change(turn, draft, found)
    else:
        _show_whole(turn, draft, found)


def _emergency(turn: Turn, draft: Draft) -> bool:
    """Say the emergency number first; True while the citizen is asked whether to report at all."""
    kind = turn.city.emergency(draft.emergency)
    if kind is None or draft.step != "darurat":
        return False
    draft.emergency_shown = True
    turn.insist()
    said = numbers_said(turn, draft.dial or kind.said)
    text = turn.say("emergency.first", number=said, kind=kind.name(turn.language).lower())
    turn.bubble(text, choices.for_emergency(turn, draft), bold=(said,), key=draft_key(draft))
    return True


def numbers_said(turn: Turn, numbers: Sequence[str]) -> str:
    """Write the numbers to dial in one phrase ("551 atau 559")."""
    return f" {turn.say('emergency.or')} ".join(numbers)


def show_change(turn: Turn, draft: Draft, found: View, *, whole: bool = False) -> None:
    """Ask what to change, or for its new content."""
    if draft.step == "kategori":
        offered = choices.for_category(turn, draft, found.understood, whole=whole)
        turn.bubble(turn.say("change.category"), offered)
    elif draft.step == "lokasi":
        turn.bubble(turn.say("change.place"), choices.for_asking(turn, draft), ask_location=True)
    elif draft.step == "isi":
        turn.bubble(turn.say("change.words"), choices.for_asking(turn, draft))
    else:
        turn.bubble(turn.say("change.what"), choices.for_change(turn, draft))


def _refer(turn: Turn, draft: Draft, found: View) -> None:
    """Say whose it is instead; the words are kept and go nowhere unless that is wanted."""
    turn.state.misses = 0
    draft.reminded = True
    redirect = turn.city.redirect(found.category, turn.language)
    text = "\n\n".join((redirect, turn.say("draft.redirect_still")))
    turn.bubble(text, choices.for_referral(turn, draft), key=draft_key(draft))


def _show_whole(turn: Turn, draft: Draft, found: View) -> None:
    if found.is_thin and not draft.place_skipped:
        turn.state.misses += 1
        if turn.state.misses >= 2:
            turn.state.misses = 0
            turn.bubble(
                stuck_help(turn),
                (*choices.for_thin(turn, draft), *choices.for_menu(turn)),
            )
            return
        turn.bubble(_thin_text(turn, found), choices.for_thin(turn, draft), key=draft_key(draft))
        return
    if is_referred(draft, turn.city, found) and not offers_two(turn, draft, found):
        _refer(turn, draft, found)
        return
    turn.state.misses = 0
    near.note_lane(turn, draft, found)
    asks = found.needs_place and not draft.place_skipped
    lines = [turn.say("draft.head"), "", *_facts(turn, draft, found), ""]
    if offers_two(turn, draft, found):
        lines.append(turn.say("draft.two"))
        turn.bubble("\n".join(lines), choices.for_two_matters(turn, draft), key=draft_key(draft))
        return
    if not found.text:
        lines += [turn.say("draft.ask_words"), ""]
    offered = choices.for_place(turn, draft) if asks else choices.for_draft(turn, draft)
    if found.areas:
        lines.append(_area_question(turn, found))
        offered = (*choices.for_areas(turn, draft, found.areas), *_below(offered, len(found.areas) + 1))
    else:
        lines.append(
            turn.say("draft.ask_place", example=turn.say("example.landmark")) if asks else turn.say("draft.ask_send")
        )
    if draft.counter and draft.privacy != "rahasia" and turn.setting.secrecy.proposes_secrecy(found.text):
        turn.lead(turn.say("walk_in.propose_secrecy"))
    if draft.privacy:  # it will not be asked any more
        offered = (*offered, *origins.asked(turn, draft, offered[-1].row + 1))
    turn.bubble("\n".join(lines), offered, key=draft_key(draft), ask_location=asks)


def show_alike(turn: Turn, draft: Draft) -> None:
    """Show what may say the same before a draft is sent whose privacy is known, and so asks nothing else."""
    found = view(draft, turn.setting)
    offered = (*near.offered(turn, draft, 0), *_below(choices.for_draft(turn, draft), len(draft.alike)))
    turn.bubble(near.shown(turn, draft, found), offered, key=draft_key(draft))


def _propose_secrecy(turn: Turn, draft: Draft, found: View) -> None:
    """Suggest to keep it confidential where the words accuse or name somebody who serves the public."""
    if not draft.secrecy_offered and turn.setting.secrecy.proposes_secrecy(found.text):
        draft.secrecy_offered = True
        turn.lead(turn.say("privacy.proposed"))


def offers_two(turn: Turn, draft: Draft, found: View) -> bool:
    """Tell whether to offer two reports: only for fresh words that tell surely of two matters."""
    if draft.whole or draft.category or draft.emergency:
        return False
    if sum(bool(part.text) for part in draft.parts) != 1:
        return False
    return two_matters(found.text, turn.setting.reader, turn.city) is not None


def _area_question(turn: Turn, found: View) -> str:
    """Ask back which kelurahan is meant: none stands until the citizen has chosen."""
    if len(found.areas) == 1:
        return turn.say("draft.area_one", kelurahan=found.areas[0])
    return turn.say("draft.area_which")


def _below(offered: tuple[Choice, ...], rows: int) -> tuple[Choice, ...]:
    return tuple(replace(choice, row=choice.row + rows) for choice in offered)


def stuck_help(turn: Turn) -> str:
    """Say what could be understood at once, after what was not understood twice."""
    return turn.say("help.stuck", example=turn.say("example.rubbish"))


def _thin_text(turn: Turn, found: View) -> str:
    words, example = in_one_line(found.text, 80), turn.say("example.road")
    return turn.say("draft.thin", words=words, example=example) if words else turn.say("draft.what", example=example)


def _facts(turn: Turn, draft: Draft, found: View) -> list[str]:
    kind = turn.say(f"class.{class_key(found.understood.classification)}")
    lines = [turn.say("draft.kind", kind=kind, category=turn.category_name(found.category))]
    where = place_words(turn, found)
    if where:
        lines.append(turn.say("draft.place", place=where))
    elif draft.place_skipped:
        lines.append(turn.say("draft.no_place"))
    if found.event_time:
        lines.append(turn.say("draft.time", time=found.event_time))
    if found.evidence:
        lines.append(turn.say("draft.files", files=counted(found.evidence, turn)))
    if found.text:
        lines.append(turn.say("draft.words", words=in_one_line(found.text, TERSE_WORDS if turn.terse else SHOWN_WORDS)))
    return lines


def place_words(turn: Turn, found: View) -> str:
    """Write the place in one line: landmark, kelurahan, pin."""
    parts = [found.landmark]
    if found.kelurahan:
        parts.append(turn.say("draft.area", kelurahan=found.kelurahan))
    if found.pin:
        named = found.pin.title and found.pin.title != found.landmark
        parts.append(found.pin.title if named else turn.say("draft.pin"))
    return ", ".join(part for part in parts if part)


def class_key(classification: str) -> str:
    """Give the text key of a classification."""
    return {COMPLAINT: "pengaduan", INFORMATION: "informasi"}.get(classification, "aspirasi")
