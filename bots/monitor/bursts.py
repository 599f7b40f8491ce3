"""The lane of one kind of matter in one place: which posts and reports say the same, and how many they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from bots.monitor.rhythm import Rhythm
from core.city.city import City
from core.city.desks import VERIFICATION
from core.reading.understand import OTHER
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.erasing import Unsighted
from core.vocabulary.events import Event
from core.vocabulary.lane_names import digest
from core.vocabulary.monitoring import Another, Grouped, Sighted, SimilarReports, Vanished
from core.vocabulary.steps import Moment, Outcome

MARKS = (3, 10, 30)
"""Counts at which it is called out."""
MORE_THAN_USUAL = 2
"""So many times what is usual is a burst; fewer is the ordinary life of a category in a kelurahan."""
MOST_MATTERS, MOST_POSTS, MOST_STEMS = 20, 200, 60
LINKS_SHOWN = 3
NUMBERS_SHOWN = 5
ALIKE_HERE, ALIKE = 0.25, 0.5
"""Share of a text's roots that the others have too: less is enough where kind and place of the matter are known."""


class Post(msgspec.Struct, frozen=True, omit_defaults=True):
    """A public post, by its lane."""

    lane: str
    link: str = ""


class Same(msgspec.Struct, frozen=True, omit_defaults=True):
    """Posts and reports about one matter, the oldest first.

    ``leader`` is the lane of the post that officials see, empty while there is none; the counts go on where the lists
    are full.
    """

    id: str
    first: datetime
    last: datetime
    stems: tuple[str, ...] = ()
    landmark: str = ""
    leader: str = ""
    posts: tuple[Post, ...] = ()
    post_count: int = 0
    numbers: tuple[str, ...] = ()
    report_count: int = 0
    told: bool = False
    """Whether the desk of new reports was told how many say the same."""

    @property
    def hours(self) -> int:
        """Give the hours in which they came, begun ones included."""
        return max(1, -(-(self.last - self.first) // timedelta(hours=1)))

    @property
    def links(self) -> tuple[str, ...]:
        """Give links to the newest posts besides the leader's."""
        return tuple(post.link for post in self.posts if post.link and post.lane != self.leader)[-LINKS_SHOWN:]


class BurstState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Matters of late, and how many posts and reports there usually are."""

    matters: tuple[Same, ...] = ()
    posts: Rhythm = Rhythm()
    reports: Rhythm = Rhythm()


def load(raw: Any) -> BurstState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return BurstState()
    return raw if isinstance(raw, BurstState) else msgspec.convert(raw, BurstState)


class BurstSteps:
    """The behaviour of ``burst:<category>:<kelurahan>`` lanes."""

    def __init__(self, city: City) -> None:
        """Take the city, for its zone, its limits and the desk that is told of reports."""
        self._zone = ZoneInfo(city.timezone)
        self._within = timedelta(hours=city.limits.burst_hours)
        self._desk = city.desk(VERIFICATION).lane

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Count a post or a report, once each; anything else changes nothing."""
        burst, body = load(state), event.body
        if isinstance(body, Vanished):
            return Outcome(*_without(burst, body.source))
        if isinstance(body, Unsighted):
            return Outcome(_forgotten(burst, body.number))
        if not isinstance(body, Sighted) or _is_known(burst, body):
            return Outcome(burst)
        before = next((same for same in burst.matters if self._is_same(same, body, event.lane)), None)
        same = _joined(before or Same(digest(event.id)[:8], body.at, body.at), body)
        others = tuple(one for one in burst.matters if before is None or one.id != before.id)
        local = body.at.astimezone(self._zone)
        if not body.source and not same.told:
            same = structs.replace(same, told=_is_unusual(same, burst.reports.usual(local)))
        burst = structs.replace(burst, matters=(*others, same)[-MOST_MATTERS:])
        if body.source:
            effects = tuple(_tell_posts(same, body, burst.posts.usual(local)))
            return Outcome(structs.replace(burst, posts=burst.posts.counted(local)), effects)
        told = self._tell_desk(same, event.lane, burst.reports.usual(local))
        return Outcome(structs.replace(burst, reports=burst.reports.counted(local)), tuple(told))

    def _is_same(self, same: Same, body: Sighted, lane: str) -> bool:
        if not same.first - self._within <= body.at <= same.last + self._within:
            return False
        if same.landmark and body.landmark and same.landmark.casefold() != body.landmark.casefold():
            return False
        _kind, category, place = lane.split(":", 2)
        vague = category == OTHER or place == "-"
        if not body.stems or not same.stems:
            return not vague
        shared = len(set(body.stems) & set(same.stems)) / len(body.stems)
        return shared >= (ALIKE if vague else ALIKE_HERE)

    def _tell_desk(self, same: Same, lane: str, usual: float) -> Iterator[Effect]:
        """Tell the desk of new reports how many say the same, once they are more than there always are."""
        if not same.told:
            return
        _kind, category, place = lane.split(":", 2)
        yield Tell(
            self._desk,
            SimilarReports(
                key=f"{digest(lane)[:8]}-{same.id}",
                count=same.report_count,
                hours=same.hours,
                category=category,
                kelurahan="" if place == "-" else place,
                numbers=same.numbers[-NUMBERS_SHOWN:],
                mark=same.report_count in MARKS[1:],
                usual=usual,
            ),
        )


def _is_unusual(same: Same, usual: float) -> bool:
    """Tell whether so many reports are news: from the first mark on, and not what comes in any such hours."""
    return same.report_count >= MARKS[0] and same.report_count > MORE_THAN_USUAL * usual * same.hours


def _is_known(burst: BurstState, body: Sighted) -> bool:
    return any(
        body.number in same.numbers if body.number else any(post.lane == body.source for post in same.posts)
        for same in burst.matters
    )


def _joined(same: Same, body: Sighted) -> Same:
    """Put one more into a matter."""
    stems = tuple(dict.fromkeys((*same.stems, *body.stems)))[:MOST_STEMS]
    same = structs.replace(
        same,
        first=min(same.first, body.at),
        last=max(same.last, body.at),
        stems=stems,
        landmark=same.landmark or body.landmark,
    )
    if body.number:
        numbers = (*same.numbers, body.number)[-MOST_POSTS:]
        return structs.replace(same, numbers=numbers, report_count=same.report_count + 1)
    posts = (*same.posts, Post(body.source, body.link))
    leader = same.leader or body.source
    if len(posts) > MOST_POSTS:  # the leader stays: it has the card
        oldest = next(post for post in posts if post.lane != leader)
        posts = tuple(post for post in posts if post is not oldest)
    return structs.replace(same, posts=posts, leader=leader, post_count=same.post_count + 1)


def _tell_posts(same: Same, body: Sighted, usual: float) -> Iterator[Effect]:
    """Tell the new post whether it is the one to be shown, and the one that is what came."""
    leads = same.leader == body.source
    yield Tell(body.source, Grouped(leads, same.post_count, same.links))
    if not leads:
        links = (body.link,) if body.link else ()
        rest = tuple(link for link in same.links if link != body.link)
        mark = same.post_count in MARKS
        yield Tell(same.leader, Another(same.post_count, (*rest, *links)[-LINKS_SHOWN:], same.hours, mark, usual))


def _forgotten(burst: BurstState, number: str) -> BurstState:
    """Forget what a matter is about of which a report's words were erased: how many say it is still counted."""
    bare = (structs.replace(one, landmark="", stems=()) if number in one.numbers else one for one in burst.matters)
    return structs.replace(burst, matters=tuple(bare))


def _without(burst: BurstState, source: str) -> tuple[BurstState, tuple[Effect, ...]]:
    """Take a post out; where it was the one that is shown, the next one is from now on."""
    matters, effects = list[Same](), list[Effect]()
    for same in burst.matters:
        if not any(post.lane == source for post in same.posts):
            matters.append(same)
            continue
        posts = tuple(post for post in same.posts if post.lane != source)
        leader = same.leader if same.leader != source else posts[0].lane if posts else ""
        after = structs.replace(same, posts=posts, leader=leader, post_count=same.post_count - 1)
        if posts and leader != same.leader:
            effects.append(Tell(leader, Grouped(True, after.post_count, after.links)))
        if posts or after.numbers:
            matters.append(after)
    return structs.replace(burst, matters=tuple(matters)), tuple(effects)
