"""Stories of a conversation that goes astray and finds back, and of messages that have to be asked about."""

from collections.abc import Callable

import pytest

from core.vocabulary.citizen import Confirmed, Disputed, FileReport, Rated, Replied, Spoke, Update
from core.vocabulary.effects import Unheard
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, PERSON, Chat
from tests.bots.citizen.test_danger_story import draft, filed, question, rating, reason, verdict

RUBBISH = "Sampah menumpuk seminggu di Pasar Oeba"
BOTH = "Lampu jalan mati di depan SDN Oebufu. Sampah juga menumpuk di Pasar Oeba"
NUMBERED = Update(NUMBER, "filed", "baru")


def send(chat: Chat, number: str = NUMBER) -> None:
    """Send the draft and give it a number."""
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.gets(Update(number, "filed", "baru"))


# --- two matters, and drafts put aside --------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["Dua laporan", "ya", "1"])
def test_two_matters_are_two_reports(yes: str) -> None:
    """Two matters in one message are offered as two reports, both filed, each with a place of its own."""
    chat = Chat()
    assert "dua masalah" in chat.says(BOTH)
    chat.says(yes)
    send(chat)
    assert "Sampah juga menumpuk" in chat.waits(seconds=2)
    send(chat, OTHER_NUMBER)
    filings = [one.filing for one in chat.told(FileReport)]
    assert [("lampu-jalan", "Oebufu"), ("sampah", "Oeba")] == [
        (one.report.category, one.report.kelurahan) for one in filings
    ]
    assert 2 == len({one.id for one in filings})


@pytest.mark.parametrize("no", ["Satu laporan saja", "tidak", "2"])
def test_two_matters_as_one_report(no: str) -> None:
    """Who wants one report for both gets one, and is not asked again."""
    chat = Chat()
    chat.says(BOTH)
    assert "dua masalah" not in chat.says(no)
    send(chat)
    assert [BOTH] == [one.filing.report.text for one in chat.told(FileReport)]
    assert "" == chat.waits(seconds=2)


@pytest.mark.parametrize("end", ["filed", "cancelled"])
def test_draft_put_aside_comes_back(end: str) -> None:
    """A new matter beside a draft is asked about; the draft comes back when that one is filed or dropped."""
    chat = Chat()
    chat.says(LAMP)
    chat.says("Saya juga mau lapor sampah menumpuk seminggu di Pasar Oeba")
    assert ["Laporan yang ditulis", "Laporan baru"] == chat.labels
    chat.presses("Laporan baru")
    if end == "filed":
        send(chat)
        said = chat.waits(seconds=2)
    else:
        said = chat.presses("Batal")
    assert "Berikutnya" in said
    assert LAMP in said
    send(chat, OTHER_NUMBER)
    assert (LAMP, []) == (chat.filing.report.text, chat.state.parked)


@pytest.mark.parametrize("words", ["lanjutkan laporan tadi", "lanjutkan laporan yang tadi", "lanjut"])
def test_cancelled_draft_is_taken_up_again(words: str) -> None:
    """Going elsewhere and coming back: a cancelled draft is there again when asked for."""
    chat = filed()
    chat.says(RUBBISH)
    chat.says("batal")
    assert chat.state.draft is None
    assert RUBBISH in chat.says(words)


# --- a place that is not sure -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "kelurahan"), [("Naikoten II", "Naikoten II"), ("1", "Naikoten I"), ("Bukan itu", ""), ("", "")]
)
def test_unsure_place_is_asked_back(choice: str, kelurahan: str) -> None:
    """The likely ones and "none of them" are offered; nothing is taken in silence."""
    chat = Chat()
    assert "kelurahan yang mana" in chat.says("jalan rusak berlubang di Naikoten")
    assert ["Naikoten I", "Naikoten II", "Bukan itu"] == chat.labels[:3]
    if choice:
        chat.says(choice)
    send(chat)
    assert kelurahan == chat.filing.report.kelurahan


