"""Stories of a draft: changes, limits, emergencies, and being left alone."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import FileReport, Update
from core.vocabulary.effects import Send
from tests.bots.citizen.chat import LAMP, Chat


def test_change_words_category_and_place() -> None:
    """Ubah leads to words, category (top three, all, or typed) and place, and always back to the draft."""
    chat = Chat()
    chat.says("Lampu jalan mati di Oebufu", photos=["p"])
    chat.presses("Ubah")
    assert ["Isi", "Kategori", "Lokasi", "Kembali"] == chat.labels
    chat.presses("Isi")
    assert "Sampah menumpuk di Liliba" in chat.says("Sampah menumpuk di Liliba")
    chat.presses("Ubah")
    chat.presses("Kategori")
    assert 5 == len(chat.labels)
    chat.presses("Lihat semua")
    assert 21 == len(chat.labels)
    assert "Pasar dan harga" in chat.says("pasar dan harga")
    chat.says("ubah")
    chat.says("lokasi")
    assert "location" == chat.bubbles[-1].ask
    assert "RT 05 dekat kapela" in chat.says("RT 05 dekat kapela")
    chat.says("kirim")
    chat.says("anonim")
    filing = chat.filing
    assert ("Sampah menumpuk di Liliba", "pasar", "RT 05 dekat kapela", 1) == (
        filing.report.text,
        filing.report.category,
        filing.report.landmark,
        len(filing.report.evidence),
    )


def test_unknown_category_word_is_asked_again() -> None:
    """A category nobody knows is asked again, the second time with the whole list."""
    chat = Chat()
    chat.says("Lampu jalan mati di Oebufu")
    chat.presses("Ubah")
    chat.presses("Kategori")
    assert "belum kami temukan" in chat.says("blablabla")
    chat.says("blablabla")
    assert 21 == len(chat.labels)


def test_cancel_drops_the_draft() -> None:
    """Batal, pressed or typed, deletes the draft; a late Kirim of it is told so."""
    chat = Chat()
    chat.says(LAMP)
    old = chat.button("Kirim")
    assert "dihapus" in chat.says("batal")
    assert chat.state.draft is None
    assert "" == chat.presses_id(old)
    assert ["Tombol ini sudah tidak berlaku."] == chat.answers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("kebakaran di pasar!", "112"),
        ("ibu saya pingsan tidak bernapas", "119"),
        ("ada maling bersenjata", "110"),
    ],
)
def test_emergency_number_comes_first(text: str, number: str) -> None:
    """In an emergency the telephone number comes before everything; the report can be made all the same."""
    chat = Chat()
    said = chat.says(text)
    assert number in said.splitlines()[0]
    assert ["Tetap lapor", "Batal"] == chat.labels
    assert "Ini yang kami catat" in chat.presses("Tetap lapor")


def test_violence_at_home_gets_both_numbers() -> None:
    """Where two numbers help, both stand in the first line."""
    said = Chat().says("suami saya pukul saya lagi")
    assert "110 atau 129" in said.splitlines()[0]


def test_an_emergency_that_is_filed_says_so() -> None:
    """The filing carries the kind of danger, also when a later message tells of the past."""
    chat = Chat()
    chat.says("rumah tetangga terbakar di Kelurahan Liliba")
    chat.presses("Tetap lapor")
    chat.says("kemarin lampu jalan di situ juga mati")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert "kebakaran" == chat.filing.report.emergency


POWER_CUT = "Listrik padam di Kelurahan Liliba sejak tadi malam"


def test_not_the_citys_business() -> None:
    """Electricity is pointed to PLN 123, no report is shown for it, and nothing reminds of one."""
    chat = Chat()
    said = chat.says(POWER_CUT)
    assert "123" in said
    assert "Ini yang kami catat" not in said
    assert ["Tetap lapor", "Ubah", "Batal"] == chat.labels
    assert "" == chat.waits(hours=2)


@pytest.mark.parametrize("yes", ["ya", "tetap kirim saja", "Tetap lapor"])
def test_what_is_not_the_citys_may_be_reported_all_the_same(yes: str) -> None:
    """A yes shows the report, with all that was said meanwhile, and it can be sent."""
    chat = Chat()
    chat.says(POWER_CUT)
    assert "123" in chat.says("sudah telepon PLN, tidak diangkat")
    shown = chat.says(yes)
    assert "Ini yang kami catat" in shown
    assert "tidak diangkat" in shown
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert "listrik" == chat.filing.report.category


@pytest.mark.parametrize("no", ["tidak", "tidak usah", "Batal"])
def test_a_no_to_reporting_what_is_not_the_citys_drops_it(no: str) -> None:
    """Who does not want it on record has no draft any more."""
    chat = Chat()
    chat.says(POWER_CUT)
    chat.says(no)
    assert chat.state.draft is None


@pytest.mark.parametrize("words", ["oke makasih infonya", "👍", "baik, nanti beta telepon PLN"])
def test_thanks_for_the_other_number_send_nothing(words: str) -> None:
    """Who thanks for being told whose it is has sent nothing, and is shown no report."""
    chat = Chat()
    chat.says(POWER_CUT)
    assert "Ini yang kami catat" not in chat.says(words)


def test_what_was_misheard_as_not_the_citys_can_be_put_right() -> None:
    """Another category, chosen or told, makes it a report like any other."""
    chat = Chat()
    chat.says(POWER_CUT)
    chat.presses("Ubah")
    chat.presses("Kategori")
    assert "Ini yang kami catat" in chat.presses("Lainnya")
    chat = Chat()
    chat.says("listrik di depan SDN Oebufu mati")
    assert "Ini yang kami catat" in chat.says("maksudnya lampu jalan, tiang lampu jalan")


def test_insults_are_met_politely_and_taken() -> None:
    """An insulting complaint gets a polite sentence once and is taken all the same."""
    chat = Chat()
    said = chat.says("goblok semua! air mati di Liliba")
    assert "menjengkelkan" in said
    assert "Air bersih" in said
    assert "menjengkelkan" not in chat.says("goblok")


def test_reminder_expiry_and_revival() -> None:
    """A draft left alone is remembered, reminded once, expires politely, and comes back by "lanjut"."""
    chat = Chat()
    chat.says(LAMP)
    assert "belum terkirim" in chat.waits(hours=1)
    assert "" == chat.waits(hours=22)
    assert "kami tutup" in chat.waits(hours=1)
    assert (None, ["Lanjutkan"]) == (chat.state.draft, chat.labels)
    assert LAMP in chat.says("lanjut")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert LAMP == chat.filing.report.text


def test_expired_draft_is_forgotten() -> None:
    """A day after its expiry a draft is gone for good, and the chat sleeps."""
    chat = Chat()
    chat.says(LAMP)
    chat.waits(hours=25)
    chat.waits(hours=25)
    assert (None, None) == (chat.state.expired, chat.wake_at)
    assert "Belum ada laporan yang sedang ditulis" in chat.says("lanjut")


def test_flood_is_calmed_and_nothing_is_lost() -> None:
    """Too many messages get one polite sentence, then silence; all words join the draft, shown when it is calm."""
    chat = Chat()
    answers = [chat.says(f"jalan rusak di Liliba bagian {n}") for n in range(25)]
    assert "tunggu sekitar satu menit" in answers[20]
    assert ["", "", "", ""] == answers[21:]
    draft = chat.state.draft
    assert draft is not None
    assert 25 == len(draft.parts)
    assert "Ini yang kami catat" in chat.waits(seconds=61)
    assert "Ini yang kami catat" in chat.says("dan bagian terakhir")


def test_repeat_of_a_message_changes_nothing() -> None:
    """The same message by another event is dealt with once."""
    chat = Chat()
    chat.says(LAMP, message_id="a")
    before = chat.state
    assert "" == chat.says(LAMP, message_id="a")
    assert before == chat.state


def test_text_channel_needs_no_buttons() -> None:
    """Without buttons and query ids the whole flow works by numbers."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    for number in ("1", "1", "3"):
        chat.says(number)
    assert "rahasia" == chat.filing.report.privacy


