"""The commands that erase; what they do stands in a file of its own, loaded where it is needed."""

from typing import Annotated

import typer

from cli.running import load_settings, run
from core.vocabulary.erasing import ErasureReason

erase = typer.Typer(help="Erase personal data for good (UU 27/2022), while the bridge runs.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="The report's number, as citizens see it.")]
Reason = Annotated[ErasureReason, typer.Option("--because", help="Why: it stands in the report's chain with the date.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")]
Sure = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
TakeBack = Annotated[bool, typer.Option("--take-back", help="Take back in the reporter's name what has not ended.")]
Patience = Annotated[float, typer.Option(min=1, help="Seconds to wait for the bridge.")]


@erase.command("ticket")
def erase_ticket(
    number: Number,
    because: Reason,
    dry_run: Dry = False,
    yes: Sure = False,
    take_back: TakeBack = False,
    patience: Patience = 60,
) -> None:
    """Erase the words, files, place and name of one report; its reporter is told. What it counts for stays."""
    from cli import erase as erasing

    run(erasing.erase(load_settings(), erasing.Wanted(number, because, False, dry_run, yes, take_back, patience)))


@erase.command("person")
def erase_person(
    number: Number,
    because: Reason,
    dry_run: Dry = False,
    yes: Sure = False,
    take_back: TakeBack = False,
    patience: Patience = 60,
) -> None:
    """Erase everything of the person who filed this report: all reports, chats, contacts and links."""
    from cli import erase as erasing

    run(erasing.erase(load_settings(), erasing.Wanted(number, because, True, dry_run, yes, take_back, patience)))
