"""What is said of the city in public: posts, who writes them, and how many say the same."""

from bots.monitor.authors import AuthorSteps
from bots.monitor.bursts import BurstSteps
from bots.monitor.required import REQUIRED_TEXTS
from bots.monitor.steps import MentionSteps

__all__ = ["REQUIRED_TEXTS", "AuthorSteps", "BurstSteps", "MentionSteps"]
