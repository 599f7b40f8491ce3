"""What people tell of themselves and of others in a sentence, and how much of it is taken out."""
