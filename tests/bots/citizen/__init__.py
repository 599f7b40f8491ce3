"""Stories and tables about the citizen's conversation."""
