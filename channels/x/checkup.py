"""What ``kanal doctor`` says of X: keys, account, rights, money and webhooks; nothing reaches a person."""

from collections.abc import Awaitable, Mapping
from typing import Any

from channels.contract import Finding
from channels.raw import text
from channels.x.activity import SUBSCRIBED, SUBSCRIBED_IN_PUBLIC
from channels.x.client import Client
from channels.x.errors import Refused, classify
from channels.x.money import MILLIONTHS, dollars, left_for_reading
from channels.x.settings import XSettings
from channels.x.shapes import NAME
from channels.x.sources import left_out, query_of
from core.vocabulary.errors import ChannelDown, SendError


def finding(ok: bool, detail: str, advice: str = "") -> Finding:
    """Say one thing about X."""
    return Finding(NAME, ok, detail, advice)


async def checkup(
    client: Client, settings: XSettings, spent: Mapping[str, int] | None, webhook_url: str
) -> tuple[Finding, ...]:
    """Look at everything; the first thing that makes the rest pointless is the only finding."""
    me, problem = await _asked(client.me(), "the account cannot be read")
    if problem:
        return (problem,)
    identity, username = text(me.get("id")), text(me.get("username"))
    if identity != settings.x_user_id:
        advice = f"set X_USER_ID={identity}, or use the access token of the account that X_USER_ID names"
        return (finding(False, f"the access token belongs to @{username} ({identity}), not to X_USER_ID", advice),)
    found = [finding(True, f"@{username}"), await _directs(client), await _search(client, settings, username)]
    found.append(_money(settings.x_budget_usd, spent))
    if webhook_url:
        found.append(await _webhook(client, webhook_url))
    return tuple(found)


async def _directs(client: Client) -> Finding:
    """See whether private messages may be read: one of them, at the price of one."""
    _body, problem = await _asked(client.events(1), "private messages cannot be read")
    return problem or finding(True, "private messages can be read")


async def _search(client: Client, settings: XSettings, username: str) -> Finding:
    """See whether the app's own token works, by a question that costs nothing."""
    _body, problem = await _asked(client.usage(), "the app's own token does not work")
    if problem:
        return problem
    query = query_of(settings.x_keywords, username)
    if left := left_out(settings.x_keywords, query):
        advice = "shorten X_KEYWORDS: X takes 512 characters in all"
        return finding(False, f"{len(left)} keywords do not fit into one search", advice)
    return finding(True, "the app's own token works" + ("" if query else "; X_KEYWORDS is empty, nothing is searched"))


def _money(budget: float, spent: Mapping[str, int] | None) -> Finding:
    if spent is None:
        return finding(True, "what was spent today is not known: the store does not answer")
    kinds = ", ".join(f"{kind} {spent[kind]}" for kind in MILLIONTHS if spent.get(kind))
    told = f"spent today (UTC): {dollars(spent):.3f} USD of {budget:.2f}" + (f" ({kinds})" if kinds else "")
    if left_for_reading(spent, budget) > 0:
        return finding(True, told)
    advice = "raise X_BUDGET_USD, or wait for midnight UTC; answers to people still go out"
    return finding(False, f"{told}; nothing is read any more today", advice)


async def _webhook(client: Client, url: str) -> Finding:
    if not url.startswith("https://"):
        advice = "set KANAL_PUBLIC_URL to an https address, or X_WEBHOOK=false: polling works without"
        return finding(False, "X_WEBHOOK is on, and KANAL_PUBLIC_URL is no https address", advice)
    listed, problem = await _asked(client.webhooks(), "the webhooks cannot be read")
    if problem:
        return problem
    known = next((one for one in listed if text(one.get("url")) == url), None)
    if known is None:
        return finding(False, f"no webhook at {url}", "start Kanal: it registers the address and is challenged there")
    if known.get("valid") is False:
        advice = "start Kanal: X challenges the address again; is it reachable from outside?"
        return finding(False, f"X holds the webhook at {url} for invalid", advice)
    kinds, problem = await _asked(client.subscriptions(), "the subscriptions cannot be read")
    if problem:
        return problem
    told = {text(one.get("event_type")) for one in kinds}
    if missing := [kind for kind in (*SUBSCRIBED, *SUBSCRIBED_IN_PUBLIC) if kind not in told]:
        return finding(False, f"not subscribed to {', '.join(missing)}", "start Kanal: it subscribes")
    return finding(True, f"activity comes to {url}")


async def _asked(call: Awaitable[Any], what: str) -> tuple[Any, Finding | None]:
    """Ask; give a finding in place of the answer where there is none."""
    error: SendError
    try:
        return await call, None
    except Refused as refused:
        error = classify(refused)
    except SendError as failure:
        error = failure
    advice = error.advice if isinstance(error, ChannelDown) else "try again later; is X_API_BASE right?"
    return None, finding(False, f"{what}: {error}", advice)
