"""Stand-ins of text messages: phones, a strict gateway like Kannel, and Debian's Kannel itself on its fake SMSC."""

from simulator.sms.phones import Phones, Shown
from simulator.sms.real import KannelGateway, is_installed
from simulator.sms.server import SmsStandIn

__all__ = ["KannelGateway", "Phones", "Shown", "SmsStandIn", "is_installed"]
