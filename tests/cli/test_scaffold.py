"""A scaffolded channel is complete: it starts, its code passes the checks, and its tests say what is still to do."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.scaffold import ScaffoldError, make_channel
from tests.channels.quality import left, rules, troubles

ROOT = Path(__file__).parents[2]
PARTS = ("app", "core", "channels", "pyproject.toml", ".env.example")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what a channel needs of the repository."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / part)
    for package in ("tests", "tests/channels"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    shutil.copy(ROOT / "tests/channels/quality.py", tmp_path / "tests/channels")
    return tmp_path


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run Python in a folder and give what it says; it has to end with the code."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "CI": ""}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert code == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["viber", "line"])
def test_a_new_channel_passes_every_check_and_is_refused_for_what_is_to_do(copy: Path, name: str) -> None:
    """ruff, the formatter and mypy --strict are content; of its tests only the one of the quality list fails."""
    made = make_channel(copy, name)
    python = [str(path) for path in made if path.suffix == ".py"]

    run(copy, "-m", "ruff", "check", "--no-cache", *python)
    run(copy, "-m", "ruff", "format", "--no-cache", "--check", *python)
    run(copy, "-m", "mypy", "--no-incremental", *python)
    told = run(copy, "-m", "pytest", f"tests/channels/{name}", code=1)
    assert [f"tests/channels/{name}/test_quality.py::test_nothing_is_left_to_do"] == re.findall(
        r"^FAILED (\S+)", told, re.M
    )


STARTS = """
import asyncio
from types import SimpleNamespace
from app.channels import KITS, build_channels
from app.settings import Settings, names

async def start():
    around = SimpleNamespace(clock=None, paced=False)
    settings = Settings(_env_file=None, VIBER_TOKEN="token", VIBER_SECRET="secret")
    for channel in build_channels(KITS, settings, around).values():
        print(channel.name, [(one.suffix, one.methods) for one in channel.routes], "VIBER_TOKEN" in names())
        await channel.close()

asyncio.run(start())
"""


def test_a_new_channel_starts(copy: Path) -> None:
    """With its settings the bridge finds it and switches it on, and no other file was changed for it."""
    make_channel(copy, "viber")
    assert "viber [('', ('POST',))] True\n" == run(copy, "-c", STARTS)


def test_a_new_channel_has_fixtures_tests_and_a_to_do_list(copy: Path) -> None:
    """Beside the code there is a recorded body, tests, settings, and a list by which nothing is done."""
    made = {path.as_posix() for path in make_channel(copy, "viber")}

    assert {"tests/fixtures/viber/text.json", "tests/channels/viber/test_parse.py", "docs/channels/viber.md"} <= made
    assert [] == list(troubles(copy, "viber"))
    assert len(rules(copy)) == len(left(copy, "viber"))
    assert "VIBER_TOKEN=\n" in (copy / ".env.example").read_text(encoding="utf-8")


def test_nothing_is_overwritten(copy: Path) -> None:
    """A channel that exists is left as it is, every file of it."""
    make_channel(copy, "viber")
    parser = copy / "channels/viber/parse.py"
    parser.write_text("mine")
    (copy / "channels/viber/verify.py").unlink()

    with pytest.raises(ScaffoldError, match="exists already"):
        make_channel(copy, "viber")
    assert "mine" == parser.read_text()
    assert not (copy / "channels/viber/verify.py").exists()


@pytest.mark.parametrize("name", ["", "Viber", "vi-ber", "1st", "class", "../up", "v" * 30])
def test_a_name_that_cannot_be_a_package_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written for a name that Python or the paths could not carry."""
    with pytest.raises(ScaffoldError, match="cannot name a channel"):
        make_channel(tmp_path, name)
    assert [] == list(tmp_path.iterdir())


def test_the_command_says_what_it_made_and_what_is_next(copy: Path) -> None:
    """`kanal scaffold channel` names each file and the next step."""
    result = CliRunner().invoke(app, ["scaffold", "channel", "viber", "--root", str(copy)])

    assert 0 == result.exit_code
    assert "made channels/viber/parse.py" in result.output
    assert "CONTRIBUTING.md" in result.output


def test_the_command_refuses_another_folder_in_one_line(tmp_path: Path) -> None:
    """Outside of the repository it says so and ends with 1."""
    result = CliRunner().invoke(app, ["scaffold", "channel", "viber", "--root", str(tmp_path)])

    assert 1 == result.exit_code
    assert "is not the repository's folder" in result.output
    assert 1 == result.output.count("\n")
