"""What the city's services send on Messenger, Instagram and X in the page's tests, as the bridge would."""

from typing import Any

import aiohttp

from simulator.pages import PageStandIn
from simulator.x import XStandIn

Json = dict[str, Any]


async def page_sends(standin: PageStandIn, user: str, message: Json) -> None:
    """Let the Page or account send a message to a person."""
    url = f"{standin.base_url}/v26.0/{standin.page.id}/messages"
    body = {"recipient": {"id": standin.world.user(user).id}, "messaging_type": "RESPONSE", "message": message}
    await _post(url, body, f"Bearer {standin.token}")


async def account_sends(standin: XStandIn, user: str, text: str) -> None:
    """Let the account on X write to a person privately."""
    keys = standin.keys
    signed = f'oauth_consumer_key="{keys.api_key}", oauth_token="{keys.access_token}", oauth_signature="c2ln"'
    url = f"{standin.base_url}/2/dm_conversations/with/{standin.world.user(user).id}/messages"
    await _post(url, {"text": text}, f"OAuth {signed}")


async def _post(url: str, body: Json, authorization: str) -> None:
    async with (
        aiohttp.ClientSession(headers={"Authorization": authorization}) as session,
        session.post(url, json=body) as response,
    ):
        assert response.status in (200, 201), await response.text()


def asked(text: str, *labels: str) -> Json:
    """Give a question with buttons under it, as Messenger shows them."""
    buttons = [{"type": "postback", "title": label, "payload": f"to:{label}"} for label in labels]
    return {
        "attachment": {"type": "template", "payload": {"template_type": "button", "text": text, "buttons": buttons}}
    }


def offered(text: str, *labels: str) -> Json:
    """Give a question with quick replies."""
    return {
        "text": text,
        "quick_replies": [{"content_type": "text", "title": label, "payload": f"to:{label}"} for label in labels],
    }
