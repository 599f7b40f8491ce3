"""`kanal replay`: a recorded body, signed as its platform signs, at a running bridge."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.runtime import Runtime
from app.settings import Settings
from demo.stage import Stage
from tests.cli.kanal import ROOT, Ended, as_environment, kanal

MARIA = 501234567
"""Who writes in the fixture."""
FIXTURES = ROOT / "tests" / "fixtures"


@dataclass
class Running:
    """A bridge on stand-ins, and the command with its settings."""

    stage: Stage
    runtime: Runtime
    settings: Settings
    folder: Path

    async def replay(self, fixture: Path, *options: str, **changed: str) -> Ended:
        """Run ``kanal replay`` against the bridge."""
        values = {**as_environment(self.settings), **changed}
        return await kanal(self.folder, "replay", str(fixture), "--url", self.runtime.url, *options, settings=values)


@pytest.fixture
async def running(tmp_path: Path, mongo_uri: str, database_name: str) -> AsyncIterator[Running]:
    """Start a bridge in this process."""
    stage = await Stage.build(limits=None)
    store: dict[str, Any] = {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}
    settings = stage.settings(KANAL_CITY=ROOT / "cities/kupang", **store)
    runtime = Runtime(settings, paced=False)
    await runtime.start()
    yield Running(stage, runtime, settings, tmp_path)
    await runtime.stop()
    await stage.stop()


async def test_a_fixture_is_taken_and_answered(running: Running) -> None:
    """The body is signed, stored, and the citizen of the fixture gets an answer; a second time nothing new."""
    people, standin = running.stage.standin.people, running.stage.standin
    people.add_user(MARIA, "Maria", "Ndolu")
    started = people.say(MARIA, "/start")
    greeting = await standin.next_message(MARIA, after=started["message_id"], timeout=20)

    first = await running.replay(FIXTURES / "telegram" / "text.json")
    answer = await standin.next_message(MARIA, after=greeting["message_id"], timeout=20)
    second = await running.replay(FIXTURES / "telegram" / "text.json")

    assert [(0, "200 ok\n")] * 2 == [(ended.code, ended.out) for ended in (first, second)]
    assert answer["text"]


async def test_a_bridge_with_another_secret_refuses(running: Running) -> None:
    """403 is shown with what it means; code 1."""
    ended = await running.replay(FIXTURES / "telegram" / "text.json", TELEGRAM_WEBHOOK_SECRET="another-secret")

    assert (1, "403 forbidden\n") == (ended.code, ended.out)
    assert "other settings" in ended.err


async def test_a_channel_that_nobody_knows(running: Running, tmp_path: Path) -> None:
    """The folder's name is the channel; one that is none is refused with the names there are."""
    fixture = tmp_path / "pigeons" / "text.json"
    fixture.parent.mkdir()
    fixture.write_text("{}")

    ended = await running.replay(fixture)
    named = await running.replay(fixture, "--channel", "telegram")

    assert 1 == ended.code
    assert "no channel 'pigeons'" in ended.err
    assert "telegram" in ended.err
    assert (0, "200 ok\n") == (named.code, named.out)


async def test_no_such_fixture(running: Running) -> None:
    """The path is named; code 1."""
    ended = await running.replay(Path("nothing.json"))

    assert (1, "kanal: no fixture nothing.json\n") == (ended.code, ended.err)


async def test_no_bridge_runs(tmp_path: Path) -> None:
    """A server that is down is one line with the address; code 1."""
    ended = await kanal(
        tmp_path,
        "replay",
        str(FIXTURES / "telegram" / "text.json"),
        "--url",
        "http://127.0.0.1:1",
        settings={"TELEGRAM_BOT_TOKEN": "1:a"},
    )

    assert (1, 1) == (ended.code, ended.err.count("\n"))
    assert "http://127.0.0.1:1/webhooks/telegram does not answer" in ended.err
