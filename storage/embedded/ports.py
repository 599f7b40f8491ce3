"""Look at ports of this machine: free, taken, or a database that answers."""

from __future__ import annotations

import socket

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from storage.mongo.farewell import say_goodbye


def free_port() -> int:
    """Give a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bindable(port: int) -> bool:
    """Tell whether a server could listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    """Tell whether somebody takes connections on a port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def answers(port: int, timeout_seconds: float) -> bool:
    """Tell whether a database on a port answers a ping in time."""
    milliseconds = int(timeout_seconds * 1000)
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
        f"mongodb://127.0.0.1:{port}/?directConnection=true",
        serverSelectionTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
        connectTimeoutMS=milliseconds,
    )
    try:
        await client.admin.command("ping")
    except PyMongoError:
        return False
    finally:
        await say_goodbye(client, 1.0)
    return True
