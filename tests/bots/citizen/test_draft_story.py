"""Stories of a complaint being written."""

from datetime import timedelta

import pytest

from core.commands import Evidence, FileReport, Pin
from core.effects import Edit, Send
from core.events import Contact, Odd, Place
from tests.bots.citizen.chat import LAMP, NOON, Chat, photo


def test_first_words_are_a_complaint() -> None:
    """A first message that says what and where is understood and shown with Kirim, Ubah, Batal."""
    chat = Chat()
    said = chat.says(LAMP)
    assert ["Kirim", "Ubah", "Batal"] == chat.labels
    for part in ("Pengaduan · Lampu jalan", "SDN Oebufu", "Kel. Oebufu", "3 hari", LAMP):
        assert part in said


def test_three_messages_to_a_filing() -> None:
    """Words, "kirim", "1": three citizen messages file the report with the name shown."""
    chat = Chat()
    chat.says(LAMP)
    chat.says("kirim")
    assert chat.says("1") == ""
    filing = chat.filing
    assert (LAMP, "pengaduan", "lampu-jalan", "Oebufu", "nama", "Maria Tallo") == (
        filing.text,
        filing.classification,
        filing.category,
        filing.kelurahan,
        filing.privacy,
        filing.name,
    )
    assert ("chat:test:77", "test", NOON) == (filing.reporter, filing.channel, filing.filed_at)


@pytest.mark.parametrize(
    ("answer", "privacy"),
    [
        ("Anonim", "anonim"),
        ("2", "anonim"),
        ("pakai anonim saja", "anonim"),
        ("rahasia", "rahasia"),
        ("3.", "rahasia"),
        ("nama saya", "nama"),
    ],
)
def test_privacy_in_words(answer: str, privacy: str) -> None:
    """The privacy can be typed as label, number or words; only "nama" hands on the name."""
    chat = Chat()
    chat.says(LAMP)
    chat.presses("Kirim")
    chat.says(answer)
    assert (privacy, "Maria Tallo" if privacy == "nama" else "") == (chat.filing.privacy, chat.filing.name)


@pytest.mark.parametrize("question", ["apa itu anonim", "ya", "??"])
def test_privacy_is_asked_again(question: str) -> None:
    """A question about the privacies, or a bare yes, files nothing and asks again."""
    chat = Chat()
    chat.says(LAMP)
    chat.presses("Kirim")
    chat.says(question)
    assert [] == chat.told(FileReport)
    assert "Anonim" in chat.labels or "Kirim" in chat.labels


def test_missing_place_is_asked_in_the_same_bubble() -> None:
    """Without a place the one bubble asks for it, with the location control and a way around it."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    bubble = chat.bubbles[-1]
    assert ("location", True) == (bubble.ask, "Lewati" in chat.labels)
    assert 1 == len(chat.bubbles)


@pytest.mark.parametrize(
    ("answer", "kelurahan", "landmark"),
    [
        ("depan gereja di Oebobo", "Oebobo", "depan gereja"),
        ("Jalan Mawar nomor 7", "", "Jalan Mawar nomor 7"),
        ("Liliba", "Liliba", ""),
    ],
)
def test_place_in_words(answer: str, kelurahan: str, landmark: str) -> None:
    """The place may be answered in any words."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    chat.says(answer)
    assert ["Kirim", "Ubah", "Batal"] == chat.labels
    chat.presses("Kirim")
    chat.presses("Rahasia")
    assert (kelurahan, landmark) == (chat.filing.kelurahan, chat.filing.landmark)


@pytest.mark.parametrize("addition", ["sudah 3 hari", "tolong cepat ya", "jalan rusak parah sekali"])
def test_addition_is_no_place(addition: str) -> None:
    """Further words that do not say where are not taken for a place."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    chat.says(addition)
    assert "Lewati" in chat.labels


def test_place_by_pin_and_venue() -> None:
    """A location pin or a venue is the place."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    chat.says(place=Place(-10.17, 123.6, "Flobamora Mall", "Jl. Lalamentik"))
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert Pin(-10.17, 123.6, "Flobamora Mall") == chat.filing.pin


