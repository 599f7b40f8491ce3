"""What officials see of a public post, and what they may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bots.monitor.inviting import way_to_invite
from bots.monitor.state import MentionState
from bots.monitor.turn import MentionTurn
from core.vocabulary.lane_names import digest
from core.vocabulary.monitoring import Candidate, Handling, ShowCandidate


def key_of(lane: str) -> str:
    """Stand in for a post's lane in buttons and names of messages."""
    return digest(lane)[:12]


def show(turn: MentionTurn) -> None:
    """Show the candidate as it stands now, if it is the one of its matter that is shown."""
    if not turn.state.leads:
        return
    turn.state.revision += 1
    turn.tell(turn.watch.desk, ShowCandidate(candidate_of(turn)))


def candidate_of(turn: MentionTurn) -> Candidate:
    """Describe the candidate, without the words of third persons that are nobody's business."""
    state = turn.state
    return Candidate(
        key=key_of(turn.lane),
        lane=turn.lane,
        handle=handle_of(state),
        at=state.at or datetime.min.replace(tzinfo=UTC),
        text="" if state.gone else turn.watch.redacted(state.text),
        why=state.why,
        link=state.link,
        channel=state.channel,
        complaint=state.complaint,
        sure=state.sure,
        because=state.because,
        category=state.category,
        kelurahan=state.kelurahan,
        landmark="" if state.gone else turn.watch.redacted(state.landmark),
        files=0 if state.gone else len(state.files),
        changed=state.changed,
        gone=state.gone,
        status=state.status,
        number=state.number,
        by=state.by,
        invited=state.invited,
        met=state.met,
        muted=state.muted,
        unseen=state.unseen,
        count=state.count,
        others=state.others,
        offers=tuple(offers(turn)),
        revision=state.revision,
    )


def handle_of(state: MentionState) -> str:
    """Name the author as the platform does; empty where it does not say."""
    author = state.author
    if author is None:
        return ""
    return f"@{author.username}" if author.username else author.name


def offers(turn: MentionTurn) -> Iterator[Handling]:
    """Yield what officials may do now."""
    state = turn.state
    if state.status == "open":
        if not state.gone:
            yield "ticket"
            if way_to_invite(turn):
                yield "invite"
            yield "join"
        yield "ignore"
    elif state.status == "ignored":
        yield "reopen"
    elif state.status != "own" and way_to_invite(turn):
        yield "invite"
    if state.author is not None and state.author.id:
        yield "unmute" if state.muted else "mute"
