"""An official comes by an invitation in the private chat, where citizens are at home too."""

from typing import Any

from core.register.tokens import invitation_token
from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Body, Pressed, Said
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.register import Accept, Accepted, Redeem, Redeemed
from core.vocabulary.seal import sealed_by
from tests.bots.citizen.chat import LAMP, LANE, MARIA, Chat

TOKEN = invitation_token(sealed_by(b"a secret"), "e1")
WELCOME = Redeemed("77", "Maria Tallo", "dishub", "penghubung")


def asked(chat: Chat) -> list[Body]:
    """Give what the register was asked in the last step."""
    return [one.command for one in chat.last if isinstance(one, Tell) and one.lane == REGISTER_LANE]


def start(chat: Chat, word: str) -> list[str]:
    """Let somebody come by a link that brings a word along."""
    return chat.happens(Said(MARIA, "m1", f"/start {word}", command="start", argument=word))


def press(chat: Chat, choice: str) -> Any:
    """Press a button; give the texts that come of it."""
    return chat.happens(Pressed(MARIA, choice, "m2", "q1"))


def test_a_link_asks_the_register() -> None:
    """The word of an invitation goes to the register with who came and on which channel; no welcome for citizens."""
    chat = Chat()
    assert [] == start(chat, TOKEN)
    assert [Redeem(TOKEN, "77", LANE, "test", "Maria Tallo")] == asked(chat)


def test_another_link_is_a_citizens() -> None:
    """A word that is no invitation brings the welcome, and is nothing to the register."""
    chat = Chat()
    (text,) = start(chat, "poster-pasar")
    assert "layanan pengaduan" in text
    assert [] == asked(chat)


def test_the_code_of_ethics_is_accepted_in_private() -> None:
    """Who is an official now reads role, unit and the code with its version; the button goes to the register."""
    chat = Chat()
    start(chat, TOKEN)
    (text,) = chat.happens(WELCOME)
    assert text.startswith("Selamat datang, Maria Tallo. Anda terdaftar sebagai penghubung di Dinas Perhubungan.")
    assert "Kode etik petugas, versi 1" in text
    (message,) = [one for one in chat.last if isinstance(one, Send)]
    assert [("setuju:1", "Saya setuju")] == [(one.id, one.label) for one in message.choices]
    assert [] == press(chat, "setuju:1")
    assert [Accept("77", LANE, "", "Maria Tallo", "1")] == asked(chat)
    (ready,) = chat.happens(Accepted("77", "", "Maria Tallo", "dishub"))
    assert "Anda dapat bertindak di grup petugas" in ready
    (again,) = chat.happens(Accepted("77", ""))
    assert "sudah Anda setujui" in again


def test_who_accepted_this_version_before_may_act_at_once() -> None:
    """No button is offered for a version that was accepted; an older one is asked anew."""
    chat = Chat()
    (text,) = chat.happens(Redeemed("77", "Maria", "dishub", "petugas", "1"))
    assert "Kode etik disetujui" in text
    (older,) = chat.happens(Redeemed("77", "Maria", "dishub", "petugas", "0"))
    assert "tekan tombolnya" in older


def test_a_link_that_is_not_valid_says_whom_to_ask() -> None:
    """Used up, run out or withdrawn: the person reads why nothing came of it."""
    chat = Chat()
    (text,) = chat.happens(Redeemed("77", reason="void"))
    assert "sudah dipakai atau lewat waktunya" in text
    (text,) = chat.happens(Redeemed("77", reason="withdrawn"))
    assert "Minta kepada koordinator unit Anda" in text


def test_only_what_was_offered_here_is_accepted() -> None:
    """A press that nobody was offered, also of another version, tells the register nothing."""
    chat = Chat()
    press(chat, "setuju:1")
    assert [] == asked(chat)
    chat.happens(WELCOME)
    press(chat, "setuju:2")
    assert [] == asked(chat)


def test_a_draft_stays_as_it_is() -> None:
    """An official who was just writing a report goes on with it after the invitation."""
    chat = Chat()
    chat.says(LAMP)
    before = chat.state.draft
    start(chat, TOKEN)
    chat.happens(WELCOME)
    press(chat, "setuju:1")
    assert before == chat.state.draft
