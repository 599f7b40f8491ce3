"""The monitoring desk: public posts that may be worth a ticket, and what officials decide about them.

The lane of a post stands in the group's document alone: buttons and messages carry a key made from it.
"""

from collections.abc import Iterable

import msgspec
from babel.numbers import format_decimal

from bots.officials import register, topics
from bots.officials.choices import UNDO
from bots.officials.plain import flat, quoted
from bots.officials.state import MOST_CANDIDATES, MOST_WAITING, Expecting, KnownPost, remember
from bots.officials.turn import GroupTurn
from core.city.dates import date_and_time
from core.city.desks import MONITORING, VERIFICATION
from core.city.roles import has_duty
from core.ticket.number import find_numbers
from core.vocabulary.effects import Choice, Edit, Send, Tell
from core.vocabulary.events import Pressed, Said
from core.vocabulary.monitoring import (
    BurstGrew,
    Candidate,
    Handle,
    Handling,
    ShowCandidate,
    ShowCandidateAgain,
    SimilarReports,
)
from core.vocabulary.ticket import Official

BUTTON = "post"
_SETTLED = frozenset({"ticket", "joined", "own", "ignored"})
_ROWS: tuple[tuple[Handling, ...], ...] = (("ticket", "invite"), ("join", "ignore", "reopen"), ("mute", "unmute"))
_ACTIONS: dict[str, Handling] = {action: action for row in _ROWS for action in row}
_WORDS_SHOWN = 600
_SHORT, _LONG = 60, 200
_REASONS_SHOWN = 6


# --- what is shown ----------------------------------------------------------------------------------------------------


def show(turn: GroupTurn, body: ShowCandidate) -> None:
    """Post or edit a candidate."""
    candidate = body.candidate
    known = turn.state.candidates.get(candidate.key)
    if known is not None and candidate.revision < known.revision:
        return
    post = KnownPost(candidate.lane, candidate.revision, candidate.status not in _SETTLED)
    remember(turn.state.candidates, candidate.key, post, MOST_CANDIDATES)
    topics.open_topic(turn, MONITORING)
    drawn = draw(turn, candidate)
    turn.effects.append(Edit(key=drawn.key, to=drawn))


def show_again(turn: GroupTurn) -> None:
    """Ask for the candidates that nobody decided about, in a group that has never seen them."""
    for key, post in turn.state.candidates.items():
        if post.open:
            turn.state.candidates[key] = msgspec.structs.replace(post, revision=0)
            turn.effects.append(Tell(post.lane, ShowCandidateAgain()))


def draw(turn: GroupTurn, candidate: Candidate) -> Send:
    """Draw a candidate with its buttons."""
    words = quoted(candidate.text, _WORDS_SHOWN)
    lines = (_head(turn, candidate), words or _wordless(turn, candidate), *_facts(turn, candidate))
    return Send(
        text="\n".join(line for line in lines if line),
        quotes=(words,) if words else (),
        choices=_choices(turn, candidate),
        key=post_key(candidate.key),
        topic=MONITORING,
    )


def post_key(key: str) -> str:
    """Name the message that shows a candidate."""
    return f"post:{key}"


def _choices(turn: GroupTurn, candidate: Candidate) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{BUTTON}:{action}:{candidate.key}", turn.office.say(f"officials.post.button.{action}"), row=number)
        for number, row in enumerate(_ROWS)
        for action in row
        if action in candidate.offers
    )


def _head(turn: GroupTurn, candidate: Candidate) -> str:
    office = turn.office
    when = date_and_time(candidate.at, office.zone, office.city.timezone_label, office.locale)
    who = flat(candidate.handle, _SHORT) or office.say("officials.post.nobody")
    where = office.word("monitor.channel", candidate.channel)
    return office.say("officials.post.head", channel=where, who=who, when=when)


def _wordless(turn: GroupTurn, candidate: Candidate) -> str:
    return turn.office.say("officials.post.gone" if candidate.gone else "officials.post.no_words")


def _facts(turn: GroupTurn, candidate: Candidate) -> Iterable[str]:
    office = turn.office
    if candidate.changed and not candidate.gone:
        yield office.say("officials.post.changed")
    place = ", ".join(flat(part, _SHORT) for part in (candidate.landmark, candidate.kelurahan) if part)
    category = office.city.category_name(candidate.category, office.lang)
    yield office.say("officials.post.matter", category=category, place=place or office.say("officials.post.no_place"))
    kind = office.say(f"officials.post.{'complaint' if candidate.complaint else 'no_complaint'}")
    because = flat(", ".join(_reason(turn, one) for one in candidate.because[:_REASONS_SHOWN]), _LONG)
    yield office.say("officials.post.read", kind=kind, sure=round(candidate.sure * 100), because=because or "–")
    yield office.say(f"officials.post.why.{candidate.why}")
    if candidate.files:
        yield office.say("officials.post.files", count=candidate.files)
    if candidate.link:
        yield office.say("officials.post.link", link=candidate.link)
    if candidate.count > 1:
        yield office.say("officials.post.count", count=candidate.count, others=candidate.count - 1)
        yield from candidate.others
    yield from _decided(turn, candidate)


