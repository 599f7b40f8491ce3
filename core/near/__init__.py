"""What is open near a place: which reports may be about the same matter."""
