"""What makes the city's word checkable."""
