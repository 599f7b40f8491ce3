"""What systems of the city are told of tickets, on a lane for each: its outbox waits, tries again and gives up."""
