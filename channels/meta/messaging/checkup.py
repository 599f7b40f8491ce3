"""What `kanal doctor` finds out about a Page or account without writing to anybody, and what to do about it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from channels.contract import Finding
from channels.meta.messaging import profile, setup
from channels.meta.messaging.client import Client
from channels.meta.token import Token
from channels.raw import text
from core.city.city import City
from core.vocabulary.errors import ChannelDown, KanalError, SendError

Find = Callable[..., Finding]


async def checkup(client: Client, city: City, webhook_url: str) -> tuple[Finding, ...]:
    """Look at token, account, webhooks and what is shown before anybody writes. Raises nothing."""
    finding: Find = partial(Finding, client.platform.name)
    try:
        account = await setup.read_account(client)
    except ChannelDown as error:
        return (finding(False, str(error), error.advice),)
    except KanalError as error:
        advice = f"check the network, the address of the Graph API and the id ({client.platform.manual}, step 4)"
        return (finding(False, f"the Page or account cannot be read: {error}", advice),)
    shown = text(account.get("name")) or text(account.get("username")) or client.account
    found = [finding(True, f"the token reads “{shown}”")]
    app = ""
    try:
        token = await setup.token_of(client)
        app = token.app_id
        found.append(_token(finding, client, token))
    except SendError as error:
        advice = "by Instagram login it cannot be asked; else see step 4"
        found.append(finding(True, f"what the token may do cannot be asked: {error}", advice))
    try:
        found.append(await _webhooks(finding, client, app, webhook_url))
        found.append(await _profile(finding, client, city))
    except SendError as error:
        advice = f"is pages_manage_metadata among the token's permissions? ({client.platform.manual}, step 4)"
        found.append(finding(False, f"webhooks and profile cannot be read: {error}", advice))
    return tuple(found)


def _token(finding: Find, client: Client, token: Token) -> Finding:
    advice = f"make the token anew ({client.platform.manual}, step 4)"
    if not token.valid:
        return finding(False, "the token is not valid", advice)
    missing = [scope for scope in client.platform.scopes if scope not in token.scopes]
    if missing:
        return finding(False, f"the token lacks {', '.join(missing)}", advice)
    if token.expires_at:
        until = datetime.fromtimestamp(token.expires_at, UTC)
        return finding(False, f"the token expires on {until:%Y-%m-%d %H:%M} UTC", advice)
    return finding(True, "the token lasts and has all permissions")


async def _webhooks(finding: Find, client: Client, app: str, webhook_url: str) -> Finding:
    apps = await setup.subscribed(client)
    fields = apps.get(app, frozenset()) if app else frozenset().union(*apps.values())
    if not fields:
        return finding(False, "our app does not get its webhooks", "start Kanal: it subscribes the app")
    if missing := sorted(set(client.platform.fields) - fields):
        return finding(False, f"the webhooks lack {', '.join(missing)}", "start Kanal: it subscribes the app to them")
    where = f"; the app's settings must name {webhook_url} (it cannot be read with this token)" if webhook_url else ""
    return finding(True, f"our app gets the webhooks{where}")


async def _profile(finding: Find, client: Client, city: City) -> Finding:
    if differing := await profile.differing(client, city):
        return finding(False, f"not shown as the city words it: {', '.join(differing)}", "start Kanal: it writes them")
    return finding(True, "greeting, menu and first questions are as the city words them")
