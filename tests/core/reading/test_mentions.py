"""The reader of public posts says what is a complaint about the city, and why."""

from pathlib import Path

import pytest

from core.city.pack import parse_city
from core.language.data import CityError
from core.reading.mentions import MentionReader, MentionReading
from core.reading.understand import Understander
from storage.city import read_city, read_city_files

PACK = Path(__file__).parents[3] / "cities" / "kupang"


@pytest.fixture(scope="module")
def reader() -> MentionReader:
    """Give the reader of Kupang."""
    city = read_city(PACK)
    return MentionReader(city, Understander(city))


def test_a_complaint_is_explained(reader: MentionReader) -> None:
    """Category, place and every cue that spoke for it are named."""
    found = reader.read("Lampu jalan mati su 3 hari di depan SDN Oebufu, tolong min")
    assert (True, "lampu-jalan", "Oebufu") == (found.complaint, found.category, found.kelurahan)
    assert {"+ lampu-jalan", "+ rusak", "+ minta", "+ lama"} <= set(found.why)
    assert 0.9 < found.sure <= 1


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Mantap, jalan di Oesapa sudah mulus. Terima kasih Pemkot!", "- pujian"),
        ("Wali Kota meresmikan jalan baru di Liliba, ujarnya kepada wartawan", "- berita"),
        ("hatiku rusak seperti jalan di Liliba wkwk", "- canda"),
        ("Banjir di Jakarta parah sekali", "- tempat lain"),
        ("Coblos nomor urut 2, jalan rusak kami perbaiki!", "- kampanye"),
        ("Promo cuci motor kotor, DM harga", "- jualan"),
    ],
)
def test_other_talk_is_no_complaint(reader: MentionReader, text: str, against: str) -> None:
    """What spoke against it is named."""
    found = reader.read(text)
    assert (False, True) == (found.complaint, against in found.why)


def test_who_addressed_the_account_is_more_likely_to_complain(reader: MentionReader) -> None:
    """The same words weigh more."""
    text = "jalan begini terus"
    assert reader.read(text).sure < reader.read(text, addressed=True).sure


def test_the_same_text_gives_the_same_answer(reader: MentionReader) -> None:
    """Nothing is remembered from post to post."""
    text = "air mati dari kemarin di BTN Kolhua"
    reader.read("sampah menumpuk")
    first: MentionReading = reader.read(text)
    assert first == reader.read(text)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('[points]\nenough = "much"\n', "points.enough"),
        ('[[cue]]\nname = "x"\nwords = ["a"]\n', "lift"),
        ('[[cue]]\nname = "x"\nlift = 1.0\nwords = ["@nowhere"]\n', "words"),
    ],
)
def test_a_mistake_in_the_pack_is_named(content: str, key: str) -> None:
    """File and key of what is wrong are in the error."""
    files = {**read_city_files(PACK), "mentions.toml": content.encode()}
    with pytest.raises(CityError) as caught:
        parse_city(files)
    assert "mentions.toml" == caught.value.file
    assert key in caught.value.key
