"""A scaffolded channel is complete: its code passes the checks, its tests pass, and it says what is still to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.scaffold import ScaffoldError, make_channel

ROOT = Path(__file__).parents[2]
PARTS = ("core", "channels", "pyproject.toml")


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
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    """Run a tool as a module in a folder and give what it says; it has to succeed."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "CI": ""}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["viber", "line"])
def test_a_new_channel_passes_every_check_and_its_own_tests(copy: Path, name: str) -> None:
    """ruff, the formatter, mypy --strict and pytest are content with what the templates give."""
    made = make_channel(copy, name)
    python = [str(path) for path in made if path.suffix == ".py"]

    run(copy, "ruff", "check", "--no-cache", *python)
    run(copy, "ruff", "format", "--no-cache", "--check", *python)
    run(copy, "mypy", "--no-incremental", *python)
    assert " passed" in run(copy, "pytest", f"tests/channels/{name}")


def test_a_new_channel_has_fixtures_tests_and_a_to_do_list(copy: Path) -> None:
    """Beside the code there is a recorded body, tests, and a manual that says what is missing."""
    made = {path.as_posix() for path in make_channel(copy, "viber")}

    assert {"tests/fixtures/viber/text.json", "tests/channels/viber/test_parse.py", "docs/channels/viber.md"} <= made
    assert 10 < (copy / "docs/channels/viber.md").read_text(encoding="utf-8").count("to do")


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
    (tmp_path / "channels").mkdir()
    with pytest.raises(ScaffoldError, match="cannot name a channel"):
        make_channel(tmp_path, name)
    assert [] == list((tmp_path / "channels").iterdir())


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
