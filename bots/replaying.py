"""``kanal replay``: post a recorded body at a running server, signed as its platform would sign it."""

import aiohttp
import typer

from bots.channels import sign
from bots.settings import Settings


async def post_body(settings: Settings, body: bytes, url: str, channel: str) -> int:
    """Post the body and print the answer's status; 0 when the server took it."""
    headers = sign(settings, channel, body)
    if headers is None:
        typer.echo(f"kanal: no way to sign for {channel!r}; name the channel with --channel", err=True)
        return 1
    base = url or f"http://{settings.host}:{settings.port}"
    target = f"{base.rstrip('/')}/webhooks/{channel}"
    try:
        async with aiohttp.ClientSession() as session:
            answer = await session.post(target, data=body, headers={"Content-Type": "application/json", **headers})
            typer.echo(f"{answer.status} {await answer.text()}")
            return 0 if answer.status == 200 else 1
    except aiohttp.ClientError as error:
        typer.echo(f"kanal: {target} does not answer ({type(error).__name__}); is `kanal serve` running?", err=True)
        return 1
