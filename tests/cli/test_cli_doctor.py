"""`kanal doctor`: one line per finding, with what to do about what is wrong; 1 when anything is."""

import json
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pymongo import MongoClient

from app.settings import Settings
from channels.telegram.setup import ALLOWED_UPDATES
from cli.doctor import examine
from core.vocabulary.accounts import Account
from core.vocabulary.errors import StoreDown
from core.vocabulary.lanes import DeadLetter
from demo.stage import COORDINATOR, Stage
from storage.mongo.store import MongoStore
from tests.cli.kanal import NOWHERE, ROOT, Ended, as_environment, kanal
from tests.clock import START
from tests.web.accounts import FACTOR_KEY, FACTORS
from web.monitor.login import invited_anew

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
        code = await examine(settings, self.folder / ".env")
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
        assert re.match(r"(ok     |PROBLEM) [a-z0-9' ]+: \S", line), line
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
        "group -1009999999999 cannot be read",
        "TELEGRAM_OFFICIALS_CHAT_ID.*is the bot in the group",
    )


async def test_the_bot_is_a_plain_member(clinic: Clinic) -> None:
    """A bot that is no administrator does not see what officials write."""
    clinic.stage.standin.groups.set_bot(clinic.stage.group_id, "member", COORDINATOR)

    one_problem(await clinic.doctor(), "plain member", "administrator")


