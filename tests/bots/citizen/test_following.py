"""A citizen sees at filing what may be reported already, and follows one of those instead, or not."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from bots.citizen.steps import CitizenSteps
from core.near.alike import row_of
from core.near.state import NearState
from core.ticket.number import format_number
from core.vocabulary.citizen import AskStatus, FileReport, Update
from core.vocabulary.events import Event, Pressed
from core.vocabulary.lane_names import near_lane
from core.vocabulary.near import Follow, FollowerUpdate, Unfollow
from core.vocabulary.report import Report
from tests.bots.citizen.chat import LAMP, LANE, MARIA, NOON, NUMBER, OTHER_NUMBER, PERSON, Chat, kupang, steps

LANE_NEAR = near_lane("lampu-jalan", "Oebufu")
THIRD = format_number("KPG", 26, 3)
FOLLOWED = FollowerUpdate(OTHER_NUMBER, "followed", "diproses", "lampu-jalan", "Oebufu", "dishub")


def near(*numbers: str, text: str = LAMP) -> dict[str, object]:
    """Give the documents of the lane near, with these tickets open."""
    report = Report(text, "pengaduan", "lampu-jalan", kelurahan="Oebufu", landmark="SDN Oebufu")
    rows = tuple(row_of(kupang(), report, number, NOON - timedelta(days=3)) for number in numbers)
    return {LANE_NEAR: msgspec.to_builtins(NearState(rows))}


def about_to_file(*numbers: str, words: str = LAMP) -> Chat:
    """Give a chat whose draft has just been sent, while these tickets are open."""
    chat = Chat()
    chat.documents = near(*numbers)
    chat.says(words)
    chat.presses("Kirim")
    return chat


def test_what_is_open_is_shown_with_the_last_question() -> None:
    """Number, kind, kelurahan and day of at most two are shown where the privacy is asked: no further turn."""
    chat = about_to_file(OTHER_NUMBER, THIRD, format_number("KPG", 26, 4))
    shown = chat.bubbles[-1].text
    assert f"• {OTHER_NUMBER} · Lampu jalan, Kel. Oebufu, patokan yang sama, sejak Sabtu, 21 Nov 2026" in shown
    assert shown.startswith("👥 Mungkin sudah ada yang melaporkan ini")
    assert ["Tampilkan nama", "Anonim", "Rahasia", "Kembali", f"Ikuti {OTHER_NUMBER}", f"Ikuti {THIRD}"] == chat.labels


def test_nothing_of_others_words_is_shown() -> None:
    """Not a word of another's report that the citizen did not write comes up."""
    chat = Chat()
    chat.documents = near(OTHER_NUMBER, text="Lampu mati di depan rumah Bapak Yohanes Tefa, penghuninya sakit")
    chat.says(LAMP)
    chat.presses("Kirim")
    assert OTHER_NUMBER in chat.bubbles[-1].text
    assert not {"Yohanes", "Tefa", "sakit", "SDN"} & set(chat.bubbles[-1].text.replace(",", " ").split())


def test_nothing_open_shows_nothing() -> None:
    """Without anything alike the question is the one of always."""
    chat = about_to_file()
    assert "👥" not in chat.bubbles[-1].text
    assert ["Tampilkan nama", "Anonim", "Rahasia", "Kembali"] == chat.labels


def test_follow_instead() -> None:
    """Who follows files nothing, hears how it stands, and may still send the own report."""
    chat = about_to_file(OTHER_NUMBER)
    chat.presses(f"Ikuti {OTHER_NUMBER}")
    assert ([Follow(PERSON, LANE)], []) == (chat.told(Follow), chat.told(FileReport))
    (text,) = chat.happens(FOLLOWED)
    assert f"👥 Anda sekarang mengikuti {OTHER_NUMBER} (Lampu jalan, Kel. Oebufu). Keadaannya: dalam proses." in text
    assert "“lanjut”" in text
    assert "Ini yang kami catat" in chat.says("lanjut")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert 1 == len(chat.told(FileReport))


def test_follow_in_words_and_by_number() -> None:
    """The one that was offered is also chosen by words, any by its place in the list."""
    for words in ("ikuti saja", "5", f"Ikuti {OTHER_NUMBER}"):
        chat = about_to_file(OTHER_NUMBER)
        chat.says(words)
        assert [Follow(PERSON, LANE)] == chat.told(Follow)
    chat = about_to_file(OTHER_NUMBER, THIRD)
    chat.says("ikuti saja")
    assert [] == chat.told(Follow)


def test_a_number_that_was_not_offered_cannot_be_followed() -> None:
    """A button that was made up looks up nobody's report."""
    chat = about_to_file(OTHER_NUMBER)
    for choice in (f"ikuti:1:{THIRD}", f"ikuti:2:{OTHER_NUMBER}", "ikuti:1:", "ikuti"):
        chat.presses_id(choice)
    assert [] == chat.told(Follow)
    assert chat.state.draft is not None


def test_sending_all_the_same() -> None:
    """Who wants a report of their own goes on as if nothing had been shown."""
    chat = about_to_file(OTHER_NUMBER)
    chat.presses("Anonim")
    assert ("Oebufu", "anonim") == (chat.filing.report.kelurahan, chat.filing.report.privacy)


def test_a_privacy_said_before() -> None:
    """Where the privacy is known already, what is open is shown once, with the choice to send."""
    chat = Chat()
    chat.documents = near(OTHER_NUMBER)
    chat.says(LAMP)
    chat.says("jangan tampilkan nama saya")
    assert chat.presses("Kirim").startswith("👥 Mungkin sudah ada")
    assert ([f"Ikuti {OTHER_NUMBER}", "Kirim", "Ubah", "Batal"], []) == (chat.labels, chat.told(FileReport))
    chat.presses("Kirim")
    assert "anonim" == chat.filing.report.privacy


