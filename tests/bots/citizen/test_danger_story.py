"""Stories of danger: its number comes first in every state, and nothing else is lost."""

from collections.abc import Callable

import pytest

from core.vocabulary.citizen import Amended, Disputed, Replied, Update
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, Chat

FIRE = "Tolong ada kebakaran besar di rumah sebelah!"
DYING = "saya ingin bunuh diri"
RUBBISH = "Sampah menumpuk seminggu di Pasar Oeba"
QUESTION = Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub")
ANSWERED = Update(NUMBER, "answered", "ditindaklanjuti", "Lampu sudah diganti.", "dishub")
FINISHED = Update(NUMBER, "finished", "selesai", unit="dishub")


def filed() -> Chat:
    """Give a chat with one filed report."""
    chat = Chat()
    chat.files_a_report()
    return chat


def draft() -> Chat:
    """Give a chat with a draft."""
    chat = Chat()
    chat.says(RUBBISH)
    return chat


def privacy() -> Chat:
    """Give a chat in which only the privacy is to be chosen."""
    chat = draft()
    chat.presses("Kirim")
    return chat


def changing() -> Chat:
    """Give a chat in which new words for the draft are asked."""
    chat = draft()
    chat.presses("Ubah")
    chat.presses("Isi")
    return chat


def question() -> Chat:
    """Give a chat with an open question."""
    chat = filed()
    chat.gets(QUESTION)
    return chat


def verdict() -> Chat:
    """Give a chat that is asked whether it is fixed."""
    chat = filed()
    chat.gets(ANSWERED)
    return chat


def reason() -> Chat:
    """Give a chat that is asked what is not fixed."""
    chat = verdict()
    chat.presses("Belum beres")
    return chat


def rating() -> Chat:
    """Give a chat that is asked for a mark."""
    chat = verdict()
    chat.presses("Sudah beres")
    chat.gets(FINISHED)
    return chat


def held() -> Chat:
    """Give a chat in which a photo waits to be told what it is for."""
    chat = filed()
    chat.files_a_report(RUBBISH, OTHER_NUMBER)
    chat.says(photos=["x"])
    return chat


STATES = [Chat, filed, draft, privacy, changing, question, verdict, reason, rating, held]


@pytest.mark.parametrize("state", STATES)
def test_number_first_and_nothing_lost(state: Callable[[], Chat]) -> None:
    """The number stands first whatever is open; the words are kept, and what was open stays as it was."""
    chat = state()
    before = chat.state
    assert chat.says(FIRE).startswith("🚨 Hubungi 112")
    now = chat.state
    assert now.draft is not None
    assert FIRE in [part.text for part in now.draft.parts]
    assert (before.gather, before.asked_back) == (now.gather, now.asked_back)
    for old, new in zip(before.tickets, now.tickets, strict=True):
        assert (old.asked, old.status, old.confirmed, old.rated) == (new.asked, new.status, new.confirmed, new.rated)
    kept = [part.text for part in before.draft.parts] if before.draft else []
    assert kept == [part.text for part in now.draft.parts if part.text != FIRE]


@pytest.mark.parametrize("state", STATES)
def test_wanting_to_die_is_met_gently(state: Callable[[], Chat]) -> None:
    """Gentle words with the number, no question, no draft of it, and nothing for the officials."""
    chat = state()
    before, told = chat.state, len(chat.told(object))
    said = chat.says(DYING)
    assert "119" in said
    assert "tidak sendirian" in said
    assert (before.draft, before.gather, before.asked_back) == (
        chat.state.draft,
        chat.state.gather,
        chat.state.asked_back,
    )
    assert told == len(chat.told(object))


def test_danger_in_the_caption_of_an_album() -> None:
    """Whichever photo of an album has the caption, and wherever the album goes, the number comes at once."""
    chat = Chat()
    chat.says(photos=["a"], album="A")
    assert "112" in chat.says(FIRE, photos=["b"], album="A")
    draft = chat.state.draft
    assert draft is not None
    assert ["a", "b"] == [item.ref for part in draft.parts for item in part.evidence]
    chat = question()
    chat.says(photos=["a"], album="A")
    assert "112" in chat.says(FIRE, photos=["b"], album="A")
    chat.waits(seconds=3)
    (reply,) = chat.told(Replied)
    assert (FIRE, ["a", "b"]) == (reply.text, [item.ref for item in reply.evidence])
    chat = held()
    chat.says(photos=["p"], album="B")
    assert "112" in chat.says(FIRE, photos=["q"], album="B")
    waiting = chat.state.asked_back
    assert waiting is not None
    assert ["x", "p", "q"] == [item.ref for part in waiting.parts for item in part.evidence]


