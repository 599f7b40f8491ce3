"""What differs between cities: the pack, its units, calendar, texts and templates."""
