"""The operator's manuals of Messenger and Instagram say what the program does."""

from pathlib import Path

import pytest

from channels.meta.messaging.errors import Table
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER, Platform

ROOT = Path(__file__).parents[3]
MANUALS = {one.name: (ROOT / one.manual).read_text(encoding="utf-8") for one in (MESSENGER, INSTAGRAM)}


@pytest.mark.parametrize("platform", [MESSENGER, INSTAGRAM], ids=lambda one: one.name)
def test_every_field_permission_and_setting_is_in_the_manual(platform: Platform) -> None:
    """What is subscribed to, what the token must be allowed to do, and where the token goes are named."""
    named = (*platform.fields, *platform.scopes, platform.token_setting)
    assert [] == [one for one in named if f"`{one}`" not in MANUALS[platform.name]]


def test_every_code_is_in_the_manual() -> None:
    """The manual says what happens at each code and subcode of the table, apart from the range of permissions."""
    table, manual = Table(MESSENGER), MANUALS["messenger"]
    assert [] == [code for code in table.rules if not 200 <= code < 300 and str(code) not in manual]
    assert [] == [row for row in table.exact if f"{row[0]}/{row[1]}" not in manual]
