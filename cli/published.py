"""Published files of days as commands read them: one by one, or folders of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from core.proof.keys import KEY_BYTES, read
from core.proof.roots import Published
from core.vocabulary.errors import KanalError


class Unusable(KanalError):
    """Raised when a file or a key that a command was given cannot be read."""


def file_name(day: Published) -> str:
    """Name the file of a day."""
    return f"root-{day.root.city}-{day.root.day}.json"


def read_days(paths: Sequence[Path]) -> list[Published]:
    """Read published days, each once. Raises ``Unusable``, ``OSError``."""
    return list({file: _day(file) for path in paths for file in _files(path)}.values())


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(path.glob("root-*.json"))
    else:
        yield path


def _day(file: Path) -> Published:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Published)
    except msgspec.MsgspecError as wrong:
        raise Unusable(f"{file} is no published day: {wrong}") from wrong


def pinned_key(text: str) -> bytes:
    """Read the public part of a key; empty for none. Raises ``Unusable``."""
    public = read(text.strip())
    if text.strip() and len(public) != KEY_BYTES:
        raise Unusable("the public part of a key is 43 letters and digits, as `kanal key list` shows it")
    return public