async def test_the_right_to_topics_is_missing(clinic: Clinic) -> None:
    """An administrator without the right to topics is told which right to give."""
    rights = ("can_pin_messages",)
    clinic.stage.standin.groups.set_bot(clinic.stage.group_id, "administrator", COORDINATOR, rights=rights)

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


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("city.toml", 'prefix = "KPG"', 'prefix = "K"', "city.toml: prefix: two to six capital letters"),
        ("areas.toml", "careful =", "carefull =", "areas.toml: kelurahan[0].carefull: unknown key"),
        ("language.toml", "lewati = [", "lewat = [", "language.toml: commands.lewat: unknown name"),
    ],
)
async def test_a_city_pack_with_a_mistake(
    clinic: Clinic, tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    """What is wrong with a pack is said with file, key and problem, also what only the conversations look at."""
    shutil.copytree(ROOT / "cities", tmp_path / "cities")
    spoiled = tmp_path / "cities" / "kupang" / file
    spoiled.write_text(spoiled.read_text("utf-8").replace(old, new, 1), "utf-8")
    ended = await clinic.doctor(KANAL_CITY=str(spoiled.parent))

    one_problem(ended, re.escape(f"city pack: {words}"), "the file it names")


async def test_a_channel_that_is_off_says_what_it_lacks(clinic: Clinic) -> None:
    """Off is no problem; the missing settings are named. Without any channel the group is asked for."""
    ended = await clinic.doctor(TELEGRAM_BOT_TOKEN="", TELEGRAM_OFFICIALS_CHAT_ID="")

    one_problem(ended, "officials' group: no group", "TELEGRAM_OFFICIALS_CHAT_ID")
    assert "whatsapp: off (to switch it on" in ended.out
    assert "telegram: off (to switch it on, set TELEGRAM_BOT_TOKEN)" in ended.out


META = {
    "WHATSAPP_PHONE_NUMBER_ID": "1065",
    "WHATSAPP_TOKEN": "EAAtoken",
    "META_APP_SECRET": "app-secret",
    "META_VERIFY_TOKEN": "verify-token",
}


@pytest.mark.parametrize("missing", META)
async def test_a_channel_with_a_part_of_its_settings_is_a_problem(clinic: Clinic, missing: str) -> None:
    """Who set three of four meant the channel to be on: the missing one is named, and the value of none is shown."""
    ended = await clinic.doctor(**{name: value for name, value in META.items() if name != missing})

    one_problem(ended, f"whatsapp: off, because {missing} is not set", "set it, or empty")
    assert not [value for value in META.values() if value in ended.out.replace("META_APP_SECRET", "")]


async def test_a_group_without_its_channel_is_a_problem(clinic: Clinic) -> None:
    """A group that nobody can write to is no group."""
    found = problems(await clinic.doctor(TELEGRAM_BOT_TOKEN=""))

    assert any("telegram: off, because TELEGRAM_BOT_TOKEN is not set" in line for line in found)
    assert any("officials' group: a group is set and its channel is off" in line for line in found)


async def test_no_group_is_said_with_another_channel_on(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """That another channel is on does not make up for a group."""
    changed = {
        **META,
        "TELEGRAM_BOT_TOKEN": "",
        "TELEGRAM_OFFICIALS_CHAT_ID": "",
        "GRAPH_API_BASE": "http://127.0.0.1:1",
    }
    found = problems(await clinic.doctor(**changed))

    assert any("officials' group: no group is configured" in line for line in found)


async def test_names_that_are_no_settings_are_named(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in the file or in the environment is shown with the name that was meant; others' names are not."""
    env_file = clinic.folder / ".env"
    env_file.write_text("TELEGRAM_BOT_TOKN=secret-1\nKANAL_HOST=127.0.0.1\nCOMPLETELY_ELSE=secret-2\nkanal_port=1\n")
    env_file.chmod(0o644)
    monkeypatch.setenv("WHATSAPP_TOKENS", "secret-3")
    monkeypatch.setenv("KANAL_WHATEVER", "secret-4")
    monkeypatch.setenv("X_SOMETHING_ELSE", "1")

    found = problems(await clinic.doctor())

    assert [
        "other users can read .* -> chmod 600",
        "TELEGRAM_BOT_TOKN in .* is no setting -> did you mean TELEGRAM_BOT_TOKEN",
        "COMPLETELY_ELSE in .* is no setting -> take it out",
        "KANAL_WHATEVER in the environment",
        "WHATSAPP_TOKENS in the environment .* did you mean WHATSAPP_TOKEN",
    ] == [words for words in _SETTINGS if any(re.search(words, line) for line in found)]
    assert 5 == len(found)
    assert "secret-" not in "".join(found)


_SETTINGS = (
    "other users can read .* -> chmod 600",
    "TELEGRAM_BOT_TOKN in .* is no setting -> did you mean TELEGRAM_BOT_TOKEN",
    "COMPLETELY_ELSE in .* is no setting -> take it out",
    "KANAL_WHATEVER in the environment",
    "WHATSAPP_TOKENS in the environment .* did you mean WHATSAPP_TOKEN",
)


async def test_a_store_that_does_not_write_is_a_problem(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that answers and refuses to write is named with its code, without a traceback."""

    async def full(_store: MongoStore) -> None:
        raise StoreDown("WriteError: OutOfDiskSpace (14031)")

    monkeypatch.setattr(MongoStore, "ping", full)
    one_problem(await clinic.doctor(), r"store: .* does not work: WriteError: OutOfDiskSpace \(14031\)", "disk")


@pytest.mark.new_database
async def test_an_index_in_the_way_is_named_with_the_command(
    clinic: Clinic, mongo_uri: str, database_name: str
) -> None:
    """The operator gets collection, index and what to type."""
    with MongoClient[Any](mongo_uri) as client:
        client[database_name].lanes.create_index([("other", 1)], name="wake_at")

    one_problem(await clinic.doctor(), "store: index lanes.wake_at cannot be made", r'dropIndex\("wake_at"\)')


async def test_a_lane_that_cannot_be_read_is_counted(clinic: Clinic, store: MongoStore) -> None:
    """Among the dead letters it is said how many are lanes."""
    await store.bury(DeadLetter("lane:ticket:1", "lane", "ticket:1", START, "ValidationError at $.seen", raw="{}"))

    one_problem(await clinic.doctor(), "dead letters: 1, of which 1 are lanes that cannot be read", "kanal dead list")


async def test_the_embedded_store_is_looked_at_with_its_folder(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Space is told, too little of it is a problem, and so is a folder that others can read."""
    data = clinic.folder / "data"
    well = await clinic.doctor(KANAL_MONGODB_URI="", KANAL_DATA_DIR=str(data))
    assert [] == problems(well)
    assert re.search(r"disk: \d+ MB free", well.out)

    monkeypatch.setattr("cli.housekeeping.SPACE_BYTES", 1 << 60)
    monkeypatch.setattr("storage.embedded.access.close_folder", lambda _folder: None)
    data.chmod(0o755)
    found = problems(await clinic.doctor(KANAL_MONGODB_URI="", KANAL_DATA_DIR=str(data)))
    assert ["data", "disk"] == [line.split()[1].rstrip(":") for line in found]


async def test_a_folder_that_is_none_is_a_problem_and_no_traceback(clinic: Clinic) -> None:
    """What the file system refuses is one line."""
    (clinic.folder / "data").write_text("a file")
    one_problem(
        await clinic.doctor(KANAL_MONGODB_URI="", KANAL_DATA_DIR=str(clinic.folder / "data")),
        "store: File exists",
        "disk",
    )


async def test_accounts_that_no_key_opens_are_named(clinic: Clinic, store: MongoStore) -> None:
    """Where people look from outside, the keys have to open every second factor."""
    await clinic.started_once()
    account = Account("mayor", "mayor", ("kupang",), START)
    assert await store.put_account(invited_anew(account, "hello", START, FACTORS))
    on = {"KANAL_MONITOR": "on", "WEB_FORM": "on"}
    well = await clinic.doctor(**on, KANAL_ACCOUNTS_KEY=FACTOR_KEY)
    assert ["ok      accounts: 1"] == [line for line in well.lines if " accounts: " in line]
    other = {**on, "KANAL_ACCOUNTS_KEY": "B" * 42 + "A"}
    rotating = await clinic.doctor(**other, KANAL_ACCOUNTS_KEY_BEFORE=FACTOR_KEY)
    assert "ok      accounts: 1, 1 to be encrypted at the next start" in rotating.lines
    one_problem(await clinic.doctor(**other), "second factor of 1: mayor", "invite NAME")
    one_problem(await clinic.doctor(**on), "KANAL_ACCOUNTS_KEY is not set", "`kanal account key`")