def test_keyboard_is_dropped_after_the_place() -> None:
    """The bubble after a location question takes the asked-for keyboard away."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    chat.says("di Oebufu")
    last = chat.last[-1]
    assert isinstance(last, Send)
    assert last.drop_keyboard


@pytest.mark.parametrize(("text", "label"), [("Lampu jalan mati", "Kirim"), (LAMP, "Isi")])
def test_a_plain_no(text: str, label: str) -> None:
    """ "Tidak" skips the place that is asked for, or leads to the changes of a complete draft."""
    chat = Chat()
    chat.says(text)
    chat.says("tidak")
    assert label in chat.labels


def test_emergency_is_heard_in_a_flood() -> None:
    """Even in a flood of messages the emergency number is said."""
    chat = Chat()
    for place in range(22):
        chat.says(f"jalan rusak di Liliba bagian {place}")
    assert "112" in chat.says("rumah tetangga terbakar sekarang!")


def test_too_many_reports_in_a_day() -> None:
    """The eleventh report of a day is kept as a draft, and filed the next day."""
    chat = Chat()
    for serial in range(10):
        chat.files_a_report(
            f"Masalah lain lagi: jalan berlubang di Jalan Nomor {serial}", number=f"KPG-26-{serial:05d}-0"
        )
        chat.now += timedelta(minutes=5)
    chat.says("Laporan baru: " + LAMP)
    chat.says("kirim")
    assert "dalam sehari" in chat.says("anonim")
    assert 10 == len(chat.told(FileReport))
    chat.waits(hours=23, minutes=30)
    chat.says("anonim")
    assert 11 == len(chat.told(FileReport))


def test_files_of_two_reports_are_kept_apart() -> None:
    """When an earlier report never got its number, the next number goes to the report that it was given for."""
    chat = Chat()
    for text in (LAMP, "Sampah menumpuk di Liliba"):
        chat.says(text)
        chat.says("kirim")
        chat.says("anonim")
        chat.now += timedelta(minutes=5)
    chat.gets(Update("KPG-26-00009-9", "filed", "baru", category="sampah", filing=chat.filing.id))
    assert "Sampah" in chat.says("status")
