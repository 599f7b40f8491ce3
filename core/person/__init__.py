"""Persons: who a report is from, and by which contacts they can be told about it."""
