"""Make foreign text harmless and short: one paragraph, no invisible characters, cut with an ellipsis."""

from core.language.shorten import in_one_line, shorten, utf16_units
from core.language.visible import visible


def flat(text: str, most: int) -> str:
    """Write foreign text as one paragraph of at most ``most`` units, so that it cannot pass for lines of ours."""
    return in_one_line("".join(map(visible, text)), most, utf16_units)


def clean(text: str, most: int) -> str:
    """Write a person's message as it is, with its lines, without control characters, cut."""
    lines = (flat(line, most) for line in text.splitlines())
    return shorten("\n".join(lines).strip(), most, utf16_units)


def quoted(text: str, most: int) -> str:
    """Write a person's words as one quotation that cannot pass for a message of ours, whatever its lines begin with."""
    lines = clean(text, most).splitlines()
    return "“" + "\n".join(_told_apart(line) for line in lines) + "”" if lines else ""


def _told_apart(line: str) -> str:
    """Put a mark before a line that begins like one of ours: with a sign, as all of ours do, or a command."""
    ours = line[:1] and not (line[0].isalnum() or line[0] in "(\"'“‘.,-+*")
    return f"› {line}" if ours else line
