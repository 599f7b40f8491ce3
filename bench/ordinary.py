"""The two servers that the bridge is measured against: a bare handler, and an ordinary bot. Not part of Kanal."""

import asyncio
from typing import Any

from aiohttp import web
from motor.motor_asyncio import AsyncIOMotorClient
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from channels.telegram.verify import verify
from core.vocabulary.errors import Forged


def bare_app(uri: str, database: str, secret: str, listeners: list[Any]) -> web.Application:
    """Only verify, insert once (durably) and answer 200: the least that a durable webhook can cost."""
    client: Any = AsyncIOMotorClient(uri, w=1, journal=True, event_listeners=listeners)
    inbox = client[database]["inbox"]

    async def hook(request: web.Request) -> web.Response:
        try:
            verify(request.headers, secret)
        except Forged:
            return web.Response(status=403)
        update = await request.json()
        await inbox.insert_one({"_id": update["update_id"], "update": update})
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/webhooks/telegram", hook)
    return app


async def ordinary_app(
    uri: str, database: str, secret: str, token: str, api_base: str, listeners: list[Any]
) -> web.Application:
    """What most bots do: read the conversation, answer, write it back. A crash loses what was in memory."""
    client: Any = AsyncIOMotorClient(uri, w=1, journal=True, event_listeners=listeners)
    conversations = client[database]["conversations"]

    async def on_message(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is None or update.effective_chat is None:
            return
        chat_id = update.effective_chat.id
        found = await conversations.find_one({"_id": chat_id}) or {"texts": []}
        texts = [*found["texts"][-5:], update.message.text or ""]
        await conversations.update_one({"_id": chat_id}, {"$set": {"texts": texts}}, upsert=True)
        await update.message.reply_text(f"Sudah dicatat ({len(texts)}): {texts[-1]}")

    builder = Application.builder().token(token).updater(None).concurrent_updates(True)
    application = builder.base_url(f"{api_base}/bot").base_file_url(f"{api_base}/file/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, on_message))
    await application.initialize()
    await application.start()

    async def hook(request: web.Request) -> web.Response:
        try:
            verify(request.headers, secret)
        except Forged:
            return web.Response(status=403)
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/webhooks/telegram", hook)
    await asyncio.sleep(0)
    return app
