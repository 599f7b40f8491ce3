"""At start and for the check-up: which account does the number belong to, and do its webhooks come to us."""

import msgspec

from channels.raw import Json, obj, objects, text, whole
from channels.whatsapp.client import Client, quoted
from channels.whatsapp.errors import Refused, classify
from core.vocabulary.errors import SendError

NUMBER_FIELDS = (
    "verified_name,display_phone_number,quality_rating,code_verification_status,name_status,"
    "whatsapp_business_manager_messaging_limit,throughput,health_status"
)
SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")
"""What the system user's token must be allowed to do."""


class Token(msgspec.Struct, frozen=True):
    """What the platform says of our token: ``expires_at`` in Unix seconds, 0 when it lasts."""

    valid: bool
    expires_at: int
    scopes: tuple[str, ...]
    accounts: tuple[str, ...]


async def read_number(client: Client) -> Json:
    """Read what the platform says of our number (Cloud API, Phone number). Raises a ``SendError``."""
    return await _judged(client, client.phone_number_id, fields=NUMBER_FIELDS)


async def read_token(client: Client) -> Token:
    """Ask what our own token may do, and for which accounts (Graph API, Debug token). Raises a ``SendError``."""
    data = obj((await _judged(client, "debug_token", **client.own_token())).get("data"))
    granular = {text(one.get("scope")): one.get("target_ids") for one in objects(data.get("granular_scopes"))}
    accounts = granular.get("whatsapp_business_management") or granular.get("whatsapp_business_messaging")
    scopes = data.get("scopes")
    return Token(
        valid=data.get("is_valid") is True,
        expires_at=whole(data.get("expires_at")),
        scopes=tuple(map(text, scopes)) if isinstance(scopes, list) else (),
        accounts=tuple(filter(None, map(text, accounts))) if isinstance(accounts, list) else (),
    )


async def find_account(client: Client, number: Json) -> str:
    """Find the id of the account (WABA) that the number belongs to, empty when the token shows none.

    The number's health names it; otherwise it is the token's account that lists the number. Raises a ``SendError``.
    """
    for entity in objects(obj(number.get("health_status")).get("entities")):
        if text(entity.get("entity_type")) == "WABA" and text(entity.get("id")):
            return text(entity.get("id"))
    accounts = (await read_token(client)).accounts
    for account in accounts if len(accounts) > 1 else ():
        listed = objects((await _judged(client, f"{quoted(account)}/phone_numbers")).get("data"))
        if any(text(one.get("id")) == client.phone_number_id for one in listed):
            return account
    return accounts[0] if len(accounts) == 1 else ""


async def subscribe(client: Client, account: str, url: str, verify_token: str) -> str:
    """Let the account's webhooks come to our app, and to ``url`` when one is given; give what did not work, in words.

    The platform verifies ``url`` at once by GET (Webhooks, Override the callback URL). When it does not take the
    address, the one in the app's settings stays. Safe to repeat. Raises a ``SendError``.
    """
    edge = f"{quoted(account)}/subscribed_apps"
    if url and verify_token:
        try:
            await client.post(edge, {"override_callback_uri": url, "verify_token": verify_token})
        except Refused as refused:
            if refused.code in (0, 190) or refused.status >= 500:
                raise classify(refused) from None
            problem = f"the address {url} was not taken: {refused}"
        else:
            return ""
    else:
        problem = ""
    try:
        await client.post(edge, {})
    except Refused as refused:
        raise classify(refused) from None
    return problem


async def read_edge(client: Client, path: str, **query: str) -> list[Json]:
    """Read all pages of an edge, at most a thousand items. Raises a ``SendError``."""
    found: list[Json] = []
    after: dict[str, str] = {}
    for _ in range(10):
        page = await _judged(client, path, limit="100", **query, **after)
        found += objects(page.get("data"))
        cursor = text(obj(obj(page.get("paging")).get("cursors")).get("after"))
        if not cursor or not obj(page.get("paging")).get("next"):
            break
        after = {"after": cursor}
    return found


async def _judged(client: Client, path: str, **query: str) -> Json:
    failure: SendError
    try:
        return await client.get(path, **query)
    except Refused as refused:
        failure = classify(refused)
    raise failure
