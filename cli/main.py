"""The command line: ``kanal serve | demo | doctor | dead | client | key | account | unheard | person | …``."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.logs import configure_logging
from cli import leaving_commands, proof_commands
from cli.account_commands import account
from cli.erase_commands import erase
from cli.guess import ABOUT, Open
from cli.report_command import report
from cli.running import load_settings, run
from cli.troubles import readable
from core.language.data import CityError

app = typer.Typer(
    name="kanal",
    help="Bridge between citizens' chats and the officials' group.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
dead = typer.Typer(help="Dead letters: what could not be handled or sent.", no_args_is_help=True)
app.add_typer(dead, name="dead")
app.add_typer(account, name="account")
app.add_typer(erase, name="erase")
app.command("report")(report)
scaffold = typer.Typer(help="Start something new from templates (in the repository's folder).", no_args_is_help=True)
app.add_typer(scaffold, name="scaffold")
client = typer.Typer(help="Machines that may use the bridge: a key and limits for each.", no_args_is_help=True)
app.add_typer(client, name="client")
proof_commands.add_to(app)
leaving_commands.add_to(app)


@app.command()
def serve() -> None:
    """Run the bridge until SIGTERM or Ctrl-C."""
    from app import serving  # loaded where needed: clients of platform and database take half a second

    run(serving.serve(load_settings()))


@app.command()
def demo(
    story: Annotated[bool, typer.Option("--story", help="Play one whole case in the terminal, then end.")] = False,
    port: Annotated[int, typer.Option(help="Port of the demo page.")] = 8080,
) -> None:
    """Run everything on this machine, on the embedded database and stand-ins."""
    configure_logging(level="WARNING")
    if story:  # the stand-ins are not loaded by a bridge in production
        from demo.story import play_story

        run(play_story())
    from demo.run import show

    run(show(port))


@app.command()
def doctor() -> None:
    """Check settings, store, indexes and each channel: one line each, with what to do."""
    from cli.doctor import examine

    run(examine(load_settings()))


Letter = Annotated[str, typer.Argument(help="Its id, the first column of `kanal dead list`.")]


@dead.command("list")
def dead_list(limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 50) -> None:
    """List dead letters, newest first."""
    from cli import dead as letters

    run(letters.show_all(load_settings(), limit))


@dead.command("show")
def dead_show(letter_id: Letter) -> None:
    """Show one dead letter whole, as JSON."""
    from cli import dead as letters

    run(letters.show(load_settings(), letter_id))


@dead.command("replay")
def dead_replay(letter_id: Letter) -> None:
    """Put a dead letter back to work."""
    from cli import dead as letters

    run(letters.replay(load_settings(), letter_id))


@dead.command("drop")
def dead_drop(letter_id: Letter) -> None:
    """Delete a dead letter for good."""
    from cli import dead as letters

    run(letters.drop(load_settings(), letter_id))


@client.command("add")
def client_add(
    name: Annotated[str, typer.Argument(help="A name that was never given: small letters, digits, dashes.")],
    scope: Annotated[list[str], typer.Option(help="What the key opens: report, export, monitor, audit; may repeat.")],
    requests_per_minute: Annotated[int, typer.Option(min=1, help="Of any kind, in all processes together.")] = 120,
    reports_per_day: Annotated[int, typer.Option(min=0, help="New reports, in all processes together.")] = 500,
    public: Annotated[
        bool, typer.Option("--public", help="Its people know that everybody may read number, kind and state.")
    ] = False,
    media_host: Annotated[list[str] | None, typer.Option(help="A host whose files may be fetched by address.")] = None,
) -> None:
    """Give a machine a key, which is printed once."""
    from cli import client as machines

    hosts = tuple(media_host or ())
    wanted = machines.Wanted(name, tuple(scope), requests_per_minute, reports_per_day, public, hosts)
    run(machines.add_client(load_settings(), wanted))


@client.command("list")
def client_list() -> None:
    """List machines with their limits, never a key."""
    from cli import client as machines

    run(machines.list_clients(load_settings()))


@client.command("revoke")
def client_revoke(name: Annotated[str, typer.Argument(help="As `kanal client list` has it.")]) -> None:
    """Close a machine's key for good."""
    from cli import client as machines

    run(machines.revoke_client(load_settings(), name))


@app.command()
def replay(
    fixture: Annotated[Path, typer.Argument(help="A body as the platform sends it: tests/fixtures/CHANNEL/NAME.json.")],
    url: Annotated[str, typer.Option(help="Address of the running bridge; default: KANAL_HOST and KANAL_PORT.")] = "",
    channel: Annotated[str, typer.Option(help="Channel; default: the name of the fixture's folder.")] = "",
) -> None:
    """Post a fixture, correctly signed, at a running server."""
    from cli.replay import post_body

    settings = load_settings()
    if not fixture.is_file():
        typer.echo(f"kanal: no fixture {fixture}", err=True)
        raise typer.Exit(1)
    run(post_body(settings, fixture.read_bytes(), url, channel or fixture.resolve().parent.name))


