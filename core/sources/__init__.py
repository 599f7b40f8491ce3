"""By which posters and links people come: counted, so that material can be compared."""
