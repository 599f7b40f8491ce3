"""Many who say the same: one candidate that counts, and a note at the desk of new reports."""

import random
from datetime import timedelta

import msgspec
import pytest

from bots.monitor.bursts import MARKS, BurstSteps, load
from bots.monitor.rhythm import Rhythm
from core.vocabulary.citizen import FileReport
from core.vocabulary.effects import Tell
from core.vocabulary.events import Event, Person
from core.vocabulary.lane_names import registry_lane
from core.vocabulary.monitoring import Another, BurstGrew, Grouped, Sighted, SimilarReports, Vanished
from core.vocabulary.report import Filing, Report
from core.vocabulary.steps import Moment
from tests.bots.monitor.town import LAMP, MEDIA, START, Town
from tests.core.kupang import kupang

LANE = "burst:lampu-jalan:Oebufu"
VARIANTS = (
    "Lampu jalan di Oebufu mati su seminggu, gelap sekali. Tolong diperbaiki!",
    "Gelap sekali di Oebufu, lampu jalan mati lagi sudah tiga hari. Tolong diperbaiki!",
    "Lampu jalan Oebufu padam sudah lama, mati total, tolong diperbaiki",
)


@pytest.fixture
def town() -> Town:
    """Give a city with an official of the media role."""
    found = Town()
    found.registers(MEDIA, "media")
    return found


def burst(town: Town, count: int, start: int = 0) -> None:
    """Let many people write about the same."""
    for number in range(start, start + count):
        town.posts(VARIANTS[number % len(VARIANTS)], f"p{number}", Person(f"a{number}", "Orang", f"orang{number}"))


# --- public posts -----------------------------------------------------------------------------------------------------


def test_thirty(town: Town) -> None:
    """Thirty posts are one candidate with a count, called out at 3, 10 and 30 beside what is usual."""
    burst(town, 30)
    assert 1 == len(town.cards())
    assert "30 kiriman tentang hal yang sama" in town.card("p0").message.text
    assert list(MARKS) == [note.count for note in town.of(BurstGrew)]
    notes = [text for text in town.group_says() if "kiriman serupa dalam" in text]
    assert [str(mark) for mark in MARKS] == [note.split()[1] for note in notes]
    assert "belum ada pembanding" in notes[0]


def test_usual(town: Town) -> None:
    """On the next day the usual number of that hour is said beside the new one."""
    burst(town, 3)
    town.now += timedelta(days=1)
    burst(town, 3, start=100)
    assert "biasanya 3 per jam" in [text for text in town.group_says() if "kiriman serupa dalam" in text][-1]


def test_other_matters(town: Town) -> None:
    """Another matter, another place or another day is another candidate."""
    burst(town, 1)
    town.posts("Sampah di Oebufu tidak diangkut dua minggu, bau!", "p1", Person("b", "B", "b"))
    town.posts("Lampu jalan di Liliba mati su seminggu, gelap sekali. Tolong diperbaiki!", "p2", Person("c", "C", "c"))
    town.now += timedelta(hours=20)
    burst(town, 1, start=3)
    assert 4 == len(town.cards())


def test_a_ticket_goes_on_collecting(town: Town) -> None:
    """Posts that come after the ticket was made become one note on it that counts them, and no new candidate."""
    burst(town, 2)
    town.presses(MEDIA, "Jadikan tiket", "p0")
    burst(town, 2, start=2)
    ticket = next(state for name, state in town.states.items() if name.startswith("ticket:"))
    assert 1 == len(town.cards())
    assert ["ke-4"] == [mark for mark in ("ke-3", "ke-4") if any(mark in note for note in ticket["notes"])]
    assert "https://papan.example/p3" in ticket["notes"][-1]


def test_the_first_is_deleted(town: Town) -> None:
    """When the post that is shown is deleted, the next of them is shown, with the count that is left."""
    burst(town, 3)
    town.deletes("p0")
    assert "2 kiriman tentang hal yang sama" in town.card("p1").message.text
    assert "Dihapus oleh penulisnya" in town.card("p0").message.text


def test_one_author_many_posts(town: Town) -> None:
    """An edited or doubled post is counted once."""
    town.posts(VARIANTS[0], "p0", name="same")
    town.posts(VARIANTS[1], "p1", name="one")
    for number in range(4):
        town.posts(VARIANTS[1] + "!" * number, "p1", name=f"edit{number}", at=START + timedelta(minutes=number))
    assert "2 kiriman" in town.card("p0").message.text


# --- private reports --------------------------------------------------------------------------------------------------


def reports(town: Town, count: int, privacy: str = "anonim") -> None:
    """Let many people report the same privately."""
    for number in range(count):
        report = Report(
            VARIANTS[number % len(VARIANTS)],
            "pengaduan",
            "lampu-jalan",
            privacy=privacy,  # type: ignore[arg-type]
            kelurahan="Oebufu",
            filed_at=town.now + timedelta(minutes=10 * number) if number < 0 else town.now,
        )
        filing = Filing(f"person:{number}", report, f"f{number}")
        town.happens(registry_lane(town.city.prefix, 26), FileReport(filing))
        town.now += timedelta(minutes=13)


def test_private_reports(town: Town) -> None:
    """The desk of new reports sees one message that grows: so many similar reports in so many hours."""
    reports(town, 12)
    (note,) = [one for one in town.shown if one.message.key.startswith("same:")]
    assert "12 laporan serupa dalam 3 jam" in note.message.text
    assert "verifikasi" == note.message.topic
    assert 5 == note.message.text.count("KPG-26-")
    assert 1 == sum("Sekarang 10 laporan serupa" in text for text in town.group_says())


