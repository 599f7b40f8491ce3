"""The commands by which tickets leave the house: ``kanal export``, ``kanal national``, ``kanal hook``."""

from pathlib import Path
from typing import Annotated

import typer

from cli.running import load_settings, run

national = typer.Typer(help="The national service: reports for it, and its numbers.", no_args_is_help=True)
hook = typer.Typer(help="Systems of the city that are told of tickets.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add them to the command line."""
    app.command("export")(export_tickets)
    app.add_typer(national, name="national")
    app.add_typer(hook, name="hook")


def export_tickets(
    file: Annotated[Path, typer.Argument(help="NAME.csv, NAME.jsonl or NAME.parquet; - is standard output.")],
    for_: Annotated[str, typer.Option("--for", help="Whose eyes it is for: public or monitor.")] = "public",
    period: Annotated[str, typer.Option(help="2026, 2026-Q1 or 2026-03; else everything.")] = "",
    until: Annotated[str, typer.Option(help="The last day whose events count, for a monitor; else yesterday.")] = "",
    words: Annotated[bool, typer.Option(help="With the citizens' words, redacted, for a monitor.")] = False,
    form: Annotated[str, typer.Option("--format", help="csv, jsonl or parquet, where the name does not say.")] = "",
) -> None:
    """Write tickets into a file, in which no person can be found; docs/data-dictionary.md explains the columns."""
    from app.export.order import Wish
    from cli.export import write_export

    run(write_export(load_settings(), file, form, Wish(for_, period, until, words)))


@national.command("export")
def national_export(
    file: Annotated[Path, typer.Argument(help="NAME.csv; - is standard output.")],
    period: Annotated[str, typer.Option(help="2026, 2026-Q1, 2026-03, 2026-W11, 2026-03-12; else everything.")] = "",
) -> None:
    """Write reports that it does not have yet for its import: redacted, and never a confidential one."""
    from cli.national import write_reports

    run(write_reports(load_settings(), file, period))


@national.command("numbers")
def national_numbers(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: our number, their number.")],
) -> None:
    """Keep the numbers that it gave to reports: on cards, and for citizens who ask how a report stands."""
    from cli.national import take_numbers

    run(take_numbers(load_settings(), file))


Subscriber = Annotated[str, typer.Argument(help="Its name in KANAL_HOOKS.")]


@hook.command("list")
def hook_list() -> None:
    """Show who is told, and what waits for whom."""
    from cli.hooks import list_hooks

    run(list_hooks(load_settings()))


@hook.command("secret")
def hook_secret(name: Subscriber) -> None:
    """Show the secret by which a system knows that it is us."""
    from cli.hooks import show_secret

    run(show_secret(load_settings(), name))


@hook.command("replay")
def hook_replay(
    name: Subscriber,
    period: Annotated[str, typer.Option(help="2026, 2026-Q1, 2026-03, 2026-W11, 2026-03-12; else everything.")] = "",
) -> None:
    """Have a system told again how tickets stand."""
    from cli.hooks import replay

    run(replay(load_settings(), name, period))
