"""`kanal doctor`: one line per finding, with what to do about what is wrong; 1 when anything is."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.doctor import examine
from bots.settings import Settings
from bots.stage import COORDINATOR, Stage
from channels.telegram.setup import ALLOWED_UPDATES
from tests.bots.kanal import NOWHERE, ROOT, Ended, as_environment, kanal

PUBLIC = "https://lapor.example"


class Clinic:
    """A city on stand-ins and a bridge's settings for it, to be spoilt one thing at a time."""

    def __init__(
        self, stage: Stage, folder: Path, uri: str, database: str, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.stage = stage
        self.capture = capture
        self.folder = folder
        self.settings = {
            **as_environment(stage.settings(KANAL_CITY=ROOT / "cities/kupang")),
            "KANAL_MONGODB_URI": uri,
            "KANAL_MONGODB_DATABASE": database,
            "KANAL_PUBLIC_URL": PUBLIC,
        }

    async def started_once(self) -> None:
        """Do what a start of the bridge does at the platform; nothing is delivered to the address."""
        self.stage.standin.webhook.hold()
        call: dict[str, Any] = {
            "url": f"{PUBLIC}/webhooks/telegram",
            "secret_token": "secret",
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        url = f"{self.stage.standin.base_url}/bot{self.stage.standin.token}/setWebhook"
        async with aiohttp.ClientSession() as session, session.post(url, json=call) as answer:
            assert 200 == answer.status

    async def doctor(self, **changed: str) -> Ended:
        """Do what the command does, in this process."""
        values: dict[str, Any] = {**self.settings, "KANAL_DATA_DIR": str(self.folder), **changed}
        settings = Settings(_env_file=None, **values)
        self.capture.readouterr()
        code = await examine(settings)
        return Ended(code, *self.capture.readouterr())


@pytest.fixture
async def clinic(
    tmp_path: Path, mongo_uri: str, database_name: str, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Clinic]:
    """Build a city where all is well."""
    stage = await Stage.build(limits=None)
    built = Clinic(stage, tmp_path, mongo_uri, database_name, capsys)
    await built.started_once()
    yield built
    await stage.stop()


def problems(ended: Ended) -> list[str]:
    """Give the lines that name something wrong; there must be nothing but findings, each in one line."""
    assert "" == ended.err
    for line in ended.lines:
        assert re.match(r"(ok     |PROBLEM) [a-z' ]+: \S", line), line
    found = [line for line in ended.lines if line.startswith("PROBLEM")]
    assert (1 if found else 0) == ended.code
    return found


def one_problem(ended: Ended, what: str, advice: str) -> None:
    """Expect exactly one problem, with advice."""
    found = problems(ended)
    assert 1 == len(found), found
    detail, arrow, todo = found[0].partition(" -> ")
    assert arrow
    assert re.search(what, detail), detail
    assert re.search(advice, todo), todo


async def test_the_command_gives_the_verdict_as_its_exit_code(clinic: Clinic) -> None:
    """The process ends with 0 when all is well and with 1 when anything is not."""
    well = await kanal(clinic.folder, "doctor", settings=clinic.settings)
    ill = await kanal(clinic.folder, "doctor", settings={**clinic.settings, "TELEGRAM_OFFICIALS_CHAT_ID": ""})

    assert [] == problems(well)
    assert 1 == len(problems(ill))


async def test_all_is_well(clinic: Clinic) -> None:
    """Pack, address, store, indexes, letters, token, webhook, group and rights are each found well, with code 0."""
    ended = await clinic.doctor()

    assert [] == problems(ended)
    for words in (
        "Kota Kupang",
        PUBLIC,
        "answers",
        "in place",
        "dead letters: 0",
        "token belongs",
        "may manage topics",
    ):
        assert words in ended.out, words


async def test_the_store_is_unreachable(clinic: Clinic) -> None:
    """The address that does not answer is named, and what to do; the channels are looked at all the same."""
    ended = await clinic.doctor(KANAL_MONGODB_URI=NOWHERE)

    one_problem(ended, "store: .*127.0.0.1:1.*Connection refused$", "KANAL_MONGODB_URI")
    assert "token belongs" in ended.out


async def test_the_address_of_the_store_cannot_be_read(clinic: Clinic) -> None:
    """The shape of an address is shown, the wrong one with its password is not."""
    ended = await clinic.doctor(KANAL_MONGODB_URI="mongo://kanal:hunter2@db")

    one_problem(ended, "store: KANAL_MONGODB_URI cannot be read", "KANAL_MONGODB_URI")
    assert "hunter2" not in ended.out


@pytest.mark.parametrize("token", ["7100000001:AAwrongwrongwrongwrongwrongwrongwro", "nonsense"])
async def test_the_token_is_wrong(clinic: Clinic, token: str) -> None:
    """The operator is sent to @BotFather, and the token is not shown."""
    ended = await clinic.doctor(TELEGRAM_BOT_TOKEN=token)

    one_problem(ended, "telegram: .*token", "@BotFather.*TELEGRAM_BOT_TOKEN")
    assert token not in ended.out


async def test_the_platform_does_not_answer(clinic: Clinic) -> None:
    """A platform that is not there is another trouble than a wrong token."""
    ended = await clinic.doctor(TELEGRAM_API_BASE="http://127.0.0.1:1")

    one_problem(ended, "telegram: the Bot API does not answer", "TELEGRAM_API_BASE")


async def test_no_group_is_set(clinic: Clinic) -> None:
    """Without a group nobody would see a ticket: how to find its id is said."""
    one_problem(
        await clinic.doctor(TELEGRAM_OFFICIALS_CHAT_ID=""),
        "no officials' group is set",
        "unknown_group.*TELEGRAM_OFFICIALS_CHAT_ID",
    )


async def test_the_group_is_not_there(clinic: Clinic) -> None:
    """A wrong id and a group without the bot look the same to the platform: both are asked about."""
    one_problem(
        await clinic.doctor(TELEGRAM_OFFICIALS_CHAT_ID="-1009999999999"),
        "group cannot be read",
        "TELEGRAM_OFFICIALS_CHAT_ID.*is the bot in the group",
    )


async def test_the_bot_is_a_plain_member(clinic: Clinic) -> None:
    """A bot that is no administrator does not see what officials write."""
    clinic.stage.standin.groups.set_bot(clinic.stage.group_id, "member", COORDINATOR)

    one_problem(await clinic.doctor(), "plain member", "administrator")


async def test_the_right_to_topics_is_missing(clinic: Clinic) -> None:
    """An administrator without the right to topics is told which right to give."""
    clinic.stage.standin.groups.set_bot(clinic.stage.group_id, "administrator", COORDINATOR, rights=())

    one_problem(await clinic.doctor(), "may not manage topics", "right to manage topics")


async def test_no_public_address(clinic: Clinic) -> None:
    """Webhooks need an address: it, or polling, is what to set."""
    found = problems(await clinic.doctor(KANAL_PUBLIC_URL=""))

    assert any("KANAL_PUBLIC_URL is empty" in line and "TELEGRAM_MODE=polling" in line for line in found)


async def test_a_public_address_without_encryption(clinic: Clinic) -> None:
    """Platforms call https addresses only."""
    found = problems(await clinic.doctor(KANAL_PUBLIC_URL="http://lapor.example"))

    assert any("KANAL_PUBLIC_URL is http://lapor.example" in line and "https" in line for line in found)


async def test_polling_needs_no_address(clinic: Clinic) -> None:
    """In polling mode the webhook that is still set is the trouble, not the address."""
    ended = await clinic.doctor(TELEGRAM_MODE="polling", KANAL_PUBLIC_URL="")

    one_problem(ended, "a webhook is set, so polling gets nothing", "TELEGRAM_MODE=polling")


async def test_a_city_pack_that_is_not_there(clinic: Clinic) -> None:
    """Nothing else can be looked at without the pack."""
    ended = await clinic.doctor(KANAL_CITY="cities/nowhere")

    one_problem(ended, "city pack: no city pack in cities/nowhere", "KANAL_CITY")
    assert 1 == len(ended.lines)


async def test_a_channel_that_is_off_says_what_it_lacks(clinic: Clinic) -> None:
    """Off is no problem; the missing settings are named. Without any channel the group is asked for."""
    ended = await clinic.doctor(TELEGRAM_BOT_TOKEN="", TELEGRAM_OFFICIALS_CHAT_ID="")

    one_problem(ended, "officials' group: no group", "TELEGRAM_OFFICIALS_CHAT_ID")
    assert "telegram: off (to switch it on, set TELEGRAM_BOT_TOKEN)" in ended.out
