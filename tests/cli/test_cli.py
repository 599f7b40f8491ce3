"""The command line as a newcomer meets it: help, mistakes in the settings, start and stop."""

import re
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.channels import KITS
from app.settings import names
from cli.main import app
from cli.running import load_settings
from tests.cli.kanal import NOWHERE, ROOT, kanal, serve_until

COMMANDS = ("serve", "demo", "doctor", "replay", "guess", "dead", "scaffold")


async def test_help_names_every_command(tmp_path: Path) -> None:
    """`kanal --help` lists all commands, and nothing is needed for it."""
    ended = await kanal(tmp_path, "--help")

    assert 0 == ended.code
    assert set(COMMANDS) <= set(re.findall(r"^│ (\w+) ", ended.out, re.MULTILINE))


@pytest.mark.parametrize("command", [*COMMANDS[:5], "dead list", "dead show", "dead replay", "dead drop"])
def test_every_command_explains_itself(command: str) -> None:
    """`--help` of a command needs no settings and says in a sentence what it does."""
    ended = CliRunner().invoke(app, [*command.split(), "--help"])

    assert 0 == ended.exit_code
    assert re.search(r"\n [A-Z][^│]*\. *\n", ended.output)


async def test_wrong_settings_end_with_one_line_each(tmp_path: Path) -> None:
    """Every mistake is named by its setting, no value is quoted, and the exit code is 2."""
    settings = {"KANAL_PORT": "hunter2", "TELEGRAM_MODE": "hunter3", "X_POLL_SECONDS": "0"}

    ended = await kanal(tmp_path, "serve", settings=settings)

    assert 2 == ended.code
    assert list(settings) == [line.split()[2].rstrip(":") for line in ended.err.splitlines()]
    assert "hunter" not in ended.err


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("TELEGRAM_OFFICIALS_CHAT_ID", "@pejabat_hunter2", " -1001234567890 "),
        ("TELEGRAM_ADMIN_IDS", "5001, hunter2", " 5001 ; 5002,"),
        ("TELEGRAM_WEBHOOK_SECRET", "hunter2 hunter2", "Hunter_2-"),
        ("TELEGRAM_API_BASE", "hunter2:8081", "http://127.0.0.1:8081"),
        ("KANAL_PUBLIC_URL", "hunter2.example.id", "https://kanal.example.id"),
    ],
)
def test_a_value_that_can_never_work_is_named_at_once(
    name: str, wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value of the wrong form is one line by its setting's name, and not quoted; one of the right form is taken."""
    monkeypatch.setenv(name, wrong)
    ended = CliRunner().invoke(app, ["serve"])

    assert 2 == ended.exit_code
    assert re.fullmatch(rf"kanal: setting {name}: must be .*\n", ended.output)
    assert "hunter2" not in ended.output

    monkeypatch.setenv(name, right)
    assert load_settings().model_fields_set


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({"KANAL_CITY": "cities/nowhere"}, "no city pack in cities/nowhere", id="no city pack"),
        pytest.param({"KANAL_CITY": "cities"}, "no city pack in cities", id="no city chosen"),
        pytest.param({"KANAL_MONGODB_URI": NOWHERE}, "the database does not answer: .*Connection refused;", id="store"),
        pytest.param({"KANAL_MONGODB_URI": "mongo:/u:hunter2@h"}, "KANAL_MONGODB_URI cannot be read", id="address"),
        pytest.param({"KANAL_DATA_DIR": "/proc/nowhere"}, "No such file or directory: /proc/nowhere", id="folder"),
    ],
)
async def test_what_serve_cannot_do_without_is_one_line(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    """A missing part ends `serve` with one readable line and code 1."""
    ended = await kanal(tmp_path, "serve", settings={"KANAL_PORT": "0", **settings})

    assert 1 == ended.code
    assert re.search(words, ended.err)
    assert 1 == ended.err.count("\n")
    assert "hunter2" not in ended.err


async def test_a_taken_port_is_one_line_and_leaves_no_database_behind(tmp_path: Path) -> None:
    """`serve` names the port and the setting, and stops the database that it had started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = await kanal(tmp_path, "serve", settings={"KANAL_PORT": port})

    assert 1 == ended.code
    assert f"port {port} is taken by another program" in ended.err
    assert "KANAL_PORT" in ended.err
    assert not (tmp_path / "data" / "server.json").exists()


async def test_serve_says_what_is_on_and_stops_cleanly(tmp_path: Path) -> None:
    """Start-up is one line with address, store and channels; what is set by halves is said; SIGTERM ends with 0."""
    ended = await serve_until('"pages_off"', tmp_path, {"KANAL_PORT": "0", "KANAL_PORTAL": "on"})

    assert 0 == ended.code
    off = ", ".join(f"{kit.name} off" for kit in KITS)
    assert re.search(rf'"url": "http://127.0.0.1:\d+", "store": "embedded", "channels": "{off}"', ended.err)
    assert "set TELEGRAM_OFFICIALS_CHAT_ID" in ended.err
    assert '"settings": "KANAL_PORTAL", "advice": "set WEB_FORM' in ended.err
    assert '"stopped"' in ended.err


def test_the_example_has_every_setting_and_no_other() -> None:
    """`.env.example` names exactly the settings, each under a line that explains it."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")]

    assert sorted(names()) == sorted(named)
    for place, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[place - 1].startswith("# ") or lines[place - 2].startswith("# "), line
