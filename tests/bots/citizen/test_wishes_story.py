"""Stories of what people want beside their reports: one taken back, a person, data deleted, a name hidden."""

import pytest

from core.vocabulary.citizen import ChangePrivacy, FileReport, Update, Withdrawn
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import DeskAnswer, Wish
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, PERSON, Chat

RUBBISH = "Sampah menumpuk seminggu di Pasar Oeba"
ASKED_BACK = ["Ya, tarik laporan", "Tidak, lanjutkan"]
QUESTION = Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub")


def filed() -> Chat:
    """Give a chat with one filed report."""
    chat = Chat()
    chat.files_a_report()
    return chat


def two() -> Chat:
    """Give a chat with two filed reports."""
    chat = filed()
    chat.files_a_report(RUBBISH, OTHER_NUMBER)
    return chat


def lanes_of(chat: Chat, kind: type[object]) -> list[str]:
    """Give the lanes that were told a kind of command."""
    return [one.lane for one in chat.effects if isinstance(one, Tell) and isinstance(one.command, kind)]


# --- taking a report back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["saya tarik laporan saya", "batalkan laporan saya", "tidak jadi lapor pak", "batal"])
def test_withdrawal_is_asked_once_and_told_after_yes(words: str) -> None:
    """A report is taken back only after the button, with the words that asked for it, and its update says so."""
    chat = filed()
    assert NUMBER in chat.says(words)
    assert (ASKED_BACK, []) == (chat.labels, chat.told(Withdrawn))
    chat.presses("Ya, tarik laporan")
    assert [Withdrawn(words)] == chat.told(Withdrawn)
    assert "sudah kami tarik" in chat.gets(Update(NUMBER, "withdrawn", "ditarik"))
    chat.presses("Ya, tarik laporan")
    assert 1 == len(chat.told(Withdrawn))


@pytest.mark.parametrize("words", ["ya", "iya", "ya tarik saja", "👍", "ya, tarik laporan", "1"])
def test_typed_yes_withdraws(words: str) -> None:
    """A yes in words to the question whether to take it back is a yes."""
    chat = filed()
    chat.says("saya tarik laporan saya")
    chat.says(words)
    assert [Withdrawn("saya tarik laporan saya")] == chat.told(Withdrawn)


@pytest.mark.parametrize("words", ["tidak", "sonde usah", "tidak jadi", "batal", "lanjutkan saja", "2"])
def test_typed_no_keeps_the_report(words: str) -> None:
    """A no in words leaves the report as it is, and is said."""
    chat = filed()
    chat.says("saya tarik laporan saya")
    said = chat.says(words)
    assert [] == chat.told(Withdrawn)
    assert NUMBER in said
    chat.says("ya")
    assert [] == chat.told(Withdrawn)


def test_yes_to_something_else_withdraws_nothing() -> None:
    """After other words a "ya" does not answer the question about the withdrawal any more."""
    chat = filed()
    chat.says("saya tarik laporan saya")
    chat.says("lampunya ada dua di dekat gerbang")
    chat.says("ya")
    assert [] == chat.told(Withdrawn)


@pytest.mark.parametrize(
    "words",
    ["lampunya sudah menyala sendiri, tidak usah diurus lagi", "sudah menyala lagi pak", "sudah beres sendiri"],
)
def test_solved_by_itself(words: str) -> None:
    """Words that say it is well by itself ask whether to take the report back, and are told as that."""
    chat = filed()
    assert "Syukurlah" in chat.says(words)
    chat.presses("Ya, tarik laporan")
    assert [Withdrawn(words, solved=True)] == chat.told(Withdrawn)


def test_withdrawal_by_number() -> None:
    """A number says which report is meant, and keeping it changes nothing."""
    chat = two()
    said = chat.says(f"tolong tarik laporan {NUMBER}")
    assert NUMBER in said
    assert OTHER_NUMBER not in said
    assert f"{NUMBER} tetap dilanjutkan" in chat.presses("Tidak, lanjutkan")
    assert [] == chat.told(Withdrawn)


def test_withdrawal_of_one_of_several() -> None:
    """With several reports the citizen is asked which, then whether; the first words are the reason."""
    chat = two()
    said = chat.says("saya mau tarik laporan saya")
    assert all(part in said for part in (NUMBER, OTHER_NUMBER, "Lampu jalan", "Sampah"))
    assert "mau ditarik" in chat.presses(NUMBER)
    chat.presses("Ya, tarik laporan")
    assert ([Withdrawn("saya mau tarik laporan saya")], [f"ticket:{NUMBER}"]) == (
        chat.told(Withdrawn),
        lanes_of(chat, Withdrawn),
    )


def test_nothing_to_withdraw() -> None:
    """Where no report is open there is nothing to take back, and that is said."""
    chat = filed()
    chat.gets(Update(NUMBER, "archived", "diarsipkan"))
    assert "Tidak ada laporan berjalan" in chat.says("saya tarik laporan saya")


def test_withdrawal_leaves_the_question_open_until_yes() -> None:
    """Asking back about a withdrawal does not close an official's question; keeping the report, it is still there."""
    chat = filed()
    chat.gets(QUESTION)
    chat.says("sudah tidak usah pak, saya tarik laporan")
    chat.presses("Tidak, lanjutkan")
    assert "Tiang nomor berapa?" in chat.says("apa tadi?")


