"""A channel that exists only here: a gateway of text messages, GET in both directions, with a path for reports.

It is the proof that a channel is only an adapter: no file outside this folder knows its name.
"""
