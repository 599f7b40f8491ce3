"""Strict local Graph servers for a Facebook Page and an Instagram account: `MessengerStandIn`, `InstagramStandIn`."""

from simulator.pages.platform import INSTAGRAM, MESSENGER, Platform
from simulator.pages.server import InstagramStandIn, MessengerStandIn, PageStandIn

__all__ = ["INSTAGRAM", "MESSENGER", "InstagramStandIn", "MessengerStandIn", "PageStandIn", "Platform"]
