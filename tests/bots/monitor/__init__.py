"""Tests of what is said of the city in public."""
