"""Bring a citizen's file from Telegram: ask for its path, download it, name it."""

import asyncio
import logging
import mimetypes
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from channels.telegram.client import Client
from channels.telegram.errors import FileGone, FileNotYet, FileTooBig, TooLarge
from channels.telegram.raw import obj, text, whole
from core.vocabulary.errors import ChannelDown, FetchError, Retry, SendError
from core.vocabulary.events import File
from core.vocabulary.media import PIECE_BYTES, Media, Spool

log = logging.getLogger(__name__)

UNSERVED = (
    "the Bot API server at TELEGRAM_API_BASE keeps files on its own disk, and they are not readable here under the "
    "same path: let this machine read its folder, or start it without --local"
)

DOWNLOAD_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""

MIME_BY_KIND = {"photo": "image/jpeg", "voice": "audio/ogg", "video_note": "video/mp4", "sticker": "image/webp"}


async def fetch(client: Client, file: File, into: Spool) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` or ``ChannelDown`` when later."""
    if file.size > DOWNLOAD_BYTES:
        raise FetchError("too_large")
    try:
        path = await _brought(client, file, into)
    except TooLarge:  # whatever was announced
        raise FetchError("too_large") from None
    return Media(into, _mime(file, path), file.name or PurePosixPath(path).name)


async def _brought(client: Client, file: File, into: Spool) -> str:
    """Ask for the path, download, and give the path; once more when the path was no longer good.

    The download server answers 404 for such a path, which would look like a wrong token if getFile, called with the
    same token just before, had not worked.
    """
    for _ in range(2):
        path = await _path(client, file)
        if path.startswith("/"):
            await _from_disk(client, path, into)
            return path
        try:
            await client.download(path, DOWNLOAD_BYTES, into)
            return path
        except Retry:
            raise
        except SendError:
            continue
    raise FetchError("gone", "the download server does not have it")


async def _from_disk(client: Client, path: str, into: Spool) -> None:
    """Read a file where an own server says that it lies (Bot API, local server: ``--local`` gives absolute paths).

    Only such a server is believed about paths of this machine.
    """
    if not client.local:
        raise FetchError("refused", "the server gave a path of this machine")
    opened = await asyncio.to_thread(open_file, path)
    if opened is None:
        log.warning("telegram files: %s", UNSERVED)
        raise Retry(UNSERVED)
    await into.clear()
    with opened:
        while piece := await asyncio.to_thread(opened.read, PIECE_BYTES):
            if into.size + len(piece) > DOWNLOAD_BYTES:
                raise TooLarge
            await into.write(piece)


def open_file(path: str) -> BinaryIO | None:
    """Open a file of this machine, None when it is not there or may not be read."""
    try:
        return Path(path).open("rb") if Path(path).is_file() else None
    except (OSError, ValueError):
        return None


async def _path(client: Client, file: File) -> str:
    try:
        found = obj(await client.call("getFile", file_id=file.ref))
    except FileTooBig as error:
        raise FetchError("too_large", str(error)) from None
    except FileNotYet as error:
        raise FetchError("gone", str(error), passing=True) from None
    except FileGone as error:
        raise FetchError("gone", str(error)) from None
    except (ChannelDown, Retry):
        raise
    except SendError as error:
        raise FetchError("refused", str(error)) from None
    if whole(found.get("file_size")) > DOWNLOAD_BYTES:
        raise FetchError("too_large")
    path = text(found.get("file_path"))
    if not path:
        raise FetchError("gone", "the server gave no path", passing=True)
    if ".." in PurePosixPath(path).parts:
        raise FetchError("refused", "the server gave a path that leads elsewhere")
    return path


def _mime(file: File, path: str) -> str:
    guessed = mimetypes.guess_type(path)[0] or ""
    return file.mime or guessed or MIME_BY_KIND.get(file.kind, "application/octet-stream")
