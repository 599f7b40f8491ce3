"""``kanal doctor``: is everything that the bridge needs there, and what to do about what is not."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import typer

from app.clock import SystemClock
from app.oversight import ADVICE, factors_of
from app.runtime import Runtime
from app.settings import Settings
from app.steppers import build_steppers
from channels.contract import Finding
from channels.web.channel import NAME as WEB
from cli.housekeeping import data_folder, settings_file
from cli.switches import switches
from cli.troubles import readable, short
from core.city.city import City
from core.city.texts import Texts
from core.language.data import CityError
from core.ticket.matrix import problems
from core.vocabulary.errors import KanalError
from core.vocabulary.lane_names import hook_lane
from core.vocabulary.lanes import DeadLetter
from web.monitor.factors import FactorShut

SLOW = timedelta(hours=1)
"""A system that was told nothing for so long is away."""
MOST_NAMED = 5
"""Problems of one kind that stand in one line."""


async def examine(settings: Settings, env_file: Path = Path(".env")) -> int:
    """Print one line per finding; give 1 when anything is wrong."""
    findings = settings_file(env_file)
    runtime: Runtime | None = None
    try:
        made = Runtime(settings)
        build_steppers(made.city, frozenset(), b"")  # the texts and words that only the conversations ask for
        runtime = made
        findings.append(Finding("city pack", True, f"{settings.city}: {runtime.city.name}"))
        findings.append(_telling(runtime.city))
    except (CityError, FileNotFoundError) as error:
        findings.append(Finding("city pack", False, str(error), "correct KANAL_CITY or the file it names"))
    if runtime is not None:
        findings += _address(settings, runtime)
        about_store, is_open = await _store(runtime)
        findings += about_store
        if not settings.mongodb_uri.get_secret_value():
            findings += data_folder(settings.data_dir)
        findings += _channels(settings, runtime)
        findings += switches(settings, has_pages=WEB in runtime.channels)
        if is_open and settings.monitor and settings.accounts_key.get_secret_value():
            findings.append(await _accounts(settings, runtime))
        findings += await _hooks(runtime) if is_open else []
        findings += _group(runtime)
        findings += await runtime.findings()
        await runtime.close_channels()
        if is_open:  # channels look there for what they have spent
            await runtime.close_store()
    for finding in findings:
        mark = "ok     " if finding.ok else "PROBLEM"
        advice = f" -> {finding.advice}" if finding.advice and not finding.ok else ""
        typer.echo(f"{mark} {finding.subject}: {finding.detail}{advice}")
    return 0 if all(finding.ok for finding in findings) else 1


def _telling(city: City) -> Finding:
    """Look whether the matrix leaves somebody out without a reason."""
    wrong = problems(city, Texts(city.texts))
    if wrong:
        return Finding("telling", False, "; ".join(wrong[:MOST_NAMED]), "correct telling.toml of the city pack")
    return Finding("telling", True, f"{len(city.telling.rows)} rows, nobody is left out without a reason")


def _address(settings: Settings, runtime: Runtime) -> list[Finding]:
    """Look at the public address, when a channel is on that has its webhooks sent there."""
    waiting = runtime.unreached()
    url = settings.public_url
    if not waiting:
        return []
    if not url:
        others = " or ".join(kit.without_address for kit in runtime.kits if kit.without_address)
        advice = f"set it to the https address of this bridge (for a trial without one: {others})"
        return [Finding("address", False, f"KANAL_PUBLIC_URL is empty, {', '.join(waiting)} cannot reach us", advice)]
    local = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    if not url.startswith("https://") and not local:
        return [Finding("address", False, f"KANAL_PUBLIC_URL is {url}", "platforms call https addresses only")]
    return [Finding("address", True, f"webhooks come to {url}")]


async def _store(runtime: Runtime) -> tuple[list[Finding], bool]:
    """Look at the store; tell whether it is open now."""
    try:
        await runtime.open_store()
    except KanalError as error:
        advice = getattr(error, "advice", "")
        advice = advice or "start the server, correct KANAL_MONGODB_URI, or empty it to use the embedded one"
        return [Finding("store", False, _one_line(error), advice)], False
    except OSError as error:
        advice = f"look at the folder {runtime.settings.data_dir} and its disk"
        return [Finding("store", False, readable(error), advice)], False
    kind = "embedded server" if runtime.embedded is not None else "KANAL_MONGODB_URI"
    try:
        await runtime.store.ping()
        indexes = await runtime.store.index_names()
        letters = await runtime.store.list_dead(100)
    except KanalError as error:
        advice = "look at the database server's log and its disk"
        return [Finding("store", False, f"{kind} does not work: {_one_line(error)}", advice)], True
    return [
        Finding("store", True, f"{kind} answers and writes, database {runtime.settings.mongodb_database}"),
        Finding("indexes", True, f"{len(indexes)} in place"),
        _letters(letters),
    ], True


async def _hooks(runtime: Runtime) -> list[Finding]:
    """Look whether systems of the city take what they are told."""
    found = []
    for name in runtime.subscribers.names:
        try:
            backlog = await runtime.store.backlog(hook_lane(name))
        except KanalError as error:
            return [Finding(f"news for {name}", False, _one_line(error), "look at the database server and its disk")]
        age = SystemClock().now() - backlog.since if backlog.since is not None else timedelta(0)
        detail = f"{backlog.count} wait" + (f", the oldest for {age.total_seconds() / 3600:.0f} hours" if age else "")
        found.append(Finding(f"news for {name}", age < SLOW, detail, f"see to {name}; nothing is lost meanwhile"))
    return found


async def _accounts(settings: Settings, runtime: Runtime) -> Finding:
    """Look whether the keys that are set open every second factor, and whether the present one keeps them all."""
    factors, shut, other = factors_of(settings), [], 0
    try:
        accounts = await runtime.store.accounts()
    except KanalError as error:
        return Finding("accounts", False, _one_line(error), "look at the database server's log and its disk")
    for account in accounts:
        try:
            factors.secret_of(account)
            other += not factors.is_current(account)
        except FactorShut:
            shut.append(account.name)
    if shut:
        names = ", ".join(shut[:MOST_NAMED])
        return Finding("accounts", False, f"no key opens the second factor of {len(shut)}: {names}", ADVICE)
    waiting = f", {other} to be encrypted at the next start" if other else ""
    return Finding("accounts", True, f"{len(accounts)}{waiting}")


def _letters(letters: Sequence[DeadLetter]) -> Finding:
    count = f"{len(letters)}" if len(letters) < 100 else "100 or more"
    lanes = sum(letter.kind == "lane" for letter in letters)
    detail = f"{count}, of which {lanes} are lanes that cannot be read" if lanes else count
    return Finding("dead letters", not letters, detail, "look at them with `kanal dead list`")


def _one_line(error: KanalError) -> str:
    return " ".join(short(str(error)).split())


def _channels(settings: Settings, runtime: Runtime) -> list[Finding]:
    findings = []
    for kit in runtime.kits:
        if kit.name in runtime.channels:
            continue
        missing, given = kit.missing(settings), kit.given(settings)
        if given:
            detail = f"off, because {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
            advice = f"set it, or empty {', '.join(given)}"
            findings.append(Finding(kit.name, False, detail, advice))
        else:
            findings.append(Finding(kit.name, True, f"off (to switch it on, set {', '.join(missing)})"))
    return findings


def _group(runtime: Runtime) -> list[Finding]:
    """See to it that somebody sees the tickets; a channel that can hold the group and is on looks at it itself."""
    holders = [kit for kit in runtime.kits if kit.group]
    if any(kit.name in runtime.channels for kit in holders):
        return []
    ways = [
        f"set {' and '.join((*kit.required, kit.group.setting))} (docs/channels/{kit.name}.md)"
        for kit in holders
        if kit.group
    ]
    advice = ", or ".join(ways)
    if runtime.groups.common.address:
        return [
            Finding("officials' group", False, "a group is set and its channel is off: nobody sees the tickets", advice)
        ]
    return [Finding("officials' group", False, "no group is configured: nobody sees the tickets", advice)]
