"""The domain, the conversations and the store never know the name of the second platform."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = re.compile(r"whatsapp|wa_id|wamid|bsuid", re.IGNORECASE)
WORDS_OF_PEOPLE = {
    "core/reading/redact.py": "links and words that people write about themselves are taken out of texts"
}


def files() -> list[Path]:
    """List the code that must not know the name."""
    found = [path for folder in ("core", "storage", "bots") for path in (ROOT / folder).rglob("*.py")]
    return sorted(found)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_platform_name(path: Path) -> None:
    """The domain, the store and the conversation speak of channels, windows and choices, never of one platform."""
    name = path.relative_to(ROOT).as_posix()
    found = [f"{name}:{number}" for number, line in enumerate(path.read_text().splitlines(), 1) if NAMES.search(line)]
    assert found == [] or name in WORDS_OF_PEOPLE


def test_the_exceptions_are_needed() -> None:
    """An exception that no longer names the platform is taken off the list."""
    assert [name for name in WORDS_OF_PEOPLE if not NAMES.search((ROOT / name).read_text())] == []
