"""Where a lane's named messages and topics are: found among the receipts, opened, and opened again."""

from collections.abc import Mapping

import msgspec

from core.engine.keys import TOPIC_KEY, Keys
from core.engine.outbox import Bundle
from core.vocabulary.channel import Channel, Links, Topics
from core.vocabulary.effects import Edit, Link, OpenTopic, Send
from core.vocabulary.errors import Rejected, TopicGone
from core.vocabulary.lanes import Lane, Receipt
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store


def topic_receipt(lane: str, key: str) -> str:
    """Name the receipt that holds a topic's thread id."""
    return f"{lane}#{TOPIC_KEY}{key}"


class Whereabouts:
    """Find messages by their keys, and topics, for any lane; ``keys`` remembers the newest.

    Everything raises ``StoreDown``, and what opens a topic a ``SendError``.
    """

    def __init__(self, store: Store, channels: Mapping[str, Channel], clock: Clock, keys: Keys) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._keys = keys

    def remember(self, lane: str, receipt: Receipt) -> None:
        """Take note of where a named message is now."""
        self._keys.put(lane, receipt)

    async def forget(self, lane: str, receipt: Receipt) -> None:
        """Take note that a named message is not there any more."""
        await self._store.forget(receipt.id)
        self._keys.drop(lane, receipt.key)

    async def thread(self, lane: str, topic: str, address: str) -> str:
        """Give a topic's thread id, "" where it has none. Raises ``TopicGone``."""
        if not topic:
            return ""
        receipt = await self._known(lane, f"{TOPIC_KEY}{topic}")
        if receipt is not None and receipt.address not in ("", address):
            raise TopicGone("the topic is in the chat's former place")
        return receipt.message_ids[0] if receipt and receipt.message_ids else ""

    async def open(self, lane: Lane, address: str, topic: OpenTopic) -> bool:
        """See to it that a topic is there; tell whether it had to be opened."""
        known = await self._known(lane.id, f"{TOPIC_KEY}{topic.key}")
        if known is not None and known.address in ("", address):
            return False
        await self._open_anew(lane, address, topic, former=known)
        return True

    async def _open_anew(self, lane: Lane, address: str, topic: OpenTopic, former: Receipt | None = None) -> None:
        """Open a topic; what is known of a former one is forgotten only then, so that its name survives a refusal."""
        key = f"{TOPIC_KEY}{topic.key}"
        channel = self._channels[lane.channel]
        if not isinstance(channel, Topics):
            raise Rejected("there are no topics here")
        thread = await channel.open_topic(address, topic)
        if former is not None:
            await self.forget(lane.id, former)
        receipt = Receipt(
            topic_receipt(lane.id, topic.key), lane.id, self._clock.now(), (thread,), key, topic.name, address
        )
        await self._store.record(receipt)
        self._keys.put(lane.id, receipt)

    async def reopen(self, lane: Lane, address: str, bundle: Bundle) -> None:
        """Open the topic of a message again, under its former name."""
        effect = bundle.effect.to if isinstance(bundle.effect, Edit) else bundle.effect
        topic = effect.topic if isinstance(effect, Send) else effect.key if isinstance(effect, OpenTopic) else ""
        key = f"{TOPIC_KEY}{topic}"
        former = await self._known(lane.id, key)
        await self._open_anew(lane, address, OpenTopic(topic, former.ref if former else topic), former)

    async def find(self, lane: str, key: str, address: str) -> Receipt | None:
        """Give the receipt of a keyed message, if it is still in this chat: elsewhere its ids mean nothing."""
        receipt = await self._known(lane, key)
        return receipt if receipt is not None and receipt.address in ("", address) else None

    async def linked(self, lane: Lane, address: str, message: Send) -> Send:
        """Give a message with the addresses of those that it names, as far as they are there."""
        channel = self._channels[lane.channel]
        if not message.links or not isinstance(channel, Links):
            return message
        links = [await self._address(lane, address, link, channel) for link in message.links]
        return msgspec.structs.replace(message, links=tuple(links))

    async def _address(self, lane: Lane, address: str, link: Link, channel: Links) -> Link:
        # What is known here of another lane's messages may be out of date (`core.engine.keys`).
        elsewhere = link.lane not in ("", lane.id)
        shown = await (self._store.by_key(link.lane, link.key) if elsewhere else self.find(lane.id, link.key, address))
        if shown is None or not shown.message_ids:
            return link
        return msgspec.structs.replace(link, url=channel.link(shown.address or address, shown.message_ids[0]))

    async def _known(self, lane: str, key: str) -> Receipt | None:
        receipt = self._keys.get(lane, key)
        if receipt is None:
            receipt = await self._store.by_key(lane, key)
            if receipt is not None:
                self._keys.put(lane, receipt)
        return receipt
