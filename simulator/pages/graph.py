"""The Graph API: which path is what, and what each of them answers."""

import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.meta.webhook import NotVerified, Webhook
from simulator.pages import platform as limits
from simulator.pages.errors import GraphError, invalid, no_object
from simulator.pages.people import People
from simulator.pages.reports import Item
from simulator.pages.sending import Sending
from simulator.pages.world import Comment, User, World, iso

Json = dict[str, Any]
SCOPES = (
    "pages_messaging", "pages_manage_metadata", "pages_show_list", "pages_read_engagement", "pages_read_user_content",
    "pages_manage_engagement", "instagram_basic", "instagram_manage_messages", "instagram_manage_comments",
)  # fmt: skip
_ASKED = re.compile(r"(mentioned_comment|mentioned_media)\.(?:comment_id|media_id)\((\w+)\)\{([^}]*)\}")


@dataclass
class Ask:
    """One request: its path below the version, query, JSON body or form."""

    verb: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    body: Json = field(default_factory=dict)
    file: tuple[bytes, str, str] | None = None


Handler = Callable[[Ask], Json | Awaitable[Json]]


@dataclass
class Graph:
    """The paths of one Page or Instagram account."""

    world: World
    sending: Sending
    people: People
    webhook: Webhook[Item]
    scopes: tuple[str, ...] = SCOPES
    subscribed: set[str] = field(default_factory=set)
    restricted: bool = False
    _profile_calls: deque[float] = field(default_factory=deque)

    def route(self, verb: str, path: tuple[str, ...]) -> tuple[str, Handler]:
        """Give the name that faults use for a path, and who answers it.

        Raises:
            GraphError: 100/33, there is no such object or it has no such edge.
        """
        own = (self.world.page.id, "me")
        if path[0] in own and len(path) == 2:
            table: dict[tuple[str, str], tuple[str, Handler]] = {
                ("POST", "messages"): ("messages", lambda ask: self._send(ask)),
                ("POST", "message_attachments"): ("upload", lambda ask: self.sending.upload(ask.body, ask.file)),
                ("GET", "messenger_profile"): ("profile", self.read_profile),
                ("POST", "messenger_profile"): ("profile", self.write_profile),
                ("DELETE", "messenger_profile"): ("profile", self.delete_profile),
                ("GET", "subscribed_apps"): ("apps", lambda ask: self.list_apps()),
                ("POST", "subscribed_apps"): ("apps", self.subscribe),
                ("DELETE", "subscribed_apps"): ("apps", lambda ask: self.unsubscribe()),
            }
            if (verb, path[1]) in table:
                return table[verb, path[1]]
        if verb == "GET" and path == ("debug_token",):
            return "token", lambda ask: self.debug_token()
        if verb == "GET" and len(path) == 1:
            return ("object", self.read_page) if path[0] in own else ("person", self.read_object)
        if verb == "POST" and len(path) == 2 and path[1] in ("comments", "replies"):
            return "reply", self.reply
        if verb == "POST" and len(path) == 1:
            return "comment", self.hide
        raise no_object("/".join(path))

    def _send(self, ask: Ask) -> Json:
        if self.restricted:
            raise GraphError(10, "The Page is temporarily restricted from messaging", 1893063)
        return self.sending.send(ask.body, ask.file)

    # -- the Page itself ---------------------------------------------------------------------------------------------

    def read_page(self, ask: Ask) -> Json:
        """Give the Page's own fields, or on Instagram something public that names the account."""
        page, fields = self.world.page, ask.query.get("fields", "id,name")
        answer: Json = {"id": page.id}
        for kind, identity, wanted in _ASKED.findall(fields):
            answer[kind] = self._mentioned(kind, identity, wanted.split(","))
        for name in _ASKED.sub("", fields).split(","):
            if name and name not in ("id", "name", "username", "link"):
                raise GraphError(100, f"Tried accessing nonexisting field ({name})", bug=True)
        return {**answer, "name": page.name, "username": page.username}

    def _mentioned(self, kind: str, identity: str, wanted: list[str]) -> Json:
        found = next(
            (
                one
                for one in self.world.comments.values()
                if identity in (one.id, one.post if kind == "mentioned_media" else "")
            ),
            None,
        )
        if found is None:
            raise no_object(identity)
        author = next((one for one in self.world.users.values() if one.public == found.author), None)
        known: Json = {
            "id": identity, "text": found.text, "caption": found.text, "timestamp": iso(found.at),
            "username": author.username if author else "", "permalink": f"https://www.instagram.com/p/{found.post}/",
            "media": {"id": found.post}, "media_type": "IMAGE", "from": {"id": found.author},
        }  # fmt: skip
        return {name: known[name] for name in ("id", *wanted) if name in known}

    def debug_token(self) -> Json:
        """Say what the token may do, and for which Page."""
        granular = [{"scope": scope, "target_ids": [self.world.page.id]} for scope in self.scopes]
        return {
            "data": {
                "app_id": self.world.page.app_id, "type": "PAGE", "application": "Kanal", "is_valid": True,
                "expires_at": 0, "profile_id": self.world.page.id, "scopes": list(self.scopes),
                "granular_scopes": granular,
            }
        }  # fmt: skip

    def list_apps(self) -> Json:
        """List the apps that get the Page's webhooks."""
        if not self.subscribed:
            return {"data": []}
        app = {"id": self.world.page.app_id, "name": "Kanal", "subscribed_fields": sorted(self.subscribed)}
        return {"data": [app]}

    def subscribe(self, ask: Ask) -> Json:
        """Subscribe our app to fields; only what is subscribed to is told."""
        value = ask.body.get("subscribed_fields", ask.query.get("subscribed_fields", ""))
        fields = set(value if isinstance(value, list) else str(value).split(","))
        if not fields or fields - self.world.platform.fields:
            raise invalid(f"subscribed_fields {','.join(sorted(fields - self.world.platform.fields))}")
        self.subscribed |= fields
        self.webhook.subscribed = True
        self.webhook.restart()
        return {"success": True}

    def unsubscribe(self) -> Json:
        """Take our app off; webhooks wait."""
        self.subscribed.clear()
        self.webhook.subscribed = False
        return {"success": True}

    async def register(self, url: str, verify_token: str) -> None:
        """Deliver to an address from now on.

        Raises:
            GraphError: 2200, the address did not give the challenge back.
        """
        try:
            await self.webhook.subscribe(url, verify_token)
        except NotVerified as failed:
            raise GraphError(2200, f"Callback verification failed: {failed}") from failed

    # -- profile -----------------------------------------------------------------------------------------------------

    def read_profile(self, ask: Ask) -> Json:
        """Give what is shown before anybody writes."""
        wanted = [name for name in ask.query.get("fields", "").split(",") if name]
        for name in wanted:
            if name not in self.world.platform.menu:
                raise invalid(f"fields {name}")
        shown = {name: self.world.profile[name] for name in wanted if name in self.world.profile}
        return {"data": [shown] if shown else []}

    def write_profile(self, ask: Ask) -> Json:
        """Change what is shown before anybody writes."""
        self._count_profile_call()
        body = {key: value for key, value in ask.body.items() if key != "platform"}
        for name, value in body.items():
            if name not in self.world.platform.menu:
                raise invalid(name)
            _PROFILE_CHECKS.get(name, lambda _value: None)(value)
        if "persistent_menu" in body and "get_started" not in {**self.world.profile, **body} and (
            self.world.platform.name == "messenger"
        ):  # fmt: skip
            raise GraphError(
                100, "You must set a Get Started button if you also wish to use persistent menu", 2018145, bug=True
            )
        self.world.profile.update(body)
        return {"result": "success"}

    def delete_profile(self, ask: Ask) -> Json:
        """Take things off."""
        self._count_profile_call()
        for name in ask.body.get("fields", []):
            self.world.profile.pop(name, None)
        return {"result": "success"}

    def _count_profile_call(self) -> None:
        now = self.world.now()
        while self._profile_calls and self._profile_calls[0] <= now - limits.PROFILE_SECONDS:
            self._profile_calls.popleft()
        if len(self._profile_calls) >= limits.PROFILE_CALLS:
            raise GraphError(613, "Calls to this api have exceeded the rate limit.")
        self._profile_calls.append(now)

    # -- people and comments -----------------------------------------------------------------------------------------

    def read_object(self, ask: Ask) -> Json:
        """Give a person's profile, which may be hidden, or a comment."""
        identity = ask.path[0]
        if (comment := self.world.comments.get(identity)) is not None:
            return self._comment(comment)
        user = next((one for one in self.world.users.values() if one.id == identity), None)
        if user is None:
            raise no_object(identity)
        return self._profile(user, ask)

    def _profile(self, user: User, ask: Ask) -> Json:
        if user.profile_hidden or user.last_inbound_at is None:
            raise GraphError(100, "Profile is not available.", 2018218)
        first, _, last = user.name.partition(" ")
        known: Json = {
            "id": user.id, "name": user.name, "first_name": first, "last_name": last, "username": user.username,
            "profile_pic": "https://cdn.example/p.jpg", "locale": "id_ID", "follower_count": 12,
            "is_user_follow_business": False,
        }  # fmt: skip
        wanted = [name for name in ask.query.get("fields", "name").split(",") if name]
        for name in wanted:
            if name not in self.world.platform.profile_fields:
                raise GraphError(100, f"Tried accessing nonexisting field ({name})", bug=True)
        return {name: known[name] for name in ("id", *wanted)}

    def _comment(self, comment: Comment) -> Json:
        who = {"id": comment.author, "name": comment.author_name}
        permalink = f"https://www.facebook.com/{comment.post}?comment_id={comment.id}"
        return {
            "id": comment.id, "message": comment.text, "text": comment.text, "from": who,
            "created_time": iso(comment.at), "permalink_url": permalink,
        }  # fmt: skip

    def reply(self, ask: Ask) -> Json:
        """Answer a comment in public, as the Page; it comes back through the feed."""
        target, edge = ask.path
        known = self.world.comments.get(target)
        wanted = "replies" if self.world.platform.name == "instagram" else "comments"
        if (known is None and target not in self.world.posts) or edge != wanted:
            raise no_object("/".join(ask.path))
        text = str(ask.body.get("message", ""))
        if not text.strip():
            raise invalid("message")
        page = self.world.page
        post = known.post if known is not None else target
        made = Comment(self.world.new_id("comment"), page.id, page.name, text, self.world.now(), post, target)
        self.world.comments[made.id] = made
        self.world.feed.publish("comment", {"comment": made.shape()}, page.id)
        self.people.tell_own_comment(made)
        return {"id": made.id}

    def hide(self, ask: Ask) -> Json:
        """Hide or show a comment."""
        comment = self.world.comments.get(ask.path[0])
        if comment is None or "is_hidden" not in {**ask.body, **ask.query}:
            raise no_object(ask.path[0])
        comment.hidden = str({**ask.query, **ask.body}["is_hidden"]).lower() == "true"
        return {"success": True}


