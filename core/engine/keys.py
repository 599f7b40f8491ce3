"""Where a lane's named messages are, as one process knows it."""

from collections import OrderedDict

from core.vocabulary.lanes import Receipt

TOPIC_KEY = "topic:"
"""Before a topic's key, in the key of the receipt that holds its thread id."""


class Keys:
    """A bounded memory of receipts by lane and key, the longest unused ones forgotten first.

    It is true as long as nobody else sends for the lane: whoever reads a document that another process wrote forgets
    the lane, because that process may have posted the message anew.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._receipts: OrderedDict[tuple[str, str], Receipt] = OrderedDict()
        self._of_lane: dict[str, set[str]] = {}

    def get(self, lane: str, key: str) -> Receipt | None:
        """Give the receipt of a named message if it is known here."""
        receipt = self._receipts.get((lane, key))
        if receipt is not None:
            self._receipts.move_to_end((lane, key))
        return receipt

    def put(self, lane: str, receipt: Receipt) -> None:
        """Remember where a named message is now."""
        self._receipts[(lane, receipt.key)] = receipt
        self._receipts.move_to_end((lane, receipt.key))
        self._of_lane.setdefault(lane, set()).add(receipt.key)
        while len(self._receipts) > self._capacity:
            oldest_lane, oldest_key = next(iter(self._receipts))
            self.drop(oldest_lane, oldest_key)

    def drop(self, lane: str, key: str) -> None:
        """Forget one message."""
        self._receipts.pop((lane, key), None)
        keys = self._of_lane.get(lane, set())
        keys.discard(key)
        if not keys:
            self._of_lane.pop(lane, None)

    def forget(self, lane: str) -> None:
        """Forget all messages of a lane."""
        for key in self._of_lane.pop(lane, set()):
            self._receipts.pop((lane, key), None)
