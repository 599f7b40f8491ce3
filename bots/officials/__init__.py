"""The officials' group: cards, buttons, replies and commands, as one pure step."""

from bots.officials.steps import OfficialsSteps

__all__ = ["OfficialsSteps"]
