"""Made-up observations, each for one rule of the judge: what is right, what is wrong, and what does harm."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from core.city.texts import Texts
from tests.journeys.driver import quick_city
from tests.turns.judge import CLOSED, CONFIRMED, DISPUTE, LOST, MISSED, WRONG, Observed, Shown
from tests.turns.wording import Wordings

ONE, TWO = "KPG-26-00001-5", "KPG-26-00002-7"
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"
SEND = ("Kirim", "Ubah", "Batal")
JUDGE = ("Sudah beres", "Belum beres")
NOTHING = Observed()


@cache
def wordings() -> Wordings:
    """Compile the texts once."""
    return Wordings(quick_city())


def say(key: str, **values: str) -> str:
    """Word a text as the program does; what the city fills in itself need not be given."""
    city = quick_city()
    numbers = ", ".join(line.said("id") for line in city.emergency_lines)
    own = {"example": "depan SDN 1", "languages": "", "language": "", "numbers": numbers}
    return Texts(city.texts).say(key, **{**own, **values})


def told(key: str, *buttons: str, **values: str) -> Shown:
    """Make a message of one text to the citizen."""
    return Shown(say(f"citizen.{key}", **values), buttons)


def draft(words: str, place: str = "", kind: str = "Pengaduan") -> Shown:
    """Make the message that shows a draft."""
    lines = [say("citizen.draft.head"), "", say("citizen.draft.kind", kind=kind, category="Lampu jalan")]
    lines += [say("citizen.draft.place", place=place)] if place else []
    lines += [say("citizen.draft.words", words=words), "", say("citizen.draft.ask_send")]
    return Shown("\n".join(lines), SEND)


def relayed(kind: str, words: str, number: str = ONE) -> Shown:
    """Make what the group gets."""
    return Shown(f"{say(f'officials.relay.{kind}', number=number)}\n{words}")


def seen(*replies: Shown, group: tuple[Shown, ...] = (), numbers: tuple[str, ...] = (ONE, TWO)) -> Observed:
    """Make an observation of somebody with two tickets and no draft."""
    return Observed(replies, group, numbers)


def drafting(*replies: Shown) -> Observed:
    """Make an observation of somebody whose draft is open."""
    return Observed(replies, draft=draft(LAMP, "depan SDN Oebufu").text, first_words=LAMP)


EMERGENCY = told("emergency.first", "Tetap lapor", number="112", kind="kebakaran")
AGAIN = told("emergency.again", number="119")
LISTED = "\n".join(
    [say("citizen.status_list.head"), *(say("citizen.status_list.line", number=n, status="x") for n in (ONE, TWO))]
)
STATUS = told("push.status", number=ONE, status="dalam proses")
ASKED = told("reply.which", f"Untuk {ONE}", f"Untuk {TWO}", "Laporan baru")
THANKS = told("you_are_welcome")
FINISHED = told("push.finished", "1 ⭐", number=ONE)
QUESTION = told("push.question", unit="Dinas Perhubungan", number=ONE)

RIGHT: dict[str, tuple[str, Observed]] = {
    "a draft with a category": ("none / got mampet / NEWDRAFT", seen(draft("got mampet"))),
    "a draft when no draft was open": ("filed / got mampet / NEWDRAFT", seen(draft("got mampet"))),
    "another draft beside the open one": ("draft / got mampet / NEWDRAFT", drafting(draft("got mampet"))),
    "the open draft with new words": (
        "draft / dua tiang / ADDED",
        drafting(draft(f"{LAMP} dua tiang", "depan SDN Oebufu")),
    ),
    "the open draft with another place": ("draft / bukan di situ / ADDED", drafting(draft(LAMP, "depan gereja"))),
    "the open draft as it was": ("draft / apa tadi / REASK", drafting(draft(LAMP, "depan SDN Oebufu"))),
    "a polite answer with the draft's buttons": ("draft / tunggu / REASK", drafting(replace(THANKS, buttons=SEND))),
    "the place is asked again": ("draft-noplace / besok / REASK", drafting(told("draft.ask_place"))),
    "words kept, and asked for more": ("none / tolong / THIN", seen(told("draft.thin", words="tolong"))),
    "privacy is asked": ("draft / ya / SENT", drafting(told("privacy.ask", "Anonim"))),
    "privacy asked because of a wish about it": ("draft / jangan tulis nama / PRIVACY", drafting(told("privacy.ask"))),
    "the number is given": ("draft / ya / SENT", drafting(told("push.filed", number=ONE))),
    "the draft is dropped": ("draft / batal / CANCELLED", drafting(told("cancelled"))),
    "asked which ticket": ("filed-2 / [foto] / ASKED", seen(ASKED)),
    "the second of the listed outcomes": ("filed / masih / RELAY_ADDITION|STATUS", seen(STATUS)),
    "status of the right ticket": ("filed-2 / lampu / STATUS@1", seen(STATUS)),
    "any ticket where none is meant": ("filed / status / STATUS", seen(STATUS)),
    "a list where no ticket is meant": ("filed-2 / status / STATUS", seen(Shown(LISTED))),
    "an answer reaches the group": (
        "question / 12 / RELAY_ANSWER",
        seen(told("reply.answer", number=ONE), group=(relayed("answer", "12"),)),
    ),
    "an addition at the right ticket": (
        "filed-2 / tambah / RELAY_ADDITION@2",
        seen(group=(relayed("addition", "tambah", TWO),)),
    ),
    "asked what is not fixed": ("verdict / belum / DISPUTE_ASKED", seen(told("dispute.ask", number=ONE))),
    "a dispute reaches the group": (
        "verdict / masih gelap / DISPUTED@1",
        seen(told("push.reopened", number=ONE, unit="x"), group=(relayed("dispute", "masih gelap"),)),
    ),
    "closed as fixed": ("verdict / su menyala / CONFIRMED@1", seen(FINISHED, group=(relayed("confirmed", ""),))),
    "a mark": (
        "rating / 4 / RATED",
        seen(told("rating.thanks", number=ONE, mark="4"), group=(relayed("rated", "★★★★☆ (4/5)"),)),
    ),
    "no mark": ("rating / skip / RATED", seen(told("rating.skipped"))),
    "the question again": ("question / baik / REASK", seen(QUESTION)),
    "thanks with the buttons of the question": ("verdict / makasih / REASK", seen(replace(THANKS, buttons=JUDGE))),
    "a polite answer": ("filed / makasih / ACK", seen(THANKS)),
    "help": ("none / halo / HELP", seen(told("welcome.first", city="Kota Kupang"))),
    "help that lists the numbers is no alarm": ("none / bantuan / HELP", seen(told("help.text"))),
    "the number in the first reply": ("none / kebakaran / EMERGENCY:112", seen(EMERGENCY)),
    "the number before something listed": (
        "question / pingsan / EMERGENCY:119|RELAY_ANSWER",
        seen(
            Shown(f"{AGAIN.text}\n\n{say('citizen.reply.answer', number=ONE)}"), group=(relayed("answer", "pingsan"),)
        ),
    ),
    "the number of another listed outcome": ("none / pingsan / EMERGENCY:119|EMERGENCY:112", seen(EMERGENCY)),
    "112 in people's own words is no alarm": ("none / got / NEWDRAFT", seen(draft("got di rumah nomor 112"))),
    "deletion is explained": (
        "filed / hapus data / DELETE_ASKED",
        seen(told("forget.filed", unit="Bagian Organisasi")),
    ),
    "a draft classed as a question": ("none / di mana / INFO", seen(draft("di mana", kind="Permintaan informasi"))),
    "a draft classed as a question is a draft": (
        "none / di mana / NEWDRAFT",
        seen(draft("di mana", kind="Permintaan informasi")),
    ),
    "nothing where nothing is right": ("draft / tunggu / SILENCE", NOTHING),
}

WRONG_ONES: dict[str, tuple[str, Observed, tuple[str, ...]]] = {
    "nothing": ("filed / makasih / ACK", NOTHING, ()),
    "words that get no answer": ("none / got mampet / NEWDRAFT", NOTHING, (LOST,)),
    "words that get the welcome": ("none / got mampet / NEWDRAFT", seen(told("welcome.first", city="x")), (LOST,)),
    "words that were not understood, and it is said": ("none / got / NEWDRAFT", seen(told("help.unclear")), ()),
    "a thin draft instead of a draft": ("none / got mampet / NEWDRAFT", seen(told("draft.thin", words="got")), ()),
    "an addition answered by a thanks": ("filed / tambah / RELAY_ADDITION", seen(THANKS), (LOST,)),
    "told that it was passed on, but the group has nothing": (
        "filed / tambah / RELAY_ADDITION",
        seen(told("reply.addition", number=ONE)),
        (LOST,),
    ),
    "a draft is dropped that was to be kept": ("draft / tunggu / ACK", drafting(told("cancelled")), (LOST,)),
    "a change that is not listed": ("filed / makasih / ACK", seen(THANKS, draft("makasih")), ()),
    "a draft where a referral is right": ("none / listrik / REFERRED", seen(draft("listrik")), ()),
    "something added to a draft": ("draft / tunggu / ACK|REASK", drafting(draft(f"{LAMP} tunggu")), ()),
    "the draft again where something was added": (
        "draft / dua tiang / ADDED",
        drafting(draft(LAMP, "depan SDN Oebufu")),
        (),
    ),
    "another draft instead of more words": ("draft / dua tiang / ADDED", drafting(draft("dua tiang")), ()),
    "sent without a yes": ("draft / tunggu / REASK", drafting(told("privacy.ask")), ()),
    "the number is missing": ("none / kebakaran / EMERGENCY:112|NEWDRAFT", seen(draft("kebakaran")), (MISSED,)),
    "the number in the second reply": (
        "none / kebakaran / EMERGENCY:112|NEWDRAFT",
        seen(draft("api"), EMERGENCY),
        (MISSED,),
    ),
    "the number of something else": ("none / begal / EMERGENCY:110", seen(EMERGENCY), (MISSED,)),
    "a number only in the list for all": ("none / kebakaran / EMERGENCY:112|HELP", seen(told("help.text")), (MISSED,)),
    "a number without need": ("filed / mati gaya / ACK", seen(THANKS, EMERGENCY), ()),
    "a number without need before a draft": (
        "none / lampu merah / NEWDRAFT",
        seen(Shown(f"{AGAIN.text}\n\n{draft('x').text}")),
        (),
    ),
    "the other ticket's status": ("filed-2 / sampah / STATUS@2", seen(STATUS), ()),
    "a list where one ticket is meant": ("filed-2 / sampah / STATUS@2", seen(Shown(LISTED)), ()),
    "words at the other ticket": (
        "filed-2 / sampah / RELAY_ADDITION@2|ASKED",
        seen(group=(relayed("addition", "sampah"),)),
        (WRONG,),
    ),
    "a dispute of the other ticket": (
        "verdict-2 / sampah / RELAY_ADDITION@2",
        seen(told("dispute.ask", number=ONE)),
        (WRONG,),
    ),
    "closed by a mere thanks": ("verdict / makasih / ACK|REASK", seen(FINISHED), (CONFIRMED,)),
    "closed by a dispute": ("verdict / nyatanya nol / DISPUTED|DISPUTE_ASKED", seen(FINISHED), (CONFIRMED, DISPUTE)),
    "a dispute that becomes a draft": (
        "verdict / masih gelap / DISPUTED|DISPUTE_ASKED",
        seen(draft("masih gelap")),
        (DISPUTE,),
    ),
    "a dispute answered by the question again": (
        "verdict / masih / DISPUTED",
        seen(told("push.answered", *JUDGE, unit="x", number=ONE)),
        (),
    ),
    "a dispute that only is added": (
        "verdict / masih / DISPUTED",
        seen(group=(relayed("addition", "masih"),)),
        (DISPUTE,),
    ),
    "a question closed by a thanks": (
        "question / baik pak / REASK|ACK",
        seen(told("reply.answer", number=ONE), group=(relayed("answer", "baik pak"),)),
        (CLOSED,),
    ),
    "a new matter taken for an answer": (
        "question / pipa bocor / NEWDRAFT|ASKED",
        seen(group=(relayed("answer", "pipa"),)),
        (CLOSED,),
    ),
    "a mark that nobody gave": ("rating / besok / REASK", seen(told("rating.thanks", number=ONE, mark="5")), ()),
}
