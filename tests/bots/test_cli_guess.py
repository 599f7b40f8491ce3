"""`kanal guess`: a text per line in, a JSON object per line out, whatever comes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bots.kanal import kanal

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
