"""The copy of everything that is held about one person, for that person (UU 27/2022: right of access)."""
