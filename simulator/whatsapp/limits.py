"""Limits of the WhatsApp Cloud API; from its reference pages unless the comment says otherwise.

Characters are counted as code points: the pages say "characters" and nothing more exact.
"""

TEXT = 4096
INTERACTIVE_BODY = 1024
LIST_BODY = 4096
CAPTION = 1024
HEADER = 60
FOOTER = 60
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
LIST_LABEL = 20
LIST_SECTIONS = 10
LIST_ROWS = 10
SECTION_TITLE = 24
ROW_ID = 200
ROW_TITLE = 24
ROW_DESCRIPTION = 72
LINK_LABEL = 20
LINK_CHARACTERS = 2000  # of a cta_url; not documented, the field is cut in clients
FILENAME = 240
LOCATION_WORDS = 1000
OPAQUE = 512
CONTACTS = 257
REACTION_SECONDS = 30 * 86_400
WINDOW_SECONDS = 24 * 3600
FREE_ENTRY_SECONDS = 72 * 3600
TYPING_SECONDS = 25
BSUID = r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}"
PHONE_DIGITS = range(7, 16)  # E.164

TEMPLATE_NAME = 512
TEMPLATE_BODY = 1024
TEMPLATE_BUTTONS = 10
QUICK_REPLY = 25
QUICK_REPLY_PAYLOAD = 256

MEDIA_URL_SECONDS = 300
RECEIVED_MEDIA_SECONDS = 7 * 86_400
UPLOADED_MEDIA_SECONDS = 30 * 86_400

KB, MB = 1024, 1024 * 1024
MEDIA_BYTES = {"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB, "sticker": 500 * KB}
STILL_STICKER_BYTES = 100 * KB
UPLOAD_BYTES = MEDIA_BYTES["document"]
MEDIA_TYPES = {
    "image": frozenset({"image/jpeg", "image/png"}),
    "audio": frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
    "video": frozenset({"video/mp4", "video/3gpp"}),
    "sticker": frozenset({"image/webp"}),
    "document": frozenset(
        {
            "text/plain", "application/pdf", "application/vnd.ms-powerpoint", "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    ),
}  # fmt: skip
