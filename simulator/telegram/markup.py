"""Check `reply_markup` (Bot API, InlineKeyboardMarkup, ReplyKeyboardMarkup, ForceReply)."""

from typing import Any

from simulator.telegram import limits
from simulator.telegram.errors import bug
from simulator.telegram.params import Params

Json = dict[str, Any]
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def inline_markup(params: Params) -> Json | None:
    """Read a keyboard of an edit: inline or nothing.

    Raises:
        ApiError: it is another kind of markup, or breaks a limit.
    """
    markup = params.object_("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bug("inline keyboard expected")
    return _inline(markup)


def message_markup(params: Params, *, private: bool) -> tuple[Json | None, Json | None]:
    """Read the markup of a new message: (inline keyboard, reply keyboard); at most one of the two is there.

    Raises:
        ApiError: a shape or a limit is broken.
    """
    markup = params.object_("reply_markup")
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return _inline(markup), None
    if "keyboard" in markup:
        return None, _reply(markup, private)
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        _check_placeholder(markup)
        return None, markup
    raise bug("object expected as reply markup")


def _rows(markup: Json, name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bug(f'field "{name}" of the reply markup must be an Array of Arrays')
    return [row for row in rows if row]


def _inline(markup: Json) -> Json | None:
    rows = _rows(markup, "inline_keyboard")
    if sum(len(row) for row in rows) > limits.KEYBOARD_BUTTONS or any(
        len(row) > limits.KEYBOARD_ROW_BUTTONS for row in rows
    ):
        raise bug("reply markup is too long")
    for row in rows:
        for button in row:
            _check_inline_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bug("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bug("can't parse inline keyboard button: can't find field \"text\"")
    if not button["text"].strip():
        raise bug("can't parse inline keyboard button: text buttons must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if len(actions) != 1:
        raise bug("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if "callback_data" in button and not (
        isinstance(data, str) and 1 <= len(data.encode()) <= limits.CALLBACK_DATA_BYTES
    ):
        raise bug("BUTTON_DATA_INVALID")
    url = button.get("url")
    if "url" in button and not (isinstance(url, str) and url.startswith(("http://", "https://", "tg://"))):
        raise bug(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copy = button.get("copy_text")
    if copy is not None and not 1 <= len(str(copy.get("text", ""))) <= limits.COPY_TEXT_CHARACTERS:
        raise bug("BUTTON_COPY_TEXT_INVALID")


def _reply(markup: Json, private: bool) -> Json:
    rows = _rows(markup, "keyboard")
    if not rows:
        raise bug("reply markup must contain at least one button")
    if sum(len(row) for row in rows) > limits.REPLY_KEYBOARD_BUTTONS:
        raise bug("reply markup is too long")
    for row in rows:
        for button in row:
            text = button if isinstance(button, str) else button.get("text") if isinstance(button, dict) else None
            if not isinstance(text, str) or not text.strip():
                raise bug("can't parse keyboard button: text buttons must be non-empty")
            if isinstance(button, dict) and not private:
                if button.get("request_location"):
                    raise bug("location can be requested in private chats only")
                if button.get("request_contact"):
                    raise bug("phone number can be requested in private chats only")
    _check_placeholder(markup)
    return {**markup, "keyboard": [[{"text": b} if isinstance(b, str) else b for b in row] for row in rows]}


def _check_placeholder(markup: Json) -> None:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(str(placeholder)) <= limits.PLACEHOLDER_CHARACTERS:
        raise bug("input field placeholder must be 1-64 characters")