def test_edit_that_becomes_dangerous() -> None:
    """A message that tells of danger since its edit is answered with the number: in a draft, filed, or relayed."""
    chat = Chat()
    chat.says(LAMP, message_id="a")
    assert chat.edits("a", FIRE).startswith("🚨 Hubungi 112")
    chat.presses("Tetap lapor")
    chat.presses("Lewati")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert (FIRE, True) == (chat.filing.report.text, bool(chat.filing.report.emergency))
    chat = question()
    chat.says("Tiang 12", message_id="b")
    assert "112" in chat.edits("b", FIRE)
    assert [Amended(FIRE)] == chat.told(Amended)


def test_edit_that_wants_to_die() -> None:
    """Such words leave the draft again and go to nobody."""
    chat = Chat()
    chat.says(LAMP, message_id="a")
    assert "119" in chat.edits("a", DYING)
    assert chat.state.draft is None
    chat = question()
    chat.says("Tiang 12", message_id="b")
    assert "119" in chat.edits("b", DYING)
    assert [] == chat.told(Amended)


@pytest.mark.parametrize("words", ["tolong cepat ya", "tolong cepat"])
def test_please_be_quick_is_no_danger(words: str) -> None:
    """A bare "be quick" about what was said before is no emergency."""
    for chat in (draft(), filed()):
        assert "🚨" not in chat.says(words)


def test_danger_in_a_flood() -> None:
    """Somebody who was muted for too many messages hears the number all the same."""
    chat = Chat()
    for _ in range(40):
        chat.says("halo")
    assert "112" in chat.says(FIRE)


@pytest.mark.parametrize("state", [verdict, reason])
def test_dispute_that_tells_of_danger(state: Callable[[], Chat]) -> None:
    """Who says that it is not fixed and dangerous hears the number, and the dispute is passed on."""
    chat = state()
    words = "belum pak, kabelnya masih jatuh di jalan dan nyetrum orang lewat"
    assert "112" in chat.says(words)
    assert [Disputed(words)] == chat.told(Disputed)
    assert chat.state.draft is None


def test_danger_elsewhere_is_a_matter_of_its_own() -> None:
    """Danger told of another place than the draft's keeps its own place, and the draft waits until it is filed."""
    chat = draft()
    assert "112" in chat.says("Tolong ada kebakaran besar di Kelurahan Penfui!")
    chat.presses("Tetap lapor")
    chat.presses("Kirim")
    chat.presses("Tampilkan nama")
    report = chat.filing.report
    assert ("Penfui", "kebakaran") == (report.kelurahan, report.emergency)
    assert RUBBISH not in report.text
    chat.gets(Update(NUMBER, "filed", "baru", filing=chat.filing.id))
    chat.waits(seconds=3)
    assert chat.state.draft is not None
    assert [RUBBISH] == [part.text for part in chat.state.draft.parts]


@pytest.mark.parametrize("words", [FIRE, "Tolong ada kebakaran besar di Pasar Oeba!"])
def test_danger_at_the_place_of_the_draft(words: str) -> None:
    """Danger told without another place belongs to the draft that is open."""
    chat = draft()
    chat.says(words)
    assert chat.state.draft is not None
    assert ([RUBBISH, words], []) == ([part.text for part in chat.state.draft.parts], chat.state.parked)


CRIES = (
    "112",
    "sos",
    "SOS!!",
    "darurat",
    "bahaya",
    "hubungi 112",
    "panggil polisi",
    "119 ext 8",
    "call 911 please",
    "gempa",
    "selamatkan kami",
)


@pytest.mark.parametrize("words", CRIES)
@pytest.mark.parametrize("before", [Chat, filed])
def test_a_cry_for_help_is_answered_with_numbers(before: Callable[[], Chat], words: str) -> None:
    """Who only cries for help is told whom to call: it is no addition, no wish for an official and no thanks."""
    chat = before()
    said = chat.says(words)
    assert "telepon sekarang: 112, polisi 110, medis 119" in said
    assert "tulis apa yang terjadi" in said
    assert chat.state.draft is None
    assert [] == chat.told(Amended)


@pytest.mark.parametrize("words", CRIES)
def test_a_cry_for_help_stays_out_of_the_draft(words: str) -> None:
    """The numbers come first, the draft is shown again as it was."""
    chat = draft()
    said = chat.says(words)
    assert said.index("112, polisi 110") < said.index(RUBBISH)
    assert chat.state.draft is not None
    assert [RUBBISH] == [part.text for part in chat.state.draft.parts]


def test_a_number_may_be_the_answer() -> None:
    """Where an official asked for a number the answer goes there, behind what to dial."""
    chat = question()
    said = chat.says("112")
    assert said.index("112, polisi 110") < said.index("sudah diteruskan")
    assert ["112"] == [one.text for one in chat.told(Replied)]


@pytest.mark.parametrize(
    "words", ["lampu polisi mati", "polisi tidur rusak di depan SDN Oebufu", "pohon berbahaya di Oebufu"]
)
def test_a_matter_is_no_cry(words: str) -> None:
    """Words that say what is wrong are read as ever."""
    assert "telepon sekarang" not in Chat().says(words)