def test_confidential_reports(town: Town) -> None:
    """Nothing of a confidential report is counted."""
    reports(town, 5, privacy="rahasia")
    assert not any("laporan serupa" in text for text in town.group_says())
    assert not any(name.startswith("burst:") for name in town.states)


def test_tickets_of_posts_are_not_counted_twice(town: Town) -> None:
    """What officials made of public posts is no private report."""
    for number, place in enumerate(("Oebufu", "Oebufu", "Oebufu")):
        town.posts(f"{LAMP} {place}", f"p{number}", Person(f"a{number}", "Orang", f"o{number}"))
        town.now += timedelta(hours=30)
    for number in range(3):
        town.presses(MEDIA, "Jadikan tiket", f"p{number}")
    assert not any("laporan serupa" in text for text in town.group_says())


# --- properties -------------------------------------------------------------------------------------------------------


def played(events: list[Event]) -> tuple[list[Tell], object]:
    """Step events one after the other, as stored between them."""
    steps, state, told = BurstSteps(kupang()), None, list[Tell]()
    for event in events:
        outcome = steps.step(state, event, Moment(START, lane=LANE))
        state = msgspec.to_builtins(outcome.state, builtin_types=(type(START),))
        told += [effect for effect in outcome.effects if isinstance(effect, Tell)]
    return told, state


@pytest.mark.parametrize("seed", range(20))
def test_any_order(seed: int) -> None:
    """In any order and doubled, each post counts once, each mark is called out once, and one post leads."""
    rng = random.Random(seed)
    count = rng.choice((2, 3, 9, 10, 29, 31))
    bodies = [
        Sighted(START + timedelta(minutes=n), ("lampu", "mati", f"w{n % 3}"), source=f"mention:x:{n}", link=f"l{n}")
        for n in range(count)
    ]
    bodies += rng.sample(bodies, rng.randrange(count))
    rng.shuffle(bodies)
    told, stored = played([Event(f"e{n}", LANE, body.at, body) for n, body in enumerate(bodies)])
    (same,) = load(stored).matters
    assert count == same.post_count == len(same.posts)
    assert 1 == sum(isinstance(tell.command, Grouped) and tell.command.leads for tell in told)
    marks = [tell.command.count for tell in told if isinstance(tell.command, Another) and tell.command.mark]
    assert [mark for mark in MARKS if mark <= count] == marks
    assert count == sum(load(stored).posts.today)


@pytest.mark.parametrize("seed", range(10))
def test_deletions_in_any_order(seed: int) -> None:
    """However posts come and go, the count is of those that are left, and somebody leads while any is."""
    rng = random.Random(seed)
    there: set[str] = set()
    state, steps = None, BurstSteps(kupang())
    for n in range(60):
        source = f"mention:x:{rng.randrange(8)}"
        body: Sighted | Vanished = Vanished(source)
        if source not in there and rng.random() < 0.7:
            body = Sighted(START, ("lampu", "mati"), source=source)
        there = there | {source} if isinstance(body, Sighted) else there - {source}
        outcome = steps.step(state, Event(f"e{n}", LANE, START, body), Moment(START, lane=LANE))
        state = msgspec.to_builtins(outcome.state, builtin_types=(type(START),))
        matters = load(state).matters
        assert len(there) == sum(same.post_count for same in matters)
        assert all(same.leader in there for same in matters if same.posts)


def test_caps() -> None:
    """The document stays small whatever comes."""
    bodies = [
        Sighted(START + timedelta(minutes=n), tuple(f"w{n}-{m}" for m in range(80)), source=f"mention:x:{n}")
        for n in range(60)
    ]
    bodies += [Sighted(START, ("lampu",), number=f"KPG-{n}") for n in range(400)]
    _told, stored = played([Event(f"e{n}", LANE, body.at, body) for n, body in enumerate(bodies)])
    burst_state = load(stored)
    assert len(burst_state.matters) <= 20
    assert all(len(same.stems) <= 60 and len(same.numbers) <= 200 for same in burst_state.matters)
    assert len(msgspec.json.encode(burst_state)) < 100_000


def test_reports_grow_in_place() -> None:
    """Every further report edits the same message; doubles change nothing."""
    bodies = [Sighted(START, ("lampu", "mati"), number=f"KPG-{n % 6}") for n in range(12)]
    told, _stored = played([Event(f"e{n}", LANE, body.at, body) for n, body in enumerate(bodies)])
    notes = [tell.command for tell in told if isinstance(tell.command, SimilarReports)]
    assert [3, 4, 5, 6] == [note.count for note in notes]
    assert 1 == len({note.key for note in notes})


def test_what_is_usual_is_not_told() -> None:
    """Where so many reports come every day, only more than twice as many are news; then the message grows as ever."""
    days = range(8)
    bodies = [
        Sighted(START + timedelta(days=day, minutes=n), ("lampu", "mati"), number=f"KPG-{day}-{n}")
        for day in days
        for n in range(13 if day == days[-1] else 5)
    ]
    told, _stored = played([Event(f"e{n}", LANE, body.at, body) for n, body in enumerate(bodies)])
    notes = [tell.command for tell in told if isinstance(tell.command, SimilarReports)]
    assert [3, 4, 5, 11, 12, 13] == [note.count for note in notes]


def test_rhythm() -> None:
    """Counters of an hour are averages over the days before, whatever order they come in; old days fade."""
    found = Rhythm()
    for day in range(4):
        for _ in range(2 * day):
            found = found.counted(START + timedelta(days=day))
    assert 3.0 == found.usual(START + timedelta(days=3))
    assert 0.0 == found.usual(START + timedelta(days=3, hours=1))
    assert -1.0 == Rhythm().usual(START)
    late = found.counted(START)
    assert sum(found.past) + 1 == sum(late.past)
    much_later = found.counted(START + timedelta(days=400))
    assert much_later.days <= 400 // 2
