"""What anybody can check: signed receipts, the city's keys, and the signed roots of its days."""
