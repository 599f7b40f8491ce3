"""Start-up and check-up against a strict Telegram."""

from dataclasses import replace

import pytest

from channels.contract import Finding
from channels.telegram.checkup import checkup
from channels.telegram.client import Client
from channels.telegram.menu import menus
from channels.telegram.setup import ALLOWED_UPDATES, identify, offer_menu, use_polling, use_webhook
from core.city.danger import EmergencyLine
from core.vocabulary.errors import ChannelDown, Retry
from simulator.telegram import TelegramStandIn
from tests.channels.telegram.fixtures import ADI, GROUP
from tests.core.kupang import kupang

MENUS = menus(kupang())
URL = "https://lapor.example/webhooks/telegram"


def problems(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{finding.detail} -> {finding.advice}" for finding in findings if not finding.ok]


async def test_identify_tells_who_the_bot_is(client: Client) -> None:
    """The bot's id and user name are asked for, they are part of event ids and commands."""
    me = await identify(client)
    assert ("110201543", "kanal_kupang_bot", False) == (me.id, me.username, me.sees_all)


async def test_a_wrong_token_comes_with_advice(standin: TelegramStandIn) -> None:
    """A token that Telegram does not know is reported with what to do, not as a stack trace."""
    client = Client("110201543:salah", standin.base_url)
    with pytest.raises(ChannelDown) as caught:
        await identify(client)
    assert "TELEGRAM_BOT_TOKEN" in caught.value.advice
    await client.shutdown()


async def test_start_is_idempotent(standin: TelegramStandIn, client: Client) -> None:
    """Starting twice, as every process does, leaves the same webhook and menu, and nothing is refused."""
    for _ in range(2):
        await use_webhook(client, URL, "rahasia")
        assert () == await offer_menu(client, MENUS, [str(GROUP)])
    assert [] == standin.refused
    commands = standin.world.profile["commands"]
    citizen = ["lapor", "status", "bantuan", "batal", "bahasa"]
    lists = ["antrian", "saya", "terlambat", "cari", "tiket", "laporan", "macet"]
    officials = [*lists, "daftar", "undang", "ikat", "panduan", "bantuan"]
    expected = [citizen, citizen, officials, officials]
    keys = ("all_private_chats/", "all_private_chats/en", f"chat/{GROUP}/", f"chat/{GROUP}/en")
    assert expected == [[one["command"] for one in commands[key]] for key in keys]
    sent = standin.calls_of("setWebhook")[-1].params
    assert (sent["url"], sent["secret_token"], sent["allowed_updates"]) == (URL, "rahasia", list(ALLOWED_UPDATES))


async def test_the_menu_is_no_reason_not_to_start(standin: TelegramStandIn, client: Client) -> None:
    """What cannot be set is told and the rest is set; only a refused token stops."""
    standin.fail("too_many_requests", "setMyDescription")
    standin.fail("chat_not_found", "setMyCommands")
    failed = await offer_menu(client, MENUS, [str(GROUP)])
    expected = ["setMyCommands (id)", "setMyDescription (id)"]
    assert expected == [line.partition(":")[0] for line in failed]
    assert 3 == len(standin.world.profile["commands"])
    standin.fail("unauthorized", "setMyCommands")
    with pytest.raises(ChannelDown):
        await offer_menu(client, MENUS)


async def test_polling_takes_the_webhook_away(standin: TelegramStandIn, client: Client) -> None:
    """Switching to polling removes the webhook and keeps what waits."""
    await use_webhook(client, URL, "rahasia")
    await use_polling(client)
    assert "false" == standin.calls_of("deleteWebhook")[-1].params["drop_pending_updates"]
    assert [] == problems(await checkup(client, groups=[(str(GROUP), True)], webhook_url=""))


async def test_all_is_well(client: Client) -> None:
    """With webhook, forum and rights in place the check-up finds no problem and names the bot and the group."""
    await use_webhook(client, URL, "rahasia")
    findings = await checkup(client, groups=[(str(GROUP), True)], webhook_url=URL)
    assert [] == problems(findings)
    told = " ".join(finding.detail for finding in findings)
    assert "@kanal_kupang_bot" in told
    assert str(GROUP) in told


async def test_webhook_problems_are_found(standin: TelegramStandIn, client: Client) -> None:
    """A missing webhook, a foreign one, a webhook where polling is wanted, and missing kinds are each found."""
    group = str(GROUP)
    assert "not set" in problems(await checkup(client, groups=[(group, True)], webhook_url=URL))[0]
    await client.call("setWebhook", url=URL, allowed_updates=["message"])
    assert "chat_member" in problems(await checkup(client, groups=[(group, True)], webhook_url=URL))[0]
    assert "webhook is set" in problems(await checkup(client, groups=[(group, True)], webhook_url=""))[0]
    standin.fail("server_error", "getWebhookInfo")
    assert "getWebhookInfo" in problems(await checkup(client, groups=[(group, True)], webhook_url=URL))[0]


async def test_group_problems_are_found(standin: TelegramStandIn, client: Client) -> None:
    """No group, an unknown one, no topics, a plain member, no right for topics, thrown out: each with advice."""
    standin.groups.add_group("Biasa", ADI, chat_id=-41, kind="group", forum=False)
    standin.groups.add_group("Tanpa topik", ADI, chat_id=-10042, forum=False)
    expected = {"": "no officials' group", "-10077": "cannot be read", "-41": "is a group", "-10042": "no topics"}
    for chat_id, words in expected.items():
        found = problems(await checkup(client, groups=[(chat_id, True)] if chat_id else [], webhook_url=""))
        assert words in found[0]
    standin.groups.set_bot(GROUP, "administrator", ADI, rights=["can_delete_messages"])
    pins, topics = problems(await checkup(client, groups=[(str(GROUP), True)], webhook_url=""))
    assert "pin messages" in pins
    assert "manage topics" in topics
    standin.groups.set_bot(GROUP, "member", ADI)
    assert "plain member" in problems(await checkup(client, groups=[(str(GROUP), True)], webhook_url=""))[0]
    standin.groups.set_bot(GROUP, "kicked", ADI)
    assert 1 == len(problems(await checkup(client, groups=[(str(GROUP), True)], webhook_url="")))


async def test_the_group_of_one_desk_needs_no_topics(standin: TelegramStandIn, client: Client) -> None:
    """A group that is a desk may be a plain one; the bot has to be an administrator there, as in the common group."""
    standin.groups.add_group("Dinkes", ADI, chat_id=-10042, forum=False)
    groups = [(str(GROUP), True), ("-10042", False)]
    assert [] == problems(await checkup(client, groups=groups, webhook_url=""))
    standin.groups.set_bot(-10042, "member", ADI)
    assert "plain member" in problems(await checkup(client, groups=groups, webhook_url=""))[0]


async def test_without_network_the_checkup_says_so(standin: TelegramStandIn, client: Client) -> None:
    """A platform that does not answer is a finding, and so is a wrong token; the check-up itself never fails."""
    standin.revoke_token()
    assert "BotFather" in problems(await checkup(client, groups=[], webhook_url=""))[0]
    await standin.stop()
    assert "TELEGRAM_API_BASE" in problems(await checkup(client, groups=[], webhook_url=""))[0]
    with pytest.raises(Retry):
        await identify(client)


def test_menu_keeps_the_limits() -> None:
    """Command names, their descriptions and the bot's descriptions fit what the platform takes."""
    assert ["", "en"] == [menu.code for menu in MENUS]
    for commands in (commands for menu in MENUS for commands in (menu.citizen, menu.officials)):
        assert all(name.isascii() and name.islower() and len(name) <= 32 for name, _ in commands)
        assert all(1 <= len(words) <= 256 for _, words in commands)
    assert all(len(menu.description) <= 512 for menu in MENUS)
    assert all(len(menu.short_description) <= 120 for menu in MENUS)


def test_menu_speaks_as_the_city_does() -> None:
    """Number and languages come from the pack; where one language is spoken, nobody is offered to change it."""
    assert [
        (True, "Ganti bahasa: Indonesia atau English"),
        (True, "Change the language: Indonesia or English"),
    ] == [("112" in menu.description, dict(menu.citizen)["bahasa"]) for menu in MENUS]
    alone = replace(kupang(), languages=("id",), emergency_lines=(EmergencyLine("113"),))
    (menu,) = menus(alone)
    assert "bahasa" not in dict(menu.citizen)
    assert menu.short_description.endswith("Darurat: 113.")
