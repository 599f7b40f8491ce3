"""The life cycle as data: one table says which cause leads from which status to which, and who may bring it about.

Everything else asks this table: the steps, the buttons on a card, the sentence of a refusal and `docs/lifecycle.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from core.vocabulary.errors import KanalError
from core.vocabulary.ticket import Action, TicketStatus

Cause = Literal[
    Action,
    "opened",
    "replied",
    "confirmed",
    "rated",
    "disputed",
    "disputed_again",
    "withdrawn",
    "silence",
    "unanswered",
    "hold_over",
]
"""What moves a ticket: an official's action, the citizen's word, or time."""

Role = Literal[
    "coordinator",
    "overseer",
    "unit",
    "insider",
    "holder",
    "keeper",
    "offered",
    "party",
    "author",
    "confidant",
    "second",
    "official",
    "reporter",
    "system",
]

Clock = Literal["runs", "paused", "silence", "stopped"]
"""`runs`: a due date counts; `paused`: it stands still; `silence`: the citizen's time to confirm; `stopped`: none."""

STATUSES: Final[tuple[TicketStatus, ...]] = get_args(TicketStatus)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

ROLES: Final[Mapping[Role, str]] = {
    "coordinator": "who works in the verification unit, or admin; of what was sent back too often also the secretary",
    "overseer": "coordinator, or who leads the ticket's unit or one above it (`pimpinan`, `koordinator`), or admin",
    "unit": "who works in the ticket's unit or in one above it (while it has none: in the verification unit), or admin",
    "insider": "official of the ticket's unit or of one above it in any role but `pemantau` and `operator`, or admin",
    "holder": "the official who holds the ticket, or admin",
    "keeper": "the holder, or `penghubung`, `koordinator`, `pimpinan` of its unit or of one above it, or admin",
    "offered": "the colleague to whom the holder offers the ticket",
    "party": "that colleague, the holder, or admin",
    "author": "the official whose act is taken back, or admin",
    "confidant": "the official who holds the ticket, who works in the verification unit, or admin",
    "second": "who works in the ticket's unit, in one above it or in the verification unit, or leads it, or admin; "
    "but not who closed it",
    "official": "any registered official",
    "reporter": "the citizen who filed it",
    "system": "Kanal itself",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds in a status. `held`: exactly one official holds the ticket; `final`: it has ended.

    What has ended is only reopened: by the coordinator with a reason, or by the citizen who disputes that it is fixed.
    """

    meaning: str
    clock: Clock
    held: bool = False
    final: bool = False


FACTS: Final[Mapping[TicketStatus, Facts]] = {
    "baru": Facts("filed, waits for verification", "runs"),
    "terverifikasi": Facts("verified, waits for a unit", "runs"),
    "didisposisikan": Facts("given to a unit, waits for an official to claim it", "runs"),
    "diproses": Facts("claimed: one official works on it", "runs", held=True),
    "menunggu_pelapor": Facts("the citizen was asked something", "paused", held=True),
    "ditindaklanjuti": Facts("answered with evidence, waits for the citizen's confirmation", "silence", held=True),
    "selesai": Facts("the citizen confirmed that it is fixed", "stopped", held=True, final=True),
    "disanggah": Facts("the citizen says that it is not fixed", "runs", held=True),
    "lewat": Facts("the citizen stayed silent: stored as silence, never as satisfaction", "stopped", held=True),
    "ditunda": Facts("held back for a reason; the status before comes back", "paused"),
    "bukan_wewenang": Facts("not the city's to solve", "stopped", final=True),
    "diarsipkan": Facts("put away: spam, no place, not about government", "stopped", final=True),
    "duplikat": Facts("merged into another ticket, of which its reporter hears", "stopped", final=True),
    "ditarik": Facts("the citizen took it back: neither solved by the city nor refused", "stopped", final=True),
}


WORKED_ON: Final[tuple[TicketStatus, ...]] = ("diproses", "menunggu_pelapor", "disanggah")
"""One official works on it: in these the holder may hand it over, and a reply to its card usually goes out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: in `status`, `cause` by `who` leads to `to`. `to` None is the status before the hold, merge or act."""

    status: TicketStatus
    cause: Cause
    to: TicketStatus | None
    who: Role


def _rules() -> tuple[Rule, ...]:
    own: tuple[Rule, ...] = (
        Rule("baru", "verifikasi", "terverifikasi", "coordinator"),
        Rule("baru", "tunda", "ditunda", "coordinator"),
        Rule("baru", "bukan_wewenang", "bukan_wewenang", "coordinator"),
        Rule("baru", "arsip", "diarsipkan", "coordinator"),
        Rule("baru", "duplikat", "duplikat", "coordinator"),
        Rule("terverifikasi", "disposisi", "didisposisikan", "coordinator"),
        Rule("terverifikasi", "tunda", "ditunda", "coordinator"),
        Rule("terverifikasi", "bukan_wewenang", "bukan_wewenang", "coordinator"),
        Rule("terverifikasi", "arsip", "diarsipkan", "coordinator"),
        Rule("terverifikasi", "duplikat", "duplikat", "coordinator"),
        Rule("didisposisikan", "ambil", "diproses", "unit"),
        Rule("didisposisikan", "disposisi", "didisposisikan", "unit"),
        Rule("didisposisikan", "bukan_wewenang", "terverifikasi", "unit"),
        Rule("didisposisikan", "tunda", "ditunda", "unit"),
        Rule("diproses", "selesai", "ditindaklanjuti", "holder"),
        Rule("diproses", "sahkan", "ditindaklanjuti", "second"),
        Rule("diproses", "progres", "diproses", "holder"),
        Rule("diproses", "tanya", "menunggu_pelapor", "holder"),
        Rule("diproses", "balas", "diproses", "holder"),
        Rule("diproses", "lepas", "didisposisikan", "keeper"),
        Rule("diproses", "tunda", "ditunda", "unit"),
        Rule("diproses", "bukan_wewenang", "terverifikasi", "unit"),
        Rule("diproses", "disposisi", "didisposisikan", "holder"),
        Rule("menunggu_pelapor", "replied", "diproses", "reporter"),
        Rule("menunggu_pelapor", "lanjutkan", "diproses", "holder"),
        Rule("menunggu_pelapor", "selesai", "ditindaklanjuti", "holder"),
        Rule("menunggu_pelapor", "sahkan", "ditindaklanjuti", "second"),
        Rule("menunggu_pelapor", "progres", "menunggu_pelapor", "holder"),
        Rule("menunggu_pelapor", "tanya", "menunggu_pelapor", "holder"),
        Rule("menunggu_pelapor", "balas", "menunggu_pelapor", "holder"),
        Rule("menunggu_pelapor", "lepas", "didisposisikan", "keeper"),
        Rule("menunggu_pelapor", "unanswered", "diproses", "system"),
        Rule("ditindaklanjuti", "confirmed", "selesai", "reporter"),
        Rule("ditindaklanjuti", "disputed", "disanggah", "reporter"),
        Rule("ditindaklanjuti", "disputed_again", "terverifikasi", "reporter"),
        Rule("ditindaklanjuti", "silence", "lewat", "system"),
        Rule("ditindaklanjuti", "balas", "ditindaklanjuti", "holder"),
        Rule("disanggah", "lanjutkan", "diproses", "holder"),
        Rule("disanggah", "selesai", "ditindaklanjuti", "holder"),
        Rule("disanggah", "sahkan", "ditindaklanjuti", "second"),
        Rule("disanggah", "progres", "disanggah", "holder"),
        Rule("disanggah", "tanya", "menunggu_pelapor", "holder"),
        Rule("disanggah", "balas", "disanggah", "holder"),
        Rule("disanggah", "lepas", "didisposisikan", "keeper"),
        Rule("disanggah", "disposisi", "didisposisikan", "holder"),
        Rule("selesai", "rated", "selesai", "reporter"),
        Rule("selesai", "disputed", "disanggah", "reporter"),
        Rule("selesai", "disputed_again", "terverifikasi", "reporter"),
        Rule("selesai", "balas", "selesai", "holder"),
        Rule("lewat", "confirmed", "selesai", "reporter"),
        Rule("lewat", "disputed", "disanggah", "reporter"),
        Rule("lewat", "disputed_again", "terverifikasi", "reporter"),
        Rule("lewat", "balas", "lewat", "holder"),
        Rule("ditunda", "lanjutkan", None, "unit"),
        Rule("ditunda", "hold_over", None, "system"),
        Rule("selesai", "buka_kembali", "didisposisikan", "overseer"),
        Rule("lewat", "buka_kembali", "didisposisikan", "overseer"),
        Rule("bukan_wewenang", "buka_kembali", "terverifikasi", "overseer"),
        Rule("diarsipkan", "buka_kembali", "terverifikasi", "overseer"),
        Rule("duplikat", "buka_kembali", "terverifikasi", "overseer"),
        Rule("ditarik", "buka_kembali", "terverifikasi", "overseer"),
        Rule("duplikat", "gabung_lepas", None, "coordinator"),
        Rule("baru", "pecah", "baru", "coordinator"),
        Rule("terverifikasi", "pecah", "terverifikasi", "coordinator"),
        Rule("didisposisikan", "pecah", "didisposisikan", "unit"),
    )
    everywhere: list[Rule] = []
    for status in WORKED_ON:
        everywhere += [
            Rule(status, "siap", status, "holder"),
            Rule(status, "serahkan", status, "holder"),
            Rule(status, "pecah", status, "holder"),
            Rule(status, "terima", status, "offered"),
            Rule(status, "tolak", status, "party"),
        ]
    for status in STATUSES:
        everywhere.append(Rule(status, "menu", status, "official"))
        if not FACTS[status].final and status != "lewat":
            everywhere += [
                Rule(status, "kategori", status, "unit"),
                Rule(status, "lokasi", status, "unit"),
                Rule(status, "prioritas", status, "overseer"),
            ]
        everywhere += [
            Rule(status, "urungkan", None, "author"),
            Rule(status, "catatan", status, "insider"),
            Rule(status, "lihat", status, "official"),
            Rule(status, "buka", status, "confidant"),
            Rule(status, "terbitkan", status, "coordinator"),
        ]
        if not FACTS[status].final:
            everywhere.append(Rule(status, "withdrawn", "ditarik", "reporter"))
        if status != "menunggu_pelapor":
            everywhere.append(Rule(status, "replied", status, "reporter"))
    return own + tuple(everywhere)


RULES: Final[tuple[Rule, ...]] = _rules()
_BY_KEY: Final[Mapping[tuple[TicketStatus, Cause], Rule]] = {(rule.status, rule.cause): rule for rule in RULES}
_NOT_BUTTONS: Final[frozenset[Action]] = frozenset(
    ("balas", "catatan", "lihat", "menu", "buka", "terima", "tolak", "urungkan", "sahkan")
)
"""Done by replying to the card or by a command; `menu` is what other buttons open; `buka` is offered by the privacy of
a ticket, `terima`, `tolak`, `urungkan` and `sahkan` by what happened to it."""
SECONDARY: Final[tuple[Action, ...]] = ("siap", "serahkan", "kategori", "lokasi", "prioritas", "pecah", "terbitkan")
"""Buttons of the card's second page, which opens for whoever asks for it."""
ON_REQUEST: Final[frozenset[Action]] = frozenset((*SECONDARY, "menu", "urungkan", "terima", "tolak", "buka", "sahkan"))
"""Actions that the sentence of a refusal does not list: they depend on more than the status, or are corrections."""


class NotAllowed(KanalError):
    """Raised when a cause does not exist in a status; `possible` are the actions that do."""

    def __init__(self, status: TicketStatus, cause: Cause) -> None:
        """Keep status and cause, and look up what is possible instead."""
        super().__init__(f"{cause} is not possible in {status}")
        self.status = status
        self.cause = cause
        self.possible = allowed(status)


def allowed(status: TicketStatus) -> tuple[Action, ...]:
    """List the officials' actions in a status, the most wanted first."""
    return tuple(rule.cause for rule in RULES if rule.status == status and _is_action(rule.cause))  # type: ignore[misc]


def buttons(status: TicketStatus) -> tuple[Action, ...]:
    """List the actions that a card offers as buttons in a status, those of its second page last."""
    return tuple(action for action in allowed(status) if action not in _NOT_BUTTONS)


def rule_for(status: TicketStatus, cause: Cause) -> Rule:
    """Give the table's row; raise NotAllowed when there is none."""
    rule = _BY_KEY.get((status, cause))
    if rule is None:
        raise NotAllowed(status, cause)
    return rule


def next_status(status: TicketStatus, cause: Cause, before: TicketStatus | None = None) -> TicketStatus:
    """Give the status that follows; `before` is the one a held ticket returns to. Raises NotAllowed."""
    to = rule_for(status, cause).to or before
    if to is None:
        raise NotAllowed(status, cause)
    return to


def _is_action(cause: Cause) -> bool:
    return cause in ACTIONS
