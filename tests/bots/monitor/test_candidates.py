"""Public posts at the monitoring desk: what is shown of them, and what officials decide."""

import pytest

from core.vocabulary.events import File, Person, Unposted
from core.vocabulary.lane_names import OFFICIALS_LANE, author_lane, mention_lane, person_lane
from core.vocabulary.monitoring import Candidate
from tests.bots.monitor.town import ADMIN, AUTHOR, LAMP, MEDIA, OPEN, ROADS, START, Town

JOKE = "Wkwk lucu sekali videonya, semangat terus!"


@pytest.fixture
def town() -> Town:
    """Give a city with an official of the media role and one of an office."""
    found = Town()
    found.registers(MEDIA, "media")
    found.registers(ROADS, "dishub")
    return found


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_complaint(town: Town) -> None:
    """A post that reads as a complaint is shown with its words, author, time, link, place and why it was chosen."""
    town.posts(files=(File("photo", "f1"),), addressed=False, why="keyword")
    text = town.card().message.text
    for part in ("Papan", "@mariat", "14.30 WITA", LAMP, "Lampu jalan", "Oebufu", "keluhan", "kata kunci", "1 berkas"):
        assert part.lower() in text.lower()
    assert "+ Lampu jalan" in text
    assert "lampu-jalan" not in text
    assert ["Jadikan tiket", "Undang", "Gabung ke tiket", "Abaikan", "Bisukan"] == town.labels()
    assert "pemantauan" == town.card().message.topic


def test_who_addresses_us(town: Town) -> None:
    """Whoever addresses the city is shown always, with what the reader thinks; what merely has a keyword is not."""
    town.posts(JOKE, "p1", addressed=False)
    assert [] == town.cards()
    town.posts(JOKE, "p2", addressed=True)
    assert "bukan keluhan" in town.card("p2").message.text


def test_other_people_stay_unnamed(town: Town) -> None:
    """Numbers and accounts of third persons are cut out of the words that officials see."""
    town.posts(f"{LAMP} Hubungi @pakrt_oebufu atau 0812-3456-7890, KTP 5371012345670001")
    text = town.card().message.text
    assert not any(part in text for part in ("pakrt", "3456", "5371012345670001"))
    assert "@mariat" in text


def test_other_bots(town: Town) -> None:
    """What a bot posts is nobody's complaint."""
    town.posts(author=Person("b", "Bot", is_bot=True))
    assert [] == town.cards()


def test_an_edit(town: Town) -> None:
    """An edit changes the candidate in place; an older version that comes later changes nothing."""
    town.posts(at=START)
    town.posts("Sampah di Oebufu tidak diangkut dua minggu, bau sekali!", at=START.replace(minute=40))
    town.posts("Lampu jalan versi lama", at=START.replace(minute=35))
    text = town.card().message.text
    assert 1 == len(town.cards())
    assert "Sampah di Oebufu" in text
    assert "Sudah diubah" in text
    assert "Lampu jalan" not in text


def test_a_joke_that_becomes_a_complaint(town: Town) -> None:
    """A post is read again when it is edited, and shown from then on."""
    town.posts(JOKE, addressed=False)
    town.posts(addressed=False, at=START.replace(minute=40))
    assert LAMP in town.card().message.text


def test_a_deletion(town: Town) -> None:
    """The words of a deleted post go out of the card, and nothing can be made of it any more."""
    lane = town.posts()
    town.deletes()
    assert "Lampu jalan mati" not in town.card().message.text
    assert "Dihapus oleh penulisnya" in town.card().message.text
    assert ["Abaikan", "Bisukan"] == town.labels()
    assert LAMP not in str(town.state(lane))


def test_a_deletion_that_overtakes_the_post(town: Town) -> None:
    """What was taken away before it came is not shown; what is shown again by its author is."""
    lane = mention_lane(town.channel, "p1")
    town.happens(lane, Unposted("p1"), at=START.replace(minute=40))
    town.posts(at=START)
    assert [] == town.cards()
    town.posts(at=START.replace(minute=45))
    assert LAMP in town.card().message.text


