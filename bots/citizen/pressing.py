"""Do what a choice says, however it came back: a button, its label or its number."""

from __future__ import annotations

from bots.citizen import asking, command_answers, drafting, talk, wishes
from bots.citizen.plain_words import Command
from bots.citizen.turn import Turn

_DRAFT = frozenset(
    {
        "kirim", "ubah", "batal", "lewati", "darurat", "kembali", "isi", "kategori", "lokasi", "privasi", "daerah",
        "pisah", "gabung",
    }
)  # fmt: skip
_MENU: dict[str, Command] = {"lapor": "lapor", "status": "status", "bantuan": "bantuan"}


def press(turn: Turn, choice: str) -> None:
    """Act on the id of a choice; an old or unknown one is answered privately and changes nothing."""
    name, _, rest = choice.partition(":")
    scope, _, argument = rest.partition(":")
    if name in _DRAFT:
        _draft(turn, name, scope, argument)
    elif name == "lanjut":
        _revive(turn, scope)
    elif name == "beres":
        talk.confirm(turn, scope)
    elif name == "belum":
        talk.doubt(turn, scope)
    elif name == "alasan":
        talk.no_reason(turn, scope)
    elif name == "nilai":
        talk.rate(turn, scope, argument)
    elif name == "untuk":
        asking.release(turn, "complains" if scope == "baru" else "answers", scope)
    elif name == "maksud":
        asking.release(turn, scope, argument)
    elif name == "tarik":
        wishes.withdraw(turn, scope)
    elif name == "biar":
        wishes.leave_report(turn, scope)
    elif name == "tarikmana":
        wishes.ask_withdrawal(turn, (scope,), turn.state.withdrawing_words, solved=turn.state.withdrawing_solved)
    elif name == "hapusdata":
        wishes.delete(turn)
    elif name == "tetapsimpan":
        wishes.close_question(turn)
        turn.note("forget.kept")
    elif name == "nama" and (ticket := turn.state.ticket(scope)) is not None:
        wishes.privacy_of_ticket(turn, ticket, wishes.privacy_named(argument))
    elif name == "bahasa":
        command_answers.language(turn, scope)
    elif name == "status" and scope:
        command_answers.status(turn, scope)
    elif name == "menu" and scope in _MENU:
        command_answers.run(turn, _MENU[scope], "")
    else:
        turn.note("stale")


def _draft(turn: Turn, name: str, serial: str, argument: str) -> None:
    draft = turn.state.draft
    if draft is not None and str(draft.serial) == serial and drafting.choose(turn, name, argument):
        return
    waiting = any(str(item.serial) == serial for item in turn.state.waiting)
    filed = next((item for item in turn.state.tickets if item.serial and str(item.serial) == serial), None)
    if filed is not None:
        turn.note("stale_sent", number=filed.number)
    elif waiting:
        turn.note("filing.wait")
    else:
        turn.note("stale")


def _revive(turn: Turn, serial: str) -> None:
    expired = turn.state.expired
    if expired is not None and str(expired.serial) == serial:
        command_answers.resume(turn)
    else:
        turn.note("stale")
