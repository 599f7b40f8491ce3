"""The X API v2 for one account: tweepy's client, and by the same session and signature what tweepy lacks."""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from tweepy.asynchronous import AsyncClient
from tweepy.asynchronous.client import OAuthClient

from channels.outgoing import add_file
from channels.raw import Json, file_name, obj, objects, text
from channels.x.session import FILE_SECONDS, OFFICIAL_API, Session
from channels.x.settings import XSettings
from core.vocabulary.errors import Unknown
from core.vocabulary.media import Content, Spool

POST_FIELDS = (
    "created_at", "author_id", "conversation_id", "in_reply_to_user_id", "referenced_tweets", "entities",
    "attachments", "geo", "note_tweet",
)  # fmt: skip
POST_EXPANSIONS = ("author_id", "attachments.media_keys", "geo.place_id", "referenced_tweets.id")
MEDIA_FIELDS = ("type", "url", "preview_image_url", "variants")
PLACE_FIELDS = ("full_name", "geo")
EVENT_FIELDS = (
    "text", "event_type", "created_at", "dm_conversation_id", "sender_id", "participant_ids", "attachments",
    "referenced_tweets", "entities",
)  # fmt: skip
EVENT_EXPANSIONS = ("sender_id", "attachments.media_keys")
OPEN_HOSTS = ("https://pbs.twimg.com/", "https://video.twimg.com/")
"""Where public files are: nobody signs there."""
CLOSED_HOSTS = ("https://ton.twitter.com/", "https://ton.x.com/")
"""Where the files of private messages are: only the account may have them (X API v2, Direct messages, media)."""
_POSTS = {
    "tweet_fields": list(POST_FIELDS),
    "expansions": list(POST_EXPANSIONS),
    "media_fields": list(MEDIA_FIELDS),
    "place_fields": list(PLACE_FIELDS),
}


class Elsewhere(Exception):
    """An address is not the platform's: nothing is asked there."""