def test_an_edit_that_comes_after_the_deletion(town: Town) -> None:
    """An edit of before the deletion that comes late does not bring the words back."""
    lane = town.posts(at=START)
    town.happens(lane, Unposted("p1"), at=START.replace(minute=40))
    town.posts(f"{LAMP} Tolong!", at=START.replace(minute=35))
    assert "Tolong!" not in str(town.state(lane))
    assert "Dihapus oleh penulisnya" in town.card().message.text


def test_words_that_are_not_known(town: Town) -> None:
    """A post whose words the channel cannot tell yet waits for them, and an empty version takes none away."""
    town.posts("", addressed=True)
    assert [] == town.cards()
    town.posts()
    town.posts("", at=START.replace(minute=50))
    assert LAMP in town.card().message.text


def test_another_group(town: Town) -> None:
    """In another group the candidates that nobody decided about are shown anew."""
    town.posts()
    town.posts("Sampah di Oesapa tidak diangkut dua minggu!", "p2")
    town.presses(MEDIA, "Abaikan", "p2")
    known = town.state(OFFICIALS_LANE)["candidates"]
    assert [True, False] == [post.get("open", True) for post in known.values()]


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["Jadikan tiket", "Undang", "Gabung ke tiket", "Abaikan", "Bisukan"])
def test_rights(town: Town, label: str) -> None:
    """Officials of other offices and strangers are refused in private, and nothing happens."""
    lane = town.posts()
    before = town.state(lane)
    assert "petugas media" in town.presses(ROADS, label)
    assert "terdaftar" in town.presses(Person("99", "Orang Lain"), label)
    assert before == town.state(lane)
    assert [] == town.private + town.public


@pytest.mark.parametrize("who", [MEDIA, ADMIN])
def test_who_may(town: Town, who: Person) -> None:
    """The media role and administrators decide."""
    town.posts()
    town.presses(who, "Abaikan")
    assert f"Diabaikan oleh {who.name}" in town.card().message.text


def test_forged_buttons(town: Town) -> None:
    """Data that no button of ours carries does nothing."""
    town.posts()
    for data in ("post:ticket:000000000000", "post:burn:x", "post:", "post:join:"):
        assert "berlaku" in town.presses_data(MEDIA, data).lower() or town.answers
    assert "Diabaikan" not in town.card().message.text
    assert "Tiket" not in town.card().message.text


# --- a ticket ---------------------------------------------------------------------------------------------------------


def test_a_ticket(town: Town) -> None:
    """A ticket has the post's words, pictures and link; its reporter is the public author, who cannot be told."""
    lane = town.posts(files=(File("photo", "f1"),))
    town.presses(MEDIA, "Jadikan tiket")
    ticket = next(state for name, state in town.states.items() if name.startswith("ticket:"))
    assert person_lane(author_lane(town.channel, AUTHOR.id)) == ticket["reporter"]
    assert ["m-f1"] == [item["media"] for item in ticket["report"]["evidence"]]
    assert LAMP == ticket["report"]["text"]
    assert ("@mariat", "papan") == (ticket["report"]["name"], ticket["report"]["channel"])
    assert "https://papan.example/p1" in ticket["notes"][0]
    assert "no_contact" == ticket["unreached"]
    assert f"Tiket {ticket['number']}, oleh Vina" in town.card().message.text
    assert "tidak sampai kepadanya" in town.card().message.text
    assert ["f1"] == town.fetched
    assert "ticket" == town.state(lane)["status"]
    assert [] == town.public + town.private


def test_only_one_ticket(town: Town) -> None:
    """Two officials who press at once make one ticket; the second is told that it is done."""
    town.posts()
    data = next(choice.id for choice in town.card().message.choices if choice.label == "Jadikan tiket")
    town.presses_data(MEDIA, data)
    assert "sudah tidak bisa" in town.presses_data(ADMIN, data)
    assert 1 == sum(name.startswith("ticket:") for name in town.states)


