"""Tests of the pages of policy."""
