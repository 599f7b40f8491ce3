"""What a message holds: words, command, files, place, contact, and the name of what Kanal does not use."""

import re
from collections.abc import Mapping

from channels.telegram.raw import Json, ident, obj, objects, real, text, whole
from channels.telegram.senders import is_private, sender
from core.vocabulary.events import ContactCard, File, FileKind, Odd, Person, Place, Said

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+(.*))?", re.DOTALL)

# A video note and an animation also fill `video` or `document` in some versions: the more exact kind comes first.
FILE_KINDS: tuple[FileKind, ...] = ("animation", "video_note", "video", "voice", "audio", "document", "sticker")

_ENVELOPE = """
    message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot
    sender_tag date business_connection_id chat forward_origin forward_from forward_from_chat
    forward_from_message_id forward_signature forward_sender_name forward_date is_topic_message is_automatic_forward
    reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id via_bot edit_date
    has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count entities
    caption_entities link_preview_options suggested_post_info effect_id show_caption_above_media has_media_spoiler
    reply_markup guest_query_id receiver_user ephemeral_message_id caption text
"""
ENVELOPE = frozenset(_ENVELOPE.split())
"""Fields of Message that say how it came, not what it is (Bot API, Message)."""

_SERVICE = """
    new_chat_members new_chat_member new_chat_participant left_chat_member left_chat_participant new_chat_title
    new_chat_photo delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created
    message_auto_delete_timer_changed migrate_to_chat_id migrate_from_chat_id pinned_message invoice
    successful_payment refunded_payment users_shared user_shared chat_shared gift unique_gift gift_upgrade_sent
    connected_website write_access_allowed passport_data proximity_alert_triggered boost_added chat_background_set
    checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created forum_topic_edited
    forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden giveaway_created
    giveaway giveaway_winners giveaway_completed paid_message_price_changed poll_option_added poll_option_deleted
    suggested_post_approved suggested_post_approval_failed suggested_post_declined suggested_post_paid
    suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited
    web_app_data chat_owner_left chat_owner_changed managed_bot_created
"""
SERVICE = frozenset(_SERVICE.split())
"""What the service or a client did, as opposed to what a person wrote: never answered (Bot API, Message)."""


def said(message: Json, *, bot_username: str) -> Said | Odd:
    """Read a message that a person wrote; ``Odd`` names content that Kanal does not use."""
    who = sender(message)
    message_id = ident(message.get("message_id"))
    words = text(message.get("text")) or text(message.get("caption"))
    attached = files(message)
    where = place(message)
    card = contact(message)
    topic = ident(message.get("message_thread_id")) if message.get("is_topic_message") is True else ""
    reply_to, reply_to_sender, head = _reply(message)
    if not (words or attached or where or card):
        return Odd(kind=unused(message), sender=who, message_id=message_id, reply_to=reply_to, topic=topic)
    command, addressee, argument = _command(words)
    # As long as we do not know our own name (the platform was away at start), a command may be ours.
    if addressee and bot_username and addressee.lower() != bot_username.lower():
        return Odd(kind="command_for_another_bot", sender=who, message_id=message_id)
    return Said(
        sender=who,
        message_id=message_id,
        text=words,
        files=attached,
        place=where,
        contact=card,
        album=text(message.get("media_group_id")) or ident(message.get("media_group_id")),
        reply_to=reply_to,
        topic=topic,
        forwarded=any(key in message for key in ("forward_origin", "forward_date", "forward_from")),
        command=command,
        argument=argument,
        reply_to_sender=reply_to_sender,
        reply_head=head,
        elsewhere=not reply_to and isinstance(message.get("external_reply"), Mapping),
    )


def unused(message: Json) -> str:
    """Name what a message is when Kanal has no use for it: its first content field in alphabetical order."""
    keys = sorted(key for key in message if isinstance(key, str) and key not in ENVELOPE)
    # A game, for one, may come with further fields; the documented kinds win over unknown ones.
    return next((key for key in keys if key in SERVICE), keys[0] if keys else "message")


