"""SIGKILL of the bridge before and after every write it makes.

A quiet run of a journey counts the writes of the bridge's database connection and shows how the journey ends. Then, for
each write and each of "before it was sent" and "after it was applied": a fresh stand-in and an emptied database, a
bridge process that kills itself there, a supervisor that starts it again at once, a platform that repeats what was not
taken, and people who wait for what they expect. In the end tickets, journal, files and both chats have to be those of
the quiet run; a chat may show one message more, the one in flight at the kill, whose receipt was never written.

A citizen is on Telegram, WhatsApp, Messenger or Instagram, the officials always in their Telegram group. Where bubbles
are paid for and therefore joined, what they say is compared and not where they end (`outcome.pieces`), and each message
that the platform called delivered has to be known as that.

`make faults` plays everything (`--all-kills`), `make test` a part that changes from day to day. One point alone:
`pytest tests/faults/test_kills.py -k complaint --kill complaint:before:17`.
"""
