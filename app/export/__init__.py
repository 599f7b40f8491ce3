"""Bring tickets out of the house as files: a walk over all of them, and rows that are written while it goes on."""
