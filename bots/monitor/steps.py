"""The step of a public post's lane: what it says, whether officials see it, and what they do about it."""

from __future__ import annotations

from typing import Any

from bots.monitor import authors, inviting, ticketing
from bots.monitor.candidates import key_of, offers, show
from bots.monitor.state import load
from bots.monitor.turn import MentionTurn, Watch
from core.city.city import City
from core.city.texts import Texts
from core.reading.mentions import MentionReader
from core.reading.understand import Understander
from core.vocabulary.citizen import Update
from core.vocabulary.effects import UNREAD, ReadPost
from core.vocabulary.events import Event, Posted, Unposted
from core.vocabulary.lane_names import author_lane, burst_lane
from core.vocabulary.monitoring import (
    Another,
    AuthorCame,
    BurstGrew,
    Grouped,
    Handle,
    InvitationAllowed,
    Linked,
    Mute,
    NotTheAuthor,
    PostedUnseen,
    ReportedPrivately,
    ShowCandidateAgain,
    Sighted,
    Unseen,
    Vanished,
)
from core.vocabulary.results import AnsweredInPrivate, Fetched, NotFetched, Undelivered
from core.vocabulary.steps import Moment, Outcome


class MentionSteps:
    """The behaviour of ``mention:<channel>:<post>`` lanes: pure, and the same on every platform."""

    def __init__(self, city: City, texts: Texts, understander: Understander) -> None:
        """Take the city pack, its texts, and what understands words."""
        self._watch = Watch(city, texts, MentionReader(city, understander), understander)

    def reads(self, event: Event) -> tuple[str, ...]:
        """Ask for the author's document where something was posted: officials may want to see no more of them."""
        body = event.body
        if not isinstance(body, Posted) or not body.author.id:
            return ()
        return (author_lane(event.channel, body.author.id),)

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Take the stored state (None at first) and an event; give the new state and what is to be done."""
        turn = MentionTurn(self._watch, load(state), moment, event.lane)
        if isinstance(event.body, Posted):
            muted = any(authors.load(moment.documents[lane]).muted_on for lane in self.reads(event))
            _posted(turn, event.body, event, muted=muted)
        elif turn.state.post:
            _react(turn, event)
        elif isinstance(event.body, Unposted):
            turn.state.read_at = event.at  # it overtook the post, which comes yet
        return Outcome(turn.state, tuple(turn.effects))


def _react(turn: MentionTurn, event: Event) -> None:
    match event.body:
        case Unposted():
            _unposted(turn, event)
        case Grouped():
            turn.state.leads, turn.state.count = event.body.leads, event.body.count
            turn.state.others = event.body.links
            show(turn)
        case Another():
            _another(turn, event.body)
        case Handle():
            _handle(turn, event.body)
        case ShowCandidateAgain():
            show(turn)
        case Fetched() | NotFetched():
            ticketing.file_came(turn, event.body)
        case Update():
            if ticketing.updated(turn, event.body):
                show(turn)
        case Linked():
            if ticketing.linked(turn, event.body):
                show(turn)
        case Unseen():
            turn.state.unseen = event.body.count
            show(turn)
        case _:
            _invited(turn, event)


def _invited(turn: MentionTurn, event: Event) -> None:
    """Take in what becomes of an invitation."""
    match event.body:
        case InvitationAllowed():
            inviting.allowed(turn, event.body)
        case AnsweredInPrivate():
            inviting.answered(turn, event.body)
        case Undelivered(ref=ref) if ref == UNREAD:
            _unread(turn)
            return
        case Undelivered():
            inviting.failed(turn, event.body)
        case AuthorCame():
            inviting.came(turn, event.body)
        case NotTheAuthor():
            inviting.disowned(turn, event.body)
        case ReportedPrivately():
            if turn.state.status == "open":
                turn.state.status = "own"
        case _:
            return
    show(turn)


# --- what is posted ---------------------------------------------------------------------------------------------------


def _posted(turn: MentionTurn, body: Posted, event: Event, *, muted: bool) -> None:
    state = turn.state
    if body.author.is_bot or (state.read_at is not None and event.at < state.read_at):
        return
    if not (body.text or body.files):
        # What it says is not known here; it comes as an event like this one.
        _ask_for_words(turn, body, event)
        return
    known, worded = bool(state.post), bool(state.text or state.files)
    if known and (body.text, body.files) == (state.text, state.files) and not state.gone:
        return
    _take_in(turn, body, event)
    state.changed = worded and not state.gone
    state.gone = False
    reading = turn.watch.reader.read(state.text, addressed=state.addressed)
    state.complaint, state.sure, state.because = reading.complaint, reading.sure, reading.why
    state.category, state.kelurahan, state.landmark = reading.category, reading.kelurahan, reading.landmark
    if state.chosen:
        show(turn)
        if not state.met:
            inviting.tell_chat(turn)
    elif not (state.complaint or state.addressed) or state.passed_over:
        return
    elif muted:
        state.passed_over = True
        turn.tell(turn.author, PostedUnseen())
    else:
        _choose(turn)


def _ask_for_words(turn: MentionTurn, body: Posted, event: Event) -> None:
    """Have a post read that was only named to us, unless its words are known."""
    state = turn.state
    if not (state.text or state.files):
        _take_in(turn, body, event)
        turn.effects.append(ReadPost(body.post, body.parent))


def _unread(turn: MentionTurn) -> None:
    """Show without words what cannot be read, where somebody wants something of us."""
    state = turn.state
    if state.addressed and not state.chosen:
        state.chosen = state.leads = True
        show(turn)


def _take_in(turn: MentionTurn, body: Posted, event: Event) -> None:
    state = turn.state
    state.post, state.channel = body.post, event.channel
    state.at = state.at or event.at
    state.read_at = event.at
    state.text, state.files, state.place = body.text, body.files, body.place or state.place
    # An edit may leave out who wrote, and where it stands.
    if state.author is None or body.author.id or body.author.username:
        state.author = body.author
    state.link, state.parent = body.link or state.link, body.parent or state.parent
    state.why, state.addressed = state.why or body.why, state.addressed or body.addressed


def _choose(turn: MentionTurn) -> None:
    """Make a candidate of it: a complaint is counted with others about the same, which may be shown already."""
    state = turn.state
    state.chosen = True
    if not state.complaint:
        state.leads = True
        show(turn)
        return
    state.burst = burst_lane(state.category, state.kelurahan)
    stems = tuple(sorted(turn.watch.understander.stems(state.text)))
    at = state.at or turn.moment.now
    turn.tell(state.burst, Sighted(at, stems, state.landmark, source=turn.lane, link=state.link))


def _unposted(turn: MentionTurn, event: Event) -> None:
    state = turn.state
    # An older version that comes later does not bring it back; one that is shown again later does.
    late = state.read_at is not None and event.at < state.read_at
    state.read_at = event.at if not late else state.read_at
    if state.gone or late:
        return
    state.gone, state.text, state.landmark, state.files = True, "", "", ()
    if state.burst and state.status == "open":
        turn.tell(state.burst, Vanished(turn.lane))
    if not state.met:
        inviting.tell_chat(turn)
    show(turn)


def _another(turn: MentionTurn, body: Another) -> None:
    turn.state.count, turn.state.others = body.count, body.links
    ticketing.another(turn, body)
    show(turn)
    if body.mark:
        turn.tell(turn.watch.desk, BurstGrew(key_of(turn.lane), body.count, body.hours, body.usual))


# --- what officials do ------------------------------------------------------------------------------------------------


def _handle(turn: MentionTurn, asked: Handle) -> None:
    """Do what an official wants; what another lane has to allow is answered when it has."""
    state = turn.state
    if asked.action not in (*offers(turn), "invite"):
        turn.answer(asked, "done_already", refused=True)
        show(turn)
        return
    match asked.action:
        case "ticket":
            ticketing.make_ticket(turn, asked)
        case "join":
            ticketing.join(turn, asked)
        case "invite":
            inviting.want(turn, asked)
        case "ignore" | "reopen":
            state.status = "ignored" if asked.action == "ignore" else "open"
            state.by = asked.by.name
            turn.answer(asked, asked.action)
        case "mute" | "unmute":
            state.muted, state.unseen = asked.action == "mute", 0
            turn.tell(turn.author, Mute(turn.lane, state.muted))
            turn.answer(asked, asked.action)
    show(turn)
