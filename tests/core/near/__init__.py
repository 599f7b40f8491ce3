"""Tests of what is open near a place."""
