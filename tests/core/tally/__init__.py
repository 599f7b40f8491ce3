"""Counts of days, and what is read from them."""
