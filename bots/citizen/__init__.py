"""The citizen's conversation: free text in, a filed report and its news out; the same on every platform."""

from bots.citizen.steps import CitizenSteps

__all__ = ["CitizenSteps"]
