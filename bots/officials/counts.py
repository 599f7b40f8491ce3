"""How many tickets a desk has: one message on top of its topic that stays true, and all desks on request."""

from bots.officials import figures, lists
from bots.officials.lists import Item
from bots.officials.sight import docket, in_sight
from bots.officials.state import Listing
from bots.officials.topics import open_topic
from bots.officials.turn import GroupTurn
from core.city.dates import date_and_time
from core.docket.counting import counts_of
from core.tally.periods import last_days
from core.vocabulary.docket import DeskCounts
from core.vocabulary.effects import Edit, Pin, Send, Tell
from core.vocabulary.events import Pressed, Said


def told(turn: GroupTurn, body: DeskCounts) -> None:
    """Show a desk's counts on top of it; older ones than those that stand there are news of before."""
    if note(turn, body):
        show(turn, body.desk)


def note(turn: GroupTurn, body: DeskCounts) -> bool:
    """Remember a desk's counts; tell whether they are news."""
    before = turn.state.counts.get(body.desk)
    if before is not None and body.at <= before.at:
        return False
    turn.state.counts[body.desk] = body
    return True


def move(turn: GroupTurn, desk: str, lane: str) -> None:
    """Let the group that a desk has for its own from now on show the counts, and say so where they stood."""
    if desk in turn.state.counts:
        turn.effects.append(Tell(lane, turn.state.counts[desk]))
    leave(turn, desk)


def leave(turn: GroupTurn, desk: str) -> None:
    """Make counts that are shown somewhere else from now on say that."""
    if desk in turn.state.pinned:
        name = turn.office.city.desk(desk).name(turn.office.lang)
        text = turn.office.say("officials.counts.moved", desk=name)
        turn.effects.append(Edit(counts_key(desk), Send(text, bold=(name,), key=counts_key(desk), quiet=True)))


def come_home(turn: GroupTurn, desk: str) -> None:
    """Show the counts of a desk that is one of this group again."""
    if desk in turn.state.counts:
        show(turn, desk)


def show_again(turn: GroupTurn) -> None:
    """Show all counts in a group that has never seen them."""
    turn.state.pinned = ()
    for desk in turn.state.counts:
        show(turn, desk)


def show(turn: GroupTurn, desk: str) -> None:
    """Write a desk's counts into its message, and pin that when it is new."""
    if not turn.holds(desk):
        return
    office, counts, key = turn.office, turn.state.counts[desk], counts_key(desk)
    numbers = office.say("officials.counts.line", **_numbers(counts))
    when = date_and_time(counts.at, office.zone, office.city.timezone_label, office.locale)
    name = office.city.desk(desk).name(office.lang)
    text = "\n".join(
        (office.say("officials.counts.head", desk=name), numbers, office.say("officials.counts.at", when=when))
    )
    open_topic(turn, desk)
    turn.effects.append(Edit(key, Send(text, bold=(name,), key=key, topic=desk, quiet=True)))
    if desk not in turn.state.pinned:
        turn.state.pinned = (*turn.state.pinned, desk)
        turn.effects.append(Pin(key))


def counts_key(desk: str) -> str:
    """Name the message with a desk's counts."""
    return f"counts:{desk}"


def _numbers(counts: DeskCounts) -> dict[str, object]:
    return {"new": counts.new, "working": counts.working, "answered": counts.answered, "late": counts.late}


# --- /laporan ---------------------------------------------------------------------------------------------------------


def report(turn: GroupTurn, said: Said) -> None:
    """Say how many tickets each desk has, and what was done lately; or what was done in the days that are named."""
    if said.argument.strip():
        figures.answer(turn, said)
        return
    name = lists.open_list(turn, Listing("report", topic=turn.moment.topic))
    heading, items = _report(turn)
    lists.post(turn, name, said.message_id, heading, items)


def turn_page(turn: GroupTurn, pressed: Pressed, name: str, page: int) -> None:
    """Show another page of desks, or the same one as things are now."""
    turn.answer(pressed.query_id, "")
    heading, items = _report(turn)
    lists.turn_page(turn, name, heading, items, page)


def _report(turn: GroupTurn) -> tuple[str, list[Item]]:
    office, now = turn.office, turn.moment.now
    found = [(desk, counts_of(desk.key, docket(turn, desk), now)) for desk in in_sight(turn)]
    sums = {
        name: sum(getattr(counts, name) for _desk, counts in found) for name in ("new", "working", "answered", "late")
    }
    items = []
    for desk, counts in found:
        if counts.new or counts.working or counts.answered:
            name = desk.name(office.lang)
            items.append(Item(f"{name}\n{office.say('officials.counts.line', **_numbers(counts))}", (name,)))
    total = sums["new"] + sums["working"] + sums["answered"]
    heading = office.say("officials.report.head", count=total)
    recent = figures.text(turn, last_days(now.astimezone(office.zone).date()))
    return f"{heading}\n{office.say('officials.counts.line', **sums)}\n\n{recent}", items
