"""Which channels there are: every package under ``channels/`` with a ``kit.py``. No name of a platform stands here."""

import importlib
import pkgutil
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from pydantic_settings import BaseSettings

import channels
from channels.contract import Channel
from channels.kit import Around, Group, Kit


def discovered() -> tuple[Kit[Any], ...]:
    """Find the kits, in the order of their names."""
    packages = sorted(module.name for module in pkgutil.iter_modules(channels.__path__) if module.ispkg)
    places = [f"{channels.__name__}.{package}.kit" for package in packages]
    return tuple(importlib.import_module(place).KIT for place in places if find_spec(place))


KITS = discovered()
"""Every channel that exists, in the order in which start-up names them."""


def build_channels(kits: Iterable[Kit[Any]], settings: BaseSettings, around: Around) -> dict[str, Channel]:
    """Switch on every channel that has its credentials."""
    return {kit.name: kit.build(kit.own(settings), around) for kit in kits if not kit.missing(settings)}


def officials_group(kits: Iterable[Kit[Any]], settings: BaseSettings) -> Group:
    """Give the officials' group: the first that is configured; where none is, one without an address."""
    groups = [kit.group.read(kit.own(settings)) for kit in kits if kit.group]
    return next((group for group in groups if group.address), groups[0] if groups else Group())
