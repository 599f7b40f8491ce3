"""Each channel's folder is its whole kit: what the bridge finds there is enough to switch it on."""

from pathlib import Path
from typing import Any

import pytest

from app.channels import KITS, build_channels, officials_group
from app.settings import Settings, names
from channels.contract import Registers
from channels.kit import Around, Group, Kit
from tests.clock import TestClock
from tests.core.kupang import kupang

ROOT = Path(__file__).parents[2]
EACH = pytest.mark.parametrize("kit", KITS, ids=[kit.name for kit in KITS])


def test_every_folder_with_a_kit_is_found() -> None:
    """What there is of channels is what has a kit, in the order of the names; nothing lists them."""
    assert sorted(path.parent.name for path in (ROOT / "channels").glob("*/kit.py")) == [kit.name for kit in KITS]


@EACH
def test_a_kit_names_what_is_there(kit: Kit[Any]) -> None:
    """Its settings are its own and explained; if it can hold the group, the manual that the doctor names is there."""
    own = {field.alias for field in kit.settings.model_fields.values()}
    named = {*kit.required, *kit.meant, *([kit.group.setting] if kit.group else [])}
    assert set() == named - own
    assert set() == own - set(names())
    assert kit.group is None or (ROOT / "docs/channels" / f"{kit.name}.md").is_file()


@EACH
async def test_a_channel_with_its_settings_is_on(kit: Kit[Any]) -> None:
    """Without its settings a channel is off; with them it has addresses, and says where we are at the platform."""
    around = Around(kupang(), TestClock(), lambda _name, **_facts: None)
    values: dict[str, Any] = {name: "http://x" if name.endswith("_URL") else "17:x" for name in kit.required}
    off, on = Settings(_env_file=None), Settings(_env_file=None, **values)
    assert {} == build_channels([kit], off, around)
    assert (kit.required, ()) == (kit.missing(off), kit.missing(on))
    channel = build_channels([kit], on, around)[kit.name]
    assert kit.name == channel.name
    if not channel.capabilities.waits:  # what waits on pages of ours is at no platform
        assert 0 < len(channel.routes)
        assert isinstance(channel, Registers)
    await channel.close()


def test_the_group_is_where_a_kit_says() -> None:
    """The first kit that is told of a group holds it; without one the administrators are known all the same."""
    admins: dict[str, Any] = {"TELEGRAM_ADMIN_IDS": "1; 2"}
    values: dict[str, Any] = {"TELEGRAM_OFFICIALS_CHAT_ID": "-100", **admins}
    assert Group() == officials_group([], Settings(_env_file=None))
    assert Group(admin_ids=frozenset("12")) == officials_group(KITS, Settings(_env_file=None, **admins))
    assert Group("telegram", "-100", frozenset("12")) == officials_group(KITS, Settings(_env_file=None, **values))
