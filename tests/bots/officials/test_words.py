"""Acts that need words: what asks for them, who gives them, and how it ends."""

from datetime import timedelta

import pytest

from core.vocabulary.effects import Send
from core.vocabulary.events import Person
from core.vocabulary.report import Evidence
from tests.bots.officials.group import BUDI, NUMBER, OTHER, SARI, STRANGER, Group, Posted, photo

PHOTO = Evidence("photo", "p1", media="media-p1", mime="image/jpeg", unique="u-p1")


def at_work(status: str = "diproses", unit: str = "dishub") -> Group:
    """A ticket in process, shown in the unit's topic; Budi (of Dishub, or another unit) and Sari are officials."""
    group = Group()
    group.registers(BUDI, unit)
    group.registers(SARI, "pupr")
    actions = ("progres", "tanya", "selesai", "lepas", "tunda", "bukan_wewenang", "duplikat", "arsip")
    group.shows(status=status, desk="dishub", unit="dishub", holder="Budi L.", actions=actions)
    return group


def the_card(group: Group) -> Posted:
    return group.by_key(f"card:{NUMBER}:dishub")


@pytest.mark.parametrize(
    ("label", "action"),
    [
        ("Tanya pelapor", "tanya"),
        ("Progres", "progres"),
        ("Selesai", "selesai"),
        ("Tunda", "tunda"),
        ("Bukan wewenang", "bukan_wewenang"),
        ("Arsipkan", "arsip"),
    ],
)
def test_button_asks_for_words_and_a_reply_completes_it(label: str, action: str) -> None:
    """A button that needs words posts a prompt under the card; the reply to it is the act."""
    group = at_work("terverifikasi", "setda") if action == "arsip" else at_work()
    group.presses(BUDI, label)
    assert "Tulis sebagai balasan pada pesan di bawah kartu." == group.answer.text
    assert [] == group.acts
    prompt = group.last
    assert (f"card:{NUMBER}:dishub", "dishub", True) == (prompt.reply_key, prompt.topic, prompt.quiet)
    assert prompt.text.startswith(("❓", "🔧", "✅", "⏸", "↪️", "🗄"))
    assert "Budi L., balas pesan ini" in prompt.text
    message_id = group.replies(BUDI, "  Kata-kata saya ", topic="5")
    assert (action, "Kata-kata saya", message_id, "2") == (
        group.act.action,
        group.act.text,
        group.act.message_id,
        group.act.by.id,
    )


def test_prompt_becomes_the_result() -> None:
    """When the ticket accepts, the prompt reads the verdict and has no button any more."""
    group = at_work()
    group.presses(BUDI, "Progres")
    group.replies(BUDI, "Tiang sudah diperiksa")
    count = len(group.posted)
    group.judges("done.progres")
    assert f"{NUMBER}: Perkembangan diteruskan ke pelapor." == group.last.text
    assert ((), count) == (group.last.choices, len(group.posted))


def test_missing_photo_can_be_added() -> None:
    """Refused for want of evidence, the act waits: a reply with the photo completes it, and the words are kept."""
    group = at_work()
    group.presses(BUDI, "Selesai")
    first = group.replies(BUDI, "Lampu sudah diganti")
    group.judges("need_evidence", alert=True)
    assert ("Batal", first) == (group.last.choices[0].label, group.last.reply_to)
    group.replies(BUDI, "ini fotonya", files=(photo(),))
    assert (["p1"], []) == (group.fetched_refs, group.acts)
    group.fetches()
    assert ("selesai", "Lampu sudah diganti\nini fotonya", (PHOTO,)) == (
        group.act.action,
        group.act.text,
        group.act.evidence,
    )


def test_refusal_closes_the_prompt() -> None:
    """Refused for good, the official alone is told who may, and the prompt is closed."""
    group = at_work()
    group.presses(BUDI, "Progres")
    prompt = group.posted[-1]
    group.replies(BUDI, "Sudah")
    group.judges("who_may.holder", alert=True, holder="Sari")
    assert f"{NUMBER} · Progres: tidak jadi." == prompt.message.text
    assert f"{NUMBER}: Hanya pemegang tiket (Sari) atau admin yang boleh melakukan ini." == group.told_alone(BUDI)
    group.says(BUDI, "Kata lain di topik ini")
    assert [] == group.acts


def test_words_beside_a_prompt_go_nowhere_and_say_so_once() -> None:
    """Whatever an official writes after a button without replying stays in the group; once he is told how to answer."""
    group = at_work()
    group.presses(BUDI, "Tanya pelapor")
    prompt = group.posted[-1]
    group.says(BUDI, "jawab teman", reply_to="not-ours")
    assert [] == group.effects
    told = []
    for words in ("Pak Yos, pelapor ini yang kemarin marah-marah itu kan?", "Iya, betul", "@yos tolong cek"):
        group.says(BUDI, words)
        assert [] == group.acts
        told += [send.text for send in group.of(Send)]
    assert ["Belum dikirim ke pelapor"] == [text.partition(".")[0] for text in told]
    group.replies(BUDI, "Di dekat tiang nomor berapa?", to=prompt)
    assert ("tanya", "Di dekat tiang nomor berapa?") == (group.act.action, group.act.text)


