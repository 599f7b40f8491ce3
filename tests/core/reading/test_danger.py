"""Danger measured on a table of sentences: recall before precision, each message by itself."""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from core.city.emergencies import FILE
from core.city.pack import parse_city
from core.reading.judgement import Emergency
from core.reading.understand import Understander
from tests.core.kupang import kupang, pack_files, understander

TABLE = Path(__file__).parents[2] / "data" / "danger.tsv"
"""Written by who wrote the words, and tuned on."""
UNSEEN = TABLE.with_name("danger-unseen.tsv")
"""Written by somebody who had not read the words, and never used for tuning words or weights."""
EVERYDAY = TABLE.with_name("acts.tsv")
COMPLAINTS = Path(__file__).parents[2] / "data" / "sentences.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with the numbers that must be said: any of several ways, empty when none."""

    text: str
    kind: str
    ways: tuple[frozenset[str], ...]


@cache
def rows(path: Path) -> tuple[Row, ...]:
    """Read a table of danger: numbers, kind, text."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            numbers, kind, text = line.split("\t")[:3]
            ways = () if numbers == "-" else tuple(frozenset(way.split("+")) for way in numbers.split("|"))
            found.append(Row(text, kind, ways))
    return tuple(found)


def danger(text: str) -> Emergency | None:
    """Look at one message by itself."""
    return understander().danger(text)


def measured(table: tuple[Row, ...]) -> tuple[float, float, list[str], list[str]]:
    """Give recall and precision, with the sentences missed and those that alarmed for nothing."""
    missed = [row.text for row in table if row.ways and danger(row.text) is None]
    false = [row.text for row in table if not row.ways and danger(row.text) is not None]
    real = sum(bool(row.ways) for row in table)
    heard = real - len(missed)
    return heard / real, heard / (heard + len(false)), missed, false


def test_the_table_is_large_and_balanced() -> None:
    """There are at least 150 sentences, about half of them no emergency, and at least 80 false friends."""
    table = rows(TABLE)
    assert len(table) >= 150
    assert len({row.text for row in table}) == len(table)
    assert 0.4 <= sum(bool(row.ways) for row in table) / len(table) <= 0.6
    assert sum(row.kind == "idiom" for row in table) >= 80


def test_no_danger_of_the_table_is_missed() -> None:
    """Every emergency of the table is heard, and at most one alarm in ten is false."""
    recall, precision, missed, false = measured(rows(TABLE))
    assert (1.0, []) == (recall, missed)
    assert precision >= 0.9, false


def test_the_right_numbers_are_said() -> None:
    """Each emergency of the table is sent to a number that can help, violence at home to both of its numbers."""
    wrong = [
        (row.text, heard.numbers)
        for row in rows(TABLE)
        if row.ways and (heard := danger(row.text)) and not any(way <= set(heard.numbers) for way in row.ways)
    ]
    assert [] == wrong


def test_sentences_never_tuned_for_are_heard_too() -> None:
    """At first sight at least 97 of 100 emergencies are heard, and at most one alarm in ten is false."""
    recall, precision, missed, false = measured(rows(UNSEEN))
    assert recall >= 0.97, missed
    assert precision >= 0.9, false
    assert not {row.text for row in rows(UNSEEN)} & {row.text for row in rows(TABLE)}


@pytest.mark.parametrize("place", ["{}", "{} di Kelurahan Liliba", "pak {} terus, tolong", "su 3 hari {}"])
@pytest.mark.parametrize(
    "idiom",
    [
        "lampu merah mati",
        "mati lampu",
        "mati gaya",
        "jatuh tempo",
        "banjir pesanan",
        "naik darah",
        "jalan mati",
        "kebakaran jenggot",
        "harga meledak",
        "meteran meledak-ledak angkanya",
        "mati berdiri",
        "tenggelam dalam hutang",
        "air mati",
        "bom waktu",
        "tikus mati",
        "darah tinggi minta jadwal poli",
    ],
)
def test_figures_of_speech_stay_calm_in_any_dress(idiom: str, place: str) -> None:
    """A place, a duration or a plea around a figure of speech makes no emergency of it."""
    assert danger(place.format(idiom)) is None


def test_everyday_talk_does_not_alarm() -> None:
    """Of 6,000 things said in a conversation at most one in 150 alarms (the weights have learnt from them)."""
    lines = EVERYDAY.read_text("utf-8").splitlines()
    said = [line.partition("\t")[2] for line in lines if not line.startswith("#")]
    false = [text for text in said if danger(text) is not None]
    assert len(said) > 2500
    assert len(false) <= len(said) / 150, false


def test_weights_help_only_where_words_are_silent_or_in_doubt() -> None:
    """What words deny stays denied; without weights the words decide alone."""
    alarm = understander()._alarm
    plain = alarm.with_weights(None)
    assert plain.judge("rumah tetangga terbakar").learnt is None
    assert "kebakaran" == plain.judge("rumah terbakar").kind
    silent = alarm.judge("lampu jalan mati di depan gereja")
    assert silent.learnt is not None
    assert silent.learnt < 0
    assert "" == alarm.judge("kebakaran di pasar tahun lalu sudah padam").kind


def test_everyday_complaints_do_not_alarm() -> None:
    """None of the labelled complaints of other tests alarms, and their emergencies all do."""
    labelled = [json.loads(line) for line in COMPLAINTS.read_text("utf-8").splitlines()]
    wrong = [row["text"] for row in labelled if bool(row["emergency"]) != (danger(row["text"]) is not None)]
    assert [] == wrong


@pytest.mark.parametrize(
    ("text", "numbers", "gentle"),
    [
        ("suami saya pukul saya lagi", ("110", "129"), False),
        ("saya mau mati saja", ("119 ext. 8",), True),
        ("rumah tetangga terbakar", ("112",), False),
        ("oma pingsan di kamar mandi", ("119",), False),
        ("ada orang bawa parang di jalan", ("110",), False),
    ],
)
def test_a_kind_says_all_its_numbers(text: str, numbers: tuple[str, ...], gentle: bool) -> None:
    """All numbers to be said come as they are said; only wanting to die is a gentle kind."""
    heard = danger(text)
    assert heard is not None
    assert (numbers, gentle) == (heard.numbers, heard.gentle)


@pytest.mark.parametrize(
    ("calm", "alarming"),
    [
        ("kebakaran di pasar minggu lalu", "kebakaran di pasar"),
        ("takut ada kebakaran", "ada kebakaran"),
        ("tidak ada kebakaran", "ada kebakaran sekarang"),
        ("jalan ini sering kecelakaan", "ada kecelakaan di jalan ini"),
        ("api sudah padam", "api belum padam"),
        ("kalau kebakaran lapor ke mana", "kebakaran, lapor ke mana ini, tolong cepat"),
        ("harga gas meledak", "tabung gas meledak"),
        ("pasien gawat sudah ditangani di igd", "pasien gawat belum ditangani di igd dari tadi"),
        ("pencuri di rumah kami sudah ditangkap", "pencuri di dalam rumah kami belum ditangkap"),
        ("perawat igd lambat, antri dua jam", "mama beta sekarat di rumah sakit, perawat suruh tunggu"),
        ("air keruh dari PAM di Oebufu", "air bah dari kali masuk rumah di Oebufu"),
        ("kantor PDAM tidak angkat telepon, air mati", "su telepon 112 sonde angkat, kebakaran di Oebobo"),
        ("please help me understand", "please help me, my house is on fire and 112 does not answer"),
    ],
)
def test_the_same_message_calms_its_danger(calm: str, alarming: str) -> None:
    """What is past, feared, denied, habitual, over, asked about or a figure of speech is no emergency."""
    assert danger(calm) is None
    assert danger(alarming) is not None


@pytest.mark.parametrize(
    "text",
    [
        "RUMAH KEBAKARAAAN",
        "kbakaran d rmh sy",
        "kebakran di rumah",
        "rumah tabakar",
        "org pngsn d jln",
        "anak tenggalam",
    ],
)
def test_spelling_does_not_hide_danger(text: str) -> None:
    """Stretched, shortened and mistyped words and those of Kupang are heard."""
    assert danger(text) is not None


def test_past_in_another_sentence_hardly_calms() -> None:
    """A sentence about yesterday does not silence the danger of the next one."""
    assert danger("Kemarin lampu jalan mati. Sekarang rumah sebelah terbakar!") is not None


def test_why_names_points_and_patterns() -> None:
    """The judgement says which kind has how many points, and by which words."""
    why = understander().why_danger("kemarin ada kebakaran di pasar")
    assert "kebakaran" not in {why.kind}
    assert 0 < why.points["kebakaran"] < 2
    assert any(reason.startswith("past:") for reason in why.reasons)


def test_a_city_changes_a_number_and_adds_words() -> None:
    """A city's own emergency.toml overrides the number of a shared kind and adds its words."""
    files = pack_files()
    files[FILE] += b'\n[[emergency]]\ncode = "kebakaran"\nnumber = "113"\nsure = ["zonkfeuer"]\n'
    heard = Understander(parse_city(files)).danger("zonkfeuer di pasar")
    assert heard is not None
    assert ("113", "kebakaran") == (heard.number, heard.kind)


def test_the_shared_kinds_serve_a_city_without_its_own() -> None:
    """A pack without an emergency.toml has the base pack's kinds."""
    files = pack_files()
    del files[FILE]
    assert [kind.code for kind in parse_city(files).emergencies] == [kind.code for kind in kupang().emergencies]


def test_each_message_is_read_quickly() -> None:
    """Danger is read in under 1 ms once the words are prepared (median of the table, best of three)."""
    alarm = understander()._alarm

    def best(text: str) -> float:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            alarm.judge(text)
            times.append(time.perf_counter() - start)
        return min(times)

    assert statistics.median(best(row.text) for row in rows(TABLE)[:150]) < 0.001
