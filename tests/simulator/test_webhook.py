"""Webhook deliveries: secret, order, retries, duplicates, replies in the body."""

from aiohttp import web

from simulator.telegram import TelegramStandIn
from tests.simulator.conftest import MARIA, STRANGER, Caller, Hook


async def test_delivers_with_the_secret(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """An update is posted as JSON with the secret in its header, also one from before the registration."""
    standin.people.say(MARIA, "lebih dulu")
    await call.result("setWebhook", url=hook.url, secret_token="rahasia_1")
    standin.people.say(MARIA, "halo")
    await standin.webhook.idle()
    assert ["lebih dulu", "halo"] == [update["message"]["text"] for update in hook.received]
    assert ["rahasia_1", "rahasia_1"] == hook.secrets
    assert 0 == (await call.result("getWebhookInfo"))["pending_update_count"]


async def test_a_failing_update_blocks_only_its_chat(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """A chat waits behind its failing update, in order, while another chat goes on."""
    hook.failing_chats = {MARIA}
    await call.result("setWebhook", url=hook.url)
    first = standin.people.say(MARIA, "satu")
    standin.people.say(MARIA, "dua")
    standin.people.say(STRANGER, "lain")
    await standin.wait_for(lambda: standin.webhook.attempts >= 5)
    words = [update["message"]["text"] for update in hook.received]
    assert ({"satu", "lain"}, 1) == (set(words), words.count("lain"))
    info = await call.result("getWebhookInfo")
    assert (2, "Wrong response from the webhook: 500 Internal Server Error") == (
        info["pending_update_count"],
        info["last_error_message"],
    )
    hook.failing_chats = set()
    await standin.webhook.idle()
    assert ["satu", "dua"] == [u["message"]["text"] for u in hook.received if u["message"]["chat"]["id"] == MARIA][-2:]
    assert first["message_id"] == hook.received[0]["message"]["message_id"]


async def test_obeys_retry_after(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """A Retry-After header of the receiver decides the pause; another attempt follows."""
    hook.answers = [web.Response(status=503, headers={"Retry-After": "0"}), web.Response(status=204)]
    await call.result("setWebhook", url=hook.url)
    standin.people.say(MARIA, "satu")
    await standin.webhook.idle()
    assert (2, 1) == (len(hook.received), len(set(hook.ids)))


async def test_delivers_twice_when_told(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """In the double mode each update arrives two times."""
    standin.webhook.mode.twice = True
    await call.result("setWebhook", url=hook.url)
    standin.people.say(MARIA, "satu")
    standin.people.say(MARIA, "dua")
    await standin.webhook.idle()
    assert ["satu", "satu", "dua", "dua"] == [update["message"]["text"] for update in hook.received]


async def test_held_updates_come_in_any_order(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """Held updates come out shuffled when told, each once."""
    standin.webhook.hold()
    await call.result("setWebhook", url=hook.url)
    for number in range(12):
        standin.people.say(MARIA, str(number))
    assert [] == hook.received
    standin.webhook.release(shuffle=True)
    await standin.webhook.idle()
    assert (12, False) == (len(set(hook.ids)), hook.ids == sorted(hook.ids))


async def test_runs_the_method_in_the_reply(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """A 2xx body with a method is executed; a get method is not."""
    hook.answers = [
        web.json_response({"method": "sendMessage", "chat_id": MARIA, "text": "dari badan"}),
        web.json_response({"method": "getMe"}),
    ]
    await call.result("setWebhook", url=hook.url)
    standin.people.say(MARIA, "satu")
    standin.people.say(MARIA, "dua")
    await standin.webhook.idle()
    assert ["dari badan"] == [message["text"] for message in standin.messages(MARIA, from_bot=True)]
    assert [] == standin.calls_of("getMe")


async def test_keeps_trying_when_nobody_listens(call: Caller, standin: TelegramStandIn, hook: Hook) -> None:
    """A refused connection is retried, and after a new setWebhook the update arrives."""
    await call.result("setWebhook", url="http://127.0.0.1:9/hook")
    standin.people.say(MARIA, "satu")
    await standin.wait_for(lambda: standin.webhook.attempts >= 3)
    await call.result("setWebhook", url=hook.url)
    await standin.webhook.idle()
    assert ["satu"] == [update["message"]["text"] for update in hook.received]
