"""Files of the stand-in: their bytes, ids, sizes in pixels, and the shapes in which messages show them."""

import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
_KIND_FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "sticker": "stickers", "audio": "music"}
_EXTENSIONS = {"photo": "jpg", "voice": "oga", "video": "mp4", "sticker": "webp", "audio": "mp3"}


@dataclass(frozen=True)
class StoredFile:
    """A file that the platform keeps; `size` may be declared larger than the bytes held, to play a huge file."""

    file_id: str
    unique_id: str
    kind: str
    data: bytes
    size: int
    path: str
    mime: str = "application/octet-stream"
    name: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0

    def shape(self) -> Json:
        """Give the object that a message carries (Bot API, Document, Voice, Video, Sticker)."""
        body: Json = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}
        if self.kind == "voice":
            return {**body, "duration": self.duration, "mime_type": self.mime}
        if self.kind == "video":
            body.update(width=self.width, height=self.height, duration=self.duration)
        if self.kind == "sticker":
            return {**body, "width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return {**body, "file_name": self.name, "mime_type": self.mime}


@dataclass
class Files:
    """Keep files by id and by download path; `remember` caps how many, oldest out first."""

    remember: int | None = None
    by_id: OrderedDict[str, StoredFile] = field(default_factory=OrderedDict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    photos: dict[str, list[Json]] = field(default_factory=dict)
    _count: int = 0

    def store(self, kind: str, data: bytes, *, mime: str = "", name: str = "", size: int | None = None,
              width: int = 0, height: int = 0, duration: int = 0) -> StoredFile:  # fmt: skip
        """Keep the bytes under a fresh file_id and file_unique_id: two uploads of the same bytes differ in both."""
        self._count += 1
        unique = f"AQAD{self._count:08x}"
        path = f"{_KIND_FOLDERS.get(kind, 'documents')}/file_{self._count}.{_EXTENSIONS.get(kind, _extension(name))}"
        stored = StoredFile(
            file_id=f"AgACAg{kind[:3]}{self._count:08x}{unique[::-1]}", unique_id=unique, kind=kind, data=data,
            size=len(data) if size is None else size, path=path, mime=mime or _mime(kind), name=name, width=width,
            height=height, duration=duration,
        )  # fmt: skip
        self.by_id[stored.file_id] = stored
        self.by_path[path] = stored
        while self.remember is not None and len(self.by_id) > self.remember:
            _, old = self.by_id.popitem(last=False)
            self.by_path.pop(old.path, None)
            self.photos.pop(old.file_id, None)
        return stored

    def store_photo(self, data: bytes, *, width: int, height: int, size: int | None = None) -> list[Json]:
        """Keep a photo and give its PhotoSize list, smallest first."""
        sizes: list[Json] = []
        for side in (90, 320, 0):
            scale = side / max(width, height) if side else 1.0
            if scale > 1:
                continue
            stored = self.store(
                "photo", data, mime="image/jpeg", size=size if not side else None,
                width=max(1, round(width * scale)), height=max(1, round(height * scale)),
            )  # fmt: skip
            sizes.append(
                {
                    "file_id": stored.file_id,
                    "file_unique_id": stored.unique_id,
                    "file_size": stored.size if not side else max(1, int(stored.size * scale * scale)),
                    "width": stored.width,
                    "height": stored.height,
                }
            )
        for shape in sizes:
            self.photos[shape["file_id"]] = sizes
        return sizes


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else "bin"


def _mime(kind: str) -> str:
    return {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "sticker": "image/webp"}.get(
        kind, "application/octet-stream"
    )


def image_size(data: bytes) -> tuple[int, int] | None:
    """Read width and height from the head of a PNG, GIF, JPEG or WebP; None when it is no such image."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        position += 2 + length
    return None
