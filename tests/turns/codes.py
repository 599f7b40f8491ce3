"""The one table from what is said (the key of a text, or a choice that is offered) to what it means for a case.

A new text key is one line here. A key that ends with a dot stands for all keys that begin so; the longest wins. The
value is an outcome code, or several between which the case may choose (``INFO NEWDRAFT``: one is enough, the first is
meant when none is listed), or empty for what says nothing about the outcome.
"""

from __future__ import annotations

from tests.turns.wording import REDIRECT

UNTOLD = ""
"""Said beside the matter, or only repeated by what is seen elsewhere."""
DRAFT = "<draft>"
"""A draft is shown: new, with something added, or as it was, which only its words tell."""
OPEN_DRAFT = "<open>"
"""What the draft asks for: with the draft it says nothing more, alone it asks again."""
NUMBER = "<number>"
"""An emergency number is given."""
FACTS = ("kind", "place", "time", "files", "words")
"""Lines of a draft that say what it holds, by the end of their keys."""
BESIDE_FACTS = ("no_place", "full", "too_long", "reminder", "expired")
BY_OFFICIALS = (
    "verified",
    "disposed",
    "claimed",
    "released",
    "progress",
    "reopened",
    "held",
    "resumed",
    "not_ours",
    "archived",
    "duplicate",
    "unmerged",
    "corrected",
    "unanswered",
    "moved",
    "returned",
    "escalated",
    "reopened_by_city",
    "reopened_above",
    "undone",
    "unsaid",
)
"""Pushes that tell what officials or time did, or repeat what the group got."""

