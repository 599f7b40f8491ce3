"""Offer choices, and recognise them however they come back: button, typed label, or typed number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bots.citizen.plain_words import PRIVACIES, Command, PlainWords, normalise
from bots.citizen.remembered import Draft, Offer
from bots.citizen.turn import Turn
from core.reading.understand import Understanding
from core.vocabulary.effects import Choice

_KEYCAPS = re.compile(r"(\d)\ufe0f?\u20e3")
MENU: tuple[Command, ...] = ("lapor", "status", "bantuan")
RATINGS = (1, 2, 3, 4, 5)
MORE = "semua"


def resolve(text: str, offered: list[Offer], words: PlainWords, *, numbered: bool = False) -> str:
    """Give the id of the offered choice that a typed text means, empty when it is none of them.

    Where choices are shown `numbered`, the number may be a word and have small words around it.
    """
    text = _KEYCAPS.sub(r"\1", text)
    wanted = normalise(text)
    if not wanted:
        return ""
    for offer in offered:
        if normalise(offer.label) == wanted:
            return offer.id
    number = words.choice_number(text)
    if number is None and numbered:
        number = words.worded_choice(text)
    if number is not None and 1 <= number <= len(offered):
        return offered[number - 1].id
    return ""


def for_draft(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer to send, change or drop."""
    return _row(turn, draft, "kirim", "ubah", "batal")


