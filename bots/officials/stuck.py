"""What the operator has to see to: channels that are down, and what was put aside because it failed."""

from bots.officials import asides, lists, register
from bots.officials.lists import Item
from bots.officials.state import Listing
from bots.officials.turn import GroupTurn
from core.city.dates import date_and_time
from core.city.roles import has_duty
from core.vocabulary.effects import AskTroubles
from core.vocabulary.events import Pressed, Said
from core.vocabulary.results import DeadLine, Troubles


def ask(turn: GroupTurn, said: Said) -> None:
    """Ask what is stuck, for an operator or an administrator; the answer comes as an event."""
    if not has_duty(register.official(turn, said.sender), "operate"):
        asides.say(turn, said.sender.id, said.message_id, turn.office.say("officials.stuck.operators_only"))
        return
    name = lists.open_list(turn, Listing("stuck", words=said.message_id, topic=turn.moment.topic))
    turn.effects.append(AskTroubles(f"{name}:0"))


def ask_page(turn: GroupTurn, pressed: Pressed, name: str, page: int) -> None:
    """Ask again for another page, or for the same one as things are now."""
    if not has_duty(register.official(turn, pressed.sender), "operate"):
        turn.answer(pressed.query_id, turn.office.say("officials.stuck.operators_only"), alert=True)
        return
    turn.answer(pressed.query_id, "")
    turn.effects.append(AskTroubles(f"{name}:{page}"))


def told(turn: GroupTurn, body: Troubles) -> None:
    """Show what is stuck."""
    name, _, page = body.ref.partition(":")
    listing = turn.state.lists.get(name)
    if listing is None:
        return
    office = turn.office
    channels = [
        office.say("officials.stuck.channel", channel=office.word("monitor.channel", one)) for one in body.channels
    ]
    items = [Item(line) for line in (*channels, *(_letter(turn, letter) for letter in body.letters))]
    heading = office.say(
        f"officials.stuck.{'head' if items else 'nothing'}", channels=len(body.channels), letters=len(body.letters)
    )
    foot = office.say("officials.stuck.foot") if items else ""
    if page == "0":
        lists.post(turn, name, listing.words, heading, items, foot)
    else:
        lists.turn_page(turn, name, heading, items, int(page), foot)


def _letter(turn: GroupTurn, letter: DeadLine) -> str:
    office = turn.office
    when = date_and_time(letter.at, office.zone, office.city.timezone_label, office.locale)
    where = letter.number or office.word("officials.stuck.lane", letter.lane_kind)
    parts = (office.word("officials.stuck.kind", letter.kind), where, letter.error)
    return f"✉️ {' · '.join(part for part in parts if part)}\n{when}"
