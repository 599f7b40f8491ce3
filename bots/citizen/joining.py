"""An invitation that makes an official of whoever comes with it, here in the private chat, and the code of ethics."""

from __future__ import annotations

from bots.citizen.turn import Turn
from core.language.shorten import in_one_line, utf16_units
from core.register.state import NAME_LENGTH
from core.register.tokens import is_invitation
from core.vocabulary.effects import Choice
from core.vocabulary.events import Pressed, Said
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.register import Accept, Accepted, Redeem, Redeemed

AGREE = "setuju"


def brings_invitation(argument: str) -> bool:
    """Tell whether what came along with a link is the word of an invitation."""
    return is_invitation(argument)


def redeem(turn: Turn, word: str) -> None:
    """Ask the register to make an official of who wrote."""
    body = turn.event.body
    if isinstance(body, Said):
        channel = turn.moment.channel or turn.event.channel
        called = in_one_line(body.sender.name, NAME_LENGTH, utf16_units)
        turn.tell(REGISTER_LANE, Redeem(word.strip(), body.sender.id, turn.lane, channel, called))


def redeemed(turn: Turn, body: Redeemed) -> None:
    """Say what somebody is now, and show the code of ethics unless this version was accepted; or why it is nothing."""
    if body.reason:
        turn.bubble(_say(turn, f"invite.{body.reason}"))
        return
    city, version = turn.city, _say(turn, "ethics.version")
    unit = city.tree[body.unit].name if body.unit in city.tree else city.desk(body.unit).name(city.group_language)
    role = _say(turn, f"verdict.role.{body.role}")
    text = _say(turn, "invite.welcome", name=body.name, unit=unit, role=role)
    if body.ethics == version:
        turn.bubble(f"{text}\n\n{_say(turn, 'invite.ready')}")
        return
    ethics = _say(turn, "ethics.text", version=version)
    agree = Choice(f"{AGREE}:{version}", _say(turn, "ethics.agree"))
    turn.bubble(f"{text} {_say(turn, 'invite.read')}\n\n{ethics}", (agree,))


def agree(turn: Turn, version: str) -> None:
    """Let the register store that the code of ethics is accepted; only what was offered here counts."""
    body = turn.event.body
    offered = any(one.id == f"{AGREE}:{version}" for one in turn.state.offered)
    if not isinstance(body, Said | Pressed) or not offered or version != _say(turn, "ethics.version"):
        turn.note("stale")
        return
    called = in_one_line(body.sender.name, NAME_LENGTH, utf16_units)
    turn.tell(REGISTER_LANE, Accept(body.sender.id, turn.lane, "", called, version))


def accepted(turn: Turn, body: Accepted) -> None:
    """Say that the official may act now, and where."""
    turn.bubble(_say(turn, "invite.ready" if body.name else "invite.known"))


def _say(turn: Turn, key: str, **values: object) -> str:
    """Word a text for officials in their language."""
    return turn.setting.texts.say(f"officials.{key}", turn.city.group_language, **values)
