"""Where a card has left, one line leads to where it is: put up at once, and again when the card has surely come there.

Another group posts a card in its own time: until then there is nothing that a line could lead to.
"""

from datetime import datetime, timedelta

from bots.officials.cards import draw_signpost
from bots.officials.state import MOST_SIGNS, Sign, remember
from bots.officials.turn import GroupTurn
from core.vocabulary.effects import Edit

AGAIN = timedelta(minutes=2)


def put(turn: GroupTurn, number: str, left: str, desk: str) -> None:
    """Say at a desk of this group that a card has left it; what stood in another group is that group's to say."""
    if turn.holds(left) and left != desk:
        sign = draw_signpost(number, left, desk, turn.office)
        turn.effects.append(Edit(key=sign.key, to=sign))


def put_away(turn: GroupTurn, number: str, desk: str, copy: str) -> None:
    """Say where a card stood, and its ``copy``, that a ``desk`` of another group has it; and once more in a while."""
    _show(turn, number, Sign(desk, turn.moment.now, copy))
    remember(turn.state.signs, number, Sign(desk, turn.moment.now + AGAIN, copy), MOST_SIGNS)


def put_up_again(turn: GroupTurn) -> None:
    """Put up again what can lead somewhere by now."""
    for number, sign in tuple(turn.state.signs.items()):
        if sign.due <= turn.moment.now:
            del turn.state.signs[number]
            _show(turn, number, sign)


def next_time(turn: GroupTurn) -> datetime | None:
    """Name the moment at which one is put up again."""
    return min((sign.due for sign in turn.state.signs.values()), default=None)


def _show(turn: GroupTurn, number: str, sign: Sign) -> None:
    shown = turn.state.shown.get(number)
    left = shown.desks[-1] if shown is not None and shown.desks else ""
    away = turn.lane_of(sign.desk)
    drawn = [draw_signpost(number, left, sign.desk, turn.office, away=away)] if left else []
    if sign.copy:
        drawn.append(draw_signpost(number, left, sign.desk, turn.office, away=away, key=sign.copy))
    turn.effects += [Edit(key=one.key, to=one) for one in drawn]
