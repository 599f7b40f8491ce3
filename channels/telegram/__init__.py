"""Telegram: Bot API updates in, messages out (Bot API documentation, core.telegram.org/bots/api)."""
