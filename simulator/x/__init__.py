"""A strict local X API v2: `XStandIn` is the way in."""

from simulator.x.rates import Limits
from simulator.x.server import XStandIn
from simulator.x.world import Account

__all__ = ["Account", "Limits", "XStandIn"]
