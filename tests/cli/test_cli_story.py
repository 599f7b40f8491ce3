"""`kanal demo --story`: 0 when every expected push arrived, otherwise a code and the reason."""

import re
from typing import Any

import pytest

from demo import story
from demo.stage import Stage
from tests.cli.kanal import ROOT, kanal


def without_dates(line: str) -> str:
    """Give a line as it is on any day."""
    return re.sub(r"\w+, \d+ \w+ \d{4}|sisa \d+", "D", line)


def in_readme() -> list[str]:
    """Give the lines of the story that README shows."""
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition("```text\n")[2].partition("```")[0]
    lines = [without_dates(line) for line in shown.splitlines() if line.strip(" │") != "…"]
    assert 6 < len(lines)
    return lines


async def test_the_whole_case_plays() -> None:
    """The story ends with the ticket's number, and prints both sides; nothing else goes to stderr."""
    ended = await kanal(ROOT, "demo", "--story")

    assert (0, "") == (ended.code, ended.err)
    assert "setiap kabar sampai ke warga" in ended.lines[-1]
    assert story.NUMBER.search(ended.lines[-1])
    assert "Lampu jalan mati su 3 hari" in ended.out
    assert [] == [line for line in in_readme() if line not in {without_dates(line) for line in ended.lines}]


async def test_a_mention_plays_to_the_end_after_it() -> None:
    """What was written in public is shown to officials, its author invited, and the report that it became confirmed."""
    ended = await kanal(ROOT, "demo", "--story")

    told = ended.out[ended.out.index("ruang publik") :]
    steps = ("Facebook · Yuliana Benu", "[Undang]", "ini bukan saya", "Nomornya KPG-", "[Sudah beres]", "Terima kasih")
    assert sorted(steps, key=told.rindex) == list(steps)
    numbers = dict.fromkeys(found[0] for found in story.NUMBER.finditer(ended.out))
    assert 2 == len(numbers)
    assert all(number in ended.lines[-1] for number in numbers)


async def test_what_is_printed_can_be_read() -> None:
    """No signs of markup stand in the text, long rows of buttons are broken, each card is whole the first time only."""
    ended = await kanal(ROOT, "demo", "--story")

    assert "*" not in ended.out
    assert [] == [line for line in ended.lines if "[" in line and len(line) > 110]
    assert 2 == sum("Pelapor:" in line for line in ended.lines)
    assert 6 <= sum(line.lstrip().startswith("Kartu") for line in ended.lines)


async def test_a_missing_push_breaks_the_story(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When messages to the citizen do not arrive, the story says which one did not come, and gives 1."""
    build = Stage.build

    async def build_with_fault(**options: Any) -> Stage:
        stage = await build(**options)
        assert stage.whatsapp is not None
        stage.whatsapp.fail("error", method="messages", times=None, code=131026)
        return stage

    monkeypatch.setattr(Stage, "build", build_with_fault)
    monkeypatch.setattr(story, "PATIENCE_SECONDS", 1.5)

    code = await story.play_story()

    assert 1 == code
    assert "the story broke: did not come within" in capsys.readouterr().err
