"""What is read: mentions, search, posts, people, private messages, usage. Each answer is charged for what it gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from simulator.x import limits
from simulator.x.errors import Problem, invalid, missing
from simulator.x.money import Purse
from simulator.x.query import compile_query
from simulator.x.shapes import (
    EVENT_EXPANSIONS,
    POST_EXPANSIONS,
    Wanted,
    event_shape,
    includes,
    post_shape,
    user_shape,
)
from simulator.x.world import EPOCH_MILLISECONDS, Direct, Post, World

Json = dict[str, Any]
Query = Mapping[str, str]
T = TypeVar("T", Post, Direct)
COMMON = frozenset(
    [
        "max_results",
        "pagination_token",
        "tweet.fields",
        "post.fields",
        "user.fields",
        "media.fields",
        "place.fields",
        "expansions",
    ]
)
RANGE = frozenset(["since_id", "until_id", "start_time", "end_time", "next_token", "sort_order"])


@dataclass
class Reading:
    """Answer the questions about this world."""

    world: World
    purse: Purse
    base_url: Callable[[], str]

    # -- posts -------------------------------------------------------------------------------------------------------

    def mentions(self, query: Query) -> Json:
        """Give the newest posts that name the account, at most the last 800."""
        _known(query, COMMON | RANGE)
        account = self.world.account
        found = [
            post
            for post in reversed(self.world.posts.values())
            if post.reposts is None and post.author.id != account.id and not post.author.protected
            and (post.mentions(account.username) or _answers(post, account.id))
        ][: limits.MENTIONS_KEPT]  # fmt: skip
        return self._posts(found, query, (5, 100), "owned_read")

    def search(self, query: Query) -> Json:
        """Give the newest posts of the last seven days that a query finds; reposts are never among them."""
        _known(query, COMMON | RANGE | {"query"})
        test = compile_query(query.get("query", ""))
        oldest = self.world.now() - limits.SEARCH_SECONDS
        self._check_age(query, oldest)
        found = [
            post
            for post in reversed(self.world.posts.values())
            if post.at >= oldest and post.reposts is None and not post.author.protected and test(post)
        ]
        return self._posts(found, query, (10, 100), "post_read")

    def _check_age(self, query: Query, oldest: float) -> None:
        since = query.get("since_id", "")
        if since.isdigit() and ((int(since) >> 22) + EPOCH_MILLISECONDS) / 1000 < oldest:
            message = (
                f"'since_id' must be a tweet id created after {oldest:.0f}. Please use a 'since_id' that is larger."
            )
            problem = invalid("since_id", since, message)
            problem.bug = False  # only the calendar makes it so
            raise problem

    def lookup(self, query: Query) -> Json:
        """Give posts by id; those that are gone are named beside the data."""
        _known(query, COMMON | {"ids"})
        wanted, ids = Wanted(query, POST_EXPANSIONS), [one for one in query.get("ids", "").split(",") if one]
        if not 1 <= len(ids) <= limits.LOOKED_UP or not all(one.isdigit() for one in ids):
            raise invalid("ids", query.get("ids", ""), "The `ids` query parameter must be 1 to 100 ids.")
        known = {**self.world.older, **self.world.posts}
        found = [known[one] for one in ids if one in known]
        answer: Json = {}
        if found:
            answer["data"] = [self._paid(post, wanted, "post_read") for post in found]
        if gone := [missing("tweet", one) for one in ids if one not in known]:
            answer["errors"] = gone
        if more := includes(self.world, found, (), wanted, self.base_url()):
            answer["includes"] = more
        return answer

    def _posts(self, found: Sequence[Post], query: Query, sizes: tuple[int, int], price: str) -> Json:
        wanted = Wanted(query, POST_EXPANSIONS)
        page, more = _page(_ranged(found, query), query, sizes)
        answer: Json = {}
        if page:
            answer["data"] = [self._paid(post, wanted, price) for post in page]
            if extra := includes(self.world, page, (), wanted, self.base_url()):
                answer["includes"] = extra
        meta: Json = {"result_count": len(page)}
        if page:
            meta = {"newest_id": page[0].id, "oldest_id": page[-1].id, **meta}
        if more:
            meta["next_token"] = more
        return {**answer, "meta": meta}

    def _paid(self, post: Post, wanted: Wanted, price: str) -> Json:
        self.purse.charge(price, post.id)
        return post_shape(post, wanted)

    # -- people ------------------------------------------------------------------------------------------------------

    def me(self, query: Query) -> Json:
        """Give the account itself."""
        _known(query, frozenset({"user.fields", "expansions", "tweet.fields"}))
        return {"data": user_shape(self.world.me, Wanted(query, frozenset({"pinned_tweet_id"})).user)}

    def by_name(self, name: str, query: Query) -> Json:
        """Give a person by name."""
        _known(query, frozenset({"user.fields", "expansions", "tweet.fields"}))
        fields = Wanted(query, frozenset({"pinned_tweet_id"})).user
        user = next((one for one in self.world.users.values() if one.username.casefold() == name.casefold()), None)
        if user is None:
            return {"errors": [missing("user", name, parameter="username")]}
        self.purse.charge("user_read", user.id)
        return {"data": user_shape(user, fields)}

    # -- private messages --------------------------------------------------------------------------------------------

    def events(self, query: Query, other: str = "") -> Json:
        """Give the newest private events of the last 30 days, of all conversations or of the one with a person."""
        _known(query, (COMMON - {"post.fields", "place.fields"}) | {"dm_event.fields", "event_types"})
        kinds = [kind for kind in query.get("event_types", "").split(",") if kind]
        oldest = self.world.now() - limits.DIRECT_SECONDS
        found = [
            direct
            for direct in reversed(self.world.directs.values())
            if direct.at >= oldest
            and (not kinds or direct.kind in kinds)
            and (not other or other in (direct.other.id, direct.conversation))
        ]
        wanted = Wanted(query, EVENT_EXPANSIONS)
        page, more = _page(found, query, (1, 100), default=100)
        meta: Json = {"result_count": len(page)}
        if more:
            meta["next_token"] = more
        if not page:
            return {"meta": meta}
        for direct in page:
            self.purse.charge("dm_read", direct.id)
        answer: Json = {"data": [event_shape(direct, wanted) for direct in page], "meta": meta}
        if extra := includes(self.world, (), page, wanted, self.base_url()):
            answer["includes"] = extra
        return answer

    def usage(self, query: Query) -> Json:
        """Give how many posts were read in this period."""
        _known(query, frozenset({"days", "usage.fields"}))
        count = self.purse.spent["post_read"] + self.purse.spent["owned_read"]
        return {"data": {"project_id": "1", "project_cap": "3000000", "project_usage": str(count), "cap_reset_day": 1}}


def _answers(post: Post, author: str) -> bool:
    return post.reply_to is not None and post.reply_to.author.id == author


def _known(query: Query, names: frozenset[str]) -> None:
    for name, value in query.items():
        if name not in names:
            message = f"The query parameter [{name}] is not one of [{','.join(sorted(names))}]"
            raise invalid(name, value, message)


def _ranged(found: Sequence[Post], query: Query) -> list[Post]:
    """Keep what lies between the bounds of a query; ``since_id`` and ``start_time`` leave out what they name."""
    for name in ("since_id", "until_id"):
        if not query.get(name, "0").isdigit():
            raise invalid(name, query[name], f"The `{name}` query parameter is not a valid id.")
    since, until = int(query.get("since_id", 0)), int(query.get("until_id", 0))
    start, end = _moment(query, "start_time"), _moment(query, "end_time")
    return [
        post
        for post in found
        if int(post.id) > since
        and (not until or int(post.id) < until)
        and (start is None or post.at >= start)
        and (end is None or post.at < end)
    ]


def _moment(query: Query, name: str) -> float | None:
    if name not in query:
        return None
    try:
        return datetime.fromisoformat(query[name].replace("Z", "+00:00")).timestamp()
    except ValueError:
        raise invalid(name, query[name], f"The `{name}` query parameter is not an RFC 3339 date-time.") from None


def _page(found: Sequence[T], query: Query, sizes: tuple[int, int], default: int = 10) -> tuple[list[T], str]:
    """Cut one page out of a list, newest first, and give the token of the next one, empty at the end."""
    least, most = sizes
    asked = query.get("max_results", str(default))
    if not asked.isdigit() or not least <= int(asked) <= most:
        message = f"The `max_results` query parameter value [{asked}] is not between {least} and {most}"
        raise invalid("max_results", asked, message)
    token = query.get("pagination_token") or query.get("next_token") or ""
    start = 0
    if token:
        kind, _, before = token.partition("-")
        if kind != "7140w" or not before.isdigit():
            raise Problem(400, f"The pagination token [{token}] is invalid.", kind="invalid-request", bug=True)
        start = next((place for place, item in enumerate(found) if int(item.id) < int(before)), len(found))
    page = list(found[start : start + int(asked)])
    return page, f"7140w-{page[-1].id}" if page and start + len(page) < len(found) else ""