def test_joined_to_a_ticket(town: Town) -> None:
    """A post is put to a ticket by its number, which is asked for; a wrong number is refused."""
    town.posts()
    town.presses(MEDIA, "Jadikan tiket")
    number = next(name for name in town.states if name.startswith("ticket:")).partition(":")[2]
    town.posts("Sampah di Oesapa tidak diangkut dua minggu!", "p2", Person("78", "Dua", "dua"))
    town.presses(MEDIA, "Gabung ke tiket", "p2")
    prompt = town.shown[-1]
    town.says(MEDIA, "yang tadi itu", reply_to=prompt.id)
    assert "tidak terbaca" in town.group_says()[-1]
    town.says(MEDIA, number, reply_to=prompt.id)
    assert f"Digabung ke {number}, oleh Vina" in town.card("p2").message.text
    assert "https://papan.example/p2" in town.state(f"ticket:{number}")["notes"][-1]
    town.posts("Air PDAM di Oesapa mati tiga hari, tolong!", "p3", Person("79", "Tiga", "tiga"))
    town.presses(MEDIA, "Gabung ke tiket", "p3")
    town.says(MEDIA, "KPG-26-00002-7", reply_to=town.shown[-1].id)
    assert "tidak ada" in town.group_says()[-1]
    assert "Gabung ke tiket" in town.labels("p3")


# --- muted ------------------------------------------------------------------------------------------------------------


def test_muted(town: Town) -> None:
    """Further posts of a muted author are counted and not shown, until the author is unmuted."""
    town.posts()
    town.presses(MEDIA, "Bisukan")
    for name in ("p2", "p3"):
        town.posts("Sampah di Oesapa tidak diangkut dua minggu!", name)
    assert 1 == len(town.cards())
    assert "2 kiriman berikutnya tidak ditampilkan" in town.card().message.text
    town.posts("Got di Liliba tersumbat, banjir terus, tolong!", "p4", Person("78", "Dua", "dua"))
    assert 2 == len(town.cards())
    town.presses(MEDIA, "Bunyikan lagi")
    town.posts("Air PDAM di Oesapa mati tiga hari, tolong!", "p5")
    assert 3 == len(town.cards())


def test_muted_posts_count_once(town: Town) -> None:
    """An edit of a post that was not shown is not counted again."""
    town.posts()
    town.presses(MEDIA, "Bisukan")
    town.posts("Sampah di Oesapa tidak diangkut dua minggu!", "p2", at=START.replace(minute=31))
    town.posts("Sampah di Oesapa tidak diangkut tiga minggu!", "p2", at=START.replace(minute=32))
    assert 1 == town.state(mention_lane(town.channel, "p1"))["unseen"]


# --- secrecy ----------------------------------------------------------------------------------------------------------


def test_nothing_leaves_the_group(town: Town) -> None:
    """Whatever is done, no word of a post goes anywhere but to the group, the ticket and the author's own chat."""
    town.posts()
    for label in ("Undang", "Jadikan tiket"):
        town.presses(MEDIA, label)
    town.capabilities, town.channel = OPEN, "lapangan"
    town.posts("Sampah di Oesapa tidak diangkut dua minggu!", "p2", Person("78", "Dua", "dua"))
    town.presses(MEDIA, "Undang", "p2")
    assert (1, 1) == (len(town.private), len(town.public))
    for text in town.private + town.public:
        told = [
            part for part in ("lampu", "oebufu", "sampah", "oesapa", "mariat", "http", "kpg-") if part in text.lower()
        ]
        assert [] == told


def test_no_lane_in_the_group(town: Town) -> None:
    """Neither buttons nor messages carry the lane of a post or the id of its author."""
    lane = town.posts(author=Person("author-id-12345", "Maria", "mariat"))
    assert "author-id-12345" not in str(town.shown)
    assert lane not in str(town.shown)
    assert "lane" in Candidate.__struct_fields__