def _get_started(value: Any) -> None:
    if not isinstance(value, dict) or not 1 <= len(str(value.get("payload", ""))) <= limits.PAYLOAD:
        raise invalid("get_started needs a payload")


def _greeting(value: Any) -> None:
    if not any(one.get("locale") == "default" for one in value):
        raise invalid("greeting needs the locale default")
    if any(not 1 <= len(one.get("text", "")) <= limits.GREETING for one in value):
        raise invalid(f"greeting has 1 to {limits.GREETING} characters")


def _menu(value: Any) -> None:
    if not any(one.get("locale") == "default" for one in value):
        raise invalid("persistent_menu needs the locale default")
    for menu in value:
        items = menu.get("call_to_actions", [])
        if not 1 <= len(items) <= limits.MENU_ITEMS:
            raise invalid(f"persistent_menu has 1 to {limits.MENU_ITEMS} items")
        for item in items:
            if (
                item.get("type") not in ("postback", "web_url")
                or not 1 <= len(item.get("title", "")) <= limits.MENU_TITLE
            ):
                raise invalid("an item of persistent_menu")


def _ice_breakers(value: Any) -> None:
    for one in value:
        items = one.get("call_to_actions", [one])
        if len(items) > limits.ICE_BREAKERS:
            raise invalid(f"at most {limits.ICE_BREAKERS} ice_breakers")
        for item in items:
            if not 1 <= len(item.get("question", "")) <= limits.ICE_BREAKER or not item.get("payload"):
                raise invalid("an ice breaker")


_PROFILE_CHECKS: dict[str, Callable[[Any], None]] = {
    "get_started": _get_started,
    "greeting": _greeting,
    "persistent_menu": _menu,
    "ice_breakers": _ice_breakers,
}
