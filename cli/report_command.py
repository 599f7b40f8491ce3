"""The command ``kanal report``; what it does stands in `cli.report` and `cli.policy`, loaded where it is needed."""

from pathlib import Path
from typing import Annotated

import typer

from cli.running import load_settings, run


def report(
    period: Annotated[
        str, typer.Argument(help="2026, 2026-Q1, 2026-03, 2026-W11, 2026-03-12; else the last seven days.")
    ] = "",
    figures: Annotated[bool, typer.Option("--figures", help="Only the indicators: name, value, meaning.")] = False,
    by: Annotated[str, typer.Option(help="Indicators, a line for each category, kelurahan, unit or channel.")] = "",
    viewer: Annotated[
        str, typer.Option(help="Indicators as public, monitor, unit or operator may see them; default: operator.")
    ] = "",
    chart: Annotated[Path | None, typer.Option(help="Draw the chart of these days into this PNG file.")] = None,
    sheet: Annotated[str, typer.Option(help="Only this sheet of the report, as CSV: categories, cells, stages …")] = "",
    until: Annotated[str, typer.Option(help="The last day whose events count; default: a month after the end.")] = "",
    rows: Annotated[Path | None, typer.Option(help="Count from this export (JSON lines) and ask no database.")] = None,
    rows_before: Annotated[Path | None, typer.Option(help="The export of the period before, for --rows.")] = None,
    language: Annotated[str, typer.Option(help="Language of names; default: the group's.")] = "",
) -> None:
    """Say what a month, quarter or year says for policy, as Markdown; of other periods, show the indicators."""
    from app.policy import offered

    whole = offered(period) if period else None
    if whole is None or figures or by or viewer:
        from cli.report import show_report

        run(show_report(load_settings(), period, by, viewer or "operator", chart, language))
    from cli.policy import Asked, show_policy

    assert whole is not None  # the first of the two does not come back
    run(show_policy(load_settings(), Asked(whole, until, rows, rows_before, sheet, chart, language)))