def _reason(turn: GroupTurn, reason: str) -> str:
    """Word what spoke for or against a complaint: categories by their name, cues of the pack as they are."""
    office = turn.office
    sign, _, name = reason.partition(" ")
    if office.city.has_category(name):
        return f"{sign} {office.city.category_name(name, office.lang)}"
    return f"{sign} {office.word('monitor.cue', 'account' if name == '@' else name)}"


def _decided(turn: GroupTurn, candidate: Candidate) -> Iterable[str]:
    office = turn.office
    if candidate.status == "ticket" and not candidate.number:
        yield office.say("officials.post.status.numbering")
    elif candidate.status != "open":
        by = flat(candidate.by, _SHORT)
        yield office.say(f"officials.post.status.{candidate.status}", number=candidate.number, by=by)
    if candidate.status == "ticket" and not candidate.met:
        yield office.say("officials.post.unreached")
    if candidate.met:
        yield office.say("officials.post.met")
    elif candidate.invited:
        yield office.say(f"officials.post.invited.{candidate.invited}")
    if candidate.muted:
        yield office.say("officials.post.muted", count=candidate.unseen)


# --- how many there are -----------------------------------------------------------------------------------------------


def burst_grew(turn: GroupTurn, body: BurstGrew) -> None:
    """Say under a candidate how many posts about it there are, beside how many are usual."""
    text = turn.office.say("officials.burst.posts", count=body.count, hours=body.hours, usual=_usual(turn, body.usual))
    turn.effects.append(Send(text=text, topic=MONITORING, reply_key=post_key(body.key)))


def similar_reports(turn: GroupTurn, body: SimilarReports) -> None:
    """Say at the desk of new reports how many are about the same, in one message that grows."""
    office, key = turn.office, f"same:{body.key}"
    text = office.say(
        "officials.burst.reports",
        count=body.count,
        hours=body.hours,
        category=office.city.category_name(body.category, office.lang),
        place=body.kelurahan or office.say("officials.post.no_place"),
        numbers=", ".join(body.numbers),
        usual=_usual(turn, body.usual),
    )
    topics.open_topic(turn, VERIFICATION)
    turn.effects.append(Edit(key, Send(text=text, bold=body.numbers, key=key, topic=VERIFICATION)))
    if body.mark:
        called = office.say("officials.burst.called", count=body.count, hours=body.hours)
        turn.effects.append(Send(text=called, topic=VERIFICATION, reply_key=key))


def _usual(turn: GroupTurn, usual: float) -> str:
    if usual < 0:
        return turn.office.say("officials.burst.usual_unknown")
    return turn.office.say("officials.burst.usual", usual=format_decimal(round(usual, 1), locale=turn.office.locale))


# --- what officials decide --------------------------------------------------------------------------------------------


def may_decide(turn: GroupTurn, by: Official) -> bool:
    """Tell whether an official decides about public posts: the media role, the coordinator, administrators."""
    return by.unit == MONITORING or has_duty(by, "watch") or turn.office.city.tree.coordinates(by)


def press(turn: GroupTurn, pressed: Pressed, extra: str) -> Expecting | None:
    """Obey a button of a candidate; give what words are expected now, if any."""
    office, by = turn.office, register.official(turn, pressed.sender)
    action, _, key = extra.partition(":")
    post = turn.state.candidates.get(key)
    if not may_decide(turn, by):
        turn.answer(pressed.query_id, office.say("officials.post.media_only"), alert=True)
    elif post is None or action not in _ACTIONS:
        turn.answer(pressed.query_id, office.say("officials.press.stale"))
    elif action == "join":
        return _ask_number(turn, pressed, by, key)
    else:
        turn.effects.append(Tell(post.lane, Handle(_ACTIONS[action], by, turn.group, query_id=pressed.query_id)))
    return None


def _ask_number(turn: GroupTurn, pressed: Pressed, by: Official, key: str) -> Expecting:
    office = turn.office
    turn.answer(pressed.query_id, office.say("officials.ask.hint"))
    turn.state.prompts += 1
    name = f"ask:{key}:{by.id}:{turn.state.prompts}"
    turn.effects.append(
        Send(
            text=office.say("officials.post.ask_number", name=by.name, prefix=office.city.prefix),
            choices=(Choice(f"{UNDO}:{by.id}", office.say("officials.ask.cancel")),),
            key=name,
            topic=MONITORING,
            reply_key=post_key(key),
            reply_to=pressed.message_id,
            quiet=True,
        )
    )
    expecting = Expecting("", "duplikat", turn.moment.now, name, pressed.topic, candidate=key)
    remember(turn.state.expecting, by.id, expecting, MOST_WAITING)
    return expecting


def join(turn: GroupTurn, said: Said, expecting: Expecting, words: str) -> None:
    """Put a candidate to the ticket whose number an official wrote."""
    office = turn.office
    numbers = find_numbers(words, office.city.prefix)
    post = turn.state.candidates.get(expecting.candidate)
    if not numbers:
        turn.reply(said.message_id, office.say("officials.post.no_number", prefix=office.city.prefix))
        return
    del turn.state.expecting[said.sender.id]
    turn.rewrite(expecting.key, office.say("officials.post.asked", number=numbers[0]), topic=MONITORING)
    if post is None:
        turn.reply(said.message_id, office.say("officials.press.stale"))
        return
    by = register.official(turn, said.sender)
    asked = Handle("join", by, turn.group, message_id=said.message_id, number=numbers[0])
    turn.effects.append(Tell(post.lane, asked))
