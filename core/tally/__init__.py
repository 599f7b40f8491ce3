"""What happened to tickets, counted day by day: any period is a sum of days, and one catalogue says what is read."""
