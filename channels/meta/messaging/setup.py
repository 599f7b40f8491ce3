"""At start and for the check-up: who are we, whose app, and do the webhooks come to us."""

from channels.meta.graph import quoted
from channels.meta.messaging.client import Client
from channels.meta.token import Token, read_token
from channels.raw import Json, objects, text
from core.vocabulary.errors import SendError


async def read_account(client: Client) -> Json:
    """Read what the platform says of our Page or account. Raises a ``SendError``."""
    return await client.read(quoted(client.account), fields="id,name,username")


async def find_app(client: Client) -> str:
    """Find the id of the app that our token is of; empty where that cannot be asked, as by Instagram login."""
    try:
        return (await token_of(client)).app_id
    except SendError:
        return ""


async def token_of(client: Client) -> Token:
    """Ask what our token may do. Raises a ``SendError``."""
    return await read_token(client, client.platform.scopes)


async def subscribe(client: Client) -> None:
    """Let the webhooks of our Page or account come to our app (Page, subscribed apps). Raises a ``SendError``."""
    await client.write(client.own("subscribed_apps"), {"subscribed_fields": list(client.platform.fields)})


async def subscribed(client: Client) -> dict[str, frozenset[str]]:
    """List the apps that get them, each with its fields. Raises a ``SendError``."""
    apps = objects((await client.read(client.own("subscribed_apps"))).get("data"))
    return {text(app.get("id")): _fields(app) for app in apps}


def _fields(app: Json) -> frozenset[str]:
    fields = app.get("subscribed_fields")
    return frozenset(map(text, fields)) if isinstance(fields, list) else frozenset()
