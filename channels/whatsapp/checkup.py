"""What `kanal doctor` finds out about WhatsApp without writing to anybody: what is so, and what to do about it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from channels.contract import Finding
from channels.meta.graph import quoted
from channels.meta.token import Token, read_token
from channels.raw import Json, obj, objects, text
from channels.whatsapp import setup
from channels.whatsapp.client import Client
from channels.whatsapp.setup import SCOPES
from core.city.city import TemplateText
from core.vocabulary.errors import ChannelDown, KanalError, SendError

PERMISSIONS = "give the system user both permissions and make its token anew (docs/channels/whatsapp.md, step 4)"

finding = partial(Finding, "whatsapp")


async def checkup(client: Client, *, templates: Sequence[TemplateText], webhook_url: str) -> tuple[Finding, ...]:
    """Look at token, number, account, webhooks and templates. Raises nothing."""
    try:
        number = await setup.read_number(client)
    except ChannelDown as error:
        return (finding(False, str(error), error.advice),)
    except KanalError as error:
        advice = "check the network, GRAPH_API_BASE, GRAPH_API_VERSION and WHATSAPP_PHONE_NUMBER_ID"
        return (finding(False, f"the number cannot be read: {error}", advice),)
    found = _number(number)
    try:
        found += _token(await read_token(client, SCOPES))
    except SendError as error:
        found.append(finding(False, f"the token's permissions cannot be read: {error}", PERMISSIONS))
    try:
        account = await setup.find_account(client, number)
        if not account:
            return (*found, finding(False, "the token shows no WhatsApp account", PERMISSIONS))
        found += await _webhooks(client, account, webhook_url)
        found += await _templates(client, account, templates)
    except SendError as error:
        found.append(finding(False, f"the account cannot be read: {error}", PERMISSIONS))
    return tuple(found)


def _number(number: Json) -> list[Finding]:
    shown = f"{text(number.get('display_phone_number'))} “{text(number.get('verified_name'))}”"
    found = [finding(True, f"the token reads the number {shown}")]
    if (status := text(number.get("code_verification_status"))) not in ("VERIFIED", ""):
        found.append(finding(False, f"the number is {status}", "verify and register it (docs, step 3)"))
    if (name := text(number.get("name_status"))) not in ("APPROVED", "AVAILABLE_WITHOUT_REVIEW", ""):
        found.append(finding(False, f"its display name is {name}", "wait for the review, or change the name"))
    quality = text(number.get("quality_rating"))
    if quality in ("YELLOW", "RED"):
        advice = "send less that people have not asked for; the rating looks back seven days"
        found.append(finding(False, f"its quality is {quality}", advice))
    elif quality:
        tier = text(number.get("whatsapp_business_manager_messaging_limit"))
        found.append(finding(True, f"its quality is {quality}" + (f", its limit {tier}" if tier else "")))
    return found + _health(obj(number.get("health_status")))


def _health(health: Json) -> list[Finding]:
    state = text(health.get("can_send_message"))
    if state in ("AVAILABLE", ""):
        return []
    told = [
        f"{text(entity.get('entity_type'))}: {text(one.get('error_description'))}"
        for entity in objects(health.get("entities"))
        for one in objects(entity.get("errors"))
    ]
    solutions = [
        text(one.get("possible_solution"))
        for entity in objects(health.get("entities"))
        for one in objects(entity.get("errors"))
    ]
    advice = " ".join(filter(None, solutions)) or "open WhatsApp Manager and read what it says of number and account"
    return [finding(False, f"sending is {state}" + (f" ({'; '.join(told)})" if told else ""), advice)]


def _token(token: Token) -> list[Finding]:
    if not token.valid:
        return [finding(False, "the token is not valid", PERMISSIONS)]
    missing = [scope for scope in SCOPES if scope not in token.scopes]
    if missing:
        return [finding(False, f"the token lacks {', '.join(missing)}", PERMISSIONS)]
    if token.expires_at:
        until = datetime.fromtimestamp(token.expires_at, UTC)
        advice = "use a system user's token, which does not expire (docs/channels/whatsapp.md, step 4)"
        return [finding(False, f"the token expires on {until:%Y-%m-%d %H:%M} UTC", advice)]
    return [finding(True, "the token lasts and has both permissions")]


async def _webhooks(client: Client, account: str, webhook_url: str) -> list[Finding]:
    apps = await client.read_edge(f"{quoted(account)}/subscribed_apps")
    if not apps:
        advice = "start Kanal: it subscribes the app to the account's webhooks"
        return [finding(False, "no app gets the account's webhooks", advice)]
    addresses = [text(app.get("override_callback_uri")) for app in apps]
    if webhook_url and webhook_url in addresses:
        return [finding(True, f"webhooks go to {webhook_url}")]
    if other := next(filter(None, addresses), ""):
        advice = f"start Kanal with KANAL_PUBLIC_URL set; it registers {webhook_url or 'its address'}"
        return [finding(False, f"webhooks go to {other}", advice)]
    return [finding(True, "webhooks go to the address in the app's settings (it cannot be read with this token)")]


async def _templates(client: Client, account: str, templates: Sequence[TemplateText]) -> list[Finding]:
    fields = "name,language,status,category,components"
    listed = await client.read_edge(f"{quoted(account)}/message_templates", fields=fields)
    known = {(text(one.get("name")), text(one.get("language"))): one for one in listed}
    found = [_template(template, known.get((template.name, template.language))) for template in templates]
    good = [one for one in found if one.ok]
    return [finding(True, f"{len(good)} of {len(found)} templates are approved"), *(one for one in found if not one.ok)]


def _template(wanted: TemplateText, known: Json | None) -> Finding:
    name = f"template {wanted.name} ({wanted.language})"
    if known is None:
        return finding(False, f"{name} does not exist", "submit it (docs/channels/whatsapp.md, step 6)")
    if (status := text(known.get("status"))) != "APPROVED":
        return finding(False, f"{name} is {status}", "look in WhatsApp Manager; until it is approved news is held")
    if (category := text(known.get("category")).lower()) != wanted.category:
        return finding(False, f"{name} is {category}, which has another price", "appeal, or change its words")
    body = next((text(one.get("text")) for one in objects(known.get("components")) if one.get("type") == "BODY"), "")
    if body and body.count("{{") != wanted.places:
        return finding(False, f"{name} has other places than templates.toml", "make the two say the same")
    return finding(True, f"{name} is approved")
