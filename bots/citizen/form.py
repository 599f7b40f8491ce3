"""File what somebody sent as a whole form: read and corrected already, so that nothing is left to ask."""

from __future__ import annotations

from bots.citizen import following, near
from bots.citizen.bubble import show_draft
from bots.citizen.draft import NO_AREA, view
from bots.citizen.drafting import add, open_draft
from bots.citizen.filing import file_report
from bots.citizen.maps import read_map
from bots.citizen.naming import learn
from bots.citizen.remembered import Draft, Part
from bots.citizen.turn import Turn
from core.vocabulary.citizen import FormSent
from core.vocabulary.events import File
from core.vocabulary.lane_names import near_lane
from core.vocabulary.report import Evidence
from core.vocabulary.results import Named


def take(turn: Turn, form: FormSent) -> None:
    """Make the form a draft and file it; a chat that has a report or a draft already is no form's."""
    state = turn.state
    if state.draft is not None or state.waiting or state.tickets:
        return
    if any(one.number == form.follow for one in state.followed):
        return
    if form.language in turn.city.languages:
        state.language, state.language_set = form.language, True
    if form.privacy == "nama":
        learn(turn, Named(form.name))
    pin, text = read_map(form.text[: turn.city.limits.text_characters])
    linked, landmark = read_map(form.landmark)
    part = Part(turn.event.id, turn.event.at, text=text.strip(), evidence=form.evidence, pin=form.pin or linked or pin)
    draft = open_draft(turn)
    draft.category = form.category if turn.city.has_category(form.category) else ""
    draft.place_words, draft.area = landmark.strip(), form.kelurahan or NO_AREA
    draft.place_skipped = draft.whole = True
    if form.evidence:  # without a photo nothing was asked
        draft.origins = "yes" if form.origins else "no"
    add(turn, [part], tuple(_file(item) for item in form.evidence))
    if form.follow:
        _follow(turn, draft, form.follow)
        return
    draft.listable = form.listable
    file_report(turn, draft, form.privacy)


def _follow(turn: Turn, draft: Draft, number: str) -> None:
    """Follow what was offered; where it is not open any more the form waits as a draft, for its writer to decide."""
    found = view(draft, turn.setting)
    draft.near = near_lane(found.category, found.kelurahan)
    near.compare(turn, draft, found)
    if not following.follow(turn, draft, number):
        turn.lead(turn.say("follow.refused"))
        show_draft(turn)


def _file(item: Evidence) -> File:
    kind = "photo" if item.kind == "photo" else "document"
    return File(kind, item.ref, item.unique, item.mime, item.name)  # type: ignore[arg-type]
