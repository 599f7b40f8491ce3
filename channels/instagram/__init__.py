"""Instagram: the chat of a professional account; what it shares with Messenger is in `channels.meta.messaging`."""
