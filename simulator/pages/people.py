"""What people do in Messenger and on Instagram, privately and in public, each with the webhook that tells of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.control import Impossible
from simulator.pages import platform as limits
from simulator.pages.reports import Item, change, messaging
from simulator.pages.world import Bubble, Comment, User, World

Json = dict[str, Any]
KINDS = {"image": "image", "video": "video", "audio": "audio"}
STORY_SECONDS = 86_400


@dataclass
class People:
    """Act as a person, named by key or id. Every private action gives the message as the bridge sees it."""

    world: World
    push: Callable[[Item], None]
    base_url: Callable[[], str] = lambda: ""

    def add_user(
        self, key: str, name: str = "", username: str = "", id: str = "", public: str = "", profile_hidden: bool = False
    ) -> User:
        """Let somebody join."""
        if key in self.world.users:
            raise Impossible(f"there is already a user {key}")
        number = 7_000_000_000_000_000 + len(self.world.users)
        user = User(
            key, id or str(number), public or str(number + 2_000_000), name or key, username or key, profile_hidden
        )
        self.world.add_user(user)
        self.world.feed.publish("user", {"user": user.shape()}, key)
        return user

    # -- in private --------------------------------------------------------------------------------------------------

    def say(self, user: str, text: str, reply_to: str = "", story: Json | None = None) -> Json:
        """Send a text, as a reply to a message or to a story of the account."""
        person = self._ready(user)
        bubble = self.world.add(person, text, from_page=False)
        message: Json = {"mid": bubble.mid, "text": text}
        if story is not None:
            message["reply_to"] = {"story": story}
        elif reply_to:
            message["reply_to"] = {"mid": reply_to, "is_self_reply": not self._bubble(person, reply_to).from_page}
        return self._tell(person, {"message": message})

    def send_files(self, user: str, files: Sequence[bytes], mime: str = "image/jpeg", text: str = "") -> Json:
        """Send one or several files in one message; `text` comes with them where the app sends it so."""
        person = self._ready(user)
        kind = KINDS.get(mime.partition("/")[0], "file")
        stored = [self.world.store(data, mime) for data in files]
        bubble = self.world.add(person, text, from_page=False, kind=kind, media=tuple(item.key for item in stored))
        attachments = [{"type": kind, "payload": {"url": self.address(item.key)}} for item in stored]
        message: Json = {"mid": bubble.mid, "attachments": attachments, **({"text": text} if text else {})}
        return self._tell(person, {"message": message})

    def send_attachment(self, user: str, attachment: Json, text: str = "") -> Json:
        """Send an attachment of any shape: a share, a reel, a fallback without payload, an old location."""
        person = self._ready(user)
        bubble = self.world.add(person, text, from_page=False, kind=str(attachment.get("type", "")))
        message: Json = {"mid": bubble.mid, "attachments": [attachment], **({"text": text} if text else {})}
        return self._tell(person, {"message": message})

    def thumb(self, user: str, old: bool = False) -> Json:
        """Send the bare thumb: a sticker, or as it was before 30 August 2026; on Instagram a heart without payload."""
        if self.world.platform.name == "instagram":
            return self.send_attachment(user, {"type": "like_heart"})
        payload: Json = {"url": "https://cdn.example/thumb.png", "sticker_id": int(limits.THUMBS[0])}
        return self.send_attachment(user, {"type": "image" if old else "sticker", "payload": payload})

    def mention_in_story(self, user: str, data: bytes = b"jpeg") -> Json:
        """Name the account in an own story: a message with an address that ends with the story."""
        stored = self.world.store(data, "image/jpeg", life_seconds=STORY_SECONDS)
        return self.send_attachment(user, {"type": "story_mention", "payload": {"url": self.address(stored.key)}})

    def tap_quick_reply(self, user: str, title: str) -> Json:
        """Tap a quick reply under the newest message that has one of this title."""
        person = self._ready(user)
        _bubble, payload = self._offered(person, title, "quick")
        sent = self.world.add(person, title, from_page=False)
        return self._tell(person, {"message": {"mid": sent.mid, "text": title, "quick_reply": {"payload": payload}}})

    def tap_button(self, user: str, title: str, with_mid: bool = True) -> Json:
        """Tap a button of the newest message that has one of this title; older clients sent no mid."""
        person = self._ready(user)
        _bubble, payload = self._offered(person, title, "buttons")
        return self.postback(user, title, payload, with_mid=with_mid)

    def postback(
        self, user: str, title: str, payload: str, referral: Json | None = None, with_mid: bool = True
    ) -> Json:
        """Press something of the menu, an ice breaker, or Get Started (with the referral of the link before it)."""
        person = self._ready(user)
        body: Json = {"title": title, "payload": payload}
        if with_mid:
            body["mid"] = self.world.new_mid(person)
        if referral is not None:
            body["referral"] = referral
        return self._tell(person, {"postback": body}, field="messaging_postbacks")

    def follow_link(self, user: str, ref: str, seconds_only: bool = False) -> Json:
        """Come by an m.me link into a chat that exists: it opens the window."""
        person = self._ready(user)
        body = {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}
        item = messaging(self.world, person, {"referral": body}, field="messaging_referrals")
        if seconds_only:
            item.value["timestamp"] //= 1000
        self.push(item)
        return item.value

    def react(self, user: str, mid: str, emoji: str = "❤", reaction: str = "love") -> Json:
        """Put a reaction on a message, or take it back with an empty emoji; it opens the window."""
        person = self._ready(user)
        self._bubble(person, mid).reaction = emoji
        body: Json = {"mid": mid, "action": "react" if emoji else "unreact"}
        if emoji:
            body.update(reaction=reaction, emoji=emoji)
        return self._tell(person, {"reaction": body}, field="message_reactions")

    def edit(self, user: str, mid: str, text: str) -> Json:
        """Change an own text, at most five times (Messenger only)."""
        person = self._ready(user)
        bubble = self._bubble(person, mid)
        if not self.world.platform.edits or bubble.from_page or bubble.edits >= limits.EDITS:
            raise Impossible("this message cannot be edited")
        bubble.text, bubble.edits = text, bubble.edits + 1
        self.world.changed(bubble)
        body = {"mid": mid, "text": text, "num_edit": bubble.edits}
        return self._tell(person, {"message_edit": body}, field="message_edits")

    def unsend(self, user: str, mid: str) -> Json:
        """Take an own message back."""
        person = self._ready(user)
        bubble = self._bubble(person, mid)
        bubble.removed = True
        self.world.changed(bubble)
        return self._tell(person, {"message": {"mid": mid, "is_deleted": True}})

    def read(self, user: str) -> None:
        """Read everything of the Page."""
        person = self.world.user(user)
        newest = ""
        for bubble in person.bubbles.values():
            if bubble.from_page:
                bubble.read, newest = True, bubble.mid
        seen: Json = {"watermark": int(self.world.now() * 1000)}
        if self.world.platform.name == "instagram":
            seen = {"mid": newest}
        field = "message_reads" if self.world.platform.name == "messenger" else "messaging_seen"
        self.push(messaging(self.world, person, {"read": seen}, field=field))

    def other(self, user: str, key: str, body: Json, standby: bool = False) -> Json:
        """Let something else happen in a chat: optin, account_linking, pass_thread_control, policy_enforcement, ..."""
        person = self.world.user(user)
        item = messaging(self.world, person, {key: body}, field=key)
        self.push(Item("standby", item.value, "standby") if standby else item)
        return item.value

    def answer_by_hand(self, user: str, text: str, app_id: str = limits.PAGE_INBOX) -> Json:
        """Let an official write to a person in the Page's own inbox: the bridge sees an echo of another app."""
        person = self.world.user(user)
        bubble = self.world.add(person, text, from_page=True, by_hand=True)
        message: Json = {
            "mid": bubble.mid,
            "text": text,
            "is_echo": True,
            **({"app_id": int(app_id)} if app_id else {}),
        }
        field = "message_echoes" if self.world.platform.name == "messenger" else "messages"
        item = messaging(self.world, person, {"message": message}, field=field, from_page=True)
        self.push(item)
        return item.value

    def block(self, user: str) -> None:
        """Block the Page: nothing reaches this person."""
        self.world.user(user).blocked = True

    def unblock(self, user: str) -> None:
        """Unblock the Page."""
        self.world.user(user).blocked = False

    def leave(self, user: str) -> None:
        """Delete the account."""
        self.world.user(user).gone = True

    # -- in public ---------------------------------------------------------------------------------------------------

    def page_post(self, text: str) -> str:
        """Let the Page publish something that people comment on; give its id."""
        identity = self.world.new_id("post")
        self.world.posts[identity] = text
        self.world.published[identity] = self.world.now()
        self._feed({"item": "status", "verb": "add", "post_id": identity, "message": text, "from": self._page()})
        return identity

    def comment(self, user: str, post: str, text: str, parent: str = "", named: bool = True) -> Comment:
        """Comment on a post, or answer a comment; `named` False leaves the author out, as the platform may."""
        person = self.world.user(user)
        made = Comment(self.world.new_id("comment"), person.public, person.name, text, self.world.now(), post, parent)
        self.world.comments[made.id] = made
        self.world.feed.publish("comment", {"comment": made.shape()}, person.key)
        self._tell_comment(made, "add", named=named)
        return made

    def edit_comment(self, comment: str, text: str) -> None:
        """Change an own comment."""
        known = self.world.comments[comment]
        known.text = text
        self._tell_comment(known, "edited")

    def remove_comment(self, comment: str) -> None:
        """Take an own comment away."""
        gone = self.world.comments.pop(comment)
        self.world.feed.publish("comment_removed", {"id": comment}, gone.author)
        self._tell_comment(gone, "remove")

    def mention(self, user: str, text: str, in_comment: bool = False) -> Comment:
        """Name the Page or the account in something of one's own, elsewhere."""
        person = self.world.user(user)
        post = f"{person.public}_{self.world.new_id('comment')}"
        item = "comment" if in_comment else "post"
        made = Comment(
            self.world.new_id("comment"), person.public, person.name, text, self.world.now(), post, item=item
        )
        if item == "post":
            made.id = post
        self.world.comments[made.id] = made
        self.world.feed.publish("mention", {"comment": made.shape()}, person.key)
        if self.world.platform.name == "instagram":
            value: Json = {"media_id": post, **({"comment_id": made.id} if in_comment else {})}
            self.push(change("mentions", value))
            return made
        value = {
            "item": item, "verb": "add", "post_id": post, "sender_id": person.public, "sender_name": person.name,
            "message": text, "created_time": int(made.at), **({"comment_id": made.id} if in_comment else {}),
        }  # fmt: skip
        self.push(change("mention", value))
        return made

    def _tell_comment(self, comment: Comment, verb: str, *, named: bool = True) -> None:
        if self.world.platform.name == "instagram":
            if verb == "add":  # edits and removals are not told
                author = next((one for one in self.world.users.values() if one.public == comment.author), None)
                username = author.username if author else self.world.page.username
                value: Json = {
                    "id": comment.id, "text": comment.text, "from": {"id": comment.author, "username": username},
                    "media": {"id": comment.post, "media_product_type": "FEED"},
                }  # fmt: skip
                self.push(change("comments", {**value, **({"parent_id": comment.parent} if comment.parent else {})}))
            return
        value = {
            "item": "comment", "verb": verb, "comment_id": comment.id, "post_id": comment.post,
            "parent_id": comment.parent or comment.post, "created_time": int(comment.at),
        }  # fmt: skip
        if named:
            value["from"] = {"id": comment.author, "name": comment.author_name}
        if verb != "remove":
            value["message"] = comment.text
        self._feed(value)

    def tell_own_comment(self, comment: Comment) -> None:
        """Let the Page's own comment come back, as it does."""
        self._tell_comment(comment, "add")

    def _feed(self, value: Json) -> None:
        if self.world.platform.name == "messenger":
            self.push(change("feed", {"created_time": int(self.world.now()), **value}))

    def _page(self) -> Json:
        return {"id": self.world.page.id, "name": self.world.page.name}

    # -- common ------------------------------------------------------------------------------------------------------

    def address(self, key: str) -> str:
        """Give the address of a file."""
        return f"{self.base_url()}/cdn/{key}"

    def _ready(self, user: str) -> User:
        person = self.world.user(user)
        if person.gone:
            raise Impossible(f"{user} has left")
        person.blocked = False
        person.last_inbound_at = self.world.now()
        return person

    def _tell(self, person: User, body: Json, field: str = "messages") -> Json:
        item = messaging(self.world, person, body, field=field)
        self.push(item)
        return item.value

    def _bubble(self, person: User, mid: str) -> Bubble:
        bubble = person.bubbles.get(mid)
        if bubble is None:
            raise Impossible(f"no message {mid} in the chat of {person.key}")
        return bubble

    def _offered(self, person: User, title: str, where: str) -> tuple[Bubble, str]:
        for bubble in reversed(person.bubbles.values()):
            for shown, payload in getattr(bubble, where):
                if shown == title:
                    return bubble, payload
            if where == "quick" and not bubble.from_page:
                break  # quick replies vanish with the next message
        raise Impossible(f"nothing with the title {title} to tap")
