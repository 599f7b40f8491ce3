"""What is written: posts, replies, private messages, files. Policy of 2026: replies only where one was addressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.x import limits
from simulator.x.errors import Problem, forbidden, invalid
from simulator.x.money import Purse
from simulator.x.weight import has_url, weighted_length
from simulator.x.world import Direct, Media, Post, User, World

Json = dict[str, Any]
POST_KEYS = frozenset(
    [
        "text",
        "reply",
        "media",
        "poll",
        "geo",
        "reply_settings",
        "for_super_followers_only",
        "nullcast",
        "quote_tweet_id",
    ]
)
DIRECT_KEYS = frozenset({"text", "attachments"})
DUPLICATES_SECONDS = 86_400


@dataclass
class Writing:
    """Change this world as the account."""

    world: World
    purse: Purse
    recent: dict[str, float] = field(default_factory=dict)

    def post(self, body: Mapping[str, Any]) -> Json:
        """Publish a post or a reply."""
        for name in body:
            if name not in POST_KEYS:
                raise invalid(name, body[name], f"[$.{name}] is not defined in the schema")
        if "quote_tweet_id" in body:
            raise forbidden("Quoting posts is not available on this access level.", bug=True)
        text = body.get("text", "")
        media = self._uploaded(dict(body.get("media") or {}).get("media_ids", []), limits.MEDIA_PER_POST)
        target = self._target(body)
        self._check_text(text, media, target)
        self.recent[text] = self.world.now()
        identity = self.world.new_id()
        conversation = target.conversation if target is not None else identity
        made = Post(
            identity, self.world.me, text, self.world.now(), conversation, target, media=media, history=(identity,)
        )
        self.world.add_post(made)
        price = "post_write_url" if has_url(text) else "summoned_reply" if target is not None else "post_write"
        self.purse.charge(price)
        return {"data": {"id": identity, "text": text, "edit_history_tweet_ids": [identity]}}

    def _target(self, body: Mapping[str, Any]) -> Post | None:
        reply = body.get("reply")
        if reply is None:
            return None
        wanted = str(dict(reply).get("in_reply_to_tweet_id", ""))
        target = self.world.posts.get(wanted)
        if target is None:
            detail = "You attempted to reply to a Tweet that is deleted or not visible to you."
            raise forbidden(detail)
        if not target.summons(self.world.account):
            detail = (
                "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged "
                "by the author of the post you are replying to."
            )
            raise forbidden(detail, bug=True)
        return target

    def _check_text(self, text: object, media: tuple[Media, ...], target: Post | None) -> None:
        if not isinstance(text, str) or (not text.strip() and not media):
            raise invalid("text", text, "a post needs text or media")
        shown = text
        while target is not None and shown.startswith("@"):  # leading names of a reply are not counted
            shown = shown.partition(" ")[2]
        if weighted_length(shown) > limits.POST_WEIGHT:
            raise forbidden("Your Tweet text is too long. For more information check out the rules.", bug=True)
        if text and self.world.now() - self.recent.get(text, float("-inf")) < DUPLICATES_SECONDS:
            raise forbidden("You are not allowed to create a Tweet with duplicate content.")

    def delete_post(self, identity: str) -> Json:
        """Take an own post away."""
        post = self.world.posts.get(identity)
        if post is None:
            raise Problem(404, f"Could not find tweet with id: [{identity}].", kind="resource-not-found")
        if post.author.id != self.world.account.id:
            raise forbidden("You are not authorized to delete this Tweet.", bug=True)
        del self.world.posts[identity]
        self.world.feed.publish("post_deleted", {"id": identity}, post.author.id)
        return {"data": {"deleted": True}}

    # -- private -----------------------------------------------------------------------------------------------------

    def direct(self, to: str, body: Mapping[str, Any]) -> Json:
        """Send a private message."""
        for name in body:
            if name not in DIRECT_KEYS:
                raise invalid(name, body[name], f"[$.{name}] is not defined in the schema")
        person = self.world.users.get(to)
        self._check_person(to, person)
        assert person is not None
        text, attached = body.get("text", ""), body.get("attachments") or []
        if not isinstance(text, str) or len(text) > limits.DIRECT_CHARACTERS or not (text.strip() or attached):
            raise invalid("text", str(text)[:40], f"a message has 1 to {limits.DIRECT_CHARACTERS} characters")
        media = self._uploaded([item.get("media_id") for item in attached], 1)
        conversation = self.world.conversation(person)
        sent = Direct(
            self.world.new_id(), self.world.account.id, person, text, self.world.now(), media=media,
            conversation=conversation,
        )  # fmt: skip
        self.world.add_direct(sent)
        self.purse.charge("dm_write")
        return {"data": {"dm_conversation_id": conversation, "dm_event_id": sent.id}}

    def _check_person(self, to: str, person: User | None) -> None:
        if not to.isdigit():
            raise invalid("participant_id", to, "is not a user id")
        if person is None or person.blocked or not person.accepts_direct or person.encrypted:
            raise forbidden("You do not have permission to DM one or more participants.")

    def upload(self, data: bytes, mime: str, category: str) -> Json:
        """Take a picture, to be named in a post or a message within a day."""
        if category not in ("tweet_image", "dm_image"):
            raise invalid("media_category", category, "is not one of tweet_image, dm_image")
        if not data or len(data) > limits.IMAGE_BYTES:
            raise Problem(400, f"media must be 1 to {limits.IMAGE_BYTES} bytes", kind="invalid-request", bug=True)
        item = self.world.store(data, mime, private=category == "dm_image")
        self.world.uploads[item.id] = item
        return {
            "data": {
                "id": item.id,
                "media_key": item.key,
                "size": len(data),
                "expires_after_secs": limits.MEDIA_SECONDS,
            }
        }

    def _uploaded(self, ids: object, most: int) -> tuple[Media, ...]:
        if not isinstance(ids, list) or len(ids) > most:
            raise invalid("media_ids", ids, f"must be a list of at most {most}")
        found = [self.world.uploads.get(str(one)) for one in ids]
        for one, item in zip(ids, found, strict=True):
            if item is None or self.world.now() - item.at > limits.MEDIA_SECONDS:
                raise invalid("media_ids", one, "Your media IDs are invalid.")
        return tuple(item for item in found if item is not None)
