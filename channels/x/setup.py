"""At start: who are we, and where the operator wants it, are we told of activity at our address."""

from channels.raw import Json, text
from channels.x.activity import SUBSCRIBED, SUBSCRIBED_IN_PUBLIC
from channels.x.client import Client
from channels.x.errors import Refused, classify
from core.vocabulary.errors import ChannelDown

HTTPS = "https://"


async def read_me(client: Client) -> Json:
    """Read who the access token belongs to. Raises a ``SendError``."""
    failure: Exception
    try:
        return await client.me()
    except Refused as refused:
        failure = classify(refused)
    raise failure


async def subscribe(client: Client, url: str) -> list[str]:
    """Register ``url`` and subscribe to what concerns us; give what did not work, in words. Safe to repeat.

    A webhook that X holds for invalid is challenged again. Raises a ``SendError`` where keys or credit are gone.
    """
    try:
        webhook = await _webhook(client, url)
    except Refused as refused:
        return [f"the address {url} was not taken: {_passing(refused)}"]
    problems = []
    try:
        known = {text(one.get("event_type")) for one in await client.subscriptions()}
    except Refused as refused:
        return [f"the subscriptions cannot be read: {_passing(refused)}"]
    for kind in (*SUBSCRIBED, *SUBSCRIBED_IN_PUBLIC):
        if kind in known:
            continue
        try:
            await client.subscribe(kind, webhook, private=kind in SUBSCRIBED)
        except Refused as refused:
            if refused.status != 409:  # another process was faster
                problems.append(f"{kind} cannot be subscribed to: {_passing(refused)}")
    return problems


async def _webhook(client: Client, url: str) -> str:
    """Give the id of the webhook at our address."""
    known = next((one for one in await client.webhooks() if text(one.get("url")) == url), None)
    if known is None:
        return text((await client.register(url)).get("id"))
    if known.get("valid") is False:
        await client.validate(text(known.get("id")))
    return text(known.get("id"))


def _passing(refused: Refused) -> Refused:
    """Give a refusal back to be told, unless it stops everything."""
    error = classify(refused)
    if isinstance(error, ChannelDown) and refused.status in (401, 402):
        raise error from None
    return refused
