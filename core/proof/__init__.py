"""What makes the city's word checkable: chained journals, signed roots of each day, and slips for citizens."""
