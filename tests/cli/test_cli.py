"""The command line as a newcomer meets it: help, mistakes in the settings, start and stop."""

import re
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.channels import KITS
from app.settings import names
from channels.telegram.settings import TelegramSettings
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


@pytest.mark.parametrize("wrong", ["0", "-1", "9" * 20, "viele"])
def test_a_count_that_is_none_is_refused_before_the_database(wrong: str) -> None:
    """What no list can be long is said at once, not by the driver."""
    ended = CliRunner().invoke(app, ["dead", "list", "--limit", wrong])
    assert (2, True) == (ended.exit_code, "--limit" in ended.output)


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
        ("KANAL_PUBLIC_URL", "https://[hunter2", "https://[2001:db8::1]"),
        ("KANAL_PUBLIC_URL", "https://kanal.example.id:hunter2", "https://kanal.example.id:8443"),
        ("KANAL_PUBLIC_URL", "https://hunter2..example.id", "https://kanal.example.id."),
        ("TELEGRAM_OFFICIALS_CHAT_ID", "1001234567890", "-5"),
        ("WEB_PROXIES", "hunter2.internal", "10.0.0.0/8, ::1"),
        ("WEB_TILE_URL", "https://hunter2/{z}/{x}.png", "https://tiles.example.id/{z}/{x}/{y}.png"),
        ("WHATSAPP_TOKEN", "EAAhunter2\u200b", "\u00a0EAAhunter2\u00a0"),
        ("META_APP_SECRET", "\ufeffhunter2", "hunter2"),
        ("KANAL_MONGODB_DATABASE", "hunter2.db", "kanal-kota_2"),
        ("KANAL_DATA_DIR", "~hunter2/data", "~/data"),
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
    "content",
    ["# Kup\u00e1ng\n".encode("latin-1"), "KANAL_PORT=0\n".encode("utf-16"), "KANAL_CITY=“kota”".encode("cp1252")],
)
async def test_a_file_of_settings_in_another_encoding_is_one_line(tmp_path: Path, content: bytes) -> None:
    """Editors on other systems save in their own encodings: that is said, and no line of the file is quoted."""
    (tmp_path / ".env").write_bytes(content)

    ended = await kanal(tmp_path, "dead", "list", settings={})

    assert (2, "kanal: .env is not UTF-8: save it as UTF-8 in your editor\n") == (ended.code, ended.err)


def test_what_a_shell_would_have_read_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder below one's home is that folder, and users may be parted by blanks alone."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KANAL_DATA_DIR", "~/kanal")
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", "5001 5002;5003,")

    settings = load_settings()

    assert (tmp_path / "kanal", frozenset({"5001", "5002", "5003"})) == (
        settings.data_dir,
        TelegramSettings().admin_ids,
    )


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
