"""The coordinator's desk: wishes of citizens, answered there, without their chats ever being shown."""

from typing import Any

import msgspec
import pytest

from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Edited, Migrated, Person, Said
from core.vocabulary.officials import DeskAnswer, Wish
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, Group, Posted, photo

PERSON = "person:628301177"
COORDINATOR = Person(id="4", name="Pak Agus")


def at_the_desk(**wish: Any) -> Group:
    """A wish stands at the desk; Budi works for an office, the coordinator verifies."""
    group = Group()
    group.registers(BUDI)
    group.registers(COORDINATOR, "setda")
    group.happens(Wish(PERSON, **{"kind": "person", "text": "Tolong saya mau bicara dengan orang", **wish}))
    return group


def the_wish(group: Group) -> Posted:
    return next(item for item in group.posted if item.message.key.startswith("wish:"))


def answers(group: Group) -> list[DeskAnswer]:
    """Give what the last step told citizens' chats."""
    told = [tell for tell in group.of(Tell) if isinstance(tell.command, DeskAnswer)]
    assert all(tell.lane == PERSON for tell in told)
    return [tell.command for tell in told if isinstance(tell.command, DeskAnswer)]


def test_a_wish_is_shown_with_a_button_and_without_the_chat() -> None:
    """The desk reads who wants what, quoted; neither texts, keys nor buttons tell which chat it came from."""
    group = at_the_desk(number=NUMBER)
    message = the_wish(group).message
    assert (
        f"🙋 Seorang warga minta dijawab petugas\nTentang {NUMBER}\n“Tolong saya mau bicara dengan orang”"
        == message.text
    )
    assert ("verifikasi", ["Jawab"]) == (message.topic, [choice.label for choice in message.choices])
    assert ("“Tolong saya mau bicara dengan orang”",) == message.quotes
    group.presses(COORDINATOR, "Jawab")
    for item in group.posted:
        assert "628301177" not in str(msgspec.to_builtins(item.message))


@pytest.mark.parametrize(
    ("kind", "number"), [("person", ""), ("person", NUMBER), ("deletion", NUMBER), ("copy", NUMBER)]
)
def test_the_desk_answers_by_a_reply_to_the_prompt(kind: str, number: str) -> None:
    """Pressed, asked, replied: the words go to the citizen's chat, and the wish says who answered."""
    group = at_the_desk(kind=kind, number=number)
    group.presses(COORDINATOR, "Jawab")
    assert "Pak Agus, balas pesan ini" in group.last.text
    prompt = group.posted[-1]
    group.says(COORDINATOR, "obrolan di samping")
    assert [] == answers(group)
    group.replies(COORDINATOR, "Silakan datang ke loket 3.", to=prompt)
    assert [DeskAnswer(kind, "Silakan datang ke loket 3.", number)] == answers(group)  # type: ignore[arg-type]
    assert "✅ Jawaban dikirim ke warga." == prompt.message.text
    assert the_wish(group).message.text.endswith("✅ Sudah dijawab: Pak Agus")
    group.replies(COORDINATOR, "sekali lagi", to=prompt)
    assert [] == answers(group)


def test_an_answer_may_have_photos() -> None:
    """Files come first, then the answer goes with them."""
    group = at_the_desk()
    group.presses(COORDINATOR, "Jawab")
    group.replies(COORDINATOR, "Formulirnya", files=(photo(),))
    assert [] == answers(group)
    group.fetches()
    assert ["media-p1"] == [item.media for item in answers(group)[0].evidence]


def test_only_the_desk_answers() -> None:
    """An office's official is refused; an administrator may; a stale button says so."""
    group = at_the_desk()
    group.presses(BUDI, "Jawab")
    assert group.answer.alert
    assert "Bagian Organisasi" in group.answer.text
    group.presses_data(COORDINATOR, "jawab:unknown")
    assert group.answer.alert
    group.presses(ADMIN, "Jawab")
    group.replies(ADMIN, "Baik, kami telepon.")
    assert 1 == len(answers(group))


def test_a_reply_to_the_wish_itself_is_told_unless_it_was_asked_for() -> None:
    """A reply to the wish counts once the button was pressed; before that nothing goes out, and the writer hears so."""
    group = at_the_desk()
    group.replies(COORDINATOR, "Halo", to=the_wish(group))
    assert [] == answers(group)
    assert "Tekan Jawab dulu" in group.last.text
    group.presses(COORDINATOR, "Jawab")
    group.replies(COORDINATOR, "Halo", to=the_wish(group))
    assert ["Halo"] == [answer.text for answer in answers(group)]


def test_a_slash_keeps_the_answer_at_the_desk() -> None:
    """Words with a slash are not sent, the prompt stays, and it is said."""
    group = at_the_desk(number=NUMBER)
    group.presses(COORDINATOR, "Jawab")
    prompt = group.posted[-1]
    group.replies(COORDINATOR, "/ / orang ini cerewet", to=prompt)
    assert ([], []) == (answers(group), group.of(Tell))
    assert "diawali garis miring" in group.last.text
    group.replies(COORDINATOR, "Silakan datang.", to=prompt)
    assert 1 == len(answers(group))


def test_an_answer_can_be_withdrawn_before_it_is_written() -> None:
    """The prompt's own button and the word batal cancel; only the asked person's press counts."""
    group = at_the_desk()
    group.presses(COORDINATOR, "Jawab")
    prompt = group.posted[-1]
    group.presses(BUDI, "Batal", on=prompt)
    assert group.answer.alert
    group.presses(COORDINATOR, "Batal", on=prompt)
    assert "Permintaan warga · Jawab: dibatalkan." == prompt.message.text
    group.replies(COORDINATOR, "Halo", to=prompt)
    assert [] == answers(group)


def test_an_edit_of_an_answer_is_told() -> None:
    """What has reached the citizen does not change in silence."""
    group = at_the_desk()
    group.presses(COORDINATOR, "Jawab")
    message_id = group.replies(COORDINATOR, "Datang hari Senin")
    group.happens(Edited(Said(COORDINATOR, message_id, "Datang hari Selasa")))
    assert [] == answers(group)
    assert "tekan Jawab lagi" in group.last.text


def test_words_about_a_confidential_report_stay_out_of_the_group() -> None:
    """Of a wish about a confidential report the desk reads only that there is one."""
    group = Group()
    group.shows(privacy="rahasia", text="")
    group.happens(Wish(PERSON, "person", "Kepala dinas itu tetangga saya", NUMBER))
    assert "tetangga" not in "".join(item.message.text for item in group.posted)
    assert "🔒" in the_wish(group).message.text


def test_open_wishes_move_to_a_new_group() -> None:
    """Wishes that nobody has answered are shown in a new group."""
    group = at_the_desk()
    group.address = "-1"
    group.registers(SARI)
    group.address = "-2"
    group.happens(Migrated("-2"))
    shown = [one for one in group.effects if getattr(one, "key", "").startswith("wish:")]
    assert 1 == len(shown)
    assert not group.of(Send)
