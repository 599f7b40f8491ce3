"""Draw a ticket's card with its buttons, its copies, and what stands where it has left."""

from datetime import datetime

import msgspec

from bots.officials.card_text import WHOLE_LENGTH, is_cut, is_long, write_card
from bots.officials.choices import card_choices, carry
from bots.officials.plain import quoted
from bots.officials.turn import Office, card_key
from core.city.dates import date_and_time
from core.vocabulary.effects import Choice, Link, Send
from core.vocabulary.officials import Card

UNFOLD, FOLD = "isi", "ringkas"
"""Buttons that show all of the words, and less of them again."""


def draw_card(card: Card, office: Office, now: datetime | None = None, *, unfolded: bool = False) -> Send:
    """Draw a card with its buttons, for its desk; ``now`` tells how many days are left."""
    text, words = write_card(card, office, now, unfolded=unfolded)
    return Send(
        text=text,
        bold=(card.number,),
        quotes=(words,) if words else (),
        choices=(*_fold(card, office, unfolded=unfolded), *card_choices(card, office)),
        key=card_key(card.number, card.desk),
        ref=card.number,
        topic=card.desk,
    )


def _fold(card: Card, office: Office, *, unfolded: bool) -> tuple[Choice, ...]:
    if not is_cut(card) or is_long(card):
        return ()
    name = FOLD if unfolded else UNFOLD
    return (Choice(carry(name, card.number), office.say(f"officials.card.{name}"), row=-1),)


def draw_copy(card: Card, office: Office, now: datetime, key: str, *, unfolded: bool = False) -> Send:
    """Draw the card where an official asked for it: as true as the one at its desk, to which it leads."""
    return _leading(draw_card(card, office, now, unfolded=unfolded), card, office, "original", key=key)


def draw_glance(card: Card, office: Office, now: datetime, lane: str) -> Send:
    """Draw a card of a desk of another group, ``lane``, as it is now: nothing can be done with it from here."""
    drawn = msgspec.structs.replace(
        draw_card(msgspec.structs.replace(card, actions=(), menu=""), office, now), choices=()
    )
    when = date_and_time(now, office.zone, office.city.timezone_label, office.locale)
    return _leading(drawn, card, office, "glance", lane=lane, when=when)


def _leading(
    drawn: Send, card: Card, office: Office, name: str, *, key: str = "", lane: str = "", **values: str
) -> Send:
    desk = office.city.desk(card.desk)
    line = office.say(f"officials.card.{name}", topic=desk.name(office.lang), **values)
    link = Link(line, card_key(card.number, card.desk), lane)
    return msgspec.structs.replace(drawn, text=f"{drawn.text}\n{line}", links=(link,), key=key, topic="", quiet=True)


def draw_signpost(number: str, left: str, desk: str, office: Office, *, away: str = "", key: str = "") -> Send:
    """Draw what stands where a card has left for another desk: one line that leads there, without buttons.

    ``away`` is the lane of that desk's group, where it is another one; ``key`` names a copy that was left, where it is
    not the desk's card.
    """
    place = office.city.desk(desk)
    name = f"officials.card.signpost{'_group' if away else ''}"
    return Send(
        text=office.say(name, number=number, topic=place.name(office.lang)),
        bold=(number,),
        links=(Link(number, card_key(number, desk), away),),
        key=key or card_key(number, left),
        ref=number,
        topic="" if key else left,
        quiet=True,
    )


def draw_older_copy(number: str, key: str, newest: str, office: Office) -> Send:
    """Draw what stands where a copy was shown before another one."""
    text = office.say("officials.card.copied", number=number)
    return Send(text, bold=(number,), links=(Link(number, newest),), key=key, ref=number, quiet=True)


def draw_whole(card: Card, office: Office) -> Send:
    """Draw what stands under a card that cannot hold the citizen's words: all of them, as one quotation."""
    words = quoted(card.report.text, WHOLE_LENGTH)
    return Send(
        text=f"{office.say('officials.card.whole', number=card.number)}\n{words}",
        bold=(card.number,),
        quotes=(words,),
        key=whole_key(card.number, card.desk),
        ref=card.number,
        topic=card.desk,
        reply_key=card_key(card.number, card.desk),
        quiet=True,
    )


def whole_key(number: str, desk: str) -> str:
    """Name the message that holds the whole of a report under its card at a desk."""
    return f"relay:{number}:whole:{desk}"
