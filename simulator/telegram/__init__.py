"""A strict local Telegram Bot API server: `TelegramStandIn` is the way in."""

from simulator.telegram.budget import Limits
from simulator.telegram.server import TelegramStandIn

__all__ = ["Limits", "TelegramStandIn"]
