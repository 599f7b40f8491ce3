"""What a message does, read with what stands open: a table of (standing, words) and the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.decide import Reading, decide
from core.reading.heard import Hearer
from core.reading.matter import matter_of
from core.reading.standing import Own, Standing
from core.reading.understand import Understander
from core.ticket.number import format_number, without_numbers
from tests.core.kupang import kupang

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
HEARER, READER = Hearer(kupang()), Understander(kupang())
LAMP_NUMBER, RUBBISH_NUMBER = format_number("KPG", 26, 1), format_number("KPG", 26, 2)
LAMP = Own(LAMP_NUMBER, "diproses", "lampu-jalan", "Lampu jalan mati di depan SDN Oebufu", spoken_at=NOW)
RUBBISH = Own(RUBBISH_NUMBER, "diproses", "sampah", "Sampah menumpuk di Pasar Oeba", spoken_at=NOW)
DONE = replace(LAMP, status="ditindaklanjuti")

STANDINGS = {
    "none": Standing(NOW),
    "draft": Standing(NOW, draft="shown", draft_category="lampu-jalan"),
    "place": Standing(NOW, draft="place", draft_category="lampu-jalan"),
    "filed": Standing(NOW, tickets=(LAMP,)),
    "question": Standing(NOW, tickets=(replace(LAMP, status="menunggu_pelapor", asked=True),)),
    "wants number": Standing(NOW, tickets=(replace(LAMP, status="menunggu_pelapor", asked=True, wants_fact=True),)),
    "verdict": Standing(NOW, tickets=(DONE,)),
    "reason": Standing(NOW, tickets=(DONE,), reason=LAMP_NUMBER),
    "lapsed": Standing(NOW, tickets=(replace(LAMP, status="lewat"),)),
    "rating": Standing(NOW, tickets=(replace(LAMP, status="selesai", confirmed=True),)),
    "closed": Standing(NOW, tickets=(replace(LAMP, status="selesai", confirmed=True, rated=True),)),
    "two verdicts": Standing(NOW, tickets=(DONE, replace(RUBBISH, status="ditindaklanjuti"))),
    "two filed": Standing(NOW, tickets=(LAMP, RUBBISH)),
    "old": Standing(NOW, tickets=(replace(LAMP, spoken_at=NOW - timedelta(days=9)),)),
}
CHANGES = {"confirms", "denies", "doubts", "withdraws", "answers", "rates"}
"""Acts after which a report is not as it was."""


def read(where: str, text: str, **more: object) -> Reading:
    """Read a text as the conversation does."""
    named = tuple(number for number in (LAMP_NUMBER, RUBBISH_NUMBER) if number in text)
    standing = replace(STANDINGS[where], named=named, **more)  # type: ignore[arg-type]
    heard = HEARER.hear(without_numbers(text, "KPG"))
    return decide(heard, matter_of(READER.read(text, NOW), standing, text, READER.stems), standing)


TABLE: list[tuple[str, str, str]] = [
    # thanks and courtesy confirm nothing
    *[("verdict", words, "thanks") for words in ("ok makasih", "terima kasih banyak", "🙏", "siap", "oke pak", "sip")],
    ("verdict", "makasih pak sudah diperbaiki", "thanks"),
    ("verdict", "selamat siang", "greets"),
    # the thing itself is well again
    ("verdict", "sudah menyala lagi pak", "confirms"),
    ("verdict", "lampu su menyala lai", "confirms"),
    ("verdict", "sudah beres", "confirms"),
    ("verdict", "ya", "confirms"),
    ("verdict", "it works now", "confirms"),
    # "not yet" and "still" in any dress, half done, a lie
    ("verdict", "belum pak, masih gelap", "denies"),
    ("verdict", "masih mati lampunya", "denies"),
    ("verdict", "bohong, tidak ada yang datang", "denies"),
    ("verdict", "blm ada petugas yg datang", "denies"),
    ("verdict", "lampu masih sama sa kaka", "denies"),
    ("verdict", "baru satu yang menyala, yang lain masih mati", "denies"),
    ("verdict", "katanya sudah diganti tapi tetap gelap", "denies"),
    ("verdict", "still dark at night", "denies"),
    ("verdict", "sempat menyala, sekarang mati lagi", "denies"),
    ("lapsed", "masih gelap pak", "denies"),
    ("verdict", "belum", "doubts"),
    ("verdict", "sonde", "doubts"),
    ("verdict", "👎", "doubts"),
    # seen by somebody else, guessed, in part, or only read: nobody has said that it is well
    *[
        ("verdict", words, "waits")
        for words in (
            "kayaknya sudah beres",
            "mungkin sudah",
            "kira-kira su jadi",
            "maybe it is fixed",
            "rasanya sudah",
        )
    ],
    *[("verdict", words, "unclear") for words in ("su nyala ma redup", "su terang dikit", "3 dari 5 su hidup")],
    ("verdict", "iya beta su baca", "thanks"),
    *[
        ("verdict", words, "denies")
        for words in ("hidup cuma siang hari", "su hidup tapi kedip", "hidup lima menit langsung putus")
    ],
    ("verdict", "bisa jadi", "waits"),
    ("verdict", "lampu di depan gereja su menyala", "confirms"),
    ("verdict", "yang di depan gelap gulita", "denies"),
    ("closed", "trotoar depan Flobamora Mall bolong", "complains"),
    ("verdict", "betul, su kembali seperti biasa", "confirms"),
    ("verdict", "lain kali kerja cepat sedikit", "unclear"),
    ("rating", "ah malas", "skips"),
    ("place", "sip", "thanks"),
    ("draft", "mantap, teruskan", "sends"),
    ("draft", "yg betul lampunya ada enam", "corrects"),
    ("filed", "hari ini tim turun ko?", "asks_status"),
    ("verdict", "su kerja, hasilnya jelek", "denies"),
    ("verdict", "tidak mati lagi", "confirms"),
    *[("verdict", words, "asks_again") for words in ("👍", "👌", "✅")],
    # neither
    ("verdict", "nanti saya cek dulu", "waits"),
    ("verdict", "apa tadi?", "asks_again"),
    ("verdict", "jangan sampai rusak lagi ya", "unclear"),
    ("verdict", "hampir semua su nyala", "unclear"),
    ("verdict", "kapan selesai?", "asks_status"),
    ("verdict", "saya tarik laporan saya", "withdraws"),
    ("two verdicts", "belum beres", "unclear"),
    # hoped, supposed or promised is not seen; seen with thanks is
    *[
        ("verdict", words, "waits")
        for words in (
            "semoga sudah menyala",
            "mudah-mudahan sudah beres",
            "harusnya sudah nyala",
            "kalau su beres baru beta bilang",
        )
    ],
    ("verdict", "terima kasih, lampunya su terang", "confirms"),
    ("verdict", "makasih pak su nyala", "confirms"),
    # disbelief, and something else that was mended
    *[
        ("verdict", words, "denies")
        for words in (
            "siapa bilang sudah beres",
            "masa sih sudah, di sini gelap gulita",
            "beres dari mana",
            "fotonya tempat lain",
        )
    ],
    ("verdict", "gelap", "doubts"),
    # what somebody else says, what would be, and what cannot be
    *[
        ("verdict", words, "waits")
        for words in (
            "pak RT bilang su nyala",
            "petugasnya ngaku sudah selesai",
            "dong omong su beres",
            "anak saya bilang lampu su nyala",
            "they said it is fixed",
            "mustahil sudah nyala",
            "seandainya sudah beres saya tidak komplain lagi",
        )
    ],
    ("verdict", "kalau sudah beres saya pasti kabari, ini belum", "denies"),
    # good words that are denied, and a no that is
    *[("verdict", words, "denies") for words in ("lampu tidak menyala dengan baik", "kurang berfungsi dengan benar")],
    *[("verdict", words, "unclear") for words in ("bukan berarti belum beres", "siapa bilang belum beres")],
    ("verdict", "bukannya tidak puas tapi memang belum nyala", "denies"),
    ("verdict", "sudah menyala dengan baik", "confirms"),
    # after "what is not fixed?"
    ("reason", "tiangnya miring", "denies"),
    ("reason", "lewati", "skips"),
    ("reason", "nanti saya foto dulu", "waits"),
    # a question is answered by an answer, and stays open otherwise
    ("question", "tiang nomor 12", "answers"),
    ("question", "di samping gereja", "answers"),
    ("question", "tidak tahu", "answers"),
    ("question", "Tiang 12, hubungi saya di 081234567890", "answers"),
    ("question", "ok", "thanks"),
    ("question", "wkwkwk", "chats"),
    ("question", "p", "greets"),
    ("question", "nanti saya lihat dulu", "waits"),
    ("question", "nomor yang mana maksudnya pak?", "asks_back"),
    ("question", "cepat dong pak kapan dikerjakan", "hurries"),
    ("question", "saya mau bicara dengan petugas", "wants_person"),
    ("question", "Saya mau lapor lagi: sampah menumpuk seminggu di Pasar Oeba", "complains"),
    ("question", "Got mampet di depan kantor lurah Oebobo, airnya meluap ke jalan", "complains"),
    ("question", "👍", "unclear"),
    ("wants number", "👍", "asks_again"),
    # how it is answers no question for a number, and any of these does
    *[("wants number", words, "adds") for words in ("masih mati sampai sekarang", "lampunya masih gelap pak")],
    *[
        ("wants number", words, "answers")
        for words in ("12", "masih mati, nomornya 12", "nomornya su hilang", "sonde tau", "bukan tiang pak, di tembok")
    ],
    ("question", "masih mati sampai sekarang", "answers"),
    ("verdict", "Got mampet di depan kantor lurah Oebobo, airnya meluap ke jalan", "complains"),
    # a draft is not sent by "not yet", nor by what went astray
    *[("draft", words, "waits") for words in ("belum", "blm", "ya belum", "belum lengkap")],
    ("draft", "eh salah kirim", "changes"),
    ("draft", "itu saja", "sends"),
    # not for us, for a person, how it is done
    *[("none", words, "not_for_us") for words in ("maaf salah sambung", "salah orang")],
    ("none", "saya wartawan, mau wawancara", "wants_person"),
    ("none", "how do I report a problem here?", "asks_how"),
    # filed, nothing asked
    ("filed", "kabelnya menjuntai", "adds"),
    ("filed", "dekat gerbang sekolah", "adds"),
    ("filed", "sudah sampai mana laporan saya pak?", "asks_status"),
    ("filed", "lampunya sudah menyala sendiri", "withdraws"),
    ("filed", "terima kasih", "thanks"),
    ("filed", "sudah", "thanks"),
    ("filed", "terima kasih, tapi kapan selesainya", "asks_status"),
    ("filed", "jalan umum jadi gelap", "adds"),
    ("filed", "tolong rahasiakan nama saya", "wants_privacy"),
    ("filed", "hapus data saya", "wants_deletion"),
    ("filed", f"{LAMP_NUMBER} itu tiangnya miring juga pak", "adds"),
    ("two filed", "saya mau tarik laporan saya", "withdraws"),
    ("two filed", f"tarik laporan {RUBBISH_NUMBER}", "withdraws"),
    ("filed", "Sampah menumpuk seminggu di Pasar Oeba", "complains"),
    *[("filed", words, "asks_status") for words in ("jangan dicabut laporan saya", "jangan hapus data saya")],
    ("filed", "tidak usah dibatalkan", "asks_status"),
    ("filed", "halo, masih ada orang di sini? sudah sampai mana", "asks_status"),
    # being written
    ("draft", "ya", "sends"),
    ("draft", "tidak", "changes"),
    ("draft", "batal saja", "cancels"),
    ("draft", "sudah tiga hari begitu", "adds"),
    *[
        ("draft", words, "sends")
        for words in ("sudah", "iya betul", "ya lanjut", "cepat kirim su", "sudah sesuai, lanjutkan")
    ],
    *[
        ("draft", words, "waits")
        for words in (
            "jangan kirim dulu",
            "jgn krm dl",
            "belum mau kirim",
            "don't send it yet",
            "ya tapi jangan dikirim sekarang",
        )
    ],
    ("draft", "tidak jadi, ternyata sudah diperbaiki", "cancels"),
    ("draft", "kategorinya salah", "changes"),
    *[("draft", words, "asks_again") for words in ("jangan dibatalkan", "bukan mau batal, cuma tanya")],
    *[("draft", words, "cancels") for words in ("tidak jadi, batalkan saja", "itu salah semua, hapus")],
    *[("place", words, "asks_again") for words in ("lho tadi kan sudah saya kasih tau", "baca dong di atas")],
    ("draft", "berapa biayanya", "asks_how"),
    ("draft", "jalan umum itu memang selalu gelap", "adds"),
    ("place", "depan SDN Oebufu", "adds"),
    ("place", "tidak tahu", "does_not_know"),
    # a mark
    ("rating", "bintang lima", "rates"),
    ("rating", "terima kasih", "thanks"),
    ("rating", "tidak usah", "skips"),
    ("rating", "lampunya mati lai", "doubts"),
    *[
        ("rating", words, "rates")
        for words in ("4", "kasih 4", "3 minggu tunggu, nilai 2", "bintang lima untuk 2 petugas")
    ],
    ("rating", "km 3 Jl. Timor Raya banyak sampah", "complains"),
    *[("rating", words, "unclear") for words in ("jam 5 sore saya lihat", "nomor 3 juga mati")],
    # nobody known
    ("none", "halo", "greets"),
    ("none", "Salam sejahtera bagi kita semua", "greets"),
    ("none", "Namo Buddhaya", "greets"),
    ("none", "Lampu jalan mati di depan SDN Oebufu", "complains"),
    ("none", "apakah ini gratis?", "asks_how"),
    ("none", "tolong perbaiki", "announces"),
]


@pytest.mark.parametrize(("where", "text", "act"), TABLE)
def test_act(where: str, text: str, act: str) -> None:
    """The same words do what fits to what is open."""
    assert act == read(where, text).act


@pytest.mark.parametrize("where", ["verdict", "lapsed", "two verdicts", "reason"])
@pytest.mark.parametrize(
    "text",
    [
        "ok makasih", "terima kasih banyak pak atas bantuannya", "🙏🙏", "siap pak", "noted", "mantap", "thanks",
        "sudah beres atau belum?", "sudah menyala tapi kadang mati", "baru sebagian yang menyala", "belum saya cek",
        "katanya sudah beres", "semoga cepat beres", "kapan beresnya?", "puji Tuhan",
    ],
)  # fmt: skip
def test_nothing_unsure_confirms(where: str, text: str) -> None:
    """Thanks, hopes, questions, hearsay and half done jobs never close a report as fixed."""
    assert "confirms" != read(where, text).act


@pytest.mark.parametrize("text", ["ya", "sudah menyala lagi", f"{LAMP_NUMBER} sudah beres", "saya tarik laporan saya"])
def test_which_of_several_is_asked(text: str) -> None:
    """With several reports at the verdict a word for one of them changes none unless it names it."""
    reading = read("two verdicts", text)
    if LAMP_NUMBER in text:
        assert (LAMP_NUMBER,) == reading.numbers
    elif reading.act != "withdraws":
        assert "unclear" == reading.act


@pytest.mark.parametrize("where", ["filed", "question", "verdict", "lapsed", "closed"])
@pytest.mark.parametrize("text", [f"{LAMP_NUMBER} sudah menyala", f"✅ Laporan {LAMP_NUMBER} tercatat."])
def test_forwarded_words_with_a_number_change_nothing(where: str, text: str) -> None:
    """What somebody else wrote about a report is asked about."""
    assert "unclear" == read(where, text, forwarded=True).act


@pytest.mark.parametrize("where", ["verdict", "lapsed"])
def test_photo_alone_at_the_verdict_is_asked(where: str) -> None:
    """A photo proves nothing by itself."""
    reading = read(where, "", files=True, replied=LAMP_NUMBER)
    assert ("unclear", {"confirms", "denies", "adds"}) == (reading.act, set(reading.maybe))


@pytest.mark.parametrize("words", ["ini yang sampah", "bagaimana ini?", "makasih"])
def test_words_beside_a_photo_do_not_lose_it(words: str) -> None:
    """A photo after filing goes to a report or is asked about, whatever is said beside it."""
    assert read("two filed", words, files=True).act in ("adds", "unclear")


@given(st.sampled_from(sorted(STANDINGS)), st.text(max_size=120))
@settings(max_examples=80, deadline=None)
def test_every_text_is_read_alike_each_time(where: str, text: str) -> None:
    """Any text gives an act with a score between 0 and 1, about known reports, the same each time."""
    reading = read(where, text)
    assert reading == read(where, text)
    assert 0 <= reading.score <= 1
    assert set(reading.numbers) <= {own.number for own in STANDINGS[where].tickets}
    if reading.act in CHANGES and len(reading.numbers) > 1:
        assert "withdraws" == reading.act


@pytest.mark.parametrize(
    ("text", "act", "number"),
    [
        ("su bersih, danke", "withdraws", RUBBISH_NUMBER),
        ("terima kasih, su diangkut", "withdraws", RUBBISH_NUMBER),
        ("su nyala", "confirms", LAMP_NUMBER),
        ("bukan yang lampu, yang satunya su sampai mana", "asks_status", RUBBISH_NUMBER),
        ("selain sampah, yang lain bagaimana", "asks_status", LAMP_NUMBER),
    ],
)
def test_words_for_one_matter_are_not_taken_for_another(text: str, act: str, number: str) -> None:
    """What only rubbish can be says nothing of the lamp that is at the verdict, and "not that one" means the other."""
    reading = read("verdict", text, tickets=(DONE, RUBBISH))
    assert (act, (number,)) == (reading.act, reading.numbers)
