"""The open tickets of each desk in one list: what queues, counts and searches are read from."""
