"""Read the parameters of a call, whichever of the four encodings brought them."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.telegram.errors import ApiError, bug

Json = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime: str
    data: bytes


@dataclass
class Params:
    """The parameters of one call; values are text (query, form) or native JSON."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether the parameter is there and not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """Give a text; numbers and flags become text as the real server reads them."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """Give a whole number, or refuse the request."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bug(f'field "{name}" must be a valid Number') from None

    def number(self, name: str) -> float:
        """Give a number that has to be there, or refuse the request."""
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bug(f'field "{name}" must be a valid Number') from None

    def flag(self, name: str, default: bool = False) -> bool:
        """Give a truth value."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        if isinstance(value, bool):
            return value
        return str(value).lower() in {"true", "yes", "1"}

    def nested(self, name: str) -> Any:
        """Give a nested value: native in a JSON body, JSON text everywhere else; None when absent."""
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bug(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object_(self, name: str) -> Json | None:
        """Give a nested object, or None."""
        value = self.nested(name)
        if value is not None and not isinstance(value, dict):
            raise bug(f"object expected as {name.replace('_', ' ')}")
        return value

    def array(self, name: str) -> list[Any] | None:
        """Give a nested array, or None."""
        value = self.nested(name)
        if value is not None and not isinstance(value, list):
            raise bug(f"expected an Array of {name.replace('_', ' ')}")
        return value

    def shown(self) -> Json:
        """Give the parameters as a person wants to see them: nested text decoded, files by size."""
        shown: Json = {}
        for name, value in self.values.items():
            if isinstance(value, str) and value[:1] in ("{", "["):
                try:
                    shown[name] = json.loads(value)
                except ValueError:
                    shown[name] = value
            else:
                shown[name] = value
        for name, upload in self.files.items():
            shown[name] = f"<{upload.name}, {upload.mime}, {len(upload.data)} bytes>"
        return shown


async def read_params(request: web.Request) -> Params:
    """Merge the query and the body of a request.

    Raises:
        ApiError: the body cannot be read (400) or is over the size limit (413).
    """
    params = Params(dict(request.query))
    if request.method != "POST" or not request.can_read_body:
        return params
    try:
        if request.content_type == "application/json":
            body = json.loads(await request.read() or b"{}")
            if not isinstance(body, dict):
                raise bug("can't parse request: JSON object expected")
            params.values.update(body)
        elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            await _read_form(request, params)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large", bug=True) from None
    except (ValueError, UnicodeDecodeError):
        raise bug("can't parse request body") from None
    return params


async def _read_form(request: web.Request, params: Params) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                params.files[name] = Upload(value.filename, value.content_type, file.read())
        else:
            params.values[name] = value if isinstance(value, str) else bytes(value).decode()
