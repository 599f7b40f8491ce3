"""What the check-up says at each stage of setting the channel up, and that nothing reaches a person."""

import pytest

from channels.contract import Finding
from channels.whatsapp import setup
from channels.whatsapp.checkup import checkup
from channels.whatsapp.client import Client
from core.vocabulary.errors import ChannelDown
from simulator.whatsapp import WhatsAppStandIn
from tests.core.kupang import kupang

TEMPLATES = tuple(text for text in kupang().templates if text.channel == "whatsapp")
URL = "https://kanal.example/webhooks/whatsapp"


async def findings(client: Client) -> tuple[Finding, ...]:
    return await checkup(client, templates=TEMPLATES, webhook_url=URL)


def approve_all(standin: WhatsAppStandIn) -> None:
    """Register the pack's messages as they would be submitted."""
    for text in TEMPLATES:
        standin.templates.add(text.name, text.body, text.language, text.category)


def problems(found: tuple[Finding, ...]) -> list[str]:
    return [one.detail for one in found if not one.ok]


async def test_all_is_well(standin: WhatsAppStandIn, client: Client) -> None:
    """With everything in place there is no problem, and nobody was written to."""
    approve_all(standin)
    standin.webhook.url = URL
    found = await findings(client)
    assert [] == problems(found)
    assert [one.detail for one in found][-1] == f"{len(TEMPLATES)} of {len(TEMPLATES)} templates are approved"
    assert [] == standin.calls_of("messages")
    assert [] == standin.refused


async def test_a_wrong_token(standin: WhatsAppStandIn) -> None:
    """A token that is refused is the one finding, with what to do."""
    client = Client("EAAwrong", standin.business.phone_number_id, standin.base_url)
    (only,) = await findings(client)
    await client.close()
    assert (False, True) == (only.ok, "WHATSAPP_TOKEN" in only.advice)


async def test_a_wrong_number(standin: WhatsAppStandIn) -> None:
    """A number that is not ours is named as such."""
    client = Client(standin.token, "999999999999999", standin.base_url)
    (only,) = await findings(client)
    await client.close()
    assert "WHATSAPP_PHONE_NUMBER_ID" in only.advice


async def test_no_network() -> None:
    """A server that does not answer is said in words."""
    client = Client("EAAx", "1", "http://127.0.0.1:1")
    (only,) = await findings(client)
    await client.close()
    assert "GRAPH_API_BASE" in only.advice


async def test_missing_and_waiting_templates(standin: WhatsAppStandIn, client: Client) -> None:
    """A template that is missing, paused, in another category or with other places is named, each with what to do."""
    approve_all(standin)
    names = [text.name for text in TEMPLATES if text.language == "id"]
    standin.templates.by_key.pop((names[0], "id"))
    standin.templates.set_status(names[1], "PAUSED")
    standin.templates.set_category(names[2], "MARKETING")
    standin.templates.by_key.pop((names[3], "id"))
    standin.templates.add(names[3], "Satu tempat {{1}} saja.", "id")
    found = [one for one in await findings(client) if not one.ok and one.detail.startswith("template")]
    expected = ["does not exist", "is PAUSED", "is marketing", "has other places"]
    assert [True] * 4 == [word in one.detail for word, one in zip(expected, found, strict=True)]
    assert all(one.advice for one in found)


async def test_webhooks(standin: WhatsAppStandIn, client: Client) -> None:
    """No subscription, and another address, are problems; the app's own address cannot be read and is believed."""
    standin.webhook.subscribed = False
    assert "no app gets the account's webhooks" in problems(await findings(client))
    standin.webhook.subscribed = True
    standin.webhook.url = "https://old.example/webhooks/whatsapp"
    assert "webhooks go to https://old.example/webhooks/whatsapp" in problems(await findings(client))
    standin.webhook.url = ""
    assert not [one for one in problems(await findings(client)) if "webhooks" in one]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("quality_rating", "RED", "its quality is RED"),
        ("name_status", "DECLINED", "its display name is DECLINED"),
        ("code_verification_status", "EXPIRED", "the number is EXPIRED"),
        ("health_status", {"can_send_message": "BLOCKED", "entities": []}, "sending is BLOCKED"),
        (
            "health_status",
            {
                "can_send_message": "LIMITED",
                "entities": [
                    {
                        "entity_type": "BUSINESS",
                        "errors": [{"error_description": "not verified", "possible_solution": "Verify the business."}],
                    }
                ],
            },
            "sending is LIMITED (BUSINESS: not verified)",
        ),
    ],
)
async def test_the_number(standin: WhatsAppStandIn, client: Client, field: str, value: object, said: str) -> None:
    """Each thing that can be wrong with the number is said."""
    standin.graph.number[field] = value
    assert said in problems(await findings(client))


async def test_a_missing_permission(standin: WhatsAppStandIn, client: Client) -> None:
    """A token without the management permission is told to be made anew."""
    standin.graph.scopes = ("whatsapp_business_messaging",)
    assert "the token lacks whatsapp_business_management" in problems(await findings(client))


async def test_the_account_is_found_by_the_numbers_health(standin: WhatsAppStandIn, client: Client) -> None:
    """The number's health names the account; without it the token does."""
    number = await setup.read_number(client)
    assert await setup.find_account(client, number) == standin.business.waba_id
    health = {"can_send_message": "AVAILABLE", "entities": [{"entity_type": "WABA", "id": "42"}]}
    assert "42" == await setup.find_account(client, {"health_status": health})


async def test_subscribing_may_be_repeated(standin: WhatsAppStandIn, client: Client) -> None:
    """The app is subscribed to the account, again and again, and an address that is not ours is not taken."""
    standin.webhook.subscribed = False
    for _ in range(2):
        assert "" == await setup.subscribe(client, standin.business.waba_id, "", "kata")
    assert standin.webhook.subscribed
    problem = await setup.subscribe(client, standin.business.waba_id, "http://127.0.0.1:1/webhooks/whatsapp", "kata")
    assert "was not taken" in problem


async def test_subscribing_with_a_revoked_token(standin: WhatsAppStandIn, client: Client) -> None:
    """Without a good token subscribing takes the channel down with advice."""
    standin.revoke_token()
    with pytest.raises(ChannelDown):
        await setup.subscribe(client, standin.business.waba_id, "https://kanal.example/x", "kata")
