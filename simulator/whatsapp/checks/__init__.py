"""What the platform checks in the body of a message before it takes it."""
