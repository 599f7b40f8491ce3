"""Names that look like settings and are none: a typing error there switches something off without a word."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from app.settings import names

PREFIXES = tuple({f"{name.partition('_')[0]}_" for name in names()})
NOT_OURS = frozenset({"KANAL_TEST_MONGODB_URI"})
ALIKE = 0.8


@dataclass(frozen=True)
class Strange:
    """A name that is no setting, where it stands, and the setting that it may be meant for ("" if none is near)."""

    name: str
    place: str
    nearest: str = ""


def strange_names(env_file: Path, environment: Mapping[str, str]) -> list[Strange]:
    """Find unknown names in ``env_file``, and in the environment those that are nearly one of ours."""
    found = [Strange(name, str(env_file), nearest(name)) for name in _written(env_file) if name.upper() not in _known()]
    for name in sorted(environment):
        if name.upper() in _known() or name in NOT_OURS:
            continue
        near = nearest(name)
        if name.upper().startswith("KANAL_") or (near and name.upper().startswith(PREFIXES)):
            found.append(Strange(name, "the environment", near))
    return found


def nearest(name: str) -> str:
    """Give the setting whose name is most like this one, "" when none is near."""
    near = difflib.get_close_matches(name.upper(), names(), n=1, cutoff=ALIKE)
    return near[0] if near else ""


def _written(env_file: Path) -> Iterable[str]:
    if not env_file.is_file():
        return ()
    return [name for name in dotenv_values(env_file, interpolate=False) if name]


def _known() -> frozenset[str]:
    return frozenset(names())
