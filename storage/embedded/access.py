"""Access to the embedded server: a user with a random password, kept beside the data in a folder closed to others."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from storage.mongo.farewell import say_goodbye
from storage.mongo.refusals import worded

USER = "kanal"
PASSWORD_FILE = "password"
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
CLOSE_SECONDS = 1.0
_HEALTH = "kanal_health"
"""A database of its own, so that the watcher's writes are in nobody's way."""


def close_folder(folder: Path) -> None:
    """Make a folder, and let nobody but its owner in; one of an earlier version is closed too."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    for place in (folder, folder / "db"):
        if place.is_dir() and place.stat().st_mode & 0o077:
            place.chmod(PRIVATE_FOLDER)


def read_password(folder: Path) -> str:
    """Read the password; empty when the data have none yet."""
    try:
        return (folder / PASSWORD_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def write_password(folder: Path, password: str) -> None:
    """Keep the password, whole or not at all."""
    fresh = folder / f"{PASSWORD_FILE}.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w") as file:
        file.write(password)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / PASSWORD_FILE)


def new_password() -> str:
    """Make a password that nobody can guess."""
    return secrets.token_urlsafe(32)


def address(port: int, password: str) -> str:
    """Give the server's address."""
    access = f"{USER}:{quote(password, safe='')}@" if password else ""
    return f"mongodb://{access}127.0.0.1:{port}/?directConnection=true" + ("&authSource=admin" if password else "")


@contextlib.asynccontextmanager
async def _client(uri: str, timeout_seconds: float) -> Any:
    milliseconds = int(timeout_seconds * 1000)
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        uri,
        serverSelectionTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
        connectTimeoutMS=milliseconds,
        retryWrites=False,
        journal=True,
    )
    try:
        yield client
    finally:
        await say_goodbye(client, CLOSE_SECONDS)


async def give_access(port: int, password: str, timeout_seconds: float = 5.0) -> None:
    """Make the only user of a server that still lets everybody in. Raises ``PyMongoError``."""
    async with _client(address(port, ""), timeout_seconds) as client:
        admin = client["admin"]
        for user in (await admin.command("usersInfo"))["users"]:
            await admin.command("dropUser", user["user"])
        await admin.command("createUser", USER, pwd=password, roles=["root"])


async def drop_others(port: int, password: str, timeout_seconds: float = 5.0) -> None:
    """Remove whoever else was given access while the door was open. Raises ``PyMongoError``."""
    async with _client(address(port, password), timeout_seconds) as client:
        admin = client["admin"]
        for user in (await admin.command("usersInfo"))["users"]:
            if user["user"] != USER:
                with contextlib.suppress(OperationFailure):
                    await admin.command("dropUser", user["user"])


class Trouble(NamedTuple):
    """What is wrong with a server, in a few words; ``refused`` when it said so itself, and was not only silent."""

    reason: str = ""
    refused: bool = False

    def __bool__(self) -> bool:
        return bool(self.reason)


async def trouble(port: int, password: str, timeout_seconds: float) -> Trouble:
    """Make one small durable write; tell what is wrong with the server, nothing when it works."""
    try:
        async with _client(address(port, password), timeout_seconds) as client:
            await client[_HEALTH]["watch"].update_one({"_id": "watch"}, {"$inc": {"n": 1}}, upsert=True)
    except PyMongoError as error:
        return Trouble(worded(error), refused=not isinstance(error, ConnectionFailure))
    return Trouble()