class Client:
    """Call the API. Every call raises ``Refused``, to be judged, or a ``SendError`` where there is no answer."""

    def __init__(self, settings: XSettings) -> None:
        self.user_id = settings.x_user_id
        self._keys = (
            settings.x_api_key.get_secret_value(),
            settings.x_api_secret.get_secret_value(),
            settings.x_access_token.get_secret_value(),
            settings.x_access_secret.get_secret_value(),
        )
        self._session = Session(settings.x_api_base)
        self._api = AsyncClient(settings.x_bearer_token.get_secret_value(), *self._keys, return_type=dict)
        self._api.session = self._session

    def __repr__(self) -> str:
        """Say what this is without the keys."""
        return f"{type(self).__name__}({self.user_id})"

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    # --- reading ------------------------------------------------------------------------------------------------------

    async def events(self, most: int, token: str = "") -> Json:
        """Read private events of all conversations, newest first."""
        return obj(
            await self._api.get_direct_message_events(
                dm_event_fields=list(EVENT_FIELDS),
                expansions=list(EVENT_EXPANSIONS),
                media_fields=list(MEDIA_FIELDS),
                max_results=most,
                **({"pagination_token": token} if token else {}),
            )
        )

    async def mentions(self, most: int, since: Mapping[str, str], token: str = "") -> Json:
        """Read posts that name the account, newest first; ``since`` is a ``since_id`` or a ``start_time``."""
        more = {"pagination_token": token} if token else {}
        return obj(
            await self._api.get_users_mentions(
                self.user_id, max_results=most, user_auth=True, **since, **more, **_POSTS
            )
        )

    async def search(self, query: str, most: int, since: Mapping[str, str], token: str = "") -> Json:
        """Read the posts of the last seven days that a query finds, newest first."""
        more = {"next_token": token} if token else {}
        return obj(await self._api.search_recent_tweets(query, max_results=most, **since, **more, **_POSTS))

    async def lookup(self, ids: Sequence[str]) -> Json:
        """Read posts by id, at most a hundred; those that are gone are named beside the data."""
        return obj(await self._api.get_tweets(list(ids), user_auth=True))

    async def me(self) -> Json:
        """Read who we are."""
        return obj(obj(await self._api.get_me()).get("data"))

    async def usage(self) -> Json:
        """Read how much was read in this period, by the app's own token and free of charge (X API v2, Usage)."""
        return await self._get("/2/usage/tweets", user=False)

    async def download(self, url: str, most_bytes: int, into: Spool) -> str:
        """Download a file into a spool from an address that the platform gave; give its type.

        Raises ``Elsewhere`` before anything is asked where the address is not the platform's, and ``TooLarge``.
        """
        headers: dict[str, str] = {}
        if self._session.is_api(url) or url.startswith(CLOSED_HOSTS):
            headers = self._signed("GET", url)
        elif not url.startswith(OPEN_HOSTS):
            raise Elsewhere(url.partition("//")[2].partition("/")[0].rpartition("@")[2][:80])
        answer = await self._session.ask(
            "GET", url, most_bytes=most_bytes, seconds=FILE_SECONDS, into=into, headers=headers
        )
        return answer.headers.get("Content-Type", "").partition(";")[0].strip()

    # --- writing ------------------------------------------------------------------------------------------------------

    async def write(self, person: str, words: str, media_id: str = "") -> str:
        """Send a private message; give its id."""
        body: dict[str, Any] = {"text": words} if words else {}
        if media_id:
            body["attachments"] = [{"media_id": media_id}]
        route = f"/2/dm_conversations/with/{person}/messages"
        found = text(obj((await self._post(route, body)).get("data")).get("dm_event_id"))
        if not found:
            raise Unknown("the platform took a message and gave no id", "message without id")
        return found

    async def reply(self, post: str, words: str, media_ids: Sequence[str] = ()) -> str:
        """Answer a post in public; give the answer's id."""
        made = await self._api.create_tweet(text=words, in_reply_to_tweet_id=post, media_ids=list(media_ids) or None)
        found = text(obj(obj(made).get("data")).get("id"))
        if not found:
            raise Unknown("the platform took a reply and gave no id", "post without id")
        return found

    async def upload(self, content: Content, mime: str, name: str, category: str) -> str:
        """Upload a picture (X API v2, Media upload); give its id."""
        url = f"{OFFICIAL_API}/2/media/upload"
        form = aiohttp.FormData()
        form.add_field("media_category", category)
        form.add_field("media_type", mime)
        add_file(form, "media", content, file_name(name) or "berkas", mime)
        # The parts of a form are not signed (OAuth 1.0a, 3.4.1.3).
        headers = self._signed("POST", url)
        answer = await self._session.ask("POST", url, seconds=FILE_SECONDS, data=form, headers=headers)
        found = text(obj(obj(await answer.json()).get("data")).get("id"))
        if not found:
            raise Unknown("the platform took a file and gave no id", "media without id")
        return found

    # --- webhooks and activity, which tweepy lacks --------------------------------------------------------------------

    async def webhooks(self) -> list[Json]:
        """Read the addresses that are registered for the app."""
        return objects((await self._get("/2/webhooks", user=False)).get("data"))

    async def register(self, url: str) -> Json:
        """Register an address, which is challenged before this returns."""
        return obj((await self._post("/2/webhooks", {"url": url}, user=False)).get("data"))

    async def validate(self, webhook: str) -> None:
        """Have an address challenged again."""
        await self._api.request("PUT", f"/2/webhooks/{webhook}", params={}, user_auth=False)

    async def subscriptions(self) -> list[Json]:
        """Read what the app is told of."""
        return objects((await self._get("/2/activity/subscriptions", user=False)).get("data"))

    async def subscribe(self, kind: str, webhook: str, *, private: bool) -> None:
        """Be told of one kind of event; private ones need the account's own keys."""
        body = {"event_type": kind, "filter": {"user_id": self.user_id}, "webhook_id": webhook, "tag": "kanal"}
        await self._post("/2/activity/subscriptions", body, user=private)

    async def _post(self, route: str, body: Mapping[str, Any], *, user: bool = True) -> Json:
        answer = await self._api.request("POST", route, params={}, json=dict(body), user_auth=user)
        return obj(await answer.json())

    async def _get(self, route: str, *, user: bool) -> Json:
        answer = await self._api.request("GET", route, params={}, user_auth=user)
        return obj(await answer.json())

    def _signed(self, method: str, url: str) -> dict[str, str]:
        """Sign a request that tweepy does not make."""
        _url, headers, _body = OAuthClient(*self._keys).sign(url, method)
        return dict(headers)
