"""Stories of a complaint being written."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import FileReport
from core.vocabulary.effects import Edit
from core.vocabulary.events import ContactCard, Odd, Place
from core.vocabulary.report import Evidence, Pin
from tests.bots.citizen.chat import LAMP, NOON, PERSON, Chat, photo


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
    assert "" == chat.says("1")
    filing = chat.filing
    assert (LAMP, "pengaduan", "lampu-jalan", "Oebufu", "nama", "Maria Tallo") == (
        filing.report.text,
        filing.report.classification,
        filing.report.category,
        filing.report.kelurahan,
        filing.report.privacy,
        filing.report.name,
    )
    assert (PERSON, "test", NOON) == (filing.reporter, filing.report.channel, filing.report.filed_at)


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
    assert (privacy, "Maria Tallo" if privacy == "nama" else "") == (
        chat.filing.report.privacy,
        chat.filing.report.name,
    )


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
    assert (kelurahan, landmark) == (chat.filing.report.kelurahan, chat.filing.report.landmark)


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
    assert Pin(-10.17, 123.6, "Flobamora Mall") == chat.filing.report.pin


def test_map_link_is_a_pin() -> None:
    """A map link with coordinates becomes a pin and leaves the words."""
    chat = Chat()
    chat.says("Sampah menumpuk https://maps.google.com/?q=-10.17,123.6")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert ("Sampah menumpuk", Pin(-10.17, 123.6)) == (chat.filing.report.text, chat.filing.report.pin)


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
    assert ("rusak\njalan berlubang di Sikumana", "jalan") == (chat.filing.report.text, chat.filing.report.category)


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
    assert "" == chat.edits("l", "", place=Place(-10.2, 123.2, live=True))
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert Pin(-10.2, 123.2) == chat.filing.report.pin


def test_deleted_message_leaves_the_draft() -> None:
    """A message taken back leaves the draft; the last one empties it, and it never comes back."""
    chat = Chat()
    chat.says("Lampu jalan mati di Oebufu", message_id="a")
    chat.says("anak sekolah takut", message_id="b")
    assert "takut" not in chat.takes_back("b")
    assert "kosong" in chat.takes_back("a")
    assert chat.state.draft is None
    assert "" == chat.says("Lampu jalan mati di Oebufu", message_id="a")


def test_album_gives_one_bubble() -> None:
    """The items of an album stay unanswered until they are quiet, then one bubble counts them."""
    chat = Chat()
    for place in range(3):
        assert "" == chat.says("Sampah di Liliba" if place == 1 else "", photos=[f"p{place}"], album="A")
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
    assert 10 == len(chat.filing.report.evidence) == len(chat.fetches())


def test_long_text_is_cut() -> None:
    """A text above the limit is cut with a polite sentence."""
    chat = Chat()
    said = chat.says("Sampah di Liliba. " + "x" * 5000)
    assert "4000 huruf pertama" in said
    assert len(said) < 1200
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert 4000 == len(chat.filing.report.text)


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
    assert ("(tanpa tulisan, lihat lampiran)", 1) == (chat.filing.report.text, len(chat.filing.report.evidence))


def test_fetched_file_is_filed_with_its_media() -> None:
    """A file that arrived before the filing is part of it; one that failed is not, and the citizen is told."""
    chat = Chat()
    chat.says("Sampah di Liliba", photos=["a", "b"])
    chat.fetched("a", "media-a")
    assert "terlalu besar" in chat.not_fetched("b")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert (Evidence("photo", "a", "media-a", "image/jpeg", "", "u-a"),) == chat.filing.report.evidence


def test_contact_card_is_not_kept() -> None:
    """A contact card is thanked for, and neither stored nor taken for a complaint."""
    chat = Chat()
    said = chat.says(contact=ContactCard("+6281234567890", "Maria", own=True))
    assert "tidak kami simpan" in said
    assert "6281234567890" not in repr(chat.stored)
    assert chat.state.draft is None


def test_unusable_message_is_explained_once() -> None:
    """Stickers and odd kinds are explained at most once in five minutes."""
    chat = Chat()
    assert "belum bisa kami baca" in chat.says(files=[photo("s", "sticker")])
    assert [] == chat.happens(Odd("poll", chat.person, "x", answer=True))
    chat.now += timedelta(minutes=6)
    assert 1 == len(chat.happens(Odd("poll", chat.person, "y", answer=True)))
    assert [] == chat.happens(Odd("gift", chat.person, "z"))


def test_announcement_is_asked_what_it_is_about() -> None:
    """Who only says that there is something to report is asked for it, and no draft begins."""
    chat = Chat()
    assert "Silakan tulis" in chat.says("selamat pagi pak, saya mau lapor")
    assert chat.state.draft is None


def test_question_of_no_place_is_not_asked_where() -> None:
    """A request for information is not asked where it is."""
    chat = Chat()
    assert "Permintaan informasi" in chat.says("bagaimana cara urus KTP hilang?")
    assert ["Kirim", "Ubah", "Batal"] == chat.labels


def test_named_road_is_a_place() -> None:
    """A named road is the place, beside a landmark when there is one."""
    chat = Chat()
    assert "depan gereja, jl El Tari 2" in chat.says("sampah menumpuk di jl. El Tari 2 depan gereja")
    assert ["Kirim", "Ubah", "Batal"] == chat.labels
