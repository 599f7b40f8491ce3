"""``kanal scaffold``: start something new from templates, so that every channel has the same rooms."""

import keyword
import re
import string
import tomllib
from pathlib import Path

from core.vocabulary.errors import KanalError

TEMPLATES = Path(__file__).with_name("templates")

PLACES = {
    "package.tmpl": "channels/{name}/__init__.py",
    "settings.tmpl": "channels/{name}/settings.py",
    "kit.tmpl": "channels/{name}/kit.py",
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
    "test_quality.tmpl": "tests/channels/{name}/test_quality.py",
    "manual.tmpl": "docs/channels/{name}.md",
}
"""Template -> where it goes below the repository's folder."""

RULES = "channels/quality.toml"
QUALITY = "channels/{name}/quality.toml"
SETTINGS = ".env.example"

_NAME = re.compile(r"[a-z][a-z0-9]{1,19}")
_IMPORTS = re.compile(r"(?:^from channels[. ].*\n)+", re.MULTILINE)


class ScaffoldError(KanalError):
    """A name that cannot be used, or files that are there already."""


def make_channel(root: Path, name: str) -> list[Path]:
    """Write the files of a new channel and give their paths below ``root``; what is there is never overwritten.

    Its settings are added to ``.env.example``. Raises ``ScaffoldError`` before anything is written.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise ScaffoldError(f"{name!r} cannot name a channel: 2 to 20 lower-case letters and digits, a letter first")
    if not (root / RULES).is_file():
        raise ScaffoldError(f"{root.resolve()} is not the repository's folder; name it with --root")
    places = {template: Path(place.format(name=name)) for template, place in PLACES.items()}
    quality = Path(QUALITY.format(name=name))
    for place in (*places.values(), quality, Path("channels", f"{name}.py")):
        if (root / place).exists():
            raise ScaffoldError(f"{place} exists already: nothing was written")
    for template, place in places.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(_filled(template, name), encoding="utf-8")
    (root / quality).write_text(_to_do(root), encoding="utf-8")
    with (root / SETTINGS).open("a", encoding="utf-8") as settings:
        settings.write(_filled("env.tmpl", name))
    return [*places.values(), quality, Path(SETTINGS)]


def _filled(template: str, name: str) -> str:
    """Give a template with the channel's name in it."""
    values = {"name": name, "Name": name.capitalize(), "NAME": name.upper()}
    text = string.Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)
    return _IMPORTS.sub(_in_order, text)


def _in_order(block: re.Match[str]) -> str:
    """Sort a block of imports, whose order depends on the name."""
    return "".join(sorted(block[0].splitlines(keepends=True), key=lambda line: line.split()[1]))


def _to_do(root: Path) -> str:
    """Give the quality list of a channel of which nothing is done."""
    rules = tomllib.loads((root / RULES).read_text(encoding="utf-8"))
    return "\n".join(f'# {sentence}\n[{rule}]\nstate = "todo"\n' for rule, sentence in rules.items())
