"""Bring a citizen's file from Telegram: ask for its path, download it, name it."""

import asyncio
import logging
import mimetypes
from pathlib import Path, PurePosixPath

from channels.telegram.client import Client
from channels.telegram.errors import FileGone, FileNotYet, FileTooBig, TooLarge
from channels.telegram.raw import obj, text, whole
from core.vocabulary.errors import ChannelDown, FetchError, Retry, SendError
from core.vocabulary.events import File
from core.vocabulary.media import Media

log = logging.getLogger(__name__)

UNSERVED = (
    "the Bot API server at TELEGRAM_API_BASE keeps files on its own disk, and they are not readable here under the "
    "same path: let this machine read its folder, or start it without --local"
)

DOWNLOAD_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""

MIME_BY_KIND = {"photo": "image/jpeg", "voice": "audio/ogg", "video_note": "video/mp4", "sticker": "image/webp"}


async def fetch(client: Client, file: File) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` or ``ChannelDown`` when later."""
    if file.size > DOWNLOAD_BYTES:
        raise FetchError("too_large")
    try:
        path, content = await _path_and_content(client, file)
    except TooLarge:  # whatever was announced
        raise FetchError("too_large") from None
    return Media(content=content, mime=_mime(file, path), name=file.name or PurePosixPath(path).name)


async def _path_and_content(client: Client, file: File) -> tuple[str, bytes]:
    """Ask for the path and download; once more when the path was no longer good.

    The download server answers 404 for such a path, which would look like a wrong token if getFile, called with the
    same token just before, had not worked.
    """
    for _ in range(2):
        path = await _path(client, file)
        if path.startswith("/"):
            return path, await _from_disk(client, path)
        try:
            return path, await client.download(path, DOWNLOAD_BYTES)
        except Retry:
            raise
        except SendError:
            continue
    raise FetchError("gone", "the download server does not have it")


async def _from_disk(client: Client, path: str) -> bytes:
    """Read a file where an own server says that it lies (Bot API, local server: ``--local`` gives absolute paths).

    Only such a server is believed about paths of this machine.
    """
    if not client.local:
        raise FetchError("refused", "the server gave a path of this machine")
    content = await asyncio.to_thread(read_file, path, DOWNLOAD_BYTES)
    if content is None:
        log.warning("telegram files: %s", UNSERVED)
        raise Retry(UNSERVED)
    return content


def read_file(path: str, most_bytes: int) -> bytes | None:
    """Read a file of this machine, None when it is not there or may not be read. Raises ``TooLarge``."""
    try:
        if not Path(path).is_file():
            return None
        with Path(path).open("rb") as opened:
            content = opened.read(most_bytes + 1)
    except (OSError, ValueError):
        return None
    if len(content) > most_bytes:
        raise TooLarge
    return content


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
