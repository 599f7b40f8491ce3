"""``kanal scaffold``: start something new from templates, so that every channel has the same rooms."""

import keyword
import re
import string
from pathlib import Path

from core.vocabulary.errors import KanalError

TEMPLATES = Path(__file__).with_name("templates")

PLACES = {
    "package.tmpl": "channels/{name}/__init__.py",
    "verify.tmpl": "channels/{name}/verify.py",
    "parse.tmpl": "channels/{name}/parse.py",
    "errors.tmpl": "channels/{name}/errors.py",
    "channel.tmpl": "channels/{name}/channel.py",
    "fixture.tmpl": "tests/fixtures/{name}/text.json",
    "expected.tmpl": "tests/fixtures/{name}/expected.json",
    "test_package.tmpl": "tests/channels/{name}/__init__.py",
    "test_verify.tmpl": "tests/channels/{name}/test_verify.py",
    "test_parse.tmpl": "tests/channels/{name}/test_parse.py",
    "test_errors.tmpl": "tests/channels/{name}/test_errors.py",
    "test_channel.tmpl": "tests/channels/{name}/test_channel.py",
    "manual.tmpl": "docs/channels/{name}.md",
}
"""Template -> where it goes below the repository's folder."""

_NAME = re.compile(r"[a-z][a-z0-9]{1,19}")


class ScaffoldError(KanalError):
    """A name that cannot be used, or files that are there already."""


def make_channel(root: Path, name: str) -> list[Path]:
    """Write the files of a new channel and give their paths below ``root``; nothing is ever overwritten.

    Raises ``ScaffoldError`` before anything is written.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise ScaffoldError(f"{name!r} cannot name a channel: 2 to 20 lower-case letters and digits, a letter first")
    if not (root / "channels").is_dir():
        raise ScaffoldError(f"{root.resolve()} is not the repository's folder; name it with --root")
    places = {template: Path(place.format(name=name)) for template, place in PLACES.items()}
    for place in (*places.values(), Path("channels", f"{name}.py")):
        if (root / place).exists():
            raise ScaffoldError(f"{place} exists already: nothing was written")
    imports = (
        f"from channels.{name}.errors import classify",
        f"from channels.{name}.parse import NAME",
        "from channels.raw import obj, text",
        "from channels.render import draw",
    )
    values = {"name": name, "Name": name.capitalize(), "NAME": name.upper(), "imports": "\n".join(sorted(imports))}
    for template, place in places.items():
        words = string.Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(words, encoding="utf-8")
    return list(places.values())
