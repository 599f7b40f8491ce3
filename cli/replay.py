"""``kanal replay``: post a recorded body at a running server, signed as its platform would sign it."""

from urllib.parse import urlencode

import aiohttp
import typer

from app.channels import KITS
from app.settings import Settings

ADVICE = {
    403: "it was signed with other settings than the bridge has: run this with the bridge's .env",
    404: "the channel is off at that bridge; `kanal doctor` names the settings that it lacks",
    503: "the bridge does not reach its database",
}


async def post_body(settings: Settings, body: bytes, url: str, channel: str) -> int:
    """Post the body and print the answer's status; 0 when the server took it."""
    kit = next((kit for kit in KITS if kit.name == channel), None)
    if kit is None:
        known = ", ".join(kit.name for kit in KITS)
        typer.echo(f"kanal: no channel {channel!r}; name one with --channel ({known})", err=True)
        return 1
    signed = kit.sign(kit.own(settings), body)
    base = url or f"http://{settings.host}:{settings.port}"
    shown = f"{base.rstrip('/')}/webhooks/{channel}"
    query = signed.raw_query or urlencode(dict(signed.query))
    target = f"{shown}{signed.suffix}" + (f"?{query}" if query else "")
    headers = {"Content-Type": "application/json", **signed.headers}
    content = None if signed.method == "GET" else body
    try:
        async with aiohttp.ClientSession() as session:
            answer = await session.request(signed.method, target, data=content, headers=headers)
            typer.echo(f"{answer.status} {await answer.text()}")
            if advice := ADVICE.get(answer.status):
                typer.echo(f"kanal: {advice}", err=True)
            return 0 if answer.status == 200 else 1
    except aiohttp.ClientError as error:
        typer.echo(f"kanal: {shown} does not answer ({type(error).__name__}); is `kanal serve` running?", err=True)
        return 1
