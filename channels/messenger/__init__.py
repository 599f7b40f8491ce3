"""Messenger: the chat of a Facebook Page; what it shares with Instagram is in `channels.meta.messaging`."""
