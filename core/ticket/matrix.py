"""Who is told what of a change: the city's matrix decides, held against the life cycle, the alarms and the texts.

The matrix is `telling.toml` of the packs (`core.city.telling`); `docs/telling.md` is rendered from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from core.city.city import City
from core.city.telling import AUDIENCES, Row, Telling, silent
from core.city.texts import Texts
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.clock import ALARMS
from core.ticket.lifecycle import RULES, Cause
from core.vocabulary.citizen import Update, UpdateKind
from core.vocabulary.officials import RelayKind
from core.vocabulary.reminding import Stage

BESIDES: Final = (
    "addition", "amended", "retracted", "spoke", "evidence", "evidence_lost", "confirmation_by_handler",
    "confirmation_refused", "rating_refused", "dispute_refused", "dispute_late", "privacy", "privacy_again", "status",
    "followed", "unfollowed", "closing_held", "rights_ended", "offer_gone", "by_hand", "recounted", "national",
    "window_closing", "reached", "unreached", "said_in_public", "joined", "left", "released_from", "split_off",
    "listing_allowed", "listing_forbidden", "erased", "merged_erased",
)  # fmt: skip
"""What else happens to a ticket, by the names in its journal: the life cycle moves no status by it."""
_TABLES: Final = {"reporter": "citizen.push", "desk": "officials.relay", "called": "officials.call"}
"""Tables of texts of which each is some news: one that no row tells would be said by nobody."""
_PARTS: Final = frozenset(("officials.call.nobody", "officials.call.unclaimed", "officials.call.held"))
"""Texts of these tables that are parts of others."""


def told_by(book: CaseBook, change: Change) -> Change:
    """Give a change with what the matrix lets it tell: what is told anew, because it reads otherwise now, always is."""
    tells, cause, by = book.city.telling.tells, cause_of(change), change.by
    update = change.update
    return replace(
        change,
        update=update if update is None or tells(cause, by, "reporter", news_of(update)) else None,
        relays=tuple(one for one in change.relays if one.again or tells(cause, by, "desk", one.kind)),
        reminders=tuple(one for one in change.reminders if tells(cause, by, "called", one.stage)),
    )


def tells_followers(book: CaseBook, change: Change) -> bool:
    """Tell whether followers hear where the ticket stands after a change."""
    return book.city.telling.tells(cause_of(change), change.by, "follower", "news")


def cause_of(change: Change) -> str:
    """Name the row of a change: the alarm that rang, or what stands in the journal."""
    return change.cause or change.what


def news_of(update: Update) -> str:
    """Name the news of a push, where one kind reads in several ways."""
    if update.kind == "withdrawn" and update.solved:
        return "withdrawn_solved"
    return "split" if update.kind == "filed" and update.other else update.kind


def problems(city: City, texts: Texts) -> list[str]:
    """Name each transition and alarm that tells somebody nothing without a reason, and what else does not fit."""
    telling = city.telling
    return [
        *_missing(telling),
        *(f"{_name(row)} says nothing of {audience}" for row, audience in silent(telling.rows)),
        *_unknown(telling),
        *_news_problems(city, texts),
        *_unworded(telling),
    ]


def rows_needed() -> Iterator[tuple[str, str]]:
    """Yield cause and role of all that happens to a ticket."""
    yield "opened", "reporter"
    yield from ((rule.cause, rule.who) for rule in RULES)
    yield from ((alarm.cause or alarm.name, "system") for alarm in ALARMS)
    yield from ((name, "") for name in BESIDES)


def roles_of(cause: str) -> tuple[str, ...]:
    """Name the roles that bring a cause about, each once."""
    return tuple(dict.fromkeys(by for name, by in rows_needed() if name == cause and by))


def _missing(telling: Telling) -> list[str]:
    needed = dict.fromkeys(rows_needed())
    return [f"{cause} by {by or 'anybody'} has no row" for cause, by in needed if telling.row(cause, by) is None]


def _unknown(telling: Telling) -> Iterator[str]:
    needed = set(rows_needed())
    causes = {cause for cause, _by in needed} | set(get_args(Cause))
    for row in telling.rows:
        if row.cause not in causes or (row.by and (row.cause, row.by) not in needed):
            yield f"{_name(row)} never happens"


def _news_problems(city: City, texts: Texts) -> Iterator[str]:
    telling = city.telling
    sendable = {template.key for template in city.templates}
    for audience in AUDIENCES:
        told = {name for row in telling.rows for name in row.news(audience)}
        for name, news in telling.news.get(audience, {}).items():
            if name not in told:
                yield f"{audience}.{name} is told by no row"
            if not texts.has(news.text):
                yield f"{audience}.{name} has no text {news.text}"
            if audience in ("reporter", "follower") and not (news.template or news.no_template):
                yield f"{audience}.{name} has no template, and no reason for that"
            if news.template and sendable and news.template not in sendable:
                yield f"{audience}.{name} names the template {news.template}, which the city does not have"
    used = {news.text for of in telling.news.values() for news in of.values()} | _PARTS
    for table in _TABLES.values():
        here = (f"{table}.{name}" for name in texts.below_keys(table))
        yield from (f"the text {key} is said by nobody" for key in here if key not in used)


def _unworded(telling: Telling) -> Iterator[str]:
    """Yield kinds of messages that no table words."""
    kinds = {"reporter": get_args(UpdateKind), "desk": get_args(RelayKind), "called": get_args(Stage)}
    for audience, names in kinds.items():
        yield from (f"{audience}.{name} is not worded" for name in names if name not in telling.news.get(audience, {}))


def _name(row: Row) -> str:
    return f"{row.cause} by {row.by}" if row.by else row.cause
