"""The operator's manual says what the program does."""

from pathlib import Path

from channels.whatsapp.errors import RULES
from channels.whatsapp.notices import READERS
from tests.core.kupang import kupang

MANUAL = (Path(__file__).parents[3] / "docs" / "channels" / "whatsapp.md").read_text()


def test_every_template_is_in_the_manual() -> None:
    """The texts to submit stand in the manual word by word."""
    for text in kupang().templates:
        if text.channel == "whatsapp":
            assert f"| `{text.name}` |" in MANUAL
            assert f"| {text.body} |" in MANUAL


def test_every_used_field_is_in_the_manual() -> None:
    """The manual names each webhook field that Kanal reads."""
    assert [] == [field for field in READERS if f"`{field}`" not in MANUAL]


def test_every_code_is_in_the_manual() -> None:
    """The manual says what happens at each code of the table, apart from ranges and what is inbound or retired."""
    codes = [code for code in RULES if not 200 <= code < 300 and not 132000 <= code < 133000]
    assert [] == [code for code in codes if str(code) not in MANUAL and code not in (470, 131052)]
