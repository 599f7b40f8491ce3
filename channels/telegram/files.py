"""Bring a citizen's file from Telegram: ask for its path, download it, name it."""

import mimetypes
from pathlib import PurePosixPath

from channels.telegram.client import Client
from channels.telegram.errors import FileGone, FileTooBig
from channels.telegram.raw import obj, text, whole
from core.errors import ChannelDown, FetchError, Retry, SendError
from core.events import File
from core.ports import Media

DOWNLOAD_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""

MIME_BY_KIND = {"photo": "image/jpeg", "voice": "audio/ogg", "video_note": "video/mp4", "sticker": "image/webp"}


async def fetch(client: Client, file: File) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` or ``ChannelDown`` when later."""
    if file.size > DOWNLOAD_BYTES:
        raise FetchError("too_large")
    path, content = await _path_and_content(client, file)
    if len(content) > DOWNLOAD_BYTES:
        raise FetchError("too_large")
    return Media(content=content, mime=_mime(file, path), name=file.name or PurePosixPath(path).name)


async def _path_and_content(client: Client, file: File) -> tuple[str, bytes]:
    """Ask for the path and download; once more when the path was no longer good.

    The download server answers 404 for such a path, which would look like a wrong token if getFile, called with the
    same token just before, had not worked.
    """
    for _ in range(2):
        path = await _path(client, file)
        try:
            return path, await client.download(path)
        except Retry:
            raise
        except SendError:
            continue
    raise FetchError("gone", "the download server does not have it")


async def _path(client: Client, file: File) -> str:
    try:
        found = obj(await client.call("getFile", file_id=file.ref))
    except FileTooBig as error:
        raise FetchError("too_large", str(error)) from None
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
        raise FetchError("gone", "the server gave no path")
    return path


def _mime(file: File, path: str) -> str:
    guessed = mimetypes.guess_type(path)[0] or ""
    return file.mime or guessed or MIME_BY_KIND.get(file.kind, "application/octet-stream")
