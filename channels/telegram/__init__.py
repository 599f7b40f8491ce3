"""Telegram: Bot API updates in, messages out (Bot API documentation, core.telegram.org/bots/api)."""

import os

# The library gives durations as timedelta when asked to, and warns about each one when not.
os.environ.setdefault("PTB_TIMEDELTA", "1")
