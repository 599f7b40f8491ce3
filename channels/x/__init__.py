"""X: private messages that are polled or pushed, public mentions, and what each of them costs."""
