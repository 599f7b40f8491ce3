"""The cases of test_limits: label, method, parameters, and what the platform answers."""

from typing import Any

from tests.simulator.conftest import ADI, MARIA, STRANGER

GROUP = -1001


def inline(**button: Any) -> dict[str, Any]:
    """Make an inline keyboard of one button."""
    return {"inline_keyboard": [[{"text": "Ya", **button}]]}


def text(value: str, **more: Any) -> dict[str, Any]:
    """Make the parameters of a text for Maria."""
    return {"chat_id": MARIA, "text": value, **more}


OURS: list[tuple[str, str, dict[str, Any], str]] = [
    ("empty text", "sendMessage", text(""), "message text is empty"),
    ("only spaces", "sendMessage", text(" \n "), "message text is empty"),
    ("empty after markup", "sendMessage", text("<b> </b>", parse_mode="HTML"), "message text is empty"),
    ("4097 characters", "sendMessage", text("x" * 4097), "message is too long"),
    ("over 32768 bytes", "sendMessage", text("é" * 20_000), "text is too long"),
    (
        "unknown tag",
        "sendMessage",
        text("<h1>x</h1>", parse_mode="HTML"),
        'Unsupported start tag "h1" at byte offset 0',
    ),
    ("open tag", "sendMessage", text("a <b>x", parse_mode="HTML"), "Can't find end tag corresponding to start tag"),
    ("bare less-than", "sendMessage", text("3 < 4", parse_mode="HTML"), "can't parse entities"),
    ("crossed tags", "sendMessage", text("<b><i>x</b></i>", parse_mode="HTML"), 'expected "</i>", found "</b>"'),
    ("end without start", "sendMessage", text("x</b>", parse_mode="HTML"), "Unexpected end tag"),
    ("unknown parse mode", "sendMessage", text("x", parse_mode="XML"), "unsupported parse_mode"),
    ("no chat", "sendMessage", {"text": "x"}, "chat_id is empty"),
    (
        "callback data 65 bytes",
        "sendMessage",
        text("x", reply_markup=inline(callback_data="x" * 65)),
        "BUTTON_DATA_INVALID",
    ),
    (
        "callback data 33 é",
        "sendMessage",
        text("x", reply_markup=inline(callback_data="é" * 33)),
        "BUTTON_DATA_INVALID",
    ),
    ("callback data empty", "sendMessage", text("x", reply_markup=inline(callback_data="")), "BUTTON_DATA_INVALID"),
    ("button without action", "sendMessage", text("x", reply_markup=inline()), "Text buttons are unallowed"),
    (
        "button with two",
        "sendMessage",
        text("x", reply_markup=inline(callback_data="a", url="https://a.id")),
        "unallowed",
    ),
    ("button with bad url", "sendMessage", text("x", reply_markup=inline(url="lapor")), "Wrong HTTP URL"),
    ("rows not lists", "sendMessage", text("x", reply_markup={"inline_keyboard": [{"text": "a"}]}), "Array of Arrays"),
    (
        "101 buttons",
        "sendMessage",
        text("x", reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}),
        "reply markup is too long",
    ),
    (
        "nine buttons in a row",
        "sendMessage",
        text("x", reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}),
        "reply markup is too long",
    ),
    ("unknown markup", "sendMessage", text("x", reply_markup={"buttons": []}), "object expected as reply markup"),
    ("empty reply keyboard", "sendMessage", text("x", reply_markup={"keyboard": []}), "at least one button"),
    (
        "placeholder 65",
        "sendMessage",
        text("x", reply_markup={"keyboard": [["a"]], "input_field_placeholder": "x" * 65}),
        "placeholder",
    ),
    (
        "location button in a group",
        "sendMessage",
        {"chat_id": GROUP, "text": "x", "reply_markup": {"keyboard": [[{"text": "a", "request_location": True}]]}},
        "location can be requested in private chats only",
    ),
    (
        "contact button in a group",
        "sendMessage",
        {"chat_id": GROUP, "text": "x", "reply_markup": {"keyboard": [[{"text": "a", "request_contact": True}]]}},
        "phone number can be requested in private chats only",
    ),
    ("broken markup JSON", "sendMessage", text("x", reply_markup="{"), "can't parse reply markup JSON object"),
    ("no photo", "sendPhoto", {"chat_id": MARIA}, "there is no photo in the request"),
    ("wrong file_id", "sendPhoto", {"chat_id": MARIA, "photo": "AgACxxx"}, "wrong file identifier"),
    ("missing attachment", "sendPhoto", {"chat_id": MARIA, "photo": "attach://a"}, "wrong attach:// name"),
    ("album of one", "sendMediaGroup", {"chat_id": MARIA, "media": [{"type": "photo", "media": "x"}]}, "from 2 to 10"),
    (
        "album of 11",
        "sendMediaGroup",
        {"chat_id": MARIA, "media": [{"type": "photo", "media": "x"}] * 11},
        "from 2 to 10",
    ),
    (
        "mixed album",
        "sendMediaGroup",
        {"chat_id": MARIA, "media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
        "can't be mixed",
    ),
    ("latitude 91", "sendLocation", {"chat_id": MARIA, "latitude": 91, "longitude": 0}, "wrong latitude"),
    (
        "accuracy 1501",
        "sendLocation",
        {"chat_id": MARIA, "latitude": 0, "longitude": 0, "horizontal_accuracy": 1501},
        "horizontal accuracy",
    ),
    (
        "live for 59 s",
        "sendLocation",
        {"chat_id": MARIA, "latitude": 0, "longitude": 0, "live_period": 59},
        "live period",
    ),
    ("unknown action", "sendChatAction", {"chat_id": MARIA, "action": "dancing"}, "wrong parameter action"),
    ("callback answer 201", "answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    (
        "two reactions",
        "setMessageReaction",
        {"chat_id": MARIA, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
        "REACTIONS_TOO_MANY",
    ),
    (
        "odd reaction",
        "setMessageReaction",
        {"chat_id": MARIA, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🚧"}]},
        "REACTION_INVALID",
    ),
    ("topic without name", "createForumTopic", {"chat_id": GROUP, "name": " "}, "non-empty"),
    ("topic of 129", "createForumTopic", {"chat_id": GROUP, "name": "x" * 129}, "TOPIC_TITLE_TOO_LONG"),
    ("topic colour", "createForumTopic", {"chat_id": GROUP, "name": "x", "icon_color": 1}, "icon color"),
    (
        "101 commands",
        "setMyCommands",
        {"commands": [{"command": "a", "description": "b"}] * 101},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "capital command",
        "setMyCommands",
        {"commands": [{"command": "Lapor", "description": "b"}]},
        "BOT_COMMAND_INVALID",
    ),
    ("long command", "setMyCommands", {"commands": [{"command": "a" * 33, "description": "b"}]}, "BOT_COMMAND_INVALID"),
    ("no description", "setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "DESCRIPTION_INVALID"),
    ("unknown scope", "setMyCommands", {"commands": [], "scope": {"type": "world"}}, "BotCommandScope"),
    ("scope without chat", "setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "needs chat_id"),
    ("description 513", "setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_TOO_LONG"),
    ("short description 121", "setMyShortDescription", {"short_description": "x" * 121}, "TOO_LONG"),
    ("menu button", "setChatMenuButton", {"menu_button": {"type": "door"}}, "MenuButton"),
    ("secret with space", "setWebhook", {"url": "https://a.id/x", "secret_token": "a b"}, "unallowed characters"),
    ("secret of 257", "setWebhook", {"url": "https://a.id/x", "secret_token": "a" * 257}, "unallowed characters"),
    ("webhook url", "setWebhook", {"url": "ftp://a.id"}, "HTTPS URL"),
    ("101 connections", "setWebhook", {"url": "https://a.id/x", "max_connections": 101}, "max_connections"),
    ("edit without id", "editMessageText", {"chat_id": MARIA, "text": "x"}, "message identifier is not specified"),
]


WORLDS: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("unknown chat", "sendMessage", {"chat_id": 42, "text": "x"}, 400, "Bad Request: chat not found"),
    (
        "never started, no common group",
        "sendMessage",
        {"chat_id": STRANGER, "text": "x"},
        400,
        "Bad Request: chat not found",
    ),
    (
        "never started",
        "sendMessage",
        {"chat_id": ADI, "text": "x"},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    (
        "reply to nothing",
        "sendMessage",
        text("x", reply_parameters={"message_id": 99}),
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "thread in a private chat",
        "sendMessage",
        text("x", message_thread_id=5),
        400,
        "Bad Request: message thread not found",
    ),
    (
        "unknown thread",
        "sendMessage",
        {"chat_id": GROUP, "text": "x", "message_thread_id": 77},
        400,
        "Bad Request: message thread not found",
    ),
    (
        "thread 1",
        "sendMessage",
        {"chat_id": GROUP, "text": "x", "message_thread_id": 1},
        400,
        "Bad Request: message thread not found",
    ),
    ("edit nothing", "editMessageText", text("x", message_id=99), 400, "Bad Request: message to edit not found"),
    ("edit the citizen's", "editMessageText", text("x", message_id=1), 400, "Bad Request: message can't be edited"),
    (
        "delete nothing",
        "deleteMessage",
        {"chat_id": MARIA, "message_id": 99},
        400,
        "Bad Request: message to delete not found",
    ),
    (
        "pin nothing",
        "pinChatMessage",
        {"chat_id": GROUP, "message_id": 99},
        400,
        "Bad Request: message to pin not found",
    ),
    (
        "react to nothing",
        "setMessageReaction",
        {"chat_id": MARIA, "message_id": 99, "reaction": []},
        400,
        "Bad Request: message to react not found",
    ),
    (
        "unknown query",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "unknown file",
        "getFile",
        {"file_id": "x"},
        400,
        "Bad Request: wrong file_id or the file is temporarily unavailable",
    ),
    (
        "close no topic",
        "closeForumTopic",
        {"chat_id": GROUP, "message_thread_id": 9},
        400,
        "Bad Request: message thread not found",
    ),
    (
        "topic in a private chat",
        "createForumTopic",
        {"chat_id": MARIA, "name": "x"},
        400,
        "Bad Request: the chat is not a forum",
    ),
    ("unknown method", "sendCake", {}, 404, "Not Found: method not found"),
]
