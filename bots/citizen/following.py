"""Follow an open report of somebody else instead of sending a draft, and say what becomes of it."""

from __future__ import annotations

from bots.citizen import logged, sharing
from bots.citizen.bubble import show_draft
from bots.citizen.introducing import person_of
from bots.citizen.message import Message
from bots.citizen.parking import unpark_soon
from bots.citizen.plain_words import normalise
from bots.citizen.remembered import Draft, Followed
from bots.citizen.state import CAUSES_KEPT, FOLLOWED_KEPT
from bots.citizen.turn import Turn
from core.vocabulary.citizen import AskStatus
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Choice
from core.vocabulary.near import Follow, FollowerUpdate, Unfollow

STOP = "berhenti"


def says_follow(turn: Turn, message: Message) -> bool:
    """Tell whether the words choose to follow, where one report alone was offered."""
    draft = turn.state.draft
    alone = draft is not None and draft.step == "privasi" and len(draft.alike) == 1
    return alone and normalise(message.part.text) in turn.words.small("follow")


def take_follow(turn: Turn, message: Message) -> None:
    """Follow the one report that was offered."""
    draft = turn.state.draft
    if draft is not None and draft.alike:
        follow(turn, draft, draft.alike[0].number)


def follow(turn: Turn, draft: Draft, number: str) -> bool:
    """Follow a report that was offered, instead of sending the draft; False for any other, which nobody may look up."""
    if all(one.number != number for one in draft.alike):
        return False
    turn.tell_ticket(number, Follow(person_of(turn), turn.lane))
    for part in draft.parts:
        turn.state.remember(part.id)
    draft.touched_at, draft.alike = turn.now, []
    turn.state.draft, turn.state.expired = None, draft
    turn.state.offered = []
    turn.state.misses = 0
    return True


def stop(turn: Turn, number: str, _argument: str) -> None:
    """Follow a report no more."""
    state, found = turn.state, turn.state.follows(number)
    if found is None:
        turn.note("stale")
        return
    state.followed = [one for one in state.followed if one.number != number]
    turn.tell_ticket(number, Unfollow(found.person or person_of(turn)))
    if state.one_of_several:
        turn.tell(state.person or person_of(turn), FollowerUpdate(number, "gone"))
    turn.bubble(turn.say("follow.stopped", number=number), mergeable=True)


def ask(turn: Turn, number: str) -> bool:
    """Ask a followed report where it stands; False when it is not followed here."""
    found = turn.state.follows(number)
    if found is None:
        return False
    turn.tell_ticket(number, AskStatus(found.person or turn.state.person, turn.lane))
    return True


def listed(turn: Turn, followed: list[Followed]) -> list[str]:
    """Write the lines of what is followed in a list of reports."""
    lines = [
        turn.say("status_list.line", number=one.number, status=turn.say(f"follow_status.{one.status}"))
        for one in followed
    ]
    return [turn.say("follow.head"), *lines] if lines else []


# --- news -------------------------------------------------------------------------------------------------------------


def take_news(turn: Turn, news: FollowerUpdate) -> None:
    """Take in what became of a wish to follow, or of a report that is followed; the same event again is a repeat."""
    if news.kind == "refused":
        _refused(turn)
        return
    if news.kind == "gone":
        turn.state.followed = [one for one in turn.state.followed if one.number != news.number]
        return
    if news.person not in ("", turn.state.person) and not turn.state.one_of_several:
        return  # it comes too late: the chats have parted
    known = turn.state.follows(news.number)
    if known is not None and turn.event.id in known.causes:
        return
    causes = [*(known.causes if known is not None else []), turn.event.id][-CAUSES_KEPT:]
    person = news.person or (known.person if known is not None else "")
    keep(turn, Followed(news.number, news.status or "baru", news.category, causes, person))
    if news.other:
        keep(turn, Followed(news.other, news.status or "baru", news.category, [turn.event.id], person))
    if news.kind == "known" or turn.state.doubted:  # nothing is told before it is known who reads it
        return
    what = f"follower.{_name(news)}"
    if turn.state.blocked:
        logged.skip(turn, news.number, what, "blocked")
        return
    turn.news = (*turn.news, About(news.number, what))
    reads = turn.city.telling.reads("follower", _name(news))
    filled = {"number": news.number, "status": _status(turn, news), "unit": ""}
    turn.bubble(
        _words(turn, news),
        (Choice(f"{STOP}:{news.number}", turn.say("choice.berhenti")),) if news.kind != "news" else (),
        key=f"follow:{news.number}:{news.kind}",
        ref=news.number,
        bold=(news.number,),
        template=reads.template,
        template_values=tuple(filled[place] for place in turn.city.telling.places.get(reads.template, ())),
    )
    if news.kind == "followed":
        sharing.tell_followed(turn, news.number)
        unpark_soon(turn)


def keep(turn: Turn, followed: Followed) -> None:
    """Remember a followed report at the end; the oldest beyond the cap are forgotten here, and still told."""
    others = [one for one in turn.state.followed if one.number != followed.number]
    turn.state.followed = [*others, followed][-FOLLOWED_KEPT:]


def _refused(turn: Turn) -> None:
    """Say that it cannot be followed, and show the draft again that was put away for it."""
    state = turn.state
    turn.lead(turn.say("follow.refused"))
    if state.draft is None and state.expired is not None:
        state.draft, state.expired = state.expired, None
        state.draft.step = ""
        show_draft(turn)


def _words(turn: Turn, news: FollowerUpdate) -> str:
    what = turn.category_name(news.category) if news.category else ""
    where = turn.say("near.area", category=what, kelurahan=news.kelurahan) if news.kelurahan else what
    text = turn.city.telling.reads("follower", _name(news)).text
    lines = [turn.say_text(text, number=news.number, about=where, status=_status(turn, news), other=news.other)]
    if news.due_at is not None:
        key = "push_line.late" if news.late else "push_line.due"
        lines.append(turn.say(key, date=turn.day(news.due_at)))
    if news.status == "ditarik":
        lines.append(turn.say("follow.withdrawn"))
    if news.kind == "followed":
        lines.append(turn.say("follow.own"))
    return "\n".join(lines)


def _name(news: FollowerUpdate) -> str:
    return "moved" if news.other else "followed" if news.kind == "followed" else "news"


def _status(turn: Turn, news: FollowerUpdate) -> str:
    return turn.say(f"follow_status.{news.status}") if news.status else ""
