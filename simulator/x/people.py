"""What people do on X: post, reply, quote, edit, delete, write privately; each action tells the activity stream."""

from collections.abc import Callable, Sequence
from typing import Any

from simulator.control import Impossible
from simulator.x.activity import Activity
from simulator.x.shapes import POST_FIELDS, Wanted, post_shape, user_shape
from simulator.x.weight import weighted_length
from simulator.x.world import Direct, Post, User, World

Json = dict[str, Any]
EDIT_SECONDS = 3_600
LONG_POST = 25_000
_ALL = {"tweet.fields": ",".join(sorted(POST_FIELDS - {"withheld", "source"}))}


class People:
    """Act as a person, named by id or name. Posting gives the post, writing gives the message."""

    def __init__(self, world: World, activity: Activity, base_url: Callable[[], str]) -> None:
        self.world = world
        self.activity = activity
        self.base_url = base_url

    def add_user(
        self, username: str, name: str = "", id: str = "", protected: bool = False, automated: bool = False,
        encrypted: bool = False,
    ) -> User:  # fmt: skip
        """Let somebody join."""
        if self.world.find(username) is not None:
            raise Impossible(f"there is already a user {username}")
        identity = id or str(2_000_000_000 + len(self.world.users))
        user = User(identity, username, name or username, protected, automated, encrypted=encrypted)
        self.world.add_user(user)
        self.world.feed.publish("user", {"user": user.shape()}, identity)
        return user

    def post(
        self, user: str, text: str, photos: Sequence[bytes] = (), reply_to: str = "", quote: str = "",
        language: str = "in", place: Json | None = None,
    ) -> Post:  # fmt: skip
        """Publish a post, a reply or a quote."""
        author = self.world.user(user)
        if not 1 <= len(text) <= LONG_POST or len(photos) > 4:
            raise Impossible("a post has 1 to 25,000 characters and at most 4 photos")
        target, quoted = self._post(reply_to), self._post(quote)
        identity = self.world.new_id()
        media = tuple(self.world.store(data, "image/jpeg") for data in photos)
        made = Post(
            identity, author, text, self.world.now(), target.conversation if target else identity, target, quoted,
            media=media, history=(identity,), language=language, place=place,
        )  # fmt: skip
        self.world.add_post(made)
        self._tell_post(made)
        return made

    def repost(self, user: str, post_id: str) -> Post:
        """Repost somebody's post."""
        original = self._post(post_id)
        if original is None:
            raise Impossible("repost what?")
        identity, author = self.world.new_id(), self.world.user(user)
        text = f"RT @{original.author.username}: {original.text}"
        return self.world.add_post(
            Post(identity, author, text, self.world.now(), identity, reposts=original, history=(identity,))
        )

    def edit(self, post_id: str, text: str) -> Post:
        """Change a post within an hour: it gets a new id, and its versions know each other."""
        old = self._post(post_id)
        if old is None or self.world.now() - old.at > EDIT_SECONDS or weighted_length(text) > LONG_POST:
            raise Impossible("this post cannot be edited")
        identity = self.world.new_id()
        self.world.older[old.id] = self.world.posts.pop(old.id)
        made = Post(
            identity, old.author, text, self.world.now(), old.conversation, old.reply_to, old.quotes, media=old.media,
            history=(*old.history, identity), language=old.language,
        )  # fmt: skip
        self.world.add_post(made)
        self._tell_post(made)
        return made

    def delete(self, post_id: str) -> None:
        """Take a post away, with all its former versions."""
        post = self.world.posts.pop(post_id)
        for version in post.history:
            self.world.older.pop(version, None)
        self.world.feed.publish("post_deleted", {"id": post_id}, post.author.id)
        self.activity.tell("post.delete", {"id": post.id, "author_id": post.author.id})

    def write(self, user: str, text: str, photos: Sequence[bytes] = ()) -> Direct:
        """Write to the account privately, or in encrypted chat where the person uses that."""
        person = self.world.user(user)
        if len(photos) > 1:
            raise Impossible("one photo in a message")
        if person.encrypted:
            event = {"id": self.world.new_id(), "sender_id": person.id, "ciphertext": "AAAAKanalCannotReadThis=="}
            self.activity.tell("chat.received", {"chat_events": [event]})
            return Direct(event["id"], person.id, person, text, self.world.now(), "Encrypted")
        media = tuple(self.world.store(data, "image/jpeg", private=True) for data in photos)
        sent = Direct(
            self.world.new_id(), person.id, person, text, self.world.now(), media=media,
            conversation=self.world.conversation(person),
        )  # fmt: skip
        self.world.add_direct(sent)
        self._tell_direct(sent)
        return sent

    def leave(self, user: str) -> Direct:
        """Leave the private conversation."""
        person = self.world.user(user)
        left = Direct(
            self.world.new_id(), person.id, person, "", self.world.now(), "ParticipantsLeave",
            conversation=self.world.conversation(person),
        )  # fmt: skip
        return self.world.add_direct(left)

    def block(self, user: str) -> None:
        """Let a person block the account."""
        self.world.user(user).blocked = True

    def unblock(self, user: str) -> None:
        """Let a person unblock the account."""
        self.world.user(user).blocked = False

    def close_directs(self, user: str) -> None:
        """Let a person take private messages from nobody."""
        self.world.user(user).accepts_direct = False

    def open_directs(self, user: str) -> None:
        """Let a person take private messages again."""
        self.world.user(user).accepts_direct = True

    def _post(self, identity: str) -> Post | None:
        if not identity:
            return None
        found = self.world.posts.get(identity)
        if found is None:
            raise Impossible(f"no post {identity}")
        return found

    def _tell_post(self, post: Post) -> None:
        if post.author.protected or post.author.id == self.world.account.id:
            return
        shape = post_shape(post, Wanted(_ALL, frozenset()))
        includes = {"users": [user_shape(post.author, frozenset())]}
        if post.mentions(self.world.account.username):
            self.activity.tell("post.mention.create", shape, includes)
        if post.reply_to is not None and post.reply_to.author.id == self.world.account.id:
            self.activity.tell("post.reply.create", shape, includes)
        if post.quotes is not None and post.quotes.author.id == self.world.account.id:
            self.activity.tell("post.quote.create", shape, includes)

    def _tell_direct(self, sent: Direct) -> None:
        data: Json = {"text": sent.text, "entities": {"hashtags": [], "user_mentions": [], "urls": []}}
        if sent.media:
            item = sent.media[0]
            data["attachment"] = {
                "type": "media",
                "media": {"id_str": item.id, "media_url_https": f"{self.base_url()}/media/{item.key}"},
            }
        message = {
            "type": "message_create", "id": sent.id, "created_timestamp": str(int(sent.at * 1000)),
            "message_create": {
                "target": {"recipient_id": self.world.account.id}, "sender_id": sent.sender, "message_data": data,
            },
        }  # fmt: skip
        person = sent.other
        users = {person.id: {"id": person.id, "name": person.name, "screen_name": person.username}}
        self.activity.tell("dm.received", {"direct_message_events": [message], "users": users})