@pytest.mark.parametrize(("words", "kelurahan"), [("ya", "Oebufu"), ("Oebufu", "Oebufu"), ("bukan", ""), ("tidak", "")])
def test_one_likely_place(words: str, kelurahan: str) -> None:
    """A slip of the pen is asked back as a question that yes and no answer."""
    chat = Chat()
    assert "Maksudnya Kelurahan Oebufu?" in chat.says("jalan rusak berlubang di Oebofu")
    chat.says(words)
    send(chat)
    assert kelurahan == chat.filing.report.kelurahan


# --- what was asked, once more ----------------------------------------------------------------------------------------

OPEN: list[tuple[Callable[[], Chat], str]] = [
    (draft, RUBBISH),
    (question, "Tiang nomor berapa?"),
    (verdict, "Apakah sudah beres?"),
    (reason, "Apa yang belum beres"),
    (rating, "Berapa nilai"),
]


@pytest.mark.parametrize("words", ["apa tadi?", "tolong ulangi"])
@pytest.mark.parametrize(("state", "asked"), OPEN)
def test_what_is_open_is_said_again(state: Callable[[], Chat], asked: str, words: str) -> None:
    """Asking what it was repeats whatever is open, and changes nothing."""
    chat = state()
    told = len(chat.told(object))
    assert asked in chat.says(words)
    assert told == len([one for one in chat.told(object) if not isinstance(one, Spoke)])


@pytest.mark.parametrize(("state", "asked"), OPEN)
def test_two_wrong_answers_bring_help_and_a_way_out(state: Callable[[], Chat], asked: str) -> None:
    """What is not understood twice in a row brings help and the ways out, wherever something is open."""
    chat = state()
    chat.says("???")
    before = chat.labels
    chat.says("...")
    assert "masih belum paham" in chat.bubbles[-1].text
    assert {"Lapor", "Status", "Bantuan"} <= set(chat.labels)
    assert set(before) - {"Anonim"} <= set(chat.labels) or state is question
    unheard = [effect.text for effect in chat.effects if isinstance(effect, Unheard)]
    assert ["???", "..."] == unheard


def test_an_answer_between_begins_the_count_anew() -> None:
    """Only wrong answers in a row count."""
    chat = verdict()
    chat.says("???")
    chat.says("nanti saya cek dulu")
    chat.says("???")
    assert "masih belum paham" not in chat.bubbles[-1].text


def test_words_at_the_verdict_end_the_silence() -> None:
    """Any word at the verdict stops the clock of silence, even one that is not understood."""
    for words in ("???", "ok makasih", "selamat siang", "nanti saya cek dulu", "wkwkwk"):
        chat = verdict()
        chat.says(words)
        assert [Spoke()] == chat.told(Spoke), words


# --- beside the question ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["nomor yang mana maksudnya pak?", "cepat dong pak kapan dikerjakan"])
def test_counter_question_and_hurry_are_relayed_with_the_question_open(words: str) -> None:
    """A question back and a "hurry" go to the officials as additions; what they asked stays open."""
    chat = question()
    assert "Tiang nomor berapa?" in chat.says(words)
    assert [Replied(words, answers=False)] == chat.told(Replied)
    chat.says("tiang nomor 12")
    assert Replied("tiang nomor 12") == chat.told(Replied)[-1]


def test_hurry_about_a_filed_report() -> None:
    """A complaint that nobody came is passed on and said so."""
    chat = filed()
    words = "tolong cepat pak, sudah seminggu tidak ada yang datang"
    assert "dipercepat" in chat.says(words)
    assert [Replied(words)] == chat.told(Replied)


def test_new_matter_leaves_the_question_open() -> None:
    """A new matter while a question is open is a new matter, and the question stays."""
    chat = question()
    chat.says("Saya mau lapor lagi: sampah menumpuk seminggu di Pasar Oeba")
    assert (True, [], True) == (chat.state.draft is not None, chat.told(Replied), chat.state.tickets[0].asked)