TEXTS: dict[str, str] = {
    # the draft
    "citizen.draft.head": DRAFT,
    "citizen.draft.thin": "THIN",
    "citizen.draft.what": "THIN",
    "citizen.draft.none": "HELP",
    "citizen.draft.emptied": "CANCELLED",
    "citizen.draft.ask_send": OPEN_DRAFT,
    "citizen.draft.ask_place": OPEN_DRAFT,
    "citizen.draft.ask_words": OPEN_DRAFT,
    **dict.fromkeys([f"citizen.draft.{name}" for name in (*FACTS, *BESIDE_FACTS)], UNTOLD),
    "citizen.report.how": "HELP",
    "citizen.change.": "REASK",
    "citizen.cancelled": "CANCELLED",
    "citizen.cancelled_reply": "ACK",
    "citizen.nothing_to_cancel": "HELP",
    "citizen.privacy.ask": "SENT PRIVACY",
    "citizen.privacy.choose": "REASK",
    "citizen.filing.wait": "REASK",
    "citizen.filing.too_many": "HELP",
    "citizen.filing.no_words": UNTOLD,
    "citizen.filing.district": UNTOLD,
    "citizen.push.filed": "SENT",
    "citizen.push.split": UNTOLD,
    # danger
    "citizen.emergency.": NUMBER,
    # what is asked and answered about a ticket
    "citizen.reply.which": "ASKED",
    "citizen.reply.answer": UNTOLD,
    "citizen.reply.addition": UNTOLD,
    "citizen.push.question": "REASK",
    "citizen.push.asked_again": "REASK",
    "citizen.push.answered": "REASK",
    "citizen.push.lapsed": "REASK",
    "citizen.push.status": "STATUS",
    "citizen.push.refused": "STATUS",
    "citizen.push.dispute_late": "STATUS",
    "citizen.push.dispute_late_write": "STATUS",
    "citizen.push.finished": "CONFIRMED",
    "citizen.push.withdrawn": "WITHDRAW_ASKED",
    "citizen.push.withdrawn_solved": "WITHDRAW_ASKED",
    "citizen.push.privacy": "PRIVACY",
    "citizen.push.erased": UNTOLD,
    **dict.fromkeys([f"citizen.push.{name}" for name in BY_OFFICIALS], UNTOLD),
    "citizen.push_line.": UNTOLD,
    "citizen.terse.": UNTOLD,
    "citizen.short.": UNTOLD,
    "citizen.push_tail.": UNTOLD,
    "citizen.push_page.": UNTOLD,
    "citizen.push_rest.": UNTOLD,
    "citizen.invited.draft": DRAFT,
    "citizen.invited.not_you": "CANCELLED",
    "citizen.invited.taken": "ACK",
    "citizen.dispute.": "DISPUTE_ASKED",
    "citizen.confirm.already": "ACK",
    "citizen.confirm.noted": "ACK",
    "citizen.rating.thanks": "RATED",
    "citizen.rating.skipped": "RATED",
    "citizen.rating.already": "ACK",
    "citizen.status_list.": "STATUS",
    "citizen.status.not_yours": "HELP",
    "citizen.stale_ticket": "HELP",
    "citizen.stale_sent": "HELP",
    "citizen.stale": "HELP",
    "citizen.edited_after": "HELP",
    "citizen.missed.": UNTOLD,
    # everything else
    "citizen.welcome.first": "HELP",
    "citizen.welcome.again": "ACK",
    "citizen.help.": "HELP",
    "citizen.you_are_welcome": "ACK",
    "citizen.abuse": "ACK",
    "citizen.deleted_": "HELP",
    "citizen.hello": "ACK",
    "citizen.hello_again": "ACK",
    "citizen.small_talk": "ACK",
    "citizen.take_your_time": "ACK",
    "citizen.not_for_us": "HELP",
    "citizen.draft.next": "REASK",
    "citizen.draft.not_sent": "REASK",
    "citizen.draft.place_help": "HELP",
    "citizen.draft.two": "ASKED",
    "citizen.draft.redirect_still": "ASKED",
    "citizen.draft.area_one": UNTOLD,
    "citizen.draft.area_which": UNTOLD,
    "citizen.privacy.noted_": "PRIVACY",
    "citizen.privacy.explained": "PRIVACY",
    "citizen.privacy.ask_filed": "PRIVACY",
    "citizen.privacy.proposed": "PRIVACY",
    "citizen.which.": "ASKED",
    "citizen.again.": "REASK",
    "citizen.hurry.": UNTOLD,
    "citizen.asks_back.": UNTOLD,
    "citizen.withdraw.ask": "WITHDRAW_ASKED",
    "citizen.withdraw.ask_solved": "WITHDRAW_ASKED",
    "citizen.withdraw.which": "ASKED",
    "citizen.withdraw.line": UNTOLD,
    "citizen.withdraw.kept": "ACK",
    "citizen.withdraw.none": "HELP",
    "citizen.person.": "HUMAN",
    "citizen.rating.ask": "REASK",
    "citizen.near.": UNTOLD,
    "citizen.walk_in.": "HELP",
    "citizen.in_private.": "HELP",
    "citizen.follow.refused": "ACK",
    "citizen.follow.stopped": "ACK",
    "citizen.follow.": "STATUS",
    "citizen.follow_status.": UNTOLD,
    "citizen.flood": "HELP",
    "citizen.paid_last": "HELP",
    "citizen.unsupported": "HELP",
    "citizen.ask_location": UNTOLD,
    "citizen.heard.words": UNTOLD,
    "citizen.contact.": "HELP",
    "citizen.language.ask": "HELP",
    "citizen.language.set": "HELP",
    "citizen.source.": UNTOLD,
    "citizen.whose.": "REASK",
    "citizen.linking.": "HELP",
    "citizen.trail.": "PRIVACY",
    "citizen.origin.": "PRIVACY",
    "citizen.listing.": "PRIVACY",
    "citizen.slip.": "STATUS",
    "citizen.slip.given": UNTOLD,
    "citizen.forget.": "DELETE_ASKED",
    "citizen.copy.": "PRIVACY",
    "citizen.file.": "HELP",
    "citizen.push.own_work": UNTOLD,
    "citizen.desk_answer.": UNTOLD,
    "citizen.opened.": UNTOLD,  # said to officials in private
    REDIRECT: "REFERRED",
    # what the group gets
    "officials.relay.by_hand": UNTOLD,
    "officials.relay.freed": UNTOLD,
    "officials.relay.offered": UNTOLD,
    "officials.relay.declined": UNTOLD,
    "officials.relay.offer_gone": UNTOLD,
    "officials.relay.answer": "RELAY_ANSWER",
    "officials.relay.addition": "RELAY_ADDITION",
    "officials.relay.amended": "RELAY_ADDITION",
    "officials.relay.retracted": "RELAY_ADDITION",
    "officials.relay.dispute": "DISPUTED",
    "officials.relay.confirmed": "CONFIRMED",
    "officials.relay.rated": "RATED",
    "officials.relay.withdrawn": "WITHDRAW_ASKED",
    "officials.relay.solved": "WITHDRAW_ASKED",
    "officials.relay.privacy": "PRIVACY",
    "officials.relay.evidence": UNTOLD,
    "officials.relay.lapsed": UNTOLD,
    "officials.relay.note": UNTOLD,
    "officials.relay.window": UNTOLD,
    "officials.ask.": UNTOLD,
}

OFFERS: dict[str, str] = {
    "beres": "REASK",
    "belum": "REASK",
    "nilai_1": "REASK",
    "untuk_tiket": "ASKED",
    "untuk_draf": "ASKED",
    "untuk_baru": "ASKED",
    "maksud_adds": "ASKED",
}
"""What it means that a choice is offered again; by the end of the key of its label."""

DIRECTORY = ("citizen.help.", "citizen.welcome.")
"""Texts for everybody that may list the emergency numbers: no number is given by them."""
NOT_UNDERSTOOD = ("citizen.help.unclear", "citizen.help.stuck")
"""What says honestly that the words went nowhere; no other help does."""


def meaning(key: str) -> str | None:
    """Give the table's value for a key; None when the table has no line for it."""
    if key in TEXTS:
        return TEXTS[key]
    starts = [start for start in TEXTS if start.endswith((".", "_")) and key.startswith(start)]
    return TEXTS[max(starts, key=len)] if starts else None