@app.command()
def unheard(
    kind: Annotated[str, typer.Option(help="Only this kind.")] = "",
    samples: Annotated[int, typer.Option(min=0, help="Newest samples of each kind.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, a JSON line each.")] = False,
) -> None:
    """Show what was not understood, redacted: kinds with counts and samples, to improve a city's words by."""
    from cli.unheard import show_unheard

    run(show_unheard(load_settings(), kind, samples, as_json=as_json))


@app.command()
def person(number: Annotated[str, typer.Argument(help="The report's number, as citizens see it.")]) -> None:
    """Show how the reporter of a report can be told: contacts by channel, language, consent; no address, no name."""
    from cli.person import show_person

    run(show_person(load_settings(), number))


@app.command("copy")
def copy_person(
    number: Annotated[str, typer.Argument(help="A report of the person, by its number.")],
    file: Annotated[Path, typer.Argument(help="NAME.json, for the person alone; - is standard output.")],
) -> None:
    """Write all that is held about the reporter of a report, for that person (UU 27/2022): nobody else is in it."""
    from cli.copy import write_copy

    run(write_copy(load_settings(), number, file))


@app.command()
def ticket(number: Annotated[str, typer.Argument(help="The report's number, as citizens see it.")]) -> None:
    """Show a report's history, its dates, and what became of each message about it; no address, no name."""
    from cli.ticket import show_ticket

    run(show_ticket(load_settings(), number))


@app.command("recount")
def count_again(
    dry_run: Annotated[bool, typer.Option(help="Only show which tickets would move.")] = False,
) -> None:
    """Reckon the dates of all open tickets again; a bridge that starts with another calendar does so by itself."""
    from cli import recount

    run(recount.count_again(load_settings(), dry=dry_run))


@app.command()
def sources(
    period: Annotated[str, typer.Argument(help="2026-03, 2026-Q1 or 2026; else this month.")] = "",
) -> None:
    """Show by which posters and links people came, and how many of them reported: to compare material."""
    from cli.sources import show_sources

    run(show_sources(load_settings(), period))


@app.command()
def poster(
    source: Annotated[str, typer.Argument(help="What the material is called: market-north, radio, leaflet-3.")],
    file: Annotated[Path | None, typer.Argument(help="Draw the poster into this PDF file.")] = None,
    language: Annotated[str, typer.Option(help="Its language; default: the city's first.")] = "",
) -> None:
    """Give each channel's link for a source, and a sheet with codes to scan."""
    from cli.sources import make_poster

    run(make_poster(load_settings(), source, file, language))


@app.command()
def officials(
    changes: Annotated[bool, typer.Option("--changes", help="Every change of it, from the journal.")] = False,
) -> None:
    """Show who may act for the city: unit, role, code of ethics; and the groups that are a desk."""
    from cli.officials import show_officials

    run(show_officials(load_settings(), changes=changes))


@app.command()
def guess(
    open_: Annotated[
        Open | None, typer.Option("--open", help="Also say what each text does while this is open, how sure and why.")
    ] = None,
    about: Annotated[str, typer.Option(help="With --open: what the open draft or report is about.")] = ABOUT,
) -> None:
    """Read one text per line; write what Kanal understands of each as a JSON line."""
    from cli.guess import OpenGuesser, as_line, guess_line
    from core.reading.understand import Understander
    from storage.city import read_city

    settings = load_settings()
    try:
        city = read_city(settings.city)
    except (CityError, OSError) as error:
        typer.echo(f"kanal: {readable(error)}", err=True)
        raise typer.Exit(1) from None
    understander = Understander(city)
    guesser = OpenGuesser(city, understander, open_, about) if open_ is not None else None
    # Whatever the machine's locale is: lines are UTF-8, and a broken byte is no reason to stop at a long list.
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n"):
        text = line.rstrip("\r\n")
        answer = guess_line(understander, text) | (guesser.guess(text) if guesser is not None else {})
        sys.stdout.buffer.write(as_line(answer).encode())
        sys.stdout.buffer.flush()


@scaffold.command("channel")
def scaffold_channel(
    name: Annotated[str, typer.Argument(help="Lower-case name of the platform, as in `line` or `viber`.")],
    root: Annotated[Path, typer.Option(help="The repository's folder.")] = Path("."),
) -> None:
    """Start a channel: its kit, fixtures, tests, manual and an honest list of what is to do."""
    from cli.scaffold import ScaffoldError, make_channel

    try:
        made = make_channel(root, name)
    except (ScaffoldError, OSError) as error:
        typer.echo(f"kanal: {error}", err=True)
        raise typer.Exit(1) from None
    for path in made:
        typer.echo(f"made {path}")
    typer.echo(f"Next: the seven steps in CONTRIBUTING.md; channels/{name}/quality.toml lists what is still to do.")
