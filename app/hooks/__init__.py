"""Webhooks out: systems of the city that are told of tickets, by signed requests."""
