"""Strict local stand-ins of the platforms, and the demo page that plays people on them."""
