"""A strict local Graph server for WhatsApp: `WhatsAppStandIn` is the way in."""

from simulator.whatsapp.budget import Limits
from simulator.whatsapp.server import WhatsAppStandIn
from simulator.whatsapp.world import Business

__all__ = ["Business", "Limits", "WhatsAppStandIn"]