def for_place(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer not to say where."""
    return _row(turn, draft, "lewati", "ubah", "batal")


def for_thin(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer to send the little there is, or drop it."""
    return _row(turn, draft, "lewati", "batal")


def for_emergency(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer to report all the same."""
    return _row(turn, draft, "darurat", "batal")


def for_referral(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer to report what is not the city's all the same, or to say what it is."""
    return _row(turn, draft, "darurat", "ubah", "batal")


def for_revival(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer to take up a draft again."""
    return _row(turn, draft, "lanjut")


def for_change(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer what can be changed."""
    return (*_row(turn, draft, "isi", "kategori", "lokasi"), _one(turn, draft, "kembali", 1))


def for_asking(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer the way back from a question."""
    return _row(turn, draft, "kembali")


def for_privacy(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer the three privacies and the way back."""
    rows = tuple(
        Choice(f"privasi:{draft.serial}:{name}", turn.say(f"choice.{name}"), row, turn.say(f"detail.{name}"))
        for row, name in enumerate(_privacies(turn))
    )
    return (*rows, _one(turn, draft, "kembali", len(PRIVACIES)))


def _privacies(turn: Turn) -> tuple[str, ...]:
    """Give the privacies that mean something: a telephone has no name that could be shown."""
    return tuple(name for name in PRIVACIES if name != "nama" or not turn.terse or turn.state.names)


def for_category(turn: Turn, draft: Draft, understood: Understanding, *, whole: bool) -> tuple[Choice, ...]:
    """Offer the three best guesses, or all categories two in a row."""
    codes = [guess.code for guess in understood.categories]
    if whole:
        codes = [category.code for category in turn.city.categories]
    rows = [
        Choice(f"kategori:{draft.serial}:{code}", turn.category_name(code), place // 2 if whole else place)
        for place, code in enumerate(codes)
    ]
    last = rows[-1].row + 1 if rows else 0
    if not whole and not turn.terse:  # all of them take more room than two messages have
        rows.append(Choice(f"kategori:{draft.serial}:{MORE}", turn.say("choice.semua"), last))
    return (*rows, _one(turn, draft, "kembali", last))


def for_confirmation(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Ask whether it is fixed."""
    return Choice(f"beres:{number}", turn.say("choice.beres")), Choice(f"belum:{number}", turn.say("choice.belum"))


def for_dispute(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Offer to say that it is not fixed after all."""
    return (Choice(f"belum:{number}", turn.say("choice.belum")),)


def for_rating(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Offer the marks 1 to 5, and none."""
    marks = tuple(Choice(f"nilai:{number}:{mark}", turn.say(f"choice.nilai_{mark}")) for mark in RATINGS)
    return (*marks, Choice(f"nilai:{number}:0", turn.say("choice.lewati"), 1))


def for_reason(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Offer to give no reason."""
    return (Choice(f"alasan:{number}", turn.say("choice.lewati")),)


def for_asked_back(turn: Turn, numbers: list[str], acts: Sequence[str]) -> tuple[Choice, ...]:
    """Ask what a message is: for one of the reports, a verdict on it, or a report of its own."""
    rows: list[Choice] = []
    draft = turn.state.draft is not None
    single = len(numbers) == 1 and len(acts) > 1 and not draft
    for act in acts:
        if act == "complains":
            continue
        for number in numbers:
            named = single and act != "answers"
            label = turn.say(f"choice.maksud_{act}") if named else turn.say("choice.untuk_tiket", number=number)
            rows.append(Choice(f"maksud:{act}:{number}", label, len(rows)))
        if not numbers and draft:
            rows.append(Choice(f"maksud:{act}:draf", turn.say("choice.untuk_draf"), len(rows)))
    if "complains" in acts and draft and numbers:
        rows.append(Choice("maksud:complains:draf", turn.say("choice.untuk_draf"), len(rows)))
    elif "complains" in acts:
        rows.append(Choice("maksud:complains:baru", turn.say("choice.untuk_baru"), len(rows)))
    return tuple(rows)


def for_withdrawal(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Ask whether to take a report back."""
    return (
        Choice(f"tarik:{number}", turn.say("choice.tarik")),
        Choice(f"biar:{number}", turn.say("choice.biar")),
    )


def for_withdrawals(turn: Turn, numbers: Sequence[str]) -> tuple[Choice, ...]:
    """Ask which report to take back."""
    return tuple(Choice(f"tarikmana:{number}", number, row) for row, number in enumerate(numbers))


def for_deletion(turn: Turn) -> tuple[Choice, ...]:
    """Ask whether to delete what can be deleted, and pass the rest on."""
    return Choice("hapusdata", turn.say("choice.hapusdata")), Choice("tetapsimpan", turn.say("choice.tetapsimpan"))


def for_ticket_privacy(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Offer the three privacies of a filed report."""
    return tuple(
        Choice(f"nama:{number}:{name}", turn.say(f"choice.{name}"), row, turn.say(f"detail.{name}"))
        for row, name in enumerate(PRIVACIES)
    )


def for_areas(turn: Turn, draft: Draft, names: Sequence[str]) -> tuple[Choice, ...]:
    """Offer the kelurahan that may be meant, and none of them; the ways on come after."""
    rows = [Choice(f"daerah:{draft.serial}:{name}", name, row) for row, name in enumerate(names)]
    rows.append(Choice(f"daerah:{draft.serial}:-", turn.say("choice.bukan_itu"), len(rows)))
    return tuple(rows)


def for_two_matters(turn: Turn, draft: Draft) -> tuple[Choice, ...]:
    """Offer two reports, or one for both."""
    return _one(turn, draft, "pisah", 0), _one(turn, draft, "gabung", 1), _one(turn, draft, "batal", 2)


def for_trail(turn: Turn, numbers: Sequence[str]) -> tuple[Choice, ...]:
    """Ask of which report."""
    return tuple(Choice(f"jejak:{number}", number, row) for row, number in enumerate(numbers))


YES, NO = "ya", "tidak"
LISTING = "umum"


def for_listing(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Ask whether a report may stand in the public list."""
    return tuple(
        Choice(f"{LISTING}:{number}:{answer}", turn.say(f"choice.umum_{answer}"), row)
        for row, answer in enumerate((YES, NO))
    )


def of_listing(numbers: Sequence[str]) -> tuple[Choice, ...]:
    """Ask which report is meant."""
    return tuple(Choice(f"{LISTING}:{number}", number, row) for row, number in enumerate(numbers))


def for_linking(turn: Turn, link: str) -> tuple[Choice, ...]:
    """Ask whether two chats shall be one person's."""
    return tuple(Choice(f"taut:{answer}:{link[:16]}", turn.say(f"choice.taut_{answer}")) for answer in (YES, NO))


def for_unlinking(turn: Turn, named: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """Offer to part with other chats, given by mark and name, or to say that one is lost."""
    rows = [
        Choice(f"putus:{mark}", turn.say("choice.putus", channel=name), 2 * n) for n, (mark, name) in enumerate(named)
    ]
    lost = [
        Choice(f"hilang:{mark}", turn.say("choice.hilang", channel=name), 2 * n + 1)
        for n, (mark, name) in enumerate(named)
    ]
    return (*rows, *lost)


def for_losing(turn: Turn, mark: str) -> tuple[Choice, ...]:
    """Ask whether another chat is really somebody else's now."""
    return Choice(f"hilang:{mark}:{YES}", turn.say("choice.hilang_ya")), Choice(
        "hilang:", turn.say("choice.taut_tidak")
    )


def for_renouncing(turn: Turn) -> tuple[Choice, ...]:
    """Ask whether this chat is really somebody else's now."""
    return tuple(Choice(f"lepas:{answer}", turn.say(f"choice.lepas_{answer}")) for answer in (YES, NO))


def for_whose(turn: Turn, name: str) -> tuple[Choice, ...]:
    """Ask whether the writer is who wrote here before."""
    return tuple(Choice(f"{name}:{answer}", turn.say(f"choice.siapa_{answer}")) for answer in (YES, NO))


def for_secret(turn: Turn, number: str) -> tuple[Choice, ...]:
    """Offer to show here what a confidential report says."""
    return (Choice(f"tampil:{number}", turn.say("choice.tampil")),)


def for_menu(turn: Turn) -> tuple[Choice, ...]:
    """Offer the few things one can do."""
    return tuple(Choice(f"menu:{name}", turn.say(f"choice.menu_{name}")) for name in MENU)


def for_language(turn: Turn) -> tuple[Choice, ...]:
    """Offer the languages."""
    return tuple(Choice(f"bahasa:{name}", turn.say_in(name, "choice.language")) for name in turn.city.languages)


def for_list(turn: Turn, numbers: list[str]) -> tuple[Choice, ...]:
    """Offer the details of one's own tickets; a terse list is the choices themselves, each with its status."""
    labels = {ticket.number: ticket.status for ticket in turn.state.tickets} if turn.terse else {}
    return tuple(
        Choice(f"status:{number}", _line(turn, number, labels[number]) if number in labels else number, row)
        for row, number in enumerate(numbers)
    )


def _line(turn: Turn, number: str, status: str) -> str:
    return turn.say("status_list.line", number=number, status=turn.say(f"status.{status}"))


def _row(turn: Turn, draft: Draft, *names: str) -> tuple[Choice, ...]:
    return tuple(_one(turn, draft, name, 0) for name in names)


def _one(turn: Turn, draft: Draft, name: str, row: int) -> Choice:
    return Choice(f"{name}:{draft.serial}", turn.say(f"choice.{name}"), row)
