"""A service with OpenAI's endpoint "Create transcription": it checks what is asked, and hears what it was told to."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

MOST_BYTES = 25 * 1024 * 1024
"""API reference, Create transcription: file uploads are limited to 25 MB."""
ENDINGS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")
"""API reference, Create transcription: the formats that are taken, told by the file's name."""
FIELDS = frozenset(("file", "model", "language", "prompt", "response_format", "temperature", "stream"))
FORMATS = ("json", "text", "srt", "verbose_json", "vtt")


class Transcriber:
    """Listen on a port; hear ``words`` in every sound; ``fault`` is a status to answer instead, until it is cleared."""

    def __init__(self, key: str = "", model: str = "whisper-1") -> None:
        self.url = ""
        self.words = ""
        self.fault = 0
        self.heard: list[Mapping[str, str]] = []
        self.refused: list[str] = []
        self._key = key
        self._model = model
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application(client_max_size=2 * MOST_BYTES)
        app.router.add_post("/v1/audio/transcriptions", self._transcribe)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _transcribe(self, request: web.Request) -> web.Response:
        if self.fault:
            return _error(self.fault, "the service is not well")
        if self._key and request.headers.get("Authorization") != f"Bearer {self._key}":
            return self._refuse(401, "Incorrect API key provided")
        if request.content_type != "multipart/form-data":
            return self._refuse(415, "not multipart/form-data")
        form = await request.post()
        problem = self._problem(form)
        if problem:
            return self._refuse(400, problem)
        file: Any = form["file"]
        content = file.file.read()
        if len(content) > MOST_BYTES:
            return self._refuse(413, "Maximum content size limit exceeded")
        if not content:
            return _error(400, "Audio file is too short. Minimum audio length is 0.1 seconds.")
        self.heard.append({"name": file.filename, "type": file.content_type, "language": str(form.get("language", ""))})
        return web.json_response({"text": self.words, "usage": {"type": "duration", "seconds": 3}})

    def _problem(self, form: Any) -> str:
        if unknown := set(form) - FIELDS:
            return f"Unrecognized request argument supplied: {', '.join(sorted(unknown))}"
        file = form.get("file")
        if not isinstance(file, web.FileField):
            return "file: no file was supplied"
        if file.filename.rpartition(".")[2] not in ENDINGS:
            return f"Invalid file format {file.filename}. Supported formats: {ENDINGS}"
        if form.get("model") != self._model:
            return f"invalid model ID {form.get('model')}"
        if len(str(form.get("language", "id"))) != 2:
            return "Invalid language: it must be in ISO-639-1 format"
        return "" if form.get("response_format", "json") in FORMATS else "response_format is unknown"

    def _refuse(self, status: int, message: str) -> web.Response:
        self.refused.append(message)
        return _error(status, message)


def _error(status: int, message: str) -> web.Response:
    body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
    return web.json_response(body, status=status)
