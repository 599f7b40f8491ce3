"""What Messenger and Instagram share: private messages of a Page or account, and what is public about it."""
