"""By which material people come."""
