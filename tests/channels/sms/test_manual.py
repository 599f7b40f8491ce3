"""The operator's manual says what the program does."""

from pathlib import Path

from channels.sms.errors import RULES
from channels.sms.parse import REPORTS
from channels.sms.settings import SmsSettings

MANUAL = (Path(__file__).parents[3] / "docs" / "channels" / "sms.md").read_text()


def test_every_setting_is_in_the_manual() -> None:
    """Each setting of the channel is explained."""
    names = [field.alias for field in SmsSettings.model_fields.values()]
    assert [] == [name for name in names if f"`{name}`" not in MANUAL]


def test_every_answer_is_in_the_manual() -> None:
    """The manual says what happens at each answer of the gateway, and at each report."""
    told = MANUAL.casefold()
    assert [] == [words for words, _rule in RULES if not any(one in told for one in words.split("|"))]
    assert [] == [state for state in REPORTS if f"| {state} |" not in MANUAL]
