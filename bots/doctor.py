"""``kanal doctor``: is everything that the bridge needs there, and what to do about what is not."""

from urllib.parse import urlsplit

import typer

from bots.channels import CHANNELS, missing_settings
from bots.runtime import Runtime
from bots.settings import Settings
from bots.wiring import Finding
from bots.words import short
from core.city import CityError
from core.errors import KanalError


async def examine(settings: Settings) -> int:
    """Print one line per finding; give 1 when anything is wrong."""
    findings: list[Finding] = []
    runtime: Runtime | None = None
    try:
        runtime = Runtime(settings)
        findings.append(Finding("city pack", True, f"{settings.city}: {runtime.city.name}"))
    except (CityError, FileNotFoundError) as error:
        findings.append(Finding("city pack", False, str(error), "correct KANAL_CITY or the file it names"))
    if runtime is not None:
        findings += _address(settings, runtime)
        findings += await _store(runtime)
        findings += _channels(settings, runtime)
        findings += await runtime.findings()
        for wired in runtime.wired.values():
            await wired.stop()
    for finding in findings:
        mark = "ok     " if finding.ok else "PROBLEM"
        advice = f" -> {finding.advice}" if finding.advice and not finding.ok else ""
        typer.echo(f"{mark} {finding.subject}: {finding.detail}{advice}")
    return 0 if all(finding.ok for finding in findings) else 1


def _address(settings: Settings, runtime: Runtime) -> list[Finding]:
    """Look at the public address, when a channel is on that has its webhooks sent there."""
    waiting = [name for name, wired in runtime.wired.items() if wired.poller() is None]
    url = settings.public_url
    if not waiting:
        return []
    if not url:
        advice = "set it to the https address of this bridge (for a trial without one: TELEGRAM_MODE=polling)"
        return [Finding("address", False, f"KANAL_PUBLIC_URL is empty, {', '.join(waiting)} cannot reach us", advice)]
    local = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    if not url.startswith("https://") and not local:
        return [Finding("address", False, f"KANAL_PUBLIC_URL is {url}", "platforms call https addresses only")]
    return [Finding("address", True, f"webhooks come to {url}")]


async def _store(runtime: Runtime) -> list[Finding]:
    try:
        await runtime.open_store()
    except KanalError as error:
        advice = getattr(error, "advice", "")
        advice = advice or "start the server, correct KANAL_MONGODB_URI, or empty it to use the embedded one"
        return [Finding("store", False, short(str(error)), advice)]
    kind = "embedded server" if runtime.embedded is not None else "KANAL_MONGODB_URI"
    try:
        indexes = await runtime.store.index_names()
        letters = len(await runtime.store.list_dead(100))
    except KanalError as error:
        return [Finding("store", False, short(str(error)), "look at the database server's log")]
    finally:
        await runtime.close_store()
    return [
        Finding("store", True, f"{kind} answers, database {runtime.settings.mongodb_database}"),
        Finding("indexes", True, f"{len(indexes)} in place"),
        Finding(
            "dead letters",
            letters == 0,
            f"{letters}" if letters < 100 else "100 or more",
            "look at them with `kanal dead list`",
        ),
    ]


def _channels(settings: Settings, runtime: Runtime) -> list[Finding]:
    findings = []
    for name in CHANNELS:
        if name in runtime.wired:
            continue
        missing = missing_settings(settings, name)
        findings.append(Finding(name, True, f"off (to switch it on, set {', '.join(missing)})" if missing else "off"))
    if not runtime.group.address and not runtime.wired:
        advice = "set TELEGRAM_OFFICIALS_CHAT_ID (docs/channels/telegram.md)"
        findings.append(Finding("officials' group", False, "no group is configured", advice))
    return findings
