"""What leaves the house of tickets: rows made of the journal alone, in which no person can be found."""
