"""Tests of the pages for those who look from outside."""
