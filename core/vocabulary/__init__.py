"""The words in which everything talks: events, commands, effects, errors, and the contracts of the outside."""
