"""The stand-ins of text messages."""