def may_answer(message: Json, kind: str) -> bool:
    """Tell whether a person should be told what to send instead: in a private chat, and about what a person sent."""
    return is_private(obj(message.get("chat"))) and kind not in SERVICE and kind != "message"


def files(message: Json) -> tuple[File, ...]:
    """Read the attached file; of the sizes of a photo the biggest (Bot API, PhotoSize)."""
    sizes = [size for size in objects(message.get("photo")) if text(size.get("file_id"))]
    if sizes:
        biggest = max(sizes, key=lambda size: whole(size.get("width")) * whole(size.get("height")))
        return (_file("photo", biggest),)
    for kind in FILE_KINDS:
        found = obj(message.get(kind))
        if text(found.get("file_id")):
            return (_file(kind, found),)
    return ()


def place(message: Json) -> Place | None:
    """Read a venue or a location; a venue's message carries the bare location too, so the venue comes first."""
    venue = obj(message.get("venue"))
    location = obj(venue.get("location")) or obj(message.get("location"))
    latitude, longitude = real(location.get("latitude")), real(location.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(
        latitude=latitude,
        longitude=longitude,
        title=text(venue.get("title")),
        address=text(venue.get("address")),
        accuracy_metres=real(location.get("horizontal_accuracy")) or 0.0,
        live="live_period" in location,
    )


def contact(message: Json) -> ContactCard | None:
    """Read a contact card: the sender's own only when its user id is the sender's (Bot API, Contact)."""
    card = obj(message.get("contact"))
    phone = text(card.get("phone_number"))
    if not phone:
        return None
    if phone.isdecimal() and not phone.startswith("0"):  # the plus sign of the international form may be missing
        phone = f"+{phone}"
    owner = ident(card.get("user_id"))
    name = f"{text(card.get('first_name'))} {text(card.get('last_name'))}".strip()
    return ContactCard(phone=phone, name=name, own=bool(owner) and owner == ident(obj(message.get("from")).get("id")))


def _file(kind: FileKind, found: Json) -> File:
    return File(
        kind=kind,
        ref=text(found.get("file_id")),
        unique=text(found.get("file_unique_id")),
        mime=text(found.get("mime_type")) or (_sticker_mime(found) if kind == "sticker" else ""),
        name=text(found.get("file_name")),
        size=max(0, whole(found.get("file_size"))),
    )


def _sticker_mime(sticker: Json) -> str:
    if sticker.get("is_video") is True:
        return "video/webm"
    return "application/x-tgsticker" if sticker.get("is_animated") is True else "image/webp"


def _command(words: str) -> tuple[str, str, str]:
    """Split "/word@bot rest"; empty strings when the text is not a command."""
    match = COMMAND.fullmatch(words)
    if not match:
        return "", "", ""
    return match[1].lower(), match[2] or "", (match[3] or "").strip()


def _reply(message: Json) -> tuple[str, Person | None, str]:
    """Read what a message replies to, by whom that is, and its first line if it is a bot's.

    Not so the service message that every message in a topic hangs under. A message of another topic of the same group
    comes as an external reply (Bot API, ExternalReplyInfo).
    """
    outside = obj(message.get("external_reply"))
    if outside and ident(obj(outside.get("chat")).get("id")) == ident(obj(message.get("chat")).get("id")):
        return ident(outside.get("message_id")), None, ""
    target = obj(message.get("reply_to_message"))
    target_id = ident(target.get("message_id"))
    in_topic = message.get("is_topic_message") is True
    root = in_topic and target_id == ident(message.get("message_thread_id"))
    if not target or root or "forum_topic_created" in target:
        return "", None, ""
    by = sender(target) if _signed(target) else None
    words = text(target.get("text")) or text(target.get("caption"))
    return target_id, by, words.strip().partition("\n")[0] if by is not None and by.is_bot else ""


def _signed(message: Json) -> bool:
    return bool(obj(message.get("from")) or obj(message.get("sender_chat")))
