"""At start and for the check-up: which account does the number belong to, and do its webhooks come to us."""

from channels.meta.errors import Refused
from channels.meta.graph import quoted
from channels.meta.token import read_token
from channels.raw import Json, obj, objects, text
from channels.whatsapp.client import Client
from channels.whatsapp.errors import classify

NUMBER_FIELDS = (
    "verified_name,display_phone_number,quality_rating,code_verification_status,name_status,"
    "whatsapp_business_manager_messaging_limit,throughput,health_status"
)
SCOPES = ("whatsapp_business_management", "whatsapp_business_messaging")
"""What the system user's token must be allowed to do; the first names the accounts."""


async def read_number(client: Client) -> Json:
    """Read what the platform says of our number (Cloud API, Phone number). Raises a ``SendError``."""
    return await client.read(client.phone_number_id, fields=NUMBER_FIELDS)


async def find_account(client: Client, number: Json) -> str:
    """Find the id of the account (WABA) that the number belongs to, empty when the token shows none.

    The number's health names it; otherwise it is the token's account that lists the number. Raises a ``SendError``.
    """
    for entity in objects(obj(number.get("health_status")).get("entities")):
        if text(entity.get("entity_type")) == "WABA" and text(entity.get("id")):
            return text(entity.get("id"))
    accounts = (await read_token(client, SCOPES)).accounts
    for account in accounts if len(accounts) > 1 else ():
        listed = objects((await client.read(f"{quoted(account)}/phone_numbers")).get("data"))
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
