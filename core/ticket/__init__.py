"""The life of a ticket: its table of transitions, its state, and the pure steps of the ticket and registry lanes."""
