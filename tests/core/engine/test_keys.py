"""What a process remembers of named messages."""

from core.engine.keys import Keys
from core.vocabulary.lanes import Receipt
from tests.core.engine.world import START


def receipt(key: str, message_id: str = "1") -> Receipt:
    """Make the receipt of a named message."""
    return Receipt(f"e:{key}", "lane", START, (message_id,), key)


def test_a_lane_is_forgotten_whole_and_alone() -> None:
    """Forgetting a lane takes all its messages, and none of another lane."""
    keys = Keys(10)
    for lane, key in (("a", "one"), ("a", "two"), ("b", "one")):
        keys.put(lane, receipt(key))
    keys.forget("a")
    keys.forget("never seen")
    assert [None, None, receipt("one")] == [keys.get("a", "one"), keys.get("a", "two"), keys.get("b", "one")]


def test_the_longest_unused_goes_first() -> None:
    """A full memory lets go of what was not asked for."""
    keys = Keys(2)
    keys.put("a", receipt("one"))
    keys.put("a", receipt("two"))
    assert receipt("one") == keys.get("a", "one")
    keys.put("a", receipt("three"))
    assert [True, False, True] == [keys.get("a", key) is not None for key in ("one", "two", "three")]


def test_the_newest_place_counts() -> None:
    """A message posted anew is known by its new id; a dropped one is not known."""
    keys = Keys(2)
    keys.put("a", receipt("one", "1"))
    keys.put("a", receipt("one", "2"))
    assert receipt("one", "2") == keys.get("a", "one")
    keys.drop("a", "one")
    keys.drop("a", "one")
    assert keys.get("a", "one") is None
