"""A report as sections and sheets, which text, files and pages draw alike."""

from __future__ import annotations

from dataclasses import dataclass

from core.language.cells import table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under a name of its own: `bars` are numbers to draw a line by, None for a line without."""

    name: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what is said under it; `commands` give every number of it again."""

    title: str
    lines: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of it; sheets `besides` are too long to be read, and are given as files."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    besides: tuple[Sheet, ...] = ()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """List all sheets."""
        return (*(one for section in self.sections for one in section.sheets), *self.besides)

    def sheet(self, name: str) -> Sheet | None:
        """Give the sheet of that name."""
        return next((one for one in self.sheets if one.name == name), None)


def as_csv(sheet: Sheet) -> str:
    """Write a sheet as CSV in which nothing runs."""
    return table((sheet.heads, *sheet.rows))


def as_text(document: Document) -> str:
    """Write a document as Markdown."""
    blocks = [f"# {document.title}", *document.lines]
    for section in document.sections:
        blocks.append(f"## {section.title}")
        if section.lines:
            blocks.append("\n".join(f"- {line}" for line in section.lines))
        for sheet in section.sheets:
            blocks += [f"**{sheet.caption}**", _table(sheet)]
        blocks += section.notes
        if section.commands:
            blocks.append("\n".join(("```sh", *section.commands, "```")))
    return "\n\n".join(blocks) + "\n"


def _table(sheet: Sheet) -> str:
    lines = (sheet.heads, ("---",) * len(sheet.heads), *sheet.rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
