"""What tickets and the system tell the group: cards, the citizen's words, and notices of health."""

import zlib
from datetime import timedelta

import msgspec

from bots.officials import erased, handing_over, signs
from bots.officials.alert import alert
from bots.officials.card_text import OWED, WHOLE_LENGTH, count_files, is_long, stars
from bots.officials.cards import draw_card, draw_copy, draw_signpost, draw_whole, whole_key
from bots.officials.choices import carry
from bots.officials.home import is_open, say_of_health
from bots.officials.plain import clean, quoted
from bots.officials.state import Shown, remember_card
from bots.officials.topics import open_all, open_topic
from bots.officials.turn import GroupTurn, card_key
from core.city.desks import HEALTH
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Choice, Delete, Edit, Send, Tell
from core.vocabulary.officials import Card, CardLeft, Notice, Relay, ShowCard
from core.vocabulary.results import NotDeleted, Undelivered

START = "officials.start"
"""Key of the notice with which the program says that it has started: the topics are opened."""
LATE_MESSAGES = "officials.notice.late_messages"
"""Key of the notice that a conversation waits because the message came too late to be answered."""
LATE_COUNTED = timedelta(hours=6)
"""Such conversations are counted in one notice for so long."""
LINK = "officials.link"
"""Key of the notice that tells how a private chat with us is opened."""
_NOTICE_LENGTH = 3500
_OUR_WORDS = frozenset({"window", "lapsed", "privacy"})
"""Kinds of relays whose words are Kanal's own, not the citizen's."""


def show_card(turn: GroupTurn, body: ShowCard) -> None:
    """Post or edit a ticket's card; where it has left a desk, a signpost stays, and its files come along."""
    card, office = handing_over.fitted(turn, body.card), turn.office
    before = turn.state.shown.get(card.number)
    if before is not None and card.revision < before.revision:
        # It came late: only the copy that it says was left behind may still need its signpost.
        if card.moved_from and before.desks and card.moved_from != before.desks[-1]:
            signs.put(turn, card.number, card.moved_from, before.desks[-1])
        return
    if before is not None and before.fresh and card.revision == before.revision:
        turn.state.shown[card.number] = msgspec.structs.replace(before, fresh=False)
        return
    desks = before.desks if before else ()
    known = tuple(desk for desk in desks if desk != card.desk)
    if card.erased is not None:
        erased.forget(turn, card.number)
    closed = card.report.privacy == "rahasia"
    since = before.since if before else turn.moment.now
    whole = str(zlib.crc32(card.report.text.encode("utf-8", "replace"))) if is_long(card) else ""
    dated = card.due_at is not None and card.due_kind in OWED
    stays = desks and desks[-1] == card.desk and before is not None
    shown = Shown(
        card.revision,
        (*known, card.desk),
        closed,
        since,
        is_open(card.status),
        dated=dated,
        whole=whole,
        unfolded=before.unfolded if before is not None else False,
        copy=before.copy if before is not None and stays else "",
        unit=card.unit,
        status=card.status,
        holder=card.holder_id,
        escalated=card.escalated,
    )
    remember_card(turn.state, card.number, shown)
    turn.state.signs.pop(card.number, None)
    if closed and before is not None and not before.closed:
        close_copies(turn, card.number, desks, whole=bool(before.whole))
    open_topic(turn, card.desk)
    draw(turn, card, shown)
    if before is not None and before.copy and not shown.copy:
        sign = draw_signpost(card.number, card.desk, card.desk, office, key=before.copy)
        turn.effects.append(Edit(sign.key, sign))
    if before is None:
        alert(turn, card)
    if not closed:
        _show_whole(turn, card, before, whole)
    if before is not None and before.files_missing and any(item.media for item in card.report.evidence):
        relay(turn, Relay(card.number, card.desk, "evidence", evidence=card.report.evidence))
        return
    left = card.moved_from or (desks[-1] if desks else "")
    if card.moved_from or (left and left != card.desk):
        signs.put(turn, card.number, left, card.desk)
        if card.desk in desks:
            call_back(turn, card.number, card.desk)
        elif any(item.media for item in card.report.evidence):
            # Who is to fix it looks at this desk: the pictures under the copy that was left are far from here.
            relay(turn, Relay(card.number, card.desk, "evidence", evidence=card.report.evidence, id=card.desk))


