"""The web: what the city says to somebody who filed a form waits on that person's private page."""