@pytest.mark.parametrize("words", ["🙏", "ok", "selamat siang", "nanti saya cek dulu"])
def test_courtesy_is_no_answer(words: str) -> None:
    """Courtesy changes nothing; the question is said again."""
    chat = question()
    assert "Tiang nomor berapa?" in chat.says(words)
    assert ([], True) == (chat.told(Replied), chat.state.tickets[0].asked)


# --- asked with buttons, done when pressed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("Sudah beres", Confirmed),
        ("Belum beres", Disputed),
        ("Tambahan", Replied),
        ("Laporan baru", None),
    ],
)
def test_photo_at_the_verdict_is_asked(button: str, expected: type[object] | None) -> None:
    """A photo alone may be proof of either: it is asked, and the button does it with the photo, without more words."""
    chat = verdict()
    assert "sudah beres atau belum" in chat.says(photos=["x"])
    assert ["Sudah beres", "Belum beres", "Tambahan", "Laporan baru"] == chat.labels
    chat.presses(button)
    done = [one for one in chat.told(object) if isinstance(one, Confirmed | Disputed | Replied)]
    assert [expected] if expected else [] == [type(one) for one in done]
    kept = [item.ref for one in done for item in one.evidence]
    kept += [item.ref for part in (chat.state.draft.parts if chat.state.draft else []) for item in part.evidence]
    assert ["x"] == kept


def test_answer_or_new_matter_by_button() -> None:
    """Words that may answer or complain do so when the button says which."""
    for button, replies, drafts in ((f"Untuk {NUMBER}", [Replied("iya")], False), ("Laporan baru", [], True)):
        chat = question()
        chat.says("iya")
        chat.presses(button)
        assert (replies, drafts) == (chat.told(Replied), chat.state.draft is not None)


@pytest.mark.parametrize("fresh", [True, False])
def test_photo_after_filing(fresh: bool) -> None:
    """A photo soon after filing belongs to the one open report; a late one is asked about."""
    chat = filed()
    if not fresh:
        chat.waits(days=5)
    chat.says(photos=["x"])
    assert fresh == bool(chat.told(Replied))
    if not fresh:
        chat.presses("Tambahan")
        assert ["x"] == [item.ref for item in chat.told(Replied)[0].evidence]


# --- courtesies and signs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Assalamualaikum warahmatullahi wabarakatuh",
        "Om Swastiastu",
        "Namo Buddhaya",
        "Salam sejahtera bagi kita semua",
        "Maaf mengganggu pak",
        "Shalom bapak ibu",
        "🙏",
        "👍",
        "ok makasih",
    ],
)
def test_courtesy_begins_no_draft(words: str) -> None:
    """Greetings of all faiths, formal ones, thanks and signs get a short answer and begin nothing."""
    for chat in (Chat(), filed()):
        assert "" != chat.says(words)
        assert (None, []) == (chat.state.draft, chat.told(Replied))


@pytest.mark.parametrize("words", ["1️⃣", "ya", "iya betul", "sudah beres pak"])
def test_sign_that_confirms(words: str) -> None:
    """A keycap is a yes where yes or no was asked, as words are."""
    chat = verdict()
    chat.says(words)
    assert [Confirmed(person=PERSON)] == chat.told(Confirmed)


@pytest.mark.parametrize("words", ["👎", "2️⃣", "belum", "sonde"])
def test_sign_that_doubts(words: str) -> None:
    """A thumb down and the second keycap are a no."""
    chat = verdict()
    assert "Apa yang belum beres" in chat.says(words)


@pytest.mark.parametrize(("words", "mark"), [("5️⃣", 5), ("bintang empat", 4), ("3", 3)])
def test_mark_by_sign_or_words(words: str, mark: int) -> None:
    """A mark is understood as a digit, a keycap, or in words."""
    chat = rating()
    chat.says(words)
    assert [Rated(mark)] == chat.told(Rated)
