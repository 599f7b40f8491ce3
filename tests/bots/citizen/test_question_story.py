"""Stories of questions and answers between officials and the citizen."""

import pytest

from core.vocabulary.citizen import AskStatus, Disputed, EvidenceArrived, Replied, Update
from core.vocabulary.effects import Tell
from tests.bots.citizen.chat import NUMBER, OTHER_NUMBER, Chat

QUESTION = Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub")


def filed() -> Chat:
    """Give a chat with one filed report."""
    chat = Chat()
    chat.files_a_report()
    return chat


@pytest.mark.parametrize("answer", ["tiang nomor 12", "12", "sudah mati semua", "sonde kelihatan, terlalu gelap"])
def test_next_words_answer_the_question(answer: str) -> None:
    """The next free message answers a pending question, whatever it is, and is confirmed."""
    chat = filed()
    assert "Tiang nomor berapa?" in chat.gets(QUESTION)
    assert NUMBER in chat.says(answer)
    assert [Replied(answer)] == chat.told(Replied)
    assert chat.state.draft is None


def test_command_is_no_answer() -> None:
    """A clear command does not answer a question."""
    chat = filed()
    chat.gets(QUESTION)
    assert NUMBER in chat.says("status")
    assert [] == chat.told(Replied)
    chat.says("di tiang 3")
    assert [Replied("di tiang 3")] == chat.told(Replied)


def test_answer_as_album() -> None:
    """An album that answers a question is relayed as one answer, and its files follow."""
    chat = filed()
    chat.gets(QUESTION)
    assert "" == chat.says("tiang ini", photos=["a"], album="A")
    assert "" == chat.says(photos=["b"], album="A")
    chat.fetched("a")
    assert "diteruskan" in chat.waits(seconds=2)
    chat.fetched("b")
    reply = chat.told(Replied)[0]
    assert ("tiang ini", ["media-a", ""]) == (reply.text, [item.media for item in reply.evidence])
    assert [EvidenceArrived("b", "media-b", "image/jpeg")] == chat.told(EvidenceArrived)


def test_reply_decides_while_a_draft_is_open() -> None:
    """A reply to the ticket's bubble goes to the ticket though a draft is open."""
    chat = filed()
    chat.says("Sampah menumpuk di Liliba")
    chat.gets(QUESTION)
    chat.says("tiang 12", reply_ref=NUMBER)
    assert [Replied("tiang 12")] == chat.told(Replied)
    draft = chat.state.draft
    assert draft is not None
    assert 1 == len(draft.parts)


@pytest.mark.parametrize(("choice", "answers", "parts"), [("1", 1, 1), ("2", 0, 2)])
def test_which_one_is_asked(choice: str, answers: int, parts: int) -> None:
    """With a draft and a question open, plain words are asked for where they belong."""
    chat = filed()
    chat.says("Sampah menumpuk di Liliba")
    chat.gets(QUESTION)
    assert "untuk yang mana" in chat.says("di dekat pasar")
    chat.says(choice)
    draft = chat.state.draft
    assert draft is not None
    assert (answers, parts) == (len(chat.told(Replied)), len(draft.parts))


def test_two_questions_are_told_apart() -> None:
    """With two questions open the citizen chooses which one is answered."""
    chat = filed()
    chat.files_a_report("Sampah menumpuk di Liliba", OTHER_NUMBER)
    chat.gets(QUESTION)
    chat.gets(Update(OTHER_NUMBER, "question", "menunggu_pelapor", "Sampah apa?", "dlhk"))
    chat.says("yang besar itu", photos=["p"])
    chat.presses(f"Untuk {OTHER_NUMBER}")
    replies = [effect for effect in chat.effects if isinstance(effect, Tell) and isinstance(effect.command, Replied)]
    assert [f"ticket:{OTHER_NUMBER}"] == [effect.lane for effect in replies]
    chat.fetched("p")
    assert 1 == len(chat.told(EvidenceArrived))


def test_reply_to_a_push_is_an_addition() -> None:
    """A reply to any push of a ticket is added to it; a command in it is still a command."""
    chat = filed()
    assert "Tambahan" in chat.says("lampunya dua", reply_ref=NUMBER)
    chat.says("status", reply_ref=NUMBER)
    assert ([Replied("lampunya dua")], 1) == (chat.told(Replied), len(chat.told(AskStatus)))


def test_skipping_a_reason_in_words() -> None:
    """ "Lewati" typed after other news still skips the reason of a dispute."""
    chat = filed()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", "Sudah."))
    chat.presses("Belum beres")
    chat.says("bahasa")
    chat.says("lewati")
    assert [Disputed("")] == chat.told(Disputed)


def test_a_short_doubt_about_one_of_two_asks_for_its_reason() -> None:
    """ "Belum" where two reports are called done asks which one, and then what of it is not fixed."""
    chat = filed()
    chat.files_a_report("Sampah menumpuk di Liliba", OTHER_NUMBER)
    for number in (NUMBER, OTHER_NUMBER):
        chat.gets(Update(number, "answered", "ditindaklanjuti", "Sudah."))
    chat.says("belum")
    assert "Apa yang belum beres" in chat.presses(f"Untuk {NUMBER}")
    assert [] == chat.told(Replied)


@pytest.mark.parametrize("words", ["hgjk lkjh", "fghfgh sdfsd", "lkasjd lkajsd lkj"])
def test_gibberish_leaves_the_question_open(words: str) -> None:
    """Keys hit at random are no answer until the citizen says so; the words that follow still are one."""
    chat = filed()
    chat.gets(QUESTION)
    assert "jawaban untuk pertanyaan" in chat.says(words)
    assert (True, []) == (chat.state.tickets[0].asked, chat.told(Replied))
    chat.presses(f"Untuk {NUMBER}")
    assert [Replied(words)] == chat.told(Replied)


@pytest.mark.parametrize("words", ["PLN", "Yohanes Tallo", "Hendrik", "Ndolu", "OBB 17", "rmh pnjg"])
def test_names_and_short_forms_answer(words: str) -> None:
    """Names, offices and shortened words answer a question at once."""
    chat = filed()
    chat.gets(QUESTION)
    chat.says(words)
    assert [Replied(words)] == chat.told(Replied)
