"""Exports for machines with a key: files that stream while they are written."""