def test_withdrawal_in_english() -> None:
    """The same holds in English."""
    for words, expected in (("yes", [Withdrawn("please withdraw my report")]), ("no, keep it", [])):
        chat = filed()
        chat.says("/bahasa en")
        assert "Take back" in chat.says("please withdraw my report")
        chat.says(words)
        assert expected == chat.told(Withdrawn)


# --- somebody to talk to ----------------------------------------------------------------------------------------------


def test_person_once_an_hour_in_redacted_words() -> None:
    """Wanting a person goes to the officials' lane with redacted words, once an hour, and the answer is shown whole."""
    chat = filed()
    assert "sudah kami teruskan" in chat.says("saya Maria Tallo mau bicara dengan petugas, WA saya 081234567890")
    (wish,) = chat.told(Wish)
    assert (PERSON, "person", NUMBER) == (wish.person, wish.kind, wish.number)
    assert not [secret for secret in ("Maria", "Tallo", "081234567890") if secret in wish.text]
    assert "mohon tunggu" in chat.says("minta bicara dengan orang")
    assert 1 == len(chat.told(Wish))
    chat.waits(hours=1, minutes=1)
    chat.says("saya mau bicara dengan orang")
    assert [OFFICIALS_LANE, OFFICIALS_LANE] == lanes_of(chat, Wish)
    said = chat.happens(DeskAnswer("person", "Silakan datang ke loket 3.", NUMBER))
    assert "Silakan datang ke loket 3." in said[0]


def test_person_without_a_report_and_beside_a_question() -> None:
    """Anybody may want a person; a question of an official is said again and stays open."""
    chat = Chat()
    chat.says("saya mau bicara dengan petugas")
    assert [""] == [wish.number for wish in chat.told(Wish)]
    chat = filed()
    chat.gets(QUESTION)
    assert "Tiang nomor berapa?" in chat.says("saya mau bicara dengan petugas")
    assert chat.state.tickets[0].asked


# --- data deleted -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["Ya, hapus", "ya", "ya hapus saja"])
def test_deletion_explains_then_deletes_drafts_and_hands_on(yes: str) -> None:
    """What can go and what the law keeps is said first; yes deletes drafts and passes the rest to the coordinator."""
    chat = filed()
    chat.says(RUBBISH)
    said = chat.says("tolong hapus semua data saya")
    assert "wajib disimpan" in said
    assert ([], True) == (chat.told(Wish), chat.state.draft is not None)
    said = chat.says(yes)
    assert "sudah dihapus" in said
    assert [Wish(PERSON, "deletion", "", NUMBER)] == chat.told(Wish)
    assert (None, None, []) == (chat.state.draft, chat.state.expired, chat.state.parked)


def test_deletion_is_kept_back() -> None:
    """Tidak jadi deletes nothing and tells nobody."""
    chat = filed()
    chat.says("hapus data saya")
    chat.says("tidak")
    assert ([], ["Baik, tidak ada yang dihapus."]) == (chat.told(Wish), [chat.bubbles[-1].text])


@pytest.mark.parametrize("text", ["data saya", "Minta salinan data saya", "my data"])
def test_a_copy_of_the_own_data_is_asked_for_at_the_desk(text: str) -> None:
    """The wish goes to the coordinator with the number, once a day; a draft beside it stays."""
    chat = filed()
    chat.says(RUBBISH)
    said = chat.says(text)
    assert (True, True) == ("diteruskan" in said or "passed" in said, NUMBER in said)
    assert [Wish(PERSON, "copy", "", NUMBER)] == chat.told(Wish)
    chat.says(text)
    assert (1, True) == (len(chat.told(Wish)), chat.state.draft is not None)


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "privacy"), [("tolong sembunyikan nama saya", "anonim"), ("tolong dirahasiakan ya pak", "rahasia")]
)
def test_privacy_said_in_the_draft(words: str, privacy: str) -> None:
    """Who said how the name is shown is not asked again: Kirim goes straight to the number."""
    chat = Chat()
    chat.says(LAMP)
    assert "Baik" in chat.says(words)
    chat.presses("Kirim")
    assert (privacy, "", LAMP) == (chat.filing.report.privacy, chat.filing.report.name, chat.filing.report.text)


def test_privacy_after_filing_is_hidden_at_once() -> None:
    """Hiding a name later is told to the ticket and holds for the very next words."""
    chat = filed()
    chat.says("tolong rahasiakan nama saya")
    assert [ChangePrivacy("rahasia", "", tuple(chat.state.names))] == chat.told(ChangePrivacy)
    assert chat.state.tickets[0].hidden
    chat.says("saya Maria Tallo, lampunya yang dekat gerbang", reply_ref=NUMBER)
    assert "Maria" not in str(chat.last)
    assert "sudah kami ubah" in chat.gets(Update(NUMBER, "privacy", "baru", privacy="rahasia"))


def test_privacy_after_filing_is_asked_where_it_is_not_clear() -> None:
    """A name is shown only after a choice."""
    chat = filed()
    chat.says("tampilkan saja nama saya")
    assert (["Tampilkan nama", "Anonim", "Rahasia"], []) == (chat.labels, chat.told(ChangePrivacy))
    chat.presses("Tampilkan nama")
    assert [ChangePrivacy("nama", "Maria Tallo")] == chat.told(ChangePrivacy)


def test_who_sees_my_name() -> None:
    """A question about who sees the name is explained and changes nothing."""
    chat = filed()
    assert "tidak ditampilkan" in chat.says("siapa yang bisa lihat nama saya?")
    assert ([], 1) == (chat.told(ChangePrivacy), len(chat.told(FileReport)))
