"""A month of a city's life on a moved clock, and an independent recount of all that time has done in it."""
