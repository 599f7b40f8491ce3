"""Write down for people who is told what: the page `docs/telling.md`, rendered from the matrix that decides."""

from __future__ import annotations

from core.city.telling import AUDIENCES, Row, Telling
from core.ticket.matrix import roles_of


def as_markdown(telling: Telling) -> str:
    """Render the page: whom each cause tells what, how each news reads, and what the reasons mean."""
    lines = [
        "# Who is told what",
        "",
        "Rendered by `core/ticket/matrix_page.py` from `cities/base/telling.toml`, which decides it; a test keeps page "
        "and data equal. A city may put other cells into a row (`docs/city-pack.md`).",
        "",
        "Each cause stands with the role of who brings it about (`docs/lifecycle.md`). A cell says what somebody is "
        "told, or in italics why nothing, always or at times. The audiences: who reported it; who follows it; the "
        "officials at its desk; who is called by name.",
        "",
        f"| cause | brought about by | {' | '.join(AUDIENCES)} |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_line(row) for row in telling.rows),
        "",
        "## Why somebody is told nothing",
        "",
        "| reason | meaning |",
        "| --- | --- |",
        *(f"| {name} | {meaning} |" for name, meaning in telling.reasons.items()),
        "",
        "## How the news reads",
        "",
        "| for | news | text | template |",
        "| --- | --- | --- | --- |",
    ]
    for audience in AUDIENCES:
        for name, news in telling.news.get(audience, {}).items():
            template = f"`{news.template}`" if news.template else news.no_template or "none is needed in a group"
            lines.append(f"| {audience} | {name} | `{news.text}` | {template} |")
    return "\n".join([*lines, ""])


def _line(row: Row) -> str:
    by = row.by or ", ".join(roles_of(row.cause)) or "-"
    return f"| `{row.cause}` | {by} | {' | '.join(_cell(row, audience) for audience in AUDIENCES)} |"


def _cell(row: Row, audience: str) -> str:
    reasons = (f"*{one}*" for one in row.reasons(audience))
    return ", ".join((*row.news(audience), *reasons))
