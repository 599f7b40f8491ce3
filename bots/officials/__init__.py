"""The officials' group: cards, buttons, replies and commands, as one pure step."""

from bots.officials.required import REQUIRED_TEXTS
from bots.officials.steps import OfficialsSteps

__all__ = ["REQUIRED_TEXTS", "OfficialsSteps"]
