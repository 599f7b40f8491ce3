"""`kanal guess`: a text per line in, a JSON object per line out, whatever comes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.cli.kanal import kanal

KEYS = ["text", "classification", "categories", "kelurahan", "emergency"]


async def guess(folder: Path, stdin: bytes, settings: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Give the answers as objects; the command has to succeed."""
    ended = await kanal(folder, "guess", stdin=stdin, settings=settings)
    assert (0, "") == (ended.code, ended.err)
    return [json.loads(line) for line in ended.lines]


async def test_each_line_gives_exactly_the_agreed_keys(tmp_path: Path) -> None:
    """Text, classification, three categories of code and score, kelurahan, emergency."""
    answers = await guess(tmp_path, b"Lampu jalan mati di Oebufu\nAda kebakaran di pasar oeba\n")

    assert [KEYS, KEYS] == [list(answer) for answer in answers]
    assert [[["code", "score"]] * 3] * 2 == [[list(one) for one in answer["categories"]] for answer in answers]
    assert [("lampu-jalan", "Oebufu", None), ("112", "Oeba")] == [
        (answers[0]["categories"][0]["code"], answers[0]["kelurahan"], answers[0]["emergency"]),
        (answers[1]["emergency"], answers[1]["kelurahan"]),
    ]


async def test_an_empty_line_gives_an_object_too(tmp_path: Path) -> None:
    """Lines in and objects out stay in step."""
    answers = await guess(tmp_path, b"\n  \nsampah\n")

    assert ["", "  ", "sampah"] == [answer["text"] for answer in answers]
    assert [3, 3, 3] == [len(answer["categories"]) for answer in answers]
    assert [None, None] == [answers[0]["kelurahan"], answers[0]["emergency"]]


async def test_nothing_in_gives_nothing_out(tmp_path: Path) -> None:
    """An empty input is a success without lines."""
    assert [] == await guess(tmp_path, b"")


async def test_broken_utf8_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """A broken byte becomes a replacement character under any locale, and the lines behind it are read."""
    for locale in ("C", "C.UTF-8"):
        answers = await guess(tmp_path, b"\xff\xfe jalan rusak\r\nsampah \xf0\x9f\x98\nair mati", {"LC_ALL": locale})
        assert ["�� jalan rusak", "sampah �", "air mati"] == [answer["text"] for answer in answers]


async def test_other_line_separators_are_part_of_the_text(tmp_path: Path) -> None:
    """Only a newline ends a line, so that answers stay in step with what other tools count."""
    answers = await guess(tmp_path, "jalan\u2028rusak\x0b\x85parah\n".encode())

    assert ["jalan\u2028rusak\x0b\x85parah"] == [answer["text"] for answer in answers]


async def test_a_very_long_line_is_one_answer(tmp_path: Path) -> None:
    """A megabyte in one line neither fails nor takes long."""
    answers = await guess(tmp_path, b"jalan rusak di oebufu " * 50_000)

    assert ["jalan"] == [answer["categories"][0]["code"] for answer in answers]


async def test_a_broken_city_pack_is_one_line(tmp_path: Path) -> None:
    """The file, the key and the problem are named, and the code is 1."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "city.toml").write_text("code = ")

    ended = await kanal(tmp_path, "guess", settings={"KANAL_CITY": str(tmp_path / "pack")})

    assert 1 == ended.code
    assert ended.err.startswith("kanal: city.toml: ")
    assert 1 == ended.err.count("\n")


async def guess_open(folder: Path, what: str, stdin: bytes, *more: str) -> list[dict[str, Any]]:
    """Give the answers while something is open."""
    ended = await kanal(folder, "guess", "--open", what, *more, stdin=stdin)
    assert (0, "") == (ended.code, ended.err)
    return [json.loads(line) for line in ended.lines]


async def test_open_adds_act_score_reasons_and_danger(tmp_path: Path) -> None:
    """With something open each object also says what the text does, how sure and why, and whether it is danger."""
    said = b"ok makasih\nlampunya masih mati pak\nlampu su menyala lai\nada kebakaran di rumah\n\n"
    answers = await guess_open(tmp_path, "verdict", said)

    assert [[*KEYS, "act", "score", "reasons", "maybe", "danger"]] * 5 == [list(answer) for answer in answers]
    assert ["thanks", "denies", "confirms"] == [answer["act"] for answer in answers[:3]]
    assert any("masih" in reason for reason in answers[1]["reasons"])
    assert all(0 <= answer["score"] <= 1 for answer in answers)
    assert ["", "kebakaran"] == [answer["danger"]["kind"] for answer in answers[2:4]]
    assert answers[3]["danger"]["reasons"]
    assert "unclear" == answers[4]["act"]


async def test_the_same_words_do_different_things(tmp_path: Path) -> None:
    """The act depends on what is open, and on what the open report is about."""
    scenes = ["none", "draft", "place", "question", "verdict", "lapsed", "rating", "filed", "closed"]
    acts = {scene: (await guess_open(tmp_path, scene, b"tiang nomor 12\n"))[0]["act"] for scene in scenes}
    assert ("adds", "answers") == (acts["draft"], acts["question"])
    assert "confirms" not in acts.values()
    number = b"tolong cek KPG-26-00001-5 sudah sampai mana\n"
    assert ["asks_status"] == [
        one["act"] for one in await guess_open(tmp_path, "filed", number, "--about", "got mampet")
    ]


async def test_unknown_scene_is_refused(tmp_path: Path) -> None:
    """What is no scene ends with the list of those that are."""
    ended = await kanal(tmp_path, "guess", "--open", "somewhere")
    assert 2 == ended.code
    assert "verdict" in ended.err
