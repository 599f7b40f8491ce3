"""The reader of public posts says what is a complaint about the city, and why."""

from pathlib import Path

import pytest

from bench.mentions import PRECISION, RECALL, measure, posts
from core.city.pack import parse_city
from core.language.data import CityError
from core.language.model import unpack
from core.reading.mentions import MentionReader, MentionReading
from core.reading.understand import Understander
from storage.city import read_city, read_city_files
from tests.act_weights import checksum
from tests.mention_weights import chosen, rows

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


def test_the_kept_half_is_read_well_enough(reader: MentionReader) -> None:
    """Posts that nothing was tuned on: precision and recall are above the targets."""
    table = measure("kept", reader)
    assert table.precision >= PRECISION
    assert table.recall >= RECALL


def test_the_labelled_file_is_large_and_balanced() -> None:
    """At least 300 posts, half of them complaints, half of each kept back; no post of one half is in the other."""
    every = posts()
    assert len(every) >= 300
    for half in ("tuning", "kept"):
        found = [post for post in every if post.half == half]
        assert len(every) == 2 * len(found)
        assert len(found) == 2 * sum(post.complaint for post in found)
    learnt = {post.text for post in chosen()}
    assert set() == learnt & {post.text for post in every if post.half == "kept"}


def test_the_weights_were_learnt_from_these_posts() -> None:
    """Whoever changes the posts learns anew: `make mentions`."""
    assert checksum(rows(chosen())) == unpack(read_city(PACK).mention_words.weights).source


def test_broken_weights_are_named() -> None:
    """A pack with weights that nobody can read is refused with the file's name."""
    with pytest.raises(CityError) as caught:
        parse_city({**read_city_files(PACK), "base/mentions.weights": b"no"})
    assert "base/mentions.weights" == caught.value.file
