"""Strict local stand-ins of what helps with files: a scanner for viruses, and a service that writes down sounds."""

from simulator.helpers.clamd import ClamD
from simulator.helpers.transcriber import Transcriber

__all__ = ["ClamD", "Transcriber"]
