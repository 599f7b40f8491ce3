"""Do what a choice says, however it came back: a button, its label or its number."""

from __future__ import annotations

from collections.abc import Callable

from bots.citizen import (
    asking,
    choices,
    command_answers,
    drafting,
    following,
    guide,
    joining,
    later_origins,
    linking,
    listing,
    parting,
    sharing,
    talk,
    terse,
    trail,
    walk_in,
    whose,
    wishes,
)
from bots.citizen.near import FOLLOW
from bots.citizen.origins import AGREE
from bots.citizen.plain_words import PRIVACIES
from bots.citizen.remembered import Draft
from bots.citizen.turn import Turn

_DRAFT = frozenset(
    {
        "kirim", "ubah", "batal", "lewati", "darurat", "kembali", "isi", "kategori", "lokasi", "privasi", "daerah",
        "pisah", "gabung", FOLLOW, AGREE,
    }
)  # fmt: skip


def press(turn: Turn, choice: str) -> None:
    """Act on the id of a choice; an old or unknown one is answered privately and changes nothing."""
    name, _, rest = choice.partition(":")
    scope, _, argument = rest.partition(":")
    if name in _DRAFT:
        _draft(turn, name, scope, argument)
    else:
        _PRESSED.get(name, _stale)(turn, scope, argument)


def _stale(turn: Turn, _scope: str, _argument: str) -> None:
    turn.note("stale")


def _draft(turn: Turn, name: str, serial: str, argument: str) -> None:
    draft = turn.state.draft
    if draft is not None and str(draft.serial) == serial and _choose(turn, draft, name, argument):
        return
    waiting = any(str(item.serial) == serial for item in turn.state.waiting)
    filed = next((item for item in turn.state.tickets if item.serial and str(item.serial) == serial), None)
    if filed is not None:
        turn.note("stale_sent", number=filed.number)
    elif waiting:
        turn.note("filing.wait")
    else:
        turn.note("stale")


def _choose(turn: Turn, draft: Draft, name: str, argument: str) -> bool:
    if name == FOLLOW:
        return following.follow(turn, draft, argument)
    return drafting.choose(turn, name, argument)


def _revive(turn: Turn, serial: str) -> None:
    expired = turn.state.expired
    if expired is not None and str(expired.serial) == serial:
        command_answers.resume(turn)
    else:
        turn.note("stale")


def _keep_data(turn: Turn, _scope: str, _argument: str) -> None:
    wishes.close_question(turn)
    turn.note("forget.kept")


def _show_name(turn: Turn, number: str, privacy: str) -> None:
    ticket = turn.state.ticket(number)
    if ticket is None:
        turn.note("stale")
    else:
        wishes.privacy_of_ticket(turn, ticket, PRIVACIES.get(privacy, "anonim"))


def _details(turn: Turn, number: str, _argument: str) -> None:
    if number:
        command_answers.status(turn, number)
    else:
        turn.note("stale")


def _menu(turn: Turn, name: str, _argument: str) -> None:
    command = next((item for item in choices.MENU if item == name), None)
    if command is None:
        turn.note("stale")
    else:
        command_answers.run(turn, command, "")


def _which_withdrawal(turn: Turn, number: str, _argument: str) -> None:
    state = turn.state
    wishes.ask_withdrawal(turn, (number,), state.withdrawing_words, solved=state.withdrawing_solved)


_PRESSED: dict[str, Callable[[Turn, str, str], None]] = {
    "lanjut": lambda turn, serial, _: _revive(turn, serial),
    "beres": lambda turn, number, _: talk.confirm(turn, number),
    "belum": lambda turn, number, _: talk.doubt(turn, number),
    "alasan": lambda turn, number, _: talk.no_reason(turn, number),
    "nilai": talk.rate,
    "maksud": asking.release,
    "tarik": lambda turn, number, _: wishes.withdraw(turn, number),
    "biar": lambda turn, number, _: wishes.leave_report(turn, number),
    "tarikmana": _which_withdrawal,
    "hapusdata": lambda turn, _scope, _: wishes.delete(turn),
    "tetapsimpan": _keep_data,
    joining.AGREE: lambda turn, version, _: joining.agree(turn, version),
    "nama": _show_name,
    "bahasa": lambda turn, name, _: command_answers.language(turn, name),
    "status": _details,
    "menu": _menu,
    following.STOP: following.stop,
    walk_in.AGAIN: walk_in.again,
    listing.PRESSED: listing.answer,
    later_origins.AGREE: lambda turn, number, _: later_origins.agree(turn, number),
    later_origins.REFUSE: lambda turn, number, _: later_origins.refuse(turn, number),
    "jejak": lambda turn, number, _: trail.ask(turn, number),
    guide.TURN: guide.turn_page,
    guide.PICTURE: guide.show_picture,
    "taut": linking.agree,
    "putus": lambda turn, mark, _: parting.part(turn, mark),
    "hilang": parting.lose,
    "lepas": lambda turn, answer, _: parting.renounce(turn, answer),
    whose.CHOICE: whose.answer,
    "tampil": lambda turn, number, _: sharing.show(turn, number),
    terse.READ_ON: lambda turn, _scope, _: terse.read_on(turn),
}
"""Name of a choice -> what it does with what stands behind the name in its id."""
