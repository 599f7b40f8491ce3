"""Write the life cycle down for people: the page `docs/lifecycle.md`, rendered from the tables that decide."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from core.ticket.clock import ALARMS
from core.ticket.lifecycle import ACTIONS, FACTS, ROLES, RULES, Rule
from core.ticket.undoing import UNDO_LIFE, UNDOABLE
from core.vocabulary.ticket import Action


def as_markdown() -> str:
    """Render the page: statuses, a diagram, who may do what, every transition, and what time does."""
    lines = [
        "# The life of a ticket",
        "",
        "Rendered by `core/ticket/page.py` from the tables in `core/ticket/lifecycle.py` and `core/ticket/clock.py`; a "
        "test keeps page and tables equal.",
        "",
        "## Statuses",
        "",
        "| status | what it means | clock | held by one official | final |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{status}` | {facts.meaning} | {facts.clock} | {_yes(facts.held)} | {_yes(facts.final)} |"
        for status, facts in FACTS.items()
    ]
    lines += [
        "",
        "A ticket held back while an official had it (`ditunda` after `diproses`) keeps its holder.",
        "",
        "## Picture",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> baru: opened",
    ]
    lines += [f"    {rule.status} --> {rule.to}: {rule.cause}" for rule in RULES if rule.to not in (None, rule.status)]
    lines += [f"    ditunda --> {rule.status}: lanjutkan or hold_over" for rule in RULES if rule.cause == "tunda"]
    lines += ["```", "", "## Who may", "", "| role | who |", "| --- | --- |"]
    lines += [f"| {role} | {who} |" for role, who in ROLES.items()]
    lines += ["", "## Transitions", "", "| in status | cause | leads to | who |", "| --- | --- | --- | --- |"]
    lines += [_row(rule) for rule in RULES if rule.cause not in _EVERYWHERE]
    lines += [
        "",
        "In every status: `catatan` (insider), `lihat` (official), `buka` (confidant: the contents of a confidential "
        "report, in private), and `replied` (reporter: the citizen adds something) leave the status as it is; only an "
        "answer to a question (`menunggu_pelapor`) moves it, as above.",
        "",
        "While a ticket has not ended, `kategori` and `lokasi` (unit) correct what it is about and where, `prioritas` "
        "(overseer) puts it before others. In every status `menu` opens a page of the card for whoever asks: what is "
        "on it is what this official may do.",
        "",
        "In every status `terbitkan` (coordinator) releases the redacted words of a report whose citizen allows it to "
        "the public list, or takes it off again.",
        "",
        f"`urungkan` (author) takes back the last of {_named(UNDOABLE)}, for {UNDO_LIFE.seconds // 60} minutes and "
        "while nothing has moved the ticket since: it is where it was, and the citizen is told that it was a mistake.",
        "",
        "## What time does",
        "",
        "| alarm | while the clock is | what happens |",
        "| --- | --- | --- |",
        *(f"| `{alarm.name}` | {alarm.clock or 'any'} | {alarm.meaning} |" for alarm in ALARMS),
        "",
        "Each rings once for each limit, hold, question or offer that it is about, in any number of processes. Nobody "
        "is called outside of office hours (`holidays.toml`), unless the report is urgent. A limit that stood still "
        "moves by the working days after the day on which it stopped, up to the day on which work could go on; one "
        "that had passed stays passed. Only the rows above start or move a date: no message, note, claim or release "
        "does. How dates are counted: [ADR 16](adr/0016-whole-days.md).",
        "",
    ]
    return "\n".join(lines)


_EVERYWHERE: Final = frozenset(
    ("catatan", "lihat", "buka", "kategori", "lokasi", "prioritas", "menu", "urungkan", "terbitkan")
)


def _named(actions: Collection[Action]) -> str:
    return ", ".join(f"`{action}`" for action in ACTIONS if action in actions)


def _row(rule: Rule) -> str:
    to = "the status before" if rule.to is None else "unchanged" if rule.to == rule.status else f"`{rule.to}`"
    return f"| `{rule.status}` | `{rule.cause}` | {to} | {rule.who} |"


def _yes(value: bool) -> str:
    return "yes" if value else ""