def test_map_link_is_a_pin() -> None:
    """A map link with coordinates becomes a pin and leaves the words."""
    chat = Chat()
    chat.says("Sampah menumpuk https://maps.google.com/?q=-10.17,123.6")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert ("Sampah menumpuk", Pin(-10.17, 123.6)) == (chat.filing.text, chat.filing.pin)


def test_place_is_skipped() -> None:
    """Lewati skips the place, and the draft says so."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    assert "Lokasi tidak disebut" in chat.presses("Lewati")
    assert ["Kirim", "Ubah", "Batal"] == chat.labels


def test_too_little_is_asked_for_more() -> None:
    """One bare word is asked what and where, with an example; the second time help comes with choices."""
    chat = Chat()
    assert "Misalnya" in chat.says("rusak")
    chat.says("rusak")
    assert {"Lapor", "Status", "Bantuan"} <= set(chat.labels)


def test_words_join_the_draft() -> None:
    """Further words are appended and understood together."""
    chat = Chat()
    chat.says("rusak")
    chat.says("jalan berlubang di Sikumana")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert ("rusak\njalan berlubang di Sikumana", "jalan") == (chat.filing.text, chat.filing.category)


def test_edited_message_replaces_its_part() -> None:
    """An edited message changes its own part, and the shown draft is rewritten instead of repeated."""
    chat = Chat()
    chat.says("Lampu jalan mati di Oebufu", message_id="a")
    said = chat.edits("a", "Lampu jalan mati di Liliba")
    assert "Kel. Liliba" in said
    assert isinstance(chat.last[-1], Edit)
    assert "Oebufu" not in said


def test_moving_live_location_stays_quiet() -> None:
    """Moves of a live location change the pin without a word."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    chat.says(place=Place(-10.1, 123.1, live=True), message_id="l")
    assert chat.edits("l", "", place=Place(-10.2, 123.2, live=True)) == ""
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert Pin(-10.2, 123.2) == chat.filing.pin


def test_deleted_message_leaves_the_draft() -> None:
    """A message taken back leaves the draft; the last one empties it, and it never comes back."""
    chat = Chat()
    chat.says("Lampu jalan mati di Oebufu", message_id="a")
    chat.says("anak sekolah takut", message_id="b")
    assert "takut" not in chat.takes_back("b")
    assert "kosong" in chat.takes_back("a")
    assert chat.state.draft is None
    assert chat.says("Lampu jalan mati di Oebufu", message_id="a") == ""


def test_album_gives_one_bubble() -> None:
    """The items of an album stay unanswered until they are quiet, then one bubble counts them."""
    chat = Chat()
    for place in range(3):
        assert chat.says("Sampah di Liliba" if place == 1 else "", photos=[f"p{place}"], album="A") == ""
    assert chat.wake_at == chat.now + timedelta(seconds=1.5)
    assert "3 foto" in chat.waits(seconds=2)
    assert (1, ["p0", "p1", "p2"]) == (len(chat.bubbles), chat.fetches())


def test_too_many_photos_are_refused() -> None:
    """More than ten attachments are politely refused; the first ten stay."""
    chat = Chat()
    said = chat.says("Sampah di Liliba", photos=[f"p{n}" for n in range(12)])
    assert "paling banyak 10 lampiran" in said
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert 10 == len(chat.filing.evidence) == len(chat.fetches())


def test_long_text_is_cut() -> None:
    """A text above the limit is cut with a polite sentence."""
    chat = Chat()
    said = chat.says("Sampah di Liliba. " + "x" * 5000)
    assert "4000 huruf pertama" in said
    assert len(said) < 1200
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert 4000 == len(chat.filing.text)


