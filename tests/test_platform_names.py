"""Who runs, talks, thinks and stores never knows the name of a platform: those stand in their kits."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "bots", "storage", "web", "app", "cli")
NAMES = re.compile(
    r"(?i:telegram|whatsapp|messenger|instagram|twitter|facebook|kannel|botfather|wa_id|wamid|bsuid)|\bMeta\b|\bMETA_"
)
"""Also the platforms' own words for ids, and those whose channels are still to come; ``X`` is too short to look for."""
EXCEPTIONS = {
    "app/bodies.py": "a limit has its source",
    "app/logs.py": "a library is silenced by the name of its logger",
    "app/sweeps.py": "a limit has its source",
    "core/city/templates.py": "a limit has its source",
}


def files() -> list[Path]:
    """List the code that must not know the names."""
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in (".py", ".html"))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_platform_name(path: Path) -> None:
    """The code speaks of channels, windows and choices, never of one platform."""
    name = path.relative_to(ROOT).as_posix()
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    found = [f"{name}:{number}" for number, line in lines if NAMES.search(line)]
    assert [] == found or name in EXCEPTIONS


def test_the_exceptions_are_needed() -> None:
    """An exception that no longer names a platform is taken off the list."""
    assert [] == [name for name in EXCEPTIONS if not NAMES.search((ROOT / name).read_text(encoding="utf-8"))]
