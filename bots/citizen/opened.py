"""Show an official, in the private chat, what a confidential report says; keep the wish of who is not here yet."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from bots.citizen.remembered import OpenWish
from bots.citizen.state import WISHES_KEPT
from bots.citizen.turn import Turn
from core.vocabulary.effects import Send
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Act, OpenedContents, Spoken, Verdict
from core.vocabulary.report import map_link

KEY = "isi:"
"""Names of messages that show contents begin so, and so does what comes back when one does not arrive."""
WISH_LIFE = timedelta(hours=24)


def show_contents(turn: Turn, body: OpenedContents) -> None:
    """Show the contents, protected from forwarding; who has never opened this chat is told how, and gets them then."""
    wish = OpenWish(body.number, turn.now, body.act.by)
    reached = bool(turn.moment.channel) and not turn.state.blocked
    if reached:
        turn.post(_message(turn, body))
        turn.state.opened = _kept(turn.state.opened, wish)
    else:
        turn.state.open_wishes = _kept(turn.state.open_wishes, wish)
    key = "done.buka" if reached else "open_chat"
    act, number = body.act, body.number
    verdict = Verdict(number, f"officials.verdict.{key}", {}, act.query_id, act.message_id, alert=not reached)
    turn.tell(act.group or OFFICIALS_LANE, verdict)


def _kept(wishes: list[OpenWish], wish: OpenWish) -> list[OpenWish]:
    return [*(item for item in wishes if item.number != wish.number), wish][-WISHES_KEPT:]


def undelivered(turn: Turn, ref: str) -> bool:
    """Keep the wish for contents that did not arrive; False when something else did not."""
    if not ref.startswith(KEY):
        return False
    wish = next((item for item in turn.state.opened if item.number == ref.removeprefix(KEY)), None)
    if wish is not None:
        turn.state.open_wishes = _kept(turn.state.open_wishes, replace(wish, at=turn.now))
    return True


def come_back(turn: Turn) -> None:
    """Ask again for what could not be shown: the ticket looks anew at who may see it."""
    wishes, turn.state.open_wishes = turn.state.open_wishes, []
    for wish in wishes:
        if wish.at + WISH_LIFE > turn.now:
            turn.tell_ticket(wish.number, Act(action="buka", by=wish.by, lane=turn.lane))


def is_reply(turn: Turn) -> bool:
    """Tell whether a message answers contents that were shown: the reporter is answered in the group."""
    return turn.moment.reply_key.startswith(KEY)


def _message(turn: Turn, body: OpenedContents) -> Send:
    say, report = turn.say, body.report
    lines = [say("opened.head", number=body.number), turn.category_name(report.category)]
    title = report.pin.title if report.pin else ""
    place = " · ".join(part for part in (report.kelurahan, report.landmark, title) if part)
    if place:
        lines.append(say("draft.place", place=place))
    if report.pin is not None:
        lines.append(map_link(report.pin))
    if report.event_time:
        lines.append(say("opened.when", when=report.event_time))
    lines += ["", report.text, *(_later(turn, one) for one in body.later)]
    if body.left_out:
        lines += ["", say("opened.left_out", count=body.left_out)]
    lines += ["", say("opened.tail")]
    key = f"{KEY}{body.number}"
    return Send(
        "\n".join(lines),
        evidence=report.evidence,
        bold=(body.number,),
        key=key,
        ref=key,
        protect=True,
        language=turn.language,
    )


def _later(turn: Turn, one: Spoken) -> str:
    head = "opened.by_hand" if one.kind == "by_hand" else "opened.later"
    words = [turn.say(head, day=turn.day(one.at)), one.text, map_link(one.pin) if one.pin else ""]
    return "\n" + "\n".join(line for line in words if line)