def test_every_kind_of_file_is_evidence() -> None:
    """Voice notes, videos and documents land in the draft by kind; a sticker is no evidence."""
    chat = Chat()
    files = [photo("v", "voice"), photo("d", "document"), photo("m", "video"), photo("s", "sticker")]
    said = chat.says("Sampah di Liliba", files=files, forwarded=True)
    assert "1 video, 1 rekaman suara, 1 dokumen" in said
    assert ["v", "d", "m"] == chat.fetches()


def test_photo_alone_asks_for_words_and_place() -> None:
    """A photo without words is taken, asked about, and may be sent all the same."""
    chat = Chat()
    said = chat.says(photos=["p"])
    assert "apa masalahnya" in said
    chat.presses_id(f"lewati:{chat.state.serial}")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert ("(tanpa tulisan, lihat lampiran)", 1) == (chat.filing.text, len(chat.filing.evidence))


def test_fetched_file_is_filed_with_its_media() -> None:
    """A file that arrived before the filing is part of it; one that failed is not, and the citizen is told."""
    chat = Chat()
    chat.says("Sampah di Liliba", photos=["a", "b"])
    chat.fetched("a", "media-a")
    assert "terlalu besar" in chat.not_fetched("b")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert (Evidence("photo", "a", "media-a", "image/jpeg", "", "u-a"),) == chat.filing.evidence


def test_contact_card_is_not_kept() -> None:
    """A contact card is thanked for, and neither stored nor taken for a complaint."""
    chat = Chat()
    said = chat.says(contact=Contact("+6281234567890", "Maria", own=True))
    assert "tidak kami simpan" in said
    assert "6281234567890" not in repr(chat.stored)
    assert chat.state.draft is None


def test_unusable_message_is_explained_once() -> None:
    """Stickers and odd kinds are explained at most once in five minutes."""
    chat = Chat()
    assert "belum bisa kami baca" in chat.says(files=[photo("s", "sticker")])
    assert chat.happens(Odd("poll", chat.person, "x", answer=True)) == []
    chat.now += timedelta(minutes=6)
    assert 1 == len(chat.happens(Odd("poll", chat.person, "y", answer=True)))
    assert chat.happens(Odd("gift", chat.person, "z")) == []


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
        filing.text,
        filing.category,
        filing.landmark,
        len(filing.evidence),
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
    assert chat.presses_id(old) == ""
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
    assert "Yang kami tangkap" in chat.presses("Tetap lapor")


def test_not_the_citys_business() -> None:
    """Electricity is pointed to PLN 123, and may still be sent."""
    chat = Chat()
    said = chat.says("Listrik padam di Kelurahan Liliba sejak tadi malam")
    assert "123" in said
    assert "Kirim" in chat.labels


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
    assert chat.waits(hours=22) == ""
    assert "kami tutup" in chat.waits(hours=1)
    assert (None, ["Lanjutkan"]) == (chat.state.draft, chat.labels)
    assert LAMP in chat.says("lanjut")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert LAMP == chat.filing.text


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
    assert "Yang kami tangkap" in chat.waits(seconds=61)
    assert "Yang kami tangkap" in chat.says("dan bagian terakhir")


def test_repeat_of_a_message_changes_nothing() -> None:
    """The same message by another event is dealt with once."""
    chat = Chat()
    chat.says(LAMP, message_id="a")
    before = chat.state
    assert chat.says(LAMP, message_id="a") == ""
    assert before == chat.state


def test_text_channel_needs_no_buttons() -> None:
    """Without buttons and query ids the whole flow works by numbers."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    for number in ("1", "1", "3"):
        chat.says(number)
    assert "rahasia" == chat.filing.privacy


def test_keyboard_is_dropped_after_the_place() -> None:
    """The bubble after a location question takes the asked-for keyboard away."""
    chat = Chat()
    chat.says("Lampu jalan mati")
    chat.says("di Oebufu")
    last = chat.last[-1]
    assert isinstance(last, Send)
    assert last.drop_keyboard
