"""What citizens say in a conversation, and what should come of it: played through the whole program and judged.

``python -m tests.turns`` (or ``make turns``) plays ``tests/data/turns-*.tsv`` on the Telegram stand-in.
"""