def draw(turn: GroupTurn, card: Card, shown: Shown) -> None:
    """Make the card read as the ticket is, and its newest copy with it."""
    drawn = draw_card(card, turn.office, turn.moment.now, unfolded=shown.unfolded)
    turn.effects.append(Edit(key=drawn.key, to=drawn))
    if shown.copy:
        copy = draw_copy(card, turn.office, turn.moment.now, shown.copy, unfolded=shown.unfolded)
        turn.effects.append(Edit(key=copy.key, to=copy))


def card_left(turn: GroupTurn, body: CardLeft) -> None:
    """Say where a ticket's card stands now that another group has it, and take away the words that stood under it."""
    before = turn.state.shown.get(body.number)
    if before is not None and body.revision < before.revision:
        return
    if body.erased:
        erased.forget(turn, body.number)
    desks = before.desks if before else ()
    shown = Shown(
        body.revision, desks, closed=body.closed, since=before.since if before else turn.moment.now, open=False
    )
    remember_card(turn.state, body.number, shown)
    if body.closed and before is not None and not before.closed:
        close_copies(turn, body.number, desks)
    for desk in desks if before is not None and before.whole else ():
        instead = draw_signpost(body.number, desk, body.desk, turn.office, away=turn.lane_of(body.desk))
        turn.effects.append(Delete(whole_key(body.number, desk), instead, ref=body.number))
    if desks:
        signs.put_away(turn, body.number, body.desk, before.copy if before is not None else "")


def _show_whole(turn: GroupTurn, card: Card, before: Shown | None, whole: str) -> None:
    """Put all of the citizen's words under a card that shows only their beginning, and keep every copy true."""
    desks = before.desks if before else ()
    known = before.whole if before else ""
    changed = list(desks) if known and known != whole else []
    fresh = [card.desk] if whole and (card.desk not in desks or not known) else []
    for desk in dict.fromkeys([*changed, *fresh]):
        entire = draw_whole(msgspec.structs.replace(card, desk=desk), turn.office)
        turn.effects.append(Edit(key=entire.key, to=entire))


def call_back(turn: GroupTurn, number: str, desk: str) -> None:
    """Say that a card is true again at a desk where it stood before: an edit far above is seen by nobody."""
    turn.effects.append(
        Send(
            text=turn.office.say(f"officials.card.back{'' if turn.thread(desk) else '_group'}", number=number),
            bold=(number,),
            ref=number,
            topic=desk,
            reply_key=card_key(number, desk),
        )
    )


def relay(turn: GroupTurn, body: Relay) -> None:
    """Hang the citizen's words and files under the card; a reply to them reaches the ticket too."""
    if body.again:
        tell_again(turn, body)
        return
    open_topic(turn, body.desk)
    turn.effects.append(handing_over.called(turn, body) if body.calls else _drawn(turn, body))


def _drawn(turn: GroupTurn, body: Relay) -> Send:
    """Word what a citizen said; of a confidential report only that something came, with the button that opens it."""
    office = turn.office
    words = _words(body)
    heading = office.say(office.city.telling.reads("desk", body.kind).text, number=body.number)
    here = tuple(item for item in body.evidence if item.media)
    files = office.say("officials.card.files", files=count_files(here, office)) if here else ""
    gone = body.sealed and bool(body.via)  # erased for good, in a report that is open: there is nothing to open
    closed = office.say("officials.relay_erased" if gone else "officials.relay_closed") if body.sealed else ""
    opens = (Choice(id=carry("buka", body.number), label=office.label("buka")),) if body.sealed and not gone else ()
    return Send(
        text="\n".join(line for line in (heading, closed, words, files) if line),
        choices=opens,
        bold=(body.number,),
        quotes=(words,) if words.startswith("“") else (),
        evidence=here,
        place=(body.pin.latitude, body.pin.longitude) if body.pin else None,
        topic=body.desk,
        reply_key=card_key(body.number, body.desk),
        ref=body.number,
        key=relay_key(body.number, body.id or body.kind),
        about=(About(body.number, f"desk.{body.kind}"),),
    )


