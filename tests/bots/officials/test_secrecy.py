"""Confidential reports in the group: the closed card, the closed relays, and what is taken away later."""

from core.vocabulary.effects import Delete, Edit, Send
from core.vocabulary.officials import Act, Notice, Relay, Verdict
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.results import NotDeleted
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, STRANGER, Group

CLOSED = {"privacy": "rahasia", "text": "", "kelurahan": "", "landmark": "", "kecamatan": "Oebobo"}
PHOTO = Evidence("photo", "r1", media="m1")


def test_closed_card() -> None:
    """The card of a confidential report names the kecamatan and how to read it, with the button for that."""
    group = Group()
    group.shows(**CLOSED, actions=("verifikasi", "buka"))

    assert "📍 Kec. Oebobo" in group.last.text
    assert "Buka isi" in group.last.text
    assert "Buka isi" in [choice.label for choice in group.last.choices]


def test_press_names_the_private_chat() -> None:
    """A press on the button asks the ticket to show the contents in the presser's own chat; strangers are refused."""
    group = Group()
    group.shows(**CLOSED, actions=("buka",))
    group.presses(ADMIN, "Buka isi")
    assert ("buka", f"chat:telegram:{ADMIN.id}", ADMIN.id) == (group.act.action, group.act.lane, group.act.by.id)

    group.presses(STRANGER, "Buka isi")
    assert ([], True) == (group.of(Act), group.answer.alert)


def test_closed_relay_offers_to_open() -> None:
    """Of later words of a confidential report only the fact is told, with the button; a press works there too."""
    group = Group()
    group.registers(BUDI)
    group.shows(**CLOSED, desk="dishub")
    group.tells(Relay(NUMBER, "dishub", "answer", id="3", sealed=True))

    assert "jawaban pelapor" in group.last.text
    assert "tertutup" in group.last.text
    group.presses(BUDI, "Buka isi")
    assert "buka" == group.act.action


def test_words_read_otherwise() -> None:
    """A relay told again changes where it stands, without its files."""
    group = Group()
    group.tells(Relay(NUMBER, "dishub", "addition", "kata Beny", (PHOTO,), id="1"))
    group.tells(Relay(NUMBER, "dishub", "addition", "kata [nama]", (PHOTO,), id="1", again=True))

    (edit,) = group.of(Edit)
    assert (f"relay:{NUMBER}:1", (), True) == (edit.key, edit.to.evidence, "[nama]" in edit.to.text)
    assert [True] == ["kata [nama]" in posted.message.text for posted in group.posted]


def test_closed_later() -> None:
    """A relay that is closed later is taken away with its files, and reads closed where that is not possible."""
    group = Group()
    closed = Relay(
        NUMBER, "dishub", "addition", evidence=(PHOTO, PHOTO), pin=Pin(-10.1, 123.6), id="1", sealed=True, again=True
    )
    group.tells(closed)

    (delete,) = group.of(Delete)
    assert (f"relay:{NUMBER}:1", NUMBER, 3) == (delete.key, delete.ref, delete.files)
    assert (True, (), None) == ("tertutup" in delete.instead.text, delete.instead.evidence, delete.instead.place)


def test_copies_of_files_are_closed_too() -> None:
    """Files that came along when the card moved are taken away when the report becomes confidential, once."""
    group = Group()
    group.shows(evidence=(PHOTO,))
    group.shows(desk="dishub", evidence=(PHOTO,), revision=2)
    copies = [effect.key for effect in group.of(Send) if effect.evidence]
    assert [f"relay:{NUMBER}:dishub"] == copies

    group.shows(**CLOSED, desk="dishub", revision=3)
    assert {f"relay:{NUMBER}:dishub", f"relay:{NUMBER}:verifikasi"} == {delete.key for delete in group.of(Delete)}
    group.shows(**CLOSED, desk="dishub", revision=4)
    assert [] == group.of(Delete)


def test_what_stays_is_said() -> None:
    """Files too old to be taken away are named under the card, for an administrator of the group to delete."""
    group = Group()
    group.shows()
    group.happens(NotDeleted(NUMBER, 2))

    assert (True, True) == (NUMBER in group.last.text, "2 berkas" in group.last.text)


def test_how_to_open_the_private_chat() -> None:
    """The press opens the chat of who has none with the bot yet; a message has its link; words stand in for both."""
    group = Group()
    verdict = Verdict(NUMBER, "officials.verdict.open_chat", query_id="q", alert=True)
    group.tells(verdict)
    assert (True, True) == ("ketuk nama bot" in group.answer.text, group.answer.alert)

    group.tells(Notice("officials.link", {"link": "https://t.me/kanal_bot?start=isi"}))
    assert [] == group.of(Send)
    group.tells(verdict)
    assert ("", "https://t.me/kanal_bot?start=isi") == (group.answer.text, group.answer.link)
    group.tells(Verdict(NUMBER, "officials.verdict.open_chat", message_id="m9", alert=True))
    assert "https://t.me/kanal_bot?start=isi" in group.last.text
