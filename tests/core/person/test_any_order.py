"""Whatever comes, in whatever order: each piece of news is with exactly one contact, or kept until there is one."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.person.state import CONTACTS_KEPT, HELD, NEWS_KEPT
from core.vocabulary.citizen import Update
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import ToldElsewhere
from tests.core.person.lane import NUMBER, OTHER, SMS, TELEGRAM, WHATSAPP, PersonLane

CHATS = st.sampled_from((TELEGRAM, WHATSAPP, SMS))
NUMBERS = st.sampled_from((NUMBER, OTHER))
HAPPENINGS: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("meets"), CHATS, st.sampled_from(("open", "open", "blocked", "lost"))),
    st.tuples(st.just("gets"), st.sampled_from(("filed", "verified", "answered")), NUMBERS),
    st.tuples(st.just("misses"), CHATS, NUMBERS, st.sampled_from(("unreachable", "window", "rejected"))),
    st.tuples(st.just("tells"), CHATS, NUMBERS),
    st.tuples(st.just("answers")),
)


class Town:
    """A person and their chats: which of the chats has which news, as it was told."""

    def __init__(self) -> None:
        """Begin with nobody known and nothing told."""
        self.lane = PersonLane()
        self.has: dict[str, set[str]] = {TELEGRAM: set(), WHATSAPP: set(), SMS: set()}

    def happens(self, name: str, *more: str) -> None:
        """Let something happen and carry out what the person's lane tells."""
        lane = self.lane
        if name == "meets":
            lane.meets(more[0], more[1])  # type: ignore[arg-type]
        elif name == "gets":
            for had in self.has.values():
                had.discard(more[1])
            lane.gets(more[0], more[1])  # type: ignore[arg-type]
        elif name == "misses":
            lane.hears(more[0], more[1], reason=more[2])
        elif name == "tells":
            lane.hears(more[0], more[1], arrived=True)
        else:
            lane.happens(DeskAnswer("person", "ya"))
        for chat, elsewhere in lane.told(ToldElsewhere):
            self.has[chat].remove(elsewhere.number)
        for chat, update in lane.told(Update):
            assert update.number not in self.has[chat]
            self.has[chat].add(update.number)


@settings(max_examples=300, deadline=None)
@given(st.lists(HAPPENINGS, max_size=30))
def test_each_news_is_with_one_contact_or_kept(happenings: list[tuple[Any, ...]]) -> None:
    """News is never in two chats and never in none while there is a chat; an open contact goes before a shut one."""
    town = Town()
    for happening in happenings:
        town.happens(*happening)
        state = town.lane.state
        for news in state.news:
            if isinstance(news.body, Update):
                assert [news.lane] == [chat for chat, has in town.has.items() if news.key in has] or [""]
            holder = state.contact(news.lane)
            if happening[0] in ("gets", "answers") and state.reachable(town.lane.now) is not None:
                assert not [one for one in town.lane.routes if state.contact(one) != state.reachable(town.lane.now)]
            if news.missed not in ("", HELD) and (holder is None or holder.status != "open"):
                assert state.reachable(town.lane.now, besides=(*news.tried, news.lane)) is None
        if happening[0] == "gets":
            assert 1 == len(town.lane.routes) + len(town.lane.reaches)
            assert bool(state.contacts) == bool(town.lane.routes)
        assert len(state.news) <= NEWS_KEPT
        assert len(state.contacts) <= CONTACTS_KEPT


def test_caps() -> None:
    """However many tickets and chats there are, the document stays small and the newest are in it."""
    lane = PersonLane()
    for number in range(30):
        lane.gets(number=f"KPG-26-{number:05}-0").meets(f"chat:sms:{number}", filing=f"a#{number}")
    assert (20, 20, 20) == (len(lane.state.news), len(lane.state.contacts), len(lane.state.filings))
    assert ("KPG-26-00029-0", "chat:sms:29") == (lane.state.news[-1].key, lane.state.contacts[-1].lane)
