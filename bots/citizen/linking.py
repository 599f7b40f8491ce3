"""Several chats of one person, as one of them sees it: a code given or typed, both sides asked, reports shared.

Nobody is linked by a code alone: it is typed in one chat, agreed to there, and agreed to in the chat that gave it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bots.citizen import choices
from bots.citizen.introducing import person_of
from bots.citizen.message import Message
from bots.citizen.plain_words import normalise
from bots.citizen.turn import Turn
from core.person.codes import CODE_KEY, CODE_LASTS, START, code_of, link_of, read_code
from core.vocabulary.lane_names import code_lane
from core.vocabulary.linking import (
    Claimed,
    CodeGiven,
    CodeKnown,
    CodeRefused,
    CodeTaken,
    CodeTyped,
    JoinAnswered,
    JoinAsked,
    JoinEnded,
    JoinWanted,
    PageLinkChanged,
)

ANSWER_LASTS: Final = timedelta(minutes=30)
"""How long both sides have to agree, from when the code was given."""
CODES_A_DAY: Final = 5
TRIES_AN_HOUR: Final = 5
ADOPTED_KEPT: Final = 20
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EXPECTED_FOR: Final = timedelta(minutes=30)
"""So long after the wish to link a code alone is taken for one."""


def channel_name(turn: Turn, channel: str) -> str:
    """Name a kind of channel."""
    key = f"channel_name.{channel}"
    return turn.setting.texts.say(key, turn.language) if turn.setting.texts.has(key) else channel


# --- a code -----------------------------------------------------------------------------------------------------------


def begin(turn: Turn, argument: str) -> None:
    """Give a code, or take the one that came with the word."""
    code = read_code(argument.removeprefix(START))
    if code:
        take(turn, code)
    elif argument.strip() and not turn.words.command(argument):
        turn.bubble(turn.say("linking.no_code"))
    else:
        give(turn)


def give(turn: Turn) -> None:
    """Give a code for another chat; a new one takes the place of the last."""
    state, now = turn.state, turn.now
    state.link_codes = [at for at in state.link_codes if at > now - DAY]
    state.link_expected = now + EXPECTED_FOR
    if len(state.link_codes) >= CODES_A_DAY:
        turn.bubble(turn.say("linking.enough"))
        return
    state.link_codes.append(now)
    code = code_of(turn.setting.seal, turn.event.id)
    link = link_of(turn.setting.seal, code)
    state.link_given = link
    channel = turn.moment.channel or turn.event.channel
    turn.tell(code_lane(link), CodeGiven(link, turn.lane, person_of(turn), channel, now + CODE_LASTS))
    minutes = int(CODE_LASTS.total_seconds()) // 60
    turn.bubble(turn.say("linking.code", code=f"{code[:4]}-{code[4:]}", minutes=minutes), key=CODE_KEY)


def says_code(turn: Turn, message: Message) -> bool:
    """Tell whether the words are a code, after the word for linking or, where one is awaited, alone."""
    return message.bare and bool(_code_in(turn, message))


def _code_in(turn: Turn, message: Message) -> str:
    words = message.text.split()
    for place in range(1, len(words)):
        head, rest = " ".join(words[:place]), "".join(words[place:])
        if turn.words.command(head) == "tautkan" and (code := read_code(rest)):
            return code
    expected = turn.state.link_expected
    alone = expected is not None and expected > turn.now
    return read_code("".join(words)) if alone else ""


def take_code(turn: Turn, message: Message) -> None:
    """Look the code up."""
    take(turn, _code_in(turn, message))


def take(turn: Turn, code: str) -> None:
    """Ask the lane that knows codes; only so many are looked up in an hour."""
    state, now = turn.state, turn.now
    state.link_tries = [at for at in state.link_tries if at > now - HOUR]
    if state.others:
        turn.bubble(turn.say("linking.already"))
    elif len(state.link_tries) >= TRIES_AN_HOUR:
        turn.bubble(turn.say("linking.too_many"))
    else:
        link = link_of(turn.setting.seal, code)
        offer = state.link_offer
        if offer is not None and offer.link == link:  # used up already, and typed here again
            _offer(turn, offer)
            return
        state.link_tries.append(now)
        turn.tell(code_lane(link), CodeTyped(link, turn.lane))


def refused(turn: Turn, body: CodeRefused) -> None:
    """Say that a code opens nothing."""
    turn.bubble(turn.say(f"linking.code_{body.why}"))


# --- both sides agree -------------------------------------------------------------------------------------------------


def known(turn: Turn, body: CodeKnown) -> None:
    """Ask who typed the code whether they mean it, before the other side hears of it."""
    turn.state.link_tries = turn.state.link_tries[:-1]
    turn.state.link_offer = body
    _offer(turn, body)


def _offer(turn: Turn, body: CodeKnown) -> None:
    """Ask whether what the code is for is meant."""
    turn.state.link_expected = None
    if body.number:
        text = turn.say("linking.claim", number=body.number)
    else:
        text = turn.say("linking.offer", channel=channel_name(turn, body.channel))
    turn.bubble(text, choices.for_linking(turn, body.link))


def asked(turn: Turn, body: JoinAsked) -> None:
    """Ask whoever is here whether another chat may join; a code that another one replaced is good for nothing."""
    state = turn.state
    if body.link != state.link_given and not state.one_of_several:
        turn.tell(state.person or person_of(turn), JoinAnswered(body.link, turn.lane, agrees=False))
        return
    state.link_asks = [*(one for one in state.link_asks if one.link != body.link), body][-3:]
    turn.bubble(turn.say("linking.ask", channel=channel_name(turn, body.channel)), choices.for_linking(turn, body.link))


def agree(turn: Turn, answer: str, link: str) -> None:
    """Take a yes or a no of this side."""
    state, yes = turn.state, answer == choices.YES
    offer = state.link_offer
    question = next((one for one in state.link_asks if one.link.startswith(link)), None)
    if offer is not None and link and offer.link.startswith(link):
        state.link_offer = None
        _answer_offer(turn, offer, yes=yes)
    elif question is not None and link:
        state.link_asks = [one for one in state.link_asks if one is not question]
        turn.tell(state.person or person_of(turn), JoinAnswered(question.link, turn.lane, yes))
        turn.offered_no_more()
        turn.note("linking.noted" if yes else "linking.dropped")
    else:
        turn.note("stale")


def _answer_offer(turn: Turn, offer: CodeKnown, *, yes: bool) -> None:
    turn.offered_no_more()
    until = offer.until + ANSWER_LASTS - CODE_LASTS
    if not yes:
        if not offer.number:  # a paper waits for nobody
            turn.tell(offer.giver, JoinEnded(offer.link, "declined"))
        turn.note("linking.dropped")
        return
    if until <= turn.now:
        turn.note("linking.late")
        return
    channel = turn.moment.channel or turn.event.channel
    person = person_of(turn)
    if offer.number:
        turn.tell(code_lane(offer.link), CodeTaken(offer.link))
        turn.state.adopted = [*turn.state.adopted, offer.person][-ADOPTED_KEPT:]
        turn.tell(person, Claimed(offer.link, turn.lane, offer.person, until))
        turn.note("linking.claiming")
        return
    turn.tell(offer.person, JoinWanted(offer.link, turn.lane, person, channel, offer.giver, until))
    turn.note("linking.waiting", channel=channel_name(turn, offer.channel))


def ended(turn: Turn, body: JoinEnded) -> None:
    """Say what came of a wish to link; one that was not of this chat is told only when it came true."""
    state = turn.state
    mine = body.link == state.link_given or any(one.link == body.link for one in state.link_asks)
    state.link_asks = [one for one in state.link_asks if one.link != body.link]
    if body.link == state.link_given:
        state.link_given = ""
    if body.end == "claimed":
        turn.bubble(turn.say("linking.claimed"), mergeable=True)
    elif body.end == "joined":
        turn.bubble(turn.say("linking.joined", channel=channel_name(turn, body.channel)))
    elif mine or not state.one_of_several:
        turn.bubble(turn.say(f"linking.{body.end}"))


def link_changed(turn: Turn, body: PageLinkChanged) -> None:
    """Let the person's other chats know that the link to this page changed; in one of those say so."""
    state = turn.state
    if body.lane and not state.doubted:
        turn.bubble(turn.say("linking.page_closed" if body.closed else "linking.page_renewed"))
    elif not body.lane and state.one_of_several and state.person:
        turn.tell(state.person, PageLinkChanged(turn.lane, body.closed))


def is_word(turn: Turn, text: str, name: str) -> bool:
    """Tell whether a text is one of the small words of a name."""
    return normalise(text) in turn.words.small(name)
