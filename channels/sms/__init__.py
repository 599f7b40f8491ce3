"""Text messages through a Kannel-type gateway."""
