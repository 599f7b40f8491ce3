"""The query language of the recent search, as far as the bridge may use it (X API v2, Build a query)."""

import re
from collections.abc import Callable

from simulator.x.errors import invalid
from simulator.x.limits import QUERY_CHARACTERS
from simulator.x.world import Post

Test = Callable[[Post], bool]
_TOKEN = re.compile(r'\s*(-?"[^"]*"|\(|\)|-\(|[^\s()]+)')
_WORD = re.compile(r"[^\W_]+")
CONJUNCTION = ("is", "has", "lang")
"""Operators that only narrow: a query needs something else beside them."""


def compile_query(query: str) -> Test:
    """Make a test of posts out of a query.

    Raises:
        Problem: 400, it is empty, too long, or not in the language.
    """
    if not 1 <= len(query) <= QUERY_CHARACTERS:
        raise invalid("query", query, f"The `query` query parameter must be 1 to {QUERY_CHARACTERS} characters.")
    tokens = _TOKEN.findall(query)
    words = [token.lstrip("-").partition(":")[0] for token in tokens if token not in ("(", ")", "-(", "OR")]
    if all(word in CONJUNCTION for word in words):
        raise invalid("query", query, "Rules must contain at least one positive, non-stopword clause.")
    parser = _Parser(query, tokens)
    test = parser.any_of()
    if parser.place != len(tokens):
        raise invalid("query", query, f"unexpected {tokens[parser.place]!r}")
    return test


class _Parser:
    """Read tokens from left to right; OR binds less than standing side by side."""

    def __init__(self, query: str, tokens: list[str]) -> None:
        self.query = query
        self.tokens = tokens
        self.place = 0

    def any_of(self) -> Test:
        """Read clauses joined by OR."""
        clauses = [self._all_of()]
        while self._next() == "OR":
            self.place += 1
            clauses.append(self._all_of())
        return lambda post: any(clause(post) for clause in clauses)

    def _all_of(self) -> Test:
        tests: list[Test] = []
        while (token := self._next()) not in ("", ")", "OR"):
            self.place += 1
            tests.append(self._group(token) if token in ("(", "-(") else _single(token, self.query))
        if not tests:
            raise invalid("query", self.query, "an empty clause")
        return lambda post: all(test(post) for test in tests)

    def _group(self, opening: str) -> Test:
        inner = self.any_of()
        if self._next() != ")":
            raise invalid("query", self.query, "missing )")
        self.place += 1
        return (lambda post: not inner(post)) if opening == "-(" else inner

    def _next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""


def _single(token: str, query: str) -> Test:
    if token.startswith("-"):
        inner = _single(token[1:], query)
        return lambda post: not inner(post)
    operator, colon, value = token.partition(":")
    if colon and not token.startswith('"'):
        return _operator(operator, value, query)
    if token.startswith("@"):
        return lambda post: post.mentions(token[1:])
    if token.startswith("#"):
        return lambda post: token.casefold() in post.text.casefold().split()
    wanted = _WORD.findall(token.casefold())
    return lambda post: _contains(_WORD.findall(post.text.casefold()), wanted)


def _operator(operator: str, value: str, query: str) -> Test:
    known: dict[tuple[str, str], Test] = {
        ("is", "retweet"): lambda post: post.reposts is not None,
        ("is", "reply"): lambda post: post.reply_to is not None,
        ("is", "quote"): lambda post: post.quotes is not None,
        ("has", "media"): lambda post: bool(post.media),
        ("has", "images"): lambda post: bool(post.media),
        ("has", "links"): lambda post: "http" in post.text,
    }
    if (operator, value) in known:
        return known[operator, value]
    name = value.lstrip("@").casefold()
    if operator == "from":
        return lambda post: name in (post.author.username.casefold(), post.author.id)
    if operator == "to":
        return lambda post: post.reply_to is not None and post.reply_to.author.username.casefold() == name
    if operator == "lang":
        return lambda post: post.language == value
    raise invalid("query", query, f"Reference to invalid operator '{operator}'.")


def _contains(words: list[str], wanted: list[str]) -> bool:
    span = len(wanted)
    return any(words[start : start + span] == wanted for start in range(len(words) - span + 1))