def test_reply_to_a_message_of_ours_that_is_not_noted_completes_the_prompt() -> None:
    """A prompt whose receipt is missing (killed in between, or the official was quicker) is known by its first line."""
    group = at_work()
    bot = Person(id="99", is_bot=True)
    group.presses(BUDI, "Tanya pelapor")
    for head in ("", f"❓ {OTHER}", "Panduan"):
        group.says(BUDI, "Tiang nomor berapa?", reply_to="not-noted", reply_to_sender=bot, reply_head=head)
        assert [] == group.acts
        assert group.last.text.startswith("Belum dikirim ke pelapor: yang dibalas bukan kartu")
    group.says(BUDI, "Tiang nomor berapa?", reply_to="not-noted", reply_to_sender=bot, reply_head=f"❓ {NUMBER}")
    assert ("tanya", "Tiang nomor berapa?") == (group.act.action, group.act.text)


def test_reply_to_the_card_completes_the_open_prompt() -> None:
    """A reply to the card answers the prompt about that ticket; a note stays a note."""
    group = at_work()
    group.presses(BUDI, "Tunda")
    group.replies(BUDI, "// tanya gudang dulu", to=the_card(group))
    assert ("catatan", "tanya gudang dulu") == (group.act.action, group.act.text)
    group.replies(BUDI, "menunggu suku cadang", to=the_card(group))
    assert ("tunda", "menunggu suku cadang") == (group.act.action, group.act.text)
    group.replies(BUDI, "kami segera datang", to=the_card(group))
    assert ("balas", "kami segera datang") == (group.act.action, group.act.text)


def test_cancelling_by_button_and_by_word() -> None:
    """Only the asked official cancels, by the button or by the word batal; afterwards words go nowhere."""
    group = at_work()
    group.presses(BUDI, "Progres")
    group.presses(SARI, "Batal")
    assert group.answer.alert
    group.presses(BUDI, "Batal")
    assert "Dibatalkan." == group.answer.text
    assert f"{NUMBER} · Progres: dibatalkan." == group.last.text
    for word in ("batal", "Batal", "/batal"):
        group.presses(BUDI, "Progres")
        group.says(BUDI, word)
        assert f"{NUMBER} · Progres: dibatalkan." == group.last.text
        group.says(BUDI, "percakapan biasa")
        assert [] == group.acts


def test_second_button_replaces_the_first() -> None:
    """Another button closes the open prompt; the same one pressed twice does not ask twice."""
    group = at_work()
    group.presses(BUDI, "Progres")
    first = group.posted[-1]
    group.presses(BUDI, "Progres", on=the_card(group))
    assert [] == group.of(Send)
    assert group.answer.text
    group.presses(BUDI, "Selesai")
    assert f"{NUMBER} · Progres: diganti permintaan yang lebih baru." == first.message.text
    group.replies(BUDI, "terlambat", to=first)
    assert "Permintaan ini sudah ditutup" in group.last.text
    assert [] == group.acts


def test_prompt_expires_after_a_day() -> None:
    """A prompt that nobody answers says so after 24 hours, woken by the timer."""
    group = at_work()
    group.presses(BUDI, "Progres")
    prompt = group.posted[-1]
    group.waits(hours=24)
    group.says(STRANGER, "apa saja")
    assert "tidak dijawab dalam 24 jam" in prompt.message.text
    assert group.wake_at is None or group.wake_at - group.now > timedelta(hours=1)


def test_prompt_of_another_official_is_not_answered() -> None:
    """Words under somebody else's prompt are not passed on, and the writer is told."""
    group = at_work()
    group.presses(BUDI, "Tanya pelapor")
    group.replies(SARI, "saya saja yang jawab")
    assert [] == group.acts
    assert "untuk petugas lain" in group.last.text


def test_duplicate_needs_the_other_number() -> None:
    """The other ticket's number is read however it is written; a missing or own number keeps the prompt open."""
    group = at_work("terverifikasi", "setda")
    group.presses(BUDI, "Duplikat")
    prompt = group.posted[-1]
    for wrong in ("yang kemarin", NUMBER, "KPG-26-00002-1"):
        group.replies(BUDI, wrong, to=prompt)
        assert (
            f"Nomor tiket yang sama dengan {NUMBER} tidak terbaca. Balas lagi dengan nomor lengkapnya."
            == group.last.text
        )
        assert [] == group.acts
    group.replies(BUDI, f"sama dengan {OTHER.lower()}", to=prompt)
    assert ("duplikat", OTHER) == (group.act.action, group.act.other)