def _words(body: Relay) -> str:
    """Write what is said: our own words as they are, the citizen's as one quotation, none of them cut."""
    if body.kind == "rated" and body.text in {"1", "2", "3", "4", "5"}:
        return f"{stars(int(body.text))} ({body.text}/5)"
    if body.kind in _OUR_WORDS:
        return clean(body.text, WHOLE_LENGTH)
    return quoted(body.text, WHOLE_LENGTH)


def relay_key(number: str, name: str) -> str:
    """Name what hangs under a card: the citizen's words by their id, copies of files by their desk."""
    return f"relay:{number}:{name}"


def tell_again(turn: GroupTurn, body: Relay) -> None:
    """Make a message of before now read otherwise; one of a report that became confidential is taken away."""
    key = relay_key(body.number, body.id)
    drawn = msgspec.structs.replace(_drawn(turn, msgspec.structs.replace(body, evidence=(), pin=None)), key=key)
    if body.sealed:
        turn.effects.append(Delete(key, drawn, ref=body.number, files=len(body.evidence) + (body.pin is not None)))
    else:
        turn.effects.append(Edit(key, drawn))


def close_copies(turn: GroupTurn, number: str, desks: tuple[str, ...], *, whole: bool = False) -> None:
    """Take away the files and the ``whole`` words that stand under cards, now that the report is confidential."""
    most = turn.office.city.limits.attachments_per_ticket
    for desk in desks:
        instead = Send(turn.office.say("officials.relay_closed"), ref=number, topic=desk, quiet=True)
        if whole:
            turn.effects.append(Delete(whole_key(number, desk), instead, ref=number))
        body = Relay(number, desk, "evidence", id=desk, sealed=True)
        turn.effects.append(Delete(relay_key(number, desk), _drawn(turn, body), ref=number, files=most))


def not_deleted(turn: GroupTurn, body: NotDeleted) -> None:
    """Say that files which the citizen wants closed could not be taken away by us any more."""
    desk = turn.desk_of(body.ref)
    turn.effects.append(
        Send(
            text=turn.office.say("officials.relay_stays", number=body.ref, count=body.files),
            bold=(body.ref,),
            topic=desk,
            reply_key=card_key(body.ref, desk),
            ref=body.ref,
        )
    )


def undelivered(turn: GroupTurn, body: Undelivered) -> None:
    """Say in the health topic that a message about a ticket could not be shown; a notice that fails is only logged."""
    if body.ref:
        say_of_health(turn, "officials.notice.unsent", {"number": body.ref}, bold=(body.ref,))


def notice(turn: GroupTurn, body: Notice) -> None:
    """Say something about the system in the health topic; the notice of a start only opens the topics."""
    if body.key == START:
        open_all(turn)
        return
    if body.key == LINK:
        turn.state.link, turn.state.entry = body.values.get("link", ""), body.values.get("entry", "")
        return
    if not turn.holds(HEALTH):
        turn.effects.append(Tell(turn.office.city.desk(HEALTH).lane, body))
        return
    if body.key == LATE_MESSAGES:
        _late_messages(turn)
        return
    # Without a text only the key is said: the values may hold what does not belong in the group.
    text = turn.office.try_say(body.key, body.values, body.key)
    open_topic(turn, HEALTH)
    turn.effects.append(Send(text=clean(text, _NOTICE_LENGTH), topic=HEALTH, mergeable=True))


def _late_messages(turn: GroupTurn) -> None:
    """Count conversations whose messages came too late to be answered, in one notice that is edited."""
    state, now = turn.state, turn.moment.now
    first = state.late_since is None or state.late_since + LATE_COUNTED <= now
    state.late_since, state.late_count = (now, 1) if first else (state.late_since, state.late_count + 1)
    key = f"{LATE_MESSAGES}:{state.late_since:%Y%m%d%H%M%S}" if state.late_since else LATE_MESSAGES
    text = turn.office.say(LATE_MESSAGES, count=state.late_count)
    open_topic(turn, HEALTH)
    message = Send(text=text, topic=HEALTH, key=key)
    turn.effects.append(message if first else Edit(key, message))