def test_a_refusal_brings_the_draft_back() -> None:
    """What cannot be followed any more costs nobody the own words."""
    chat = about_to_file(OTHER_NUMBER)
    chat.presses(f"Ikuti {OTHER_NUMBER}")
    (text,) = chat.happens(FollowerUpdate(OTHER_NUMBER, "refused"))
    assert text.startswith("Laporan itu tidak bisa diikuti lagi.")
    assert "Ini yang kami catat" in text
    chat.documents = {}
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert 1 == len(chat.told(FileReport))


def test_own_reports_and_followed_ones_are_not_offered() -> None:
    """What somebody reported or follows already is known to them."""
    chat = Chat()
    chat.files_a_report()
    chat.happens(FOLLOWED)
    chat.documents = near(NUMBER, OTHER_NUMBER, THIRD)
    chat.says("/lapor " + LAMP)
    chat.presses("Kirim")
    assert [f"Ikuti {THIRD}"] == [label for label in chat.labels if label.startswith("Ikuti")]


def test_danger_is_never_left_to_others() -> None:
    """Nobody in danger is asked whether another report would do."""
    chat = Chat()
    chat.says("Tolong kebakaran besar di depan SDN Oebufu!")
    chat.presses("Tetap lapor")
    assert chat.state.draft is not None
    assert "" == chat.state.draft.near


def test_news_and_the_end_of_it() -> None:
    """News of a followed report says so, once per event; after the end none is asked for."""
    chat = Chat()
    chat.happens(FOLLOWED)
    done = msgspec.structs.replace(FOLLOWED, kind="news", status="selesai")
    (text,) = chat.happens(done)
    assert f"👥 {OTHER_NUMBER} yang Anda ikuti (Lampu jalan, Kel. Oebufu): selesai." == text
    chat._count -= 1
    assert [] == chat.happens(done)
    assert f"Baik, kabar {OTHER_NUMBER} tidak kami kirim lagi." == chat.presses_id(f"berhenti:{OTHER_NUMBER}")
    assert [Unfollow(PERSON)] == chat.told(Unfollow)
    assert "sudah tidak berlaku" in chat.presses_id(f"berhenti:{OTHER_NUMBER}", query=False)


def test_a_follower_is_never_addressed_as_the_reporter() -> None:
    """A question or an answer to the reporter asks nothing of who follows, and words about it confirm nothing."""
    chat = Chat()
    chat.happens(FOLLOWED)
    for status in ("menunggu_pelapor", "ditindaklanjuti", "disanggah", "lewat", "ditarik"):
        (text,) = chat.happens(msgspec.structs.replace(FOLLOWED, kind="news", status=status))
        assert "jawaban Anda" not in text
        assert "Anda bilang" not in text
    chat.effects = []
    chat.says("sudah beres, terima kasih", reply_ref=OTHER_NUMBER)
    assert [] == [effect for effect in chat.effects if "Confirmed" in str(effect) or "Replied" in str(effect)]


def test_a_followed_report_is_listed_and_looked_up() -> None:
    """ "Status" lists what is followed apart from one's own; its number asks for it as a follower."""
    chat = Chat()
    chat.files_a_report()
    chat.happens(FOLLOWED)
    shown = chat.says("status")
    assert f"👥 Yang Anda ikuti:\n{OTHER_NUMBER} · dalam proses" in shown
    chat.effects = []
    chat.says(OTHER_NUMBER)
    assert [AskStatus(PERSON, LANE)] == chat.told(AskStatus)


def test_a_merged_report_is_followed_from_then_on() -> None:
    """Whose report is merged may look up the other one, until it stands by itself again."""
    chat = Chat()
    chat.files_a_report()
    chat.gets(Update(NUMBER, "duplicate", "duplikat", other=OTHER_NUMBER))
    assert [] == chat.happens(msgspec.structs.replace(FOLLOWED, kind="known"))
    assert [OTHER_NUMBER] == [one.number for one in chat.state.followed]
    text = chat.gets(Update(NUMBER, "unmerged", "terverifikasi", other=OTHER_NUMBER))
    assert f"{NUMBER} tidak lagi digabung dengan {OTHER_NUMBER}" in text
    assert [] == chat.happens(FollowerUpdate(OTHER_NUMBER, "gone"))
    assert [] == chat.state.followed


def test_what_is_followed_was_merged() -> None:
    """A follower is told where it goes on, and follows that."""
    chat = Chat()
    chat.happens(FOLLOWED)
    (text,) = chat.happens(msgspec.structs.replace(FOLLOWED, kind="news", status="duplikat", other=THIRD))
    assert f"digabung dengan {THIRD}" in text
    assert {OTHER_NUMBER, THIRD} == {one.number for one in chat.state.followed}


def test_only_what_may_send_reads_another_lane() -> None:
    """A chat without a draft that is ready reads nothing; one with asks for one lane, by its stored state alone."""
    pressed = Event("e", LANE, NOON, Pressed(MARIA, "kirim:1", "", ""))
    chat = Chat()
    assert isinstance(steps(), CitizenSteps)
    assert () == steps().helpful(None, pressed)
    chat.says("Halo")
    assert () == steps().helpful(chat.stored, pressed)
    chat.says(LAMP)
    assert (LANE_NEAR,) == steps().helpful(chat.stored, pressed)
    assert (LANE_NEAR,) == steps().helpful(chat.state, pressed)
    assert () == steps().helpful(chat.stored, Event("e", LANE, NOON, FOLLOWED))
    chat.presses("Kirim")
    assert () == steps().helpful(chat.stored, pressed)
