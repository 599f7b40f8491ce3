"""What people do in their Telegram apps, each action with the update that the bot gets from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.control import Impossible
from simulator.telegram.access import NO_MEMBER
from simulator.telegram.html import find_entities
from simulator.telegram.media import image_size
from simulator.telegram.world import Chat, Member, User, World

Json = dict[str, Any]
_PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass
class People:
    """Act as users. `chat_id` None means the user's private chat with the bot; `thread` is a topic's id."""

    world: World

    def add_user(
        self, user_id: int, first_name: str, last_name: str | None = None, username: str | None = None,
        language_code: str | None = "id",
    ) -> User:  # fmt: skip
        """Create a user; the private chat with the bot exists but is not started."""
        user = User(user_id, first_name, last_name, username, language_code)
        self.world.users[user_id] = user
        self.world.chats[user_id] = Chat(user_id, "private", user=user)
        if username:
            self.world.names[username.lower()] = user_id
        self.world.feed.publish("user", {"user": user.shape()})
        return user

    def start(self, user_id: int, payload: str = "") -> Json:
        """Press START in the private chat, from a deep link when there is a payload."""
        return self.say(user_id, f"/start {payload}".strip())

    def say(
        self,
        user_id: int,
        text: str,
        chat_id: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Send a text; the message as the bot will see it is returned by every sending action."""
        return self._send(user_id, _text(text), chat_id, thread, reply_to)

    def send_photo(
        self, user_id: int, data: bytes, caption: str = "", chat_id: int | None = None, thread: int | None = None,
        reply_to: int | None = None, size: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a photo; `size` declares another size in bytes than that of the data."""
        return self._send(user_id, {**self._photo(data, size), **_caption(caption)}, chat_id, thread, reply_to)

    def send_album(
        self, user_id: int, photos: Sequence[bytes], caption: str = "", chat_id: int | None = None,
        thread: int | None = None, reply_to: int | None = None,
    ) -> list[Json]:  # fmt: skip
        """Send photos as an album: one update each, one media_group_id, the caption on the first."""
        album = self.world.new_album_id()
        return [
            self._send(
                user_id,
                {"media_group_id": album, **self._photo(data, None), **_caption(caption if index == 0 else "")},
                chat_id, thread, reply_to,
            )
            for index, data in enumerate(photos)
        ]  # fmt: skip

    def send_file(
        self, user_id: int, kind: str, data: bytes, caption: str = "", name: str = "", mime: str = "",
        chat_id: int | None = None, thread: int | None = None, reply_to: int | None = None, size: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a `voice`, `document`, `video` or `sticker`."""
        if kind not in ("voice", "document", "video", "sticker"):
            raise Impossible(f"no such kind of file: {kind}")
        stored = self.world.files.store(kind, data, mime=mime, name=name, size=size, width=640, height=360, duration=7)
        return self._send(user_id, {kind: stored.shape(), **_caption(caption)}, chat_id, thread, reply_to)

    def send_location(
        self, user_id: int, latitude: float, longitude: float, title: str = "", address: str = "",
        chat_id: int | None = None, thread: int | None = None, reply_to: int | None = None,
        live_period: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a location, a live one with `live_period`, or a venue when there is a title."""
        location: Json = {"latitude": latitude, "longitude": longitude}
        if live_period is not None:
            location["live_period"] = live_period
        content: Json = {"location": location}
        if title:
            content["venue"] = {"location": location, "title": title, "address": address}
        return self._send(user_id, content, chat_id, thread, reply_to)

    def send_contact(
        self, user_id: int, phone_number: str, own: bool = True, first_name: str = "", chat_id: int | None = None,
        reply_to: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a contact; `own` means the sender's, with the user_id that proves it."""
        contact: Json = {"phone_number": phone_number, "first_name": first_name or self._user(user_id).first_name}
        if own:
            contact["user_id"] = user_id
        return self._send(user_id, {"contact": contact}, chat_id, None, reply_to)

    def forward(
        self, user_id: int, text: str, origin_name: str = "Seseorang", origin_id: int | None = None,
        chat_id: int | None = None, thread: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a text that somebody else wrote; without `origin_id` the author hides the account."""
        date = self.world.date() - 3600
        if origin_id is None:
            origin: Json = {"type": "hidden_user", "date": date, "sender_user_name": origin_name}
        else:
            origin = {"type": "user", "date": date, "sender_user": self._user(origin_id).shape()}
        return self._send(user_id, {"forward_origin": origin, **_text(text)}, chat_id, thread, None)

    def edit(self, user_id: int, message_id: int, text: str, chat_id: int | None = None) -> Json:
        """Change the text or caption of an own message."""
        chat = self._chat(user_id, chat_id)
        old = self._message(chat, message_id)
        if old["from"]["id"] != user_id:
            raise Impossible("only the author can edit a message")
        gone = ("text", "entities", "caption", "caption_entities")
        kept = {name: value for name, value in old.items() if name not in gone}
        content = _text(text) if "text" in old else _caption(text)
        message = {**kept, **content, "edit_date": self.world.date()}
        self.world.replace(chat, message)
        self._tell(chat, "edited_message", message)
        return message

    def move(self, user_id: int, message_id: int, latitude: float, longitude: float) -> Json:
        """Move a live location of the private chat, which is an edited_message for the bot."""
        chat = self._chat(user_id, None)
        old = self._message(chat, message_id)
        location = {**old["location"], "latitude": latitude, "longitude": longitude}
        message = {**old, "location": location, "edit_date": self.world.date()}
        self.world.replace(chat, message)
        self._tell(chat, "edited_message", message)
        return message

    def press(
        self, user_id: int, message_id: int, label: str | None = None, data: str | None = None,
        chat_id: int | None = None, inaccessible: bool = False,
    ) -> str:  # fmt: skip
        """Press an inline button, found by its label (exact, else a part of it) or its data; give the query's id.

        `inaccessible` sends the message as the bot sees one that is too old: only chat, id and date 0.
        """
        chat = self._chat(user_id, chat_id)
        message = self._message(chat, message_id)
        if message["from"]["id"] != self.world.bot.id:
            raise Impossible("the message is not the bot's")
        pressed = _find_button(message, label, data)
        callback = self.world.new_callback(chat.id, message_id, user_id, pressed)
        if inaccessible:
            message = {"chat": chat.shape(), "message_id": message_id, "date": 0}
        body = {
            "id": callback.id,
            "from": self._user(user_id).shape(),
            "message": message,
            "chat_instance": str(8_000_000_000 + chat.id),
            "data": pressed,
        }
        self.world.feed.publish(
            "press",
            {"chat_id": chat.id, "message_id": message_id, "user_id": user_id, "data": pressed, "id": callback.id},
        )
        self.world.send_update("callback_query", body, chat.id)
        return callback.id

    def tap(self, user_id: int, label: str, latitude: float = -10.1772, longitude: float = 123.607) -> Json:
        """Press a button of the reply keyboard: sends its text, or the location or phone number it asks for."""
        chat = self._chat(user_id, None)
        rows = (chat.reply_keyboard or {}).get("keyboard", [])
        button = next((button for row in rows for button in row if button["text"] == label), None)
        if button is None:
            raise Impossible(f"no reply keyboard button {label!r} is shown")
        if (chat.reply_keyboard or {}).get("one_time_keyboard"):
            chat.reply_keyboard = None
        if button.get("request_location"):
            return self.send_location(user_id, latitude, longitude, reply_to=None)
        if button.get("request_contact"):
            return self.send_contact(user_id, "6281200000000")
        return self.say(user_id, label)

    def react(self, user_id: int, message_id: int, emoji: str, chat_id: int | None = None) -> None:
        """Put an emoji on a message; the bot hears of it only as an admin that asked for message_reaction."""
        chat = self._chat(user_id, chat_id)
        self._message(chat, message_id)
        if chat.is_group and chat.members.get(self.world.bot.id, NO_MEMBER).status != "administrator":
            return
        body = {
            "chat": chat.shape(), "message_id": message_id, "user": self._user(user_id).shape(),
            "date": self.world.date(), "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }  # fmt: skip
        self.world.send_update("message_reaction", body, chat.id)

    def delete_message(self, user_id: int, message_id: int, chat_id: int | None = None) -> None:
        """Delete a message; bots are not told."""
        chat = self._chat(user_id, chat_id)
        self._message(chat, message_id)
        self.world.remove(chat, message_id)

    def block(self, user_id: int) -> None:
        """Block the bot: my_chat_member says kicked."""
        self._set_blocked(user_id, True)

    def unblock(self, user_id: int) -> None:
        """Unblock the bot: my_chat_member says member."""
        self._set_blocked(user_id, False)

    def _set_blocked(self, user_id: int, blocked: bool) -> None:
        chat = self._chat(user_id, None)
        chat.blocked = blocked
        old = Member("member" if blocked else "kicked")
        chat.members[self.world.bot.id] = old
        self.world.set_member(chat, self.world.bot, Member("kicked" if blocked else "member"), self._user(user_id))

    def deactivate(self, user_id: int) -> None:
        """Delete the account; bots are not told."""
        self._user(user_id).deactivated = True

    def _user(self, user_id: int) -> User:
        user = self.world.users.get(user_id)
        if user is None:
            raise Impossible(f"no user {user_id}")
        return user

    def _chat(self, user_id: int, chat_id: int | None) -> Chat:
        chat = self.world.chats.get(user_id if chat_id is None else chat_id)
        if chat is None or chat.migrated_to is not None:
            raise Impossible(f"no chat {chat_id}")
        if chat.is_group and chat.members.get(user_id, NO_MEMBER).status not in _PRESENT:
            raise Impossible(f"user {user_id} is not in the group")
        return chat

    def _message(self, chat: Chat, message_id: int) -> Json:
        message = chat.messages.get(message_id)
        if message is None:
            raise Impossible(f"no message {message_id} in chat {chat.id}")
        return message

    def _photo(self, data: bytes, size: int | None) -> Json:
        width, height = image_size(data) or (1280, 960)
        return {"photo": self.world.files.store_photo(data, width=width, height=height, size=size)}

    def _send(self, user_id: int, content: Json, chat_id: int | None, thread: int | None, reply_to: int | None) -> Json:
        user = self._user(user_id)
        chat = self._chat(user_id, chat_id)
        reply = None if reply_to is None else self._message(chat, reply_to)
        if thread is None and reply is not None:
            thread = reply.get("message_thread_id")
        if thread is not None:
            topic = chat.topics.get(thread)
            if topic is None:
                raise Impossible(f"no topic {thread}")
            if topic.closed and not chat.members[user_id].can("can_manage_topics"):
                raise Impossible("the topic is closed")
        if not chat.is_group:
            chat.started = True
            if chat.blocked:
                self.unblock(user_id)
        last_was_bot = chat.bot_spoke_last
        message = self.world.compose(chat, user, content, thread=thread, reply=reply)
        if self._bot_sees(chat, message, last_was_bot):
            self._tell(chat, "message", message)
        return message

    def _tell(self, chat: Chat, kind: str, message: Json) -> None:
        if not chat.is_group or chat.members.get(self.world.bot.id, NO_MEMBER).status in _PRESENT:
            self.world.send_update(kind, message, chat.id)

    def _bot_sees(self, chat: Chat, message: Json, last_was_bot: bool) -> bool:
        """Apply privacy mode (Bot Features, Privacy mode)."""
        bot = chat.members.get(self.world.bot.id, NO_MEMBER)
        if not chat.is_group or not self.world.privacy or bot.status == "administrator":
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self.world.bot.id:
            return True
        text = message.get("text", "")
        if not text.startswith("/"):
            return False
        command = text.split()[0]
        return command.lower().endswith(f"@{self.world.bot.username}".lower()) or ("@" not in command and last_was_bot)


def _text(text: str) -> Json:
    entities = find_entities(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _caption(text: str) -> Json:
    return {"caption": text} if text else {}


def _find_button(message: Json, label: str | None, data: str | None) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if "callback_data" in button]
    if data is not None:
        found = [button for button in buttons if button["callback_data"] == data]
    else:
        found = [button for button in buttons if button["text"] == label] or [
            button for button in buttons if label is not None and label.lower() in button["text"].lower()
        ]
    if not found:
        raise Impossible(f"no button {label or data!r} among {[button['text'] for button in buttons]}")
    return str(found[0]["callback_data"])
