"""What a message carries: formatted text and files, read from the parameters of a call."""

from typing import Any

from simulator.telegram import limits
from simulator.telegram.errors import ApiError, bug
from simulator.telegram.html import find_entities, parse_html, trim
from simulator.telegram.media import StoredFile, image_size
from simulator.telegram.params import Params, Upload
from simulator.telegram.world import World

Json = dict[str, Any]


def formatted(source: str, parse_mode: str, entities: list[Any] | None) -> tuple[str, list[Json]]:
    """Give plain text and entities of a text with markup.

    Raises:
        ApiError: the markup is broken, or it is not HTML: the stand-in knows no other parse mode.
    """
    if len(source.encode()) > limits.TEXT_BYTES:
        raise bug("text is too long")
    found: list[Json]
    if parse_mode.lower() == "html":
        text, found = parse_html(source)
    elif parse_mode:
        raise bug("unsupported parse_mode")
    else:
        text, found = source, [dict(entity) for entity in entities or []]
    text, found = trim(text, found)
    found = [*found, *(entity for entity in find_entities(text) if not _inside(entity, found))]
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, found[: limits.ENTITIES]


def _inside(entity: Json, others: list[Json]) -> bool:
    return any(
        other["type"] in ("text_link", "code", "pre")
        and other["offset"] < entity["offset"] + entity["length"]
        and entity["offset"] < other["offset"] + other["length"]
        for other in others
    )


def text_content(params: Params) -> Json:
    """Read `text`.

    Raises:
        ApiError: it is empty, too long or has broken markup.
    """
    text, entities = formatted(params.text("text"), params.text("parse_mode"), params.array("entities"))
    if not text:
        raise bug("message text is empty")
    if len(text) > limits.TEXT_CHARACTERS:
        raise bug("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_content(source: str, parse_mode: str, entities: list[Any] | None) -> Json:
    """Read a caption; nothing when it is empty.

    Raises:
        ApiError: it is too long or has broken markup.
    """
    text, found = formatted(source, parse_mode, entities)
    if len(text) > limits.CAPTION_CHARACTERS:
        raise bug("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}


def caption_of(params: Params) -> Json:
    """Read `caption`, `parse_mode` and `caption_entities` of a call."""
    return caption_content(params.text("caption"), params.text("parse_mode"), params.array("caption_entities"))


def media_content(world: World, params: Params, kind: str, source: Any, upload: Upload | None, details: Json) -> Json:
    """Read one file: uploaded, `attach://name`, or a file_id the bot was given before.

    Raises:
        ApiError: nothing is there, the id is wrong, it is a URL (there is no internet here), or it is too big.
    """
    if upload is None and isinstance(source, str) and source.startswith("attach://"):
        upload = params.files.get(source.removeprefix("attach://"))
        if upload is None:
            raise bug("can't find file to be sent: wrong attach:// name")
    if upload is not None:
        return _uploaded(world, kind, upload, details)
    if not source:
        raise bug(f"there is no {kind} in the request")
    if str(source).startswith(("http://", "https://")):
        raise bug("failed to get HTTP URL content")
    if kind == "photo" and str(source) in world.files.photos:
        return {"photo": world.files.photos[str(source)]}
    stored = world.files.by_id.get(str(source))
    if stored is None:
        raise bug("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bug(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return {kind: stored.shape()}


def _uploaded(world: World, kind: str, upload: Upload, details: Json) -> Json:
    if not upload.data:
        raise bug("file must be non-empty")
    if len(upload.data) > limits.UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large", bug=True)
    if kind == "photo":
        return {"photo": _photo(world, upload.data)}
    stored: StoredFile = world.files.store(
        kind, upload.data, mime=upload.mime if kind == "document" else "", name=upload.name,
        width=int(details.get("width") or 640), height=int(details.get("height") or 360),
        duration=int(details.get("duration") or 0),
    )  # fmt: skip
    return {kind: stored.shape()}


def _photo(world: World, data: bytes) -> list[Json]:
    if len(data) > limits.PHOTO_BYTES:
        raise bug("too big file")
    size = image_size(data)
    if size is None:
        raise bug("IMAGE_PROCESS_FAILED")
    width, height = size
    if min(size) < 1 or width + height > limits.PHOTO_SIDES or max(size) / min(size) > limits.PHOTO_RATIO:
        raise bug("PHOTO_INVALID_DIMENSIONS")
    return world.files.store_photo(data, width=width, height=height)
