"""The API's door: who asks, may they, how often, what is broken, and which answer it is."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.faults import Faults, cut
from simulator.journal import Journal
from simulator.x.activity import Activity
from simulator.x.errors import Problem
from simulator.x.faults import Fault
from simulator.x.journal import Call
from simulator.x.money import Purse
from simulator.x.rates import Rates, Window
from simulator.x.reading import Reading
from simulator.x.writing import Writing

Json = dict[str, Any]
_SORRY = "<html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>"
_PAGES = {"server_error": 500}


@dataclass(frozen=True)
class Keys:
    """What the bridge must show: the app's own token, and the OAuth 1.0a keys of app and account."""

    bearer: str = "AAAAKanalStandInBearer%3D0123456789"
    api_key: str = "KanalStandInApiKey"
    api_secret: str = "KanalStandInApiSecret0123456789"
    access_token: str = "1708170817081708-KanalStandInAccess"
    access_secret: str = "KanalStandInAccessSecret0123456789"


@dataclass
class Ask:
    """One request, as the answers read it."""

    verb: str
    path: tuple[str, ...]
    query: dict[str, str]
    token: str = ""
    body: Json = field(default_factory=dict)
    file: tuple[bytes, str] | None = None


@dataclass
class _Seen:
    """What is known of a request while it is answered."""

    name: str = "unknown"
    user: str | None = None
    fault: Fault | None = None
    window: Window | None = None
    status: int = 200
    body: Json = field(default_factory=dict)
    bug: bool = False
    page: bool = False
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Gateway:
    """Everything between a request and its answer."""

    keys: Keys
    reading: Reading
    writing: Writing
    activity: Activity
    rates: Rates
    purse: Purse
    faults: Faults[Fault]
    journal: Journal[Call]
    now: Callable[[], float]
    closing: asyncio.Event
    time_scale: float = 1.0
    revoked: bool = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        began, seen = self.now(), _Seen()
        ask = Ask(request.method, tuple(request.path.strip("/").split("/")), dict(request.query))
        try:
            await self._answer(request, ask, seen)
        except Problem as problem:
            seen.status, seen.body, seen.bug = problem.status, problem.body(), problem.bug
            if problem.reset:
                seen.headers = {"x-rate-limit-reset": str(problem.reset), "x-rate-limit-remaining": "0"}
        self.journal.record(
            Call(
                number=self.journal.count + 1, method=seen.name, status=0 if self._is_cut(seen) else seen.status,
                answer=seen.body, at=began, took_seconds=self.now() - began, path="/".join(ask.path), query=ask.query,
                body=ask.body, token=ask.token, user=seen.user,
            ),
            seen.bug,
        )  # fmt: skip
        self.reading.world.feed.poke()
        if self._is_cut(seen):
            return cut(request)
        headers = {**(seen.window.headers() if seen.window else {}), **seen.headers}
        if seen.page:
            return web.Response(status=seen.status, text=_SORRY, content_type="text/html", headers=headers)
        return web.json_response(seen.body, status=seen.status, headers=headers)

    def _is_cut(self, seen: _Seen) -> bool:
        return seen.fault is not None and seen.fault.kind in ("cut", "cut_after")

    async def _answer(self, request: web.Request, ask: Ask, seen: _Seen) -> None:
        seen.name, seen.user = name_of(ask.verb, ask.path)
        ask.token = self._authorize(request.headers.get("Authorization", ""))
        await _read(request, ask)
        fault = seen.fault = self.faults.take(seen.name, seen.user)
        if fault is not None:
            await fault.wait(self.closing, self.time_scale)
            if self._struck(fault, seen):
                return
        seen.window = self.rates.spend(seen.name, ask.token)
        self.purse.check()
        result = self._route(seen.name, ask)
        body = await result if asyncio.iscoroutine(result) else result
        assert isinstance(body, dict)
        seen.body = body
        seen.status = 201 if ask.verb == "POST" and seen.name in ("post", "dm") else 200
        if fault is not None and fault.kind == "partial":
            seen.body = {**body, "errors": [{"title": "Not Found Error", "detail": "partial", "type": "about:blank"}]}

    def _struck(self, fault: Fault, seen: _Seen) -> bool:
        """Apply a fault that is an answer; say whether that is all."""
        reset = int(self.now() + fault.seconds)
        problems = {
            "problem": lambda: Problem(fault.status, fault.detail or "Planned.", title=fault.title),
            "too_many": lambda: Problem(429, "Too Many Requests", title="Too Many Requests", reset=reset),
            "unauthorized": lambda: Problem(401, "Unauthorized"),
            "no_credit": lambda: Problem(402, "No credits are left.", kind="credits"),
            "over_capacity": lambda: Problem(503, "Service Unavailable", title="Service Unavailable"),
        }
        if fault.kind in problems:
            raise problems[fault.kind]()
        if fault.kind == "too_many_old":
            seen.status = 429
            seen.body = {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
            seen.headers = {"x-rate-limit-reset": str(reset)}
            return True
        if fault.kind in _PAGES or fault.kind == "page":
            seen.status, seen.page = _PAGES.get(fault.kind, fault.status), True
            return True
        if fault.kind == "timeout":
            seen.status, seen.page = 504, True
            return True
        return fault.kind in ("empty", "cut")

    def _authorize(self, header: str) -> str:
        """Say with which kind of token somebody comes.

        Raises:
            Problem: 401.
        """
        keys = self.keys
        if header == f"Bearer {keys.bearer}" and not self.revoked:
            return "app"
        fields = dict(re.findall(r'(oauth_\w+)="([^"]*)"', header)) if header.startswith("OAuth ") else {}
        known = (fields.get("oauth_consumer_key"), fields.get("oauth_token")) == (keys.api_key, keys.access_token)
        if known and fields.get("oauth_signature") and not self.revoked:
            return "user"
        raise Problem(401, "Unauthorized")

    def _route(self, name: str, ask: Ask) -> Any:
        path, query, body = ask.path, ask.query, ask.body
        if name == "mentions" and path[2] != self.reading.world.account.id:
            raise Problem(403, "These mentions are not the account's own.", bug=True)
        table: Mapping[str, Callable[[], Any]] = {
            "mentions": lambda: self.reading.mentions(query),
            "search": lambda: self.reading.search(query),
            "lookup": lambda: self.reading.lookup(query if len(path) == 2 else {**query, "ids": path[2]}),
            "me": lambda: self.reading.me(query),
            "users": lambda: self.reading.by_name(path[-1], query),
            "dm_events": lambda: self.reading.events(query, path[-2] if len(path) > 2 else ""),
            "usage": lambda: self.reading.usage(query),
            "post": lambda: self.writing.post(body),
            "delete_post": lambda: self.writing.delete_post(path[-1]),
            "dm": lambda: self.writing.direct(path[3], body),
            "upload": lambda: self._upload(ask),
            "webhooks": lambda: self._webhooks(ask),
            "subscriptions": lambda: self._subscriptions(ask),
        }
        return table[name]()

    def _upload(self, ask: Ask) -> Json:
        if ask.file is None:
            raise Problem(400, "media is required", kind="invalid-request", bug=True)
        return self.writing.upload(*ask.file, str(ask.body.get("media_category", "")))

    def _webhooks(self, ask: Ask) -> Any:
        if ask.verb == "POST":
            return self.activity.register(str(ask.body.get("url", "")))
        if ask.verb == "GET":
            return self.activity.listed()
        return self.activity.validate(ask.path[-1]) if ask.verb == "PUT" else self.activity.forget(ask.path[-1])

    def _subscriptions(self, ask: Ask) -> Json:
        if ask.verb == "POST":
            return self.activity.subscribe(ask.body, ask.token)
        return self.activity.subscribed() if ask.verb == "GET" else self.activity.unsubscribe(ask.path[-1])

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give the bytes of a file; those of private messages only to the account."""
        item = self.reading.world.media.get(request.match_info["key"])
        if item is None:
            return web.Response(status=404)
        if item.private:
            try:
                self._authorize(request.headers.get("Authorization", ""))
            except Problem as problem:
                return web.Response(status=problem.status)
        return web.Response(body=item.data, content_type=item.mime)


_PATHS: tuple[tuple[str, str, str], ...] = (
    ("GET", r"2/users/\d+/mentions", "mentions"),
    ("GET", r"2/tweets/search/recent", "search"),
    ("GET", r"2/tweets(/\d+)?", "lookup"),
    ("POST", r"2/tweets", "post"),
    ("DELETE", r"2/tweets/\d+", "delete_post"),
    ("GET", r"2/users/me", "me"),
    ("GET", r"2/users/by/username/\w+", "users"),
    ("GET", r"2/dm_events", "dm_events"),
    ("GET", r"2/dm_conversations/with/\d+/dm_events", "dm_events"),
    ("GET", r"2/dm_conversations/[\d-]+/dm_events", "dm_events"),
    ("POST", r"2/dm_conversations/with/\d+/messages", "dm"),
    ("POST", r"2/media/upload", "upload"),
    ("POST|GET", r"2/webhooks", "webhooks"),
    ("PUT|DELETE", r"2/webhooks/\d+", "webhooks"),
    ("POST|GET", r"2/activity/subscriptions", "subscriptions"),
    ("DELETE", r"2/activity/subscriptions/\d+", "subscriptions"),
    ("GET", r"2/usage/tweets", "usage"),
)


def name_of(verb: str, path: tuple[str, ...]) -> tuple[str, str | None]:
    """Name a path as faults and budgets do, and the person whom it is about.

    Raises:
        Problem: 404, there is no such path.
    """
    joined = "/".join(path)
    for verbs, pattern, name in _PATHS:
        if re.fullmatch(pattern, joined) and re.fullmatch(verbs, verb):
            return name, path[3] if len(path) > 3 and path[2] == "with" else None
    raise Problem(404, f"{verb} /{joined} does not exist", bug=True)


async def _read(request: web.Request, ask: Ask) -> None:
    if not request.can_read_body:
        return
    if request.content_type.startswith("multipart/"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                ask.file = (value.file.read(), value.content_type)
            else:
                ask.body[name] = value
        return
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Problem(400, "The body is not a JSON object", kind="invalid-request", bug=True)
    ask.body = body
