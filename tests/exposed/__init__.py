"""Everything that Kanal shows to those outside, looked at from outside."""
