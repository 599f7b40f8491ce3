"""Limits of the Bot API; each is from its documentation page unless the comment says otherwise."""

TEXT_CHARACTERS = 4096
TEXT_BYTES = 32_768  # the server refuses before parsing (tdlib/telegram-bot-api)
CAPTION_CHARACTERS = 1024
ENTITIES = 100  # the rest are ignored, not refused
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER_CHARACTERS = 200
CALLBACK_LIFETIME_SECONDS = 900  # not documented; in practice about a quarter of an hour
KEYBOARD_BUTTONS = 100  # clients show no more
KEYBOARD_ROW_BUTTONS = 8  # clients show no more
REPLY_KEYBOARD_BUTTONS = 300
PLACEHOLDER_CHARACTERS = 64
COPY_TEXT_CHARACTERS = 256
MEDIA_GROUP_ITEMS = range(2, 11)
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES = 10_000  # width + height
PHOTO_RATIO = 20
DELETE_SECONDS = 48 * 3600
TOPIC_NAME_CHARACTERS = 128
TOPIC_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
COMMANDS = 100
COMMAND_DESCRIPTION_CHARACTERS = 256
DESCRIPTION_CHARACTERS = 512
SHORT_DESCRIPTION_CHARACTERS = 120
WEBHOOK_CONNECTIONS = range(1, 101)
DEFAULT_WEBHOOK_CONNECTIONS = 40
POLL_SECONDS = 50  # the server cuts longer ones
RETENTION_SECONDS = 24 * 3600
RETRY_AFTER_CAP_SECONDS = 3600  # longest Retry-After of a webhook that is obeyed

UPDATE_KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
        "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
        "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "subscription",
    }
)  # fmt: skip
DEFAULT_UPDATE_KINDS = UPDATE_KINDS - {"chat_member", "message_reaction", "message_reaction_count"}

CHAT_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip

_REACTIONS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 "
    "🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 "
    "😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
REACTIONS = frozenset(_REACTIONS.split(" "))  # without the variation selector
